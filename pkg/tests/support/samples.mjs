// One call of each kind, and what it gives; the same wherever the package runs. No imports: this
// file is copied into throw-away projects.

const ACCESS = "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11";

/** Without TextEncoder, which jsdom has not. */
const bytesOf = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What each kind of call of the three entries gives, and of what only a service asks, as plain data. */
export function sample({ forms, latchwork, cards, plain }) {
  const answers = { form: formOf(forms), ...serviceOf(latchwork), ...cardOf(cards), shared: isShared([forms, latchwork, cards]) };
  return plain ? { ...answers, plain: plainOf(plain, latchwork) } : answers;
}

function plainOf({ changedCondition, createDoor, createApartment, readShown, LatchworkError }, latchwork) {
  let thrown;
  try {
    readShown({ kind: "smell", text: "" });
  } catch (error) {
    thrown = error instanceof LatchworkError && latchwork.LatchworkError.is(error) && error.code;
  }
  return {
    door: createDoor.checkJson(bytesOf("{}")).issues.map(({ path }) => path[0]),
    refused: createDoor.refuse(createDoor.check({}).issues).status,
    persons: changedCondition({ lockdown: true }).persons,
    shown: readShown({ kind: "uid", text: "04A1B2C3" }).identifier.identifier_number,
    apartment: createApartment.answer("{}", { loggedIn: false, administrator: false, addressInUse: false, nextUid: 1 }).status,
    thrown,
  };
}

function formOf({ checkCode, checkKeyNumber, codePolicies, createUser, grantLockAccess }) {
  return [
    checkCode("120456", codePolicies.nuki).issues.map(({ code }) => code),
    checkKeyNumber("EM", "1").ok,
    createUser.check({}).issues.length,
    grantLockAccess.checkJson(bytesOf("{}"), { id: ACCESS }).issues.length,
  ];
}

/** Whether an error of each entry is an error of each. */
function isShared(entries) {
  return entries.every(({ checkKeyNumber }) => {
    try {
      checkKeyNumber({}, "1");
      return false;
    } catch (error) {
      return entries.every(({ LatchworkError }) => error instanceof LatchworkError && LatchworkError.is(error));
    }
  });
}

function cardOf(cards) {
  return {
    word: cards.encodeCard("H10301", { facility: 123, card: 4567n }).value.prox,
    card: cards.decodeCard({ hex: "2F623AE", length: 26 })[0].fields.card,
    cards: cards.decodeCards([{ pacs: "06BD88EB80" }])[0].map(({ format }) => format),
    readings: cards.identifyCard("11576829").map(({ conversion }) => conversion).slice(0, 2),
    converted: cards.convertCard("17642493", { from: "em4100_dez3_5c_joined", to: "em4100_dez8" }).value.text,
    match: cards.matchCards("17642493", "11576829").verdict,
    own: cards.checkCardConversion({ name: "ours", bytes: 4, steps: ["low 3 bytes", "decimal"] }).value.losesBits,
  };
}

function serviceOf(latchwork) {
  const { checkCode, createAccessKey, generateCode, windowState, LatchworkError } = latchwork;
  const request = { keyType: "code", keyIdentification: "*", accesses: [ACCESS.toUpperCase()] };
  const state = { userExists: false, mobileKeysEnabled: true, mayManageAccesses: true, inUse: [] };
  const checked = createAccessKey.check(request);
  const body = bytesOf(JSON.stringify(request));
  let thrown;
  try {
    generateCode({ lengths: [3] });
  } catch (error) {
    thrown = error instanceof LatchworkError && error.code;
  }
  const { codePolicies, generateCodes, guessOdds, keyspace, recommendedLength } = latchwork;
  const { status, effect } = createAccessKey.decide(checked.value, { ...state, codePolicy: { lengths: [4] } });
  const { grantLockAccess, createUser, createIdentifier, mayGrant, checkAuthorization } = latchwork;
  return {
    code: checkCode("123").issues[0].message,
    checked: checked.value.accesses,
    body: createAccessKey.checkJson(body).ok,
    drawn: /^[0-9]{6}$/.test(generateCode()),
    status,
    stored: /^[0-9]{4}$/.test(effect.storeKey.keyIdentification),
    state: windowState({ until: "2026-03-01T08:00:00Z" }, new Date(0)),
    granted: grantLockAccess.checkJson("{}", { id: ACCESS }).issues.length,
    refused: grantLockAccess.refuse(grantLockAccess.check({}).issues).body.error,
    user: createUser.decide({}, { loggedIn: false, administrator: false, namesInUse: [], nextUid: 0 }).status,
    identifier: createIdentifier.check({ identifier_type: "card" }).issues.map(({ path }) => path[0]),
    may: mayGrant("OWNER", "USER"),
    authorized: checkAuthorization({ apiKey: "key" }).value,
    rules: checkCode("120456", codePolicies.nuki).issues.map(({ code }) => code),
    presets: Object.keys(codePolicies).length,
    keyspace: keyspace({ ...codePolicies.nuki, lengths: [4] }),
    set: new Set(generateCodes(100, codePolicies.tedee, ["13579"], { collision: "inside" })).size,
    odds: guessOdds({ policy: { lengths: [4] }, active: 250, tries: 1 }).success,
    length: recommendedLength(250),
    thrown,
  };
}

export const expected = {
  form: [["code_contains_zero", "code_starts_with_12"], true, 5, 4],
  code: "expected 4 to 8 digits, found 3",
  checked: [ACCESS],
  body: true,
  drawn: true,
  status: 200,
  stored: true,
  state: "valid",
  granted: 4,
  refused: "missing_field",
  user: 401,
  identifier: ["identifier_owner", "identifier_number", "lock", "valid"],
  may: true,
  authorized: { kind: "api-key" },
  rules: ["code_contains_zero", "code_starts_with_12"],
  presets: 11,
  keyspace: 6480,
  set: 100,
  odds: 0.025,
  length: 6,
  word: "2006F623AE",
  card: "4567",
  cards: ["H10301", "ind26"],
  readings: ["em4100_dez8", "net2_em"],
  converted: "11576829",
  match: "possible",
  own: 8,
  thrown: "invalid_argument",
  shared: true,
};

/** The same where a service runs. */
export const expectedOfService = {
  ...expected,
  plain: { door: ["name"], refused: 400, persons: 1, shown: "04:A1:B2:C3", apartment: 401, thrown: "invalid_argument" },
};
