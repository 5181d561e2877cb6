// Every public function, once for each place where a caller's value can stand.
import * as answers from "./answers.mjs";
import { ACCESS, NOW, USER, added, bearer, cardConversion, cardFormat, codePolicy, drawing, grant, lock, policy, removed, systems, takenCode, valid } from "./requests.mjs";

const issue = () => ({
  code: "code_too_short",
  path: ["keyIdentification"],
  message: "expected 4 to 8 digits, found 3",
  params: { min: 4, max: 8, found: 3 },
});

const isObject = (value) => typeof value === "object" && value !== null;

/** One call for each member of an object, and of those in it, with the value in its place. */
const members = (name, whole, call, answer) =>
  Object.entries(whole).flatMap(([member, inside]) => {
    const path = Array.isArray(whole) ? `${name}[${member}]` : `${name}.${member}`;
    const put = (value) => {
      const copy = structuredClone(whole);
      copy[member] = value;
      return call(copy);
    };
    const deeper = isObject(inside) ? members(path, inside, put, answer) : [];
    return [{ name: path, call: put, answer }, ...deeper];
  });

/** The same, and one call for the object as a whole. */
const all = (name, whole, call, answer) => [
  { name, call, answer },
  ...members(name, whole, call, answer),
];

/** The places of a system. */
function placesOfSystem(latchwork, name) {
  const system = latchwork[name];
  const { request, state, option } = systems[name];
  const refusal = answers.refusal(name, systems[name]);
  const reply = answers.reply(name, systems[name]);
  const { object } = answers;
  const body = JSON.stringify(request());
  const place = (method, call, answer) => ({ name: `${name}.${method}`, call, answer });
  return [
    ...all(`${name}.check input`, request(), (v) => system.check(v), object),
    ...all(`${name}.check options`, { [option]: true }, (v) => system.check(request(), v), object),
    place("check an unknown field", (v) => system.check({ ...request(), unknown: v }), object),
    place("check an unknown field, ignored", (v) => system.check({ ...request(), unknown: v }, { [option]: option.startsWith("ignore") }), object),
    place("checkJson body", (v) => system.checkJson(v), object),
    ...all(`${name}.checkJson options`, { [option]: true }, (v) => system.checkJson(body, v), object),
    ...all(`${name}.refuse issues`, [issue()], (v) => system.refuse(v), refusal),
    ...all(`${name}.decide request`, request(), (v) => system.decide(v, state()), reply),
    ...all(`${name}.decide state`, state(), (v) => system.decide(request(), v), reply),
    ...placesOfPanel(name, system, reply),
    ...all(`${name}.with options`, { [option]: true }, (v) => system.with(v).check(request()), object),
    place("with options of a call", (v) => system.with({ [option]: true }).check(request(), v), object),
    place("~standard validate", (v) => system["~standard"].validate(v), answers.standard),
  ];
}

/** What the requests of the panel have, which looks at who asks first. */
function placesOfPanel(name, { answer, refuse }, reply) {
  const { request, state, option, refusals } = systems[name];
  if (!refusals.includes(401)) return [];
  const body = JSON.stringify(request());
  const session = { loggedIn: true, administrator: true };
  const ofBody = answer && [
    { name: `${name}.answer body`, call: (v) => answer(v, state()), answer: reply },
    ...all(`${name}.answer state`, state(), (v) => answer(body, v), reply),
    ...all(`${name}.answer options`, { [option]: true }, (v) => answer(body, state(), v), reply),
  ];
  return [...all(`${name}.refuse state`, session, (v) => refuse([issue()], v), reply), ...(ofBody ?? [])];
}

const drawn = (free) => free.draw();

/** Makes a set of free codes for one use. */
function withFree({ freeCodes }, given, use) {
  const free = freeCodes(...given);
  try {
    return use(free);
  } finally {
    free.dispose();
  }
}

/** What only some systems have. */
function placesOfOne({ createAccessKey, grantLockAccess, removeLockAccess }) {
  const { object, aggregate } = answers;
  const format = { name: "SITE", technology: "own", digits: 10, bits: 32 };
  const lists = { userId: USER, version: 1, locks: [lock()] };
  const places = [
    ...all("createAccessKey.check keyFormats", [format], (v) => createAccessKey.check(systems.createAccessKey.request(), { keyFormats: v }), object),
    ...all("grantLockAccess.apply aggregate", lists, (v) => grantLockAccess.apply(v, removed()), aggregate),
    ...all("grantLockAccess.apply events", [added()], (v) => grantLockAccess.apply({ version: 0, locks: [] }, v), aggregate),
    ...all("grantLockAccess.apply added", added(), (v) => grantLockAccess.apply({ version: 0, locks: [] }, v), aggregate),
    ...all("grantLockAccess.apply removed", removed(), (v) => grantLockAccess.apply(lists, v), aggregate),
  ];
  for (const [name, system] of Object.entries({ grantLockAccess, removeLockAccess })) {
    const { id, ...others } = systems[name].request();
    const body = JSON.stringify(others);
    places.push({ name: `${name}.checkJson options.id`, call: (v) => system.checkJson(body, { id: v }), answer: object });
  }
  return places;
}

/** The places of forms. */
function placesOfForms(latchwork) {
  const { fromForm } = latchwork;
  const { object } = answers;
  const key = latchwork.createAccessKey;
  const options = { timeZone: "Europe/Stockholm", ignoreUnknownFields: true };
  const values = ["keyName", "accesses", "validFrom", "sendNotification", "unknown", "__proto__"];
  return [
    { name: "fromForm request", call: (v) => fromForm(v, []), answer: object },
    { name: "fromForm formData", call: (v) => fromForm(key, v), answer: object, taken: true },
    { name: "fromForm formData[1]", call: (v) => fromForm(key, [["keyType", "code"], v]), answer: object },
    { name: "fromForm a name", call: (v) => fromForm(key, [[v, "code"]]), answer: object },
    ...values.map((name) => ({ name: `fromForm ${name}`, call: (v) => fromForm(key, [[name, v], [name, v]], options), answer: object })),
    { name: "fromForm lock_number", call: (v) => fromForm(latchwork.createUser, [["lock_number", v]]), answer: object },
    { name: "fromForm valid", call: (v) => fromForm(latchwork.createIdentifier, [["valid", v]]), answer: object },
    ...all("fromForm options", options, (v) => fromForm(key, [["validFrom", "2026-03-01T08:00"]], v), object),
  ];
}

/** A lock-out that says all that one can say. */
const lockOut = () => ({
  policy: { tries: 5, thenWaitSeconds: 30, thenLonger: [60, 300], bucket: { tries: 20, secondsEach: 600 } },
  state: { wrong: 5, waitMillis: 30000, owedMillis: 60000, at: NOW, clockLost: true },
});

const always = () => ({ schedule: "always", priority: 1, groups: [["card"]] });

/** A door that has all that one can have. */
const door = () => ({
  id: "front", levels: ["staff"],
  outOfService: false, lockdown: false, threatLevel: false, privacy: false, vacation: false, interlock: false,
  security: { otherwise: [["code"], ["card", "code"]], levels: [always()], within: 20 },
  lockout: lockOut(),
  remote: "with-code",
  passback: { mode: "soft", outside: "street", inside: "lobby", scope: "place", resetAfter: 3600 },
  persons: 2,
  firstPerson: "needed",
  occupancy: { area: "lobby", inside: 3, most: 9, least: 2 },
});

/** A credential that says all that one can say. */
const credential = () => ({
  id: "key-1",
  identification: { kind: "uid", text: "04A1B2C3", pin: "1379", duress: { code: "2468", add: 1 }, wrongPins: lockOut() },
  holder: { id: "ada", state: "active", place: { area: "street", since: NOW }, party: ["first-person"] },
  state: "active",
  window: { from: NOW },
  grace: { name: "early", before: 60, after: 60 },
  schedule: { weekly: [{ days: ["mon"], from: 540, until: 1020 }] },
  doors: ["front"], levels: ["staff"],
  uses: { used: 1, most: 3 },
  firstUse: { minutes: 60, at: "unused" },
  idle: { days: 30, since: NOW },
  exempt: ["passback"],
});

const attempt = () => ({
  shown: [{ kind: "uid", text: "04A1B2C3" }, { kind: "code", text: "1379", after: 3 }],
  direction: "in",
  with: [[{ kind: "code", text: "748365", after: 3 }]],
});

/** The places of doors. */
function placesOfDoors({ decideAttempt, doorReasons, lockOutAfter, lockOutState, reasonIn, reasonsFrom }) {
  const { lockOutCount, lockOutState: seen, reasonWord, reasons } = answers;
  return [
    ...all("decideAttempt attempt", attempt(), (v) => decideAttempt(v, door(), [credential()], NOW), answers.opened),
    ...all("decideAttempt door", door(), (v) => decideAttempt(attempt(), v, [credential()], NOW), answers.opened),
    ...all("decideAttempt credentials", [credential()], (v) => decideAttempt(attempt(), door(), v, NOW), answers.opened),
    ...all("decideAttempt clock", { at: NOW, timeZone: "Europe/Rome" }, (v) => decideAttempt(attempt(), door(), [credential()], v), answers.opened),
    { name: "doorReasons with an argument", call: (v) => doorReasons(v), answer: reasons },
    { name: "reasonIn vocabulary", call: (v) => reasonIn(v, "lost"), answer: reasonWord },
    { name: "reasonIn reason", call: (v) => reasonIn("bacnet", v), answer: reasonWord },
    { name: "reasonsFrom vocabulary", call: (v) => reasonsFrom(v, 143), answer: reasons },
    { name: "reasonsFrom word", call: (v) => reasonsFrom("onvif", v), answer: reasons },
    ...all("lockOutState lockOut", lockOut(), (v) => lockOutState(v, NOW), seen),
    { name: "lockOutState now", call: (v) => lockOutState(lockOut(), v), answer: seen },
    ...all("lockOutAfter lockOut", lockOut(), (v) => lockOutAfter(v, "wrong", NOW), lockOutCount),
    { name: "lockOutAfter tried", call: (v) => lockOutAfter(lockOut(), v, NOW), answer: lockOutCount },
    { name: "lockOutAfter now", call: (v) => lockOutAfter(lockOut(), "right", v), answer: lockOutCount },
  ];
}

/** A schedule that says all that one can say. */
const schedule = () => ({
  weekly: [{ days: ["mon"], from: 540, until: 1020, first: "2026-01-01", last: "2026-12-31" }],
  dated: [{ from: "2026-12-24T18:00", until: "2026-12-26T00:00" }],
  special: [{ name: "holidays", days: ["2026-12-25", { from: "2026-12-31T14:00", until: "2027-01-01T10:00" }], periods: [{ from: 600, until: 840 }] }],
  valid: { from: "2026-01-01T00:00", until: "2027-01-01T00:00" },
});

/** The places of makers' schedules. */
function placesOfMakers(latchwork) {
  const { scheduleFrom, scheduleFromICalendar, scheduleMakers, scheduleTo, scheduleToICalendar, weekdayNumbers, weekdaysOf } = latchwork;
  const { held, object } = answers;
  const options = { offset: "+01:00", changes: [{ at: NOW, offset: "+02:00" }], rules: 3, dated: 3 };
  const makers = scheduleMakers().map(({ maker }) => maker);
  const objects = makers.map((maker) => [maker, scheduleTo(maker, { weekly: schedule().weekly.map(({ days, from, until }) => ({ days, from, until })), valid: schedule().valid }, options).value]);
  return [
    { name: "scheduleMakers with an argument", call: (v) => scheduleMakers(v), answer: answers.makers },
    { name: "scheduleTo maker", call: (v) => scheduleTo(v, schedule()), answer: held },
    ...all("scheduleTo schedule", schedule(), (v) => scheduleTo("matter", v), held),
    ...all("scheduleTo options", options, (v) => scheduleTo("tedee", schedule(), v), held),
    { name: "scheduleFrom maker", call: (v) => scheduleFrom(v, {}), answer: held },
    ...objects.flatMap(([maker, value]) => all(`scheduleFrom ${maker}`, value, (v) => scheduleFrom(maker, v, options), held)),
    ...all("scheduleFrom options", options, (v) => scheduleFrom("nuki", {}, v), held),
    { name: "weekdayNumbers numbers", call: (v) => weekdayNumbers(v, ["mon"]), answer: answers.weekdayNumbers },
    ...all("weekdayNumbers days", ["mon", "sun"], (v) => weekdayNumbers("z-wave", v), answers.weekdayNumbers),
    { name: "weekdaysOf numbers", call: (v) => weekdaysOf(v, 1), answer: object },
    ...all("weekdaysOf given", [1, 2], (v) => weekdaysOf("iso-8601", v), object),
    { name: "scheduleFromICalendar text", call: (v) => scheduleFromICalendar(v), answer: object },
    ...all("scheduleToICalendar schedule", schedule(), (v) => scheduleToICalendar(v), answers.calendar),
  ];
}

/** Requests of the plain API, with every field that each can have. */
const plain = {
  createDoor: () => ({ id: "4711", name: "Front", zone: "Europe/Rome", codes: codePolicy(), condition: condition() }),
  changeDoor: () => ({ name: "Front", zone: null, codes: null, condition: condition() }),
  createPerson: () => ({ firstName: "Ada", lastName: "Lindqvist", phone: "+46701234567", party: ["escort"] }),
  changePerson: () => ({ firstName: null, lastName: "Lindqvist", phone: null, state: "left", party: [] }),
  createKey: () => ({ ...systems.createAccessKey.request(), schedule: { weekly: [] }, mostUses: 3 }),
  changeKey: () => ({ keyName: "Key", validFrom: NOW, validTo: null, schedule: null, mostUses: 3, exempt: ["code"] }),
  lookUpKeys: () => ({ identification: "4711", keyFormat: "EM" }),
  giveReason: () => ({ reason: "unpaid" }),
  reportKey: () => ({ state: "lost" }),
  showKey: () => ({ again: true }),
  tryDoor: () => ({ shown: [{ kind: "code", text: "4711", after: 1 }], direction: "in", with: [[]], from: "door" }),
  tellOutcome: () => ({ opened: true }),
  beginSession: () => ({ ticket: "f00d" }),
  createWebhook: () => ({ url: "https://example.org" }),
  setPanelDoors: () => ({ first: "4711", second: null }),
  createPrincipal: () => ({ name: "Ann", role: "manager", doors: ["4711"], days: 30 }),
  changePrincipal: () => ({ name: "Ann", role: "manager", doors: ["4711"] }),
  createApiKey: () => ({ days: 30 }),
};

/** What a door asks, with every member that there is. */
function condition() {
  const { id, lockout, firstPerson, occupancy, ...kept } = door();
  return { ...kept, lockout: lockout.policy, firstPerson: "needed", occupancy: { area: "lobby", most: 3, least: 0 } };
}

const uids = { user_uid: 3, timeprofile_uid: 5, apartment_uid: 12, identifier_uid: 7 };
const profile = () => ({
  name: "Nights",
  time_options: { is_all_day: false, date_from: 0, date_to: 3600 },
  repeat_options: { repeat_enable: true, repeat_format: { repeat_type: "week", repeat_end: { format: "never" } } },
});
const apartment = () => ({
  apartment_address: { building: 1, unit: 2, floor: 3, room: 4 }, apartment_name: "2 B", residents: { count: 3 },
});
const found = (uid, kept) => ({ request: () => ({ [uid]: uids[uid] }), state: () => ({ found: kept && { uid: 5, ...kept() } }) });
const changed = (request, uid) => ({ request, state: () => ({ found: { uid: 5, ...request() }, isTaken: false }), beside: { [uid]: uids[uid] } });

/** Requests of what a panel keeps beside its users: with every field, what the panel knows, the uid of the path. */
const kept = {
  createTimeProfile: { request: profile, state: () => ({ nextUid: 5 }) },
  readTimeProfile: found("timeprofile_uid", profile),
  deleteTimeProfile: { ...found("timeprofile_uid"), state: () => ({ timeProfileExists: true, isAttached: false }) },
  detachTimeProfile: {
    request: () => ({ user_uid: 3, timeprofile_uid: 5 }),
    state: () => ({ userExists: true, timeProfileExists: true }),
  },
  createApartment: { request: apartment, state: () => ({ addressInUse: false, nextUid: 5 }) },
  readApartment: found("apartment_uid", apartment),
  readIdentifier: found("identifier_uid", systems.createIdentifier.request),
  deleteIdentifier: { ...found("identifier_uid"), state: () => ({ identifierExists: true }) },
  changeTimeProfile: changed(profile, "timeprofile_uid"),
  changeApartment: changed(apartment, "apartment_uid"),
  changeIdentifier: changed(systems.createIdentifier.request, "identifier_uid"),
};

/** The requests that are no systems of `requests.mjs`. */
export const asked = [...Object.keys(plain), ...Object.keys(kept)];

/** The places of one of them. */
function placesOfKept(latchwork, name, { request, state, beside, option }) {
  const one = latchwork[name];
  const { object, replied } = answers;
  const body = JSON.stringify(request());
  const options = { [option]: true };
  const known = () => ({ loggedIn: true, administrator: true, ...state() });
  return [
    ...all(`${name}.check input`, request(), (v) => one.check(v), object),
    ...all(`${name}.check options`, options, (v) => one.check(request(), v), object),
    { name: `${name}.checkJson body`, call: (v) => one.checkJson(v, beside), answer: object },
    ...all(`${name}.checkJson options`, { ...options, ...beside }, (v) => one.checkJson(body, v), object),
    ...all(`${name}.refuse issues`, [issue()], (v) => one.refuse(v), replied),
    ...all(`${name}.with options`, options, (v) => one.with(v).check(request()), object),
    ...("decide" in one ? all(`${name}.decide request`, request(), (v) => one.decide(v, known()), replied) : []),
    ...("decide" in one ? all(`${name}.decide state`, known(), (v) => one.decide(request(), v), replied) : []),
    ...("answer" in one ? all(`${name}.answer state`, known(), (v) => one.answer(body, v, beside), replied) : []),
  ];
}

/** The places of what only a service asks. */
function placesOfPlain(latchwork) {
  const { changedCondition, readShown } = latchwork;
  const { plainObject } = answers;
  return [
    ...Object.entries(plain).flatMap(([name, request]) => placesOfKept(latchwork, name, { request, option: "ignoreUnknownFields" })),
    ...Object.entries(kept).flatMap(([name, asked]) => placesOfKept(latchwork, name, { option: "refuseUnknownFields", ...asked })),
    ...all("changedCondition change", condition(), (v) => changedCondition(v), plainObject),
    ...all("changedCondition before", condition(), (v) => changedCondition({}, v), plainObject),
    ...all("readShown shown", { kind: "uid", text: "04A1B2C3", after: 1 }, (v) => readShown(v), plainObject),
  ];
}

/** The places of cards. */
function placesOfCards(latchwork) {
  const { cardFormats, candidates, manyCandidates, object } = answers;
  const word = { hex: "2F623AE", length: 26 };
  const whole = { ...word, bits: "10111101100010001110101110", prox: "2006F623AE", pacs: "06BD88EB80", sentinel: "6F623AE" };
  const options = { formats: [cardFormat()], only: ["H10301", "SITE 30"], diagnose: true };
  return [
    { name: "cardFormats with an argument", call: (v) => latchwork.cardFormats(v), answer: cardFormats },
    ...all("checkCardFormat format", cardFormat(), (v) => latchwork.checkCardFormat(v), object),
    ...all("checkCardWord word", whole, (v) => latchwork.checkCardWord(v), object),
    ...all("encodeCard format", cardFormat(), (v) => latchwork.encodeCard(v, { card: 5 }), object),
    ...all("encodeCard fields", { facility: "123", card: 4567 }, (v) => latchwork.encodeCard("H10301", v), object),
    ...all("decodeCard word", whole, (v) => latchwork.decodeCard(v), candidates),
    ...all("decodeCard options", options, (v) => latchwork.decodeCard(word, v), candidates),
    { name: "decodeCards words", call: (v) => latchwork.decodeCards(v), answer: manyCandidates, taken: true },
    ...all("decodeCards words[1]", whole, (v) => latchwork.decodeCards([word, v]), manyCandidates),
    ...all("decodeCards words[2]", word, (v) => latchwork.decodeCards([word, whole, v]), manyCandidates),
    ...all("decodeCards options", options, (v) => latchwork.decodeCards([word], v), manyCandidates),
  ];
}

/** The places of identifiers, and of the numbers made of them. */
function placesOfIdentifiers({ cardConversions, checkCardConversion, convertCard, identifyCard, matchCards }) {
  const { conversions, match, object, readings, readingsOrStyles } = answers;
  const steps = { from: "mifare4_lsb", to: "mifare4_msb" };
  const own = { from: cardConversion(), to: cardConversion() };
  const options = { conversions: [cardConversion()] };
  return [
    { name: "cardConversions with an argument", call: (v) => cardConversions(v), answer: conversions },
    ...all("checkCardConversion conversion", cardConversion(), (v) => checkCardConversion(v), object),
    { name: "identifyCard text", call: (v) => identifyCard(v), answer: readingsOrStyles },
    ...all("identifyCard texts", ["11576829", "17642493"], (v) => identifyCard(v), readingsOrStyles),
    ...all("identifyCard options", options, (v) => identifyCard("134,42526", v), readings),
    { name: "convertCard text", call: (v) => convertCard(v), answer: object },
    { name: "convertCard text with from", call: (v) => convertCard(v, { from: "em4100_dez8" }), answer: object },
    ...all("convertCard steps", steps, (v) => convertCard("1904649758", v), object),
    ...all("convertCard own steps", own, (v) => convertCard("134,42526", v), object),
    { name: "matchCards a", call: (v) => matchCards(v, "11576829"), answer: match },
    { name: "matchCards b", call: (v) => matchCards("11576829", v), answer: match },
    ...all("matchCards options", options, (v) => matchCards("134,42526", "1EA68671", v), match),
    { name: "matchCards both", call: (v) => matchCards(v, v), answer: match },
  ];
}

/** The places of schedules, and of clocks. */
function placesOfSchedules({ checkSchedule, hours }) {
  const { boolean, change, hoursState, object } = answers;
  const whole = {
    weekly: [{ days: ["mon", "fri"], from: 540, until: 1020, first: "2026-01-01", last: "2026-12-31" }],
    dated: [{ from: "2026-12-24T18:00", until: "2026-12-26T00:00" }],
    special: [{ name: "holidays", days: ["2026-12-25", { from: "2026-12-31T14:00", until: "2027-01-01T10:00" }], periods: [{ from: 600, until: 840 }] }],
    valid: { from: "2026-01-01T00:00", until: "2027-01-01T00:00" },
  };
  const zoned = { at: NOW, timeZone: "Europe/Stockholm" };
  const made = hours(whole);
  return [
    ...all("checkSchedule schedule", whole, (v) => checkSchedule(v), object),
    ...all("hours schedule", whole, (v) => hours(v).isNever, boolean),
    { name: "hours.state clock", call: (v) => made.state(v), answer: hoursState },
    ...members("hours.state clock", zoned, (v) => made.state(v), hoursState),
    { name: "hours.nextChange clock", call: (v) => made.nextChange(v), answer: change },
    { name: "hours.day date", call: (v) => made.day(v), answer: answers.list },
    { name: "hours.week date", call: (v) => made.week(v), answer: answers.list },
    { name: "hours.covers other", call: (v) => made.covers(v), answer: boolean },
    { name: "hours.equals other", call: (v) => made.equals(v), answer: boolean },
    { name: "hours.union other", call: (v) => made.union(v).isNever, answer: boolean },
    { name: "hours.toSchedule with an argument", call: (v) => made.toSchedule(v), answer: answers.schedule },
  ];
}

/**
 * The places: `name` for a person, `call` with a value in this place and good ones in all others,
 * `answer` asserts what is given back. `taken` is iterated, which may run the caller's code.
 */
export function placesOf(latchwork) {
  const { text, object, code, codes, boolean } = answers;
  const at = (name, call, answer) => ({ name: `${name} at`, call, answer });
  return [
    { name: "checkCode code", call: (v) => latchwork.checkCode(v), answer: text },
    ...all("checkCode policy", codePolicy(), (v) => latchwork.checkCode("1234", v), text),
    ...all("generateCode policy", codePolicy(), (v) => latchwork.generateCode(v), code),
    { name: "generateCode taken", call: (v) => latchwork.generateCode({}, v), answer: code, taken: true },
    ...all("generateCode taken[0]", takenCode(), (v) => latchwork.generateCode({}, [v]), code),
    ...all("generateCode draw", drawing(), (v) => latchwork.generateCode({}, ["1234"], v), code),
    { name: "generateCodes count", call: (v) => latchwork.generateCodes(v), answer: codes },
    ...all("generateCodes policy", codePolicy(), (v) => latchwork.generateCodes(2, v), codes),
    { name: "generateCodes taken", call: (v) => latchwork.generateCodes(2, {}, v), answer: codes, taken: true },
    ...all("generateCodes taken[1]", takenCode(), (v) => latchwork.generateCodes(2, {}, ["1234", v]), codes),
    ...all("generateCodes draw", drawing(), (v) => latchwork.generateCodes(2, {}, ["1234"], v), codes),
    ...all("freeCodes policy", codePolicy(), (v) => withFree(latchwork, [v], drawn), code),
    { name: "freeCodes taken", call: (v) => withFree(latchwork, [{}, v], drawn), answer: code, taken: true },
    ...all("freeCodes taken[1]", takenCode(), (v) => withFree(latchwork, [{}, ["1234", v]], drawn), code),
    ...all("freeCodes draw", drawing(), (v) => withFree(latchwork, [{}, ["1234"], v], drawn), code),
    { name: "freeCodes drawMany count", call: (v) => withFree(latchwork, [], (free) => free.drawMany(v)), answer: codes },
    { name: "freeCodes issueMany count", call: (v) => withFree(latchwork, [], (free) => free.issueMany(v)), answer: codes },
    { name: "freeCodes take code", call: (v) => withFree(latchwork, [{ lengths: [8] }], (free) => free.take(v)), answer: boolean },
    ...all("keyspace policy", codePolicy(), (v) => latchwork.keyspace(v), answers.keyspace),
    ...all("guessOdds guess", { policy: codePolicy(), active: 250, tries: 5, repeats: true }, (v) => latchwork.guessOdds(v), answers.odds),
    { name: "recommendedLength active", call: (v) => latchwork.recommendedLength(v), answer: answers.length },
    { name: "recommendedLength factor", call: (v) => latchwork.recommendedLength(250, v), answer: answers.length },
    ...all("triesIn throttle", { ...lockOut().policy, secondsPerTry: 2 }, (v) => latchwork.triesIn(v, 60), answers.count),
    { name: "triesIn seconds", call: (v) => latchwork.triesIn({ tries: 5, thenWaitSeconds: 60, secondsPerTry: 2 }, v), answer: answers.count },
    { name: "triesOfPresses keypad", call: (v) => latchwork.triesOfPresses(v, 4, 10), answer: answers.count },
    { name: "triesOfPresses digits", call: (v) => latchwork.triesOfPresses("last-digits", v, 10), answer: answers.count },
    { name: "triesOfPresses presses", call: (v) => latchwork.triesOfPresses("last-digits", 4, v), answer: answers.count },
    { name: "deBruijnPresses digits", call: (v) => latchwork.deBruijnPresses(v), answer: answers.count },
    ...all("equalChance draws", { policy: codePolicy(), codes: 118, buttons: true }, (v) => latchwork.equalChance(v), answers.chance),
    ...all("codesToEqualChance draws", { policy: codePolicy(), chance: 0.5, buttons: true }, (v) => latchwork.codesToEqualChance(v), answers.count),
    ...all("prefixClashChance codesByLength", { 4: 50, 6: 250 }, (v) => latchwork.prefixClashChance(v), answers.chance),
    { name: "checkPhone", call: (v) => latchwork.checkPhone(v), answer: text },
    { name: "parsePhone", call: (v) => latchwork.parsePhone(v), answer: text },
    { name: "checkUserId", call: (v) => latchwork.checkUserId(v), answer: text },
    { name: "checkUuid", call: (v) => latchwork.checkUuid(v), answer: text },
    { name: "checkAccessLevel", call: (v) => latchwork.checkAccessLevel(v), answer: text },
    { name: "parseTimestamp text", call: (v) => latchwork.parseTimestamp(v), answer: object },
    ...all("parseTimestamp options", { assumeOffset: "Z" }, (v) => latchwork.parseTimestamp("2026-03-01T08:00:00", v), object),
    ...all("checkWindow", { from: NOW, until: NOW }, (v) => latchwork.checkWindow(v), object),
    ...all("windowState window", { from: NOW }, (v) => latchwork.windowState(v, 0), answers.windowState),
    at("windowState", (v) => latchwork.windowState({}, v), answers.windowState),
    { name: "keyFormats with an argument", call: (v) => latchwork.keyFormats(v), answer: answers.formats },
    ...all("checkKeyNumber format", { name: "SITE", technology: "own", digits: 10, bits: 32 }, (v) => latchwork.checkKeyNumber(v, "4711"), text),
    { name: "checkKeyNumber number", call: (v) => latchwork.checkKeyNumber("EM", v), answer: text },
    { name: "mayGrant grantor", call: (v) => latchwork.mayGrant(v, "USER"), answer: boolean },
    { name: "mayGrant level", call: (v) => latchwork.mayGrant("OWNER", v), answer: boolean },
    ...all("mayGrant policy", policy(), (v) => latchwork.mayGrant("OWNER", "USER", v), boolean),
    ...all("grantState grant", grant(), (v) => latchwork.grantState(v, NOW), answers.grantState),
    at("grantState", (v) => latchwork.grantState(grant(), v), answers.grantState),
    ...all("temporaryKeyState key", { code: "0748", validFrom: NOW, validUntil: NOW, maxUses: 3, used: 1, revoked: false }, (v) => latchwork.temporaryKeyState(v, NOW), answers.temporaryKeyState),
    at("temporaryKeyState", (v) => latchwork.temporaryKeyState({ code: "0748", used: 0 }, v), answers.temporaryKeyState),
    ...all("mayOpen grants", [{ lockId: ACCESS, ...grant() }], (v) => latchwork.mayOpen(v, ACCESS, NOW), answers.opening),
    { name: "mayOpen lockId", call: (v) => latchwork.mayOpen([{ lockId: ACCESS, ...grant() }], v, NOW), answer: answers.opening },
    at("mayOpen", (v) => latchwork.mayOpen([{ lockId: ACCESS, ...grant() }], ACCESS, v), answers.opening),
    ...all("checkAuthorization headers", { authorization: bearer({ sub: "Ada" }) }, (v) => latchwork.checkAuthorization(v, NOW), object),
    { name: "checkAuthorization apiKey", call: (v) => latchwork.checkAuthorization({ apiKey: v }, NOW), answer: object },
    { name: "checkAuthorization both", call: (v) => latchwork.checkAuthorization({ authorization: v, apiKey: v }, NOW), answer: object },
    { name: "checkAuthorization now", call: (v) => latchwork.checkAuthorization({ apiKey: "key" }, v), answer: object },
    ...all("identifierState valid", valid(), (v) => latchwork.identifierState(v, 0, NOW), answers.identifierState),
    { name: "identifierState passesUsed", call: (v) => latchwork.identifierState(valid(), v, NOW), answer: answers.identifierState },
    at("identifierState", (v) => latchwork.identifierState(valid(), 0, v), answers.identifierState),
    ...placesOfDoors(latchwork),
    ...placesOfMakers(latchwork),
    ...Object.keys(systems).flatMap((name) => placesOfSystem(latchwork, name)),
    ...placesOfOne(latchwork),
    ...placesOfForms(latchwork),
    ...placesOfSchedules(latchwork),
    ...placesOfPlain(latchwork),
    ...placesOfCards(latchwork),
    ...placesOfIdentifiers(latchwork),
  ];
}
