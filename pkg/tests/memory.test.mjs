// After a call, nothing that it carried in secret is left in the core's memory: a dump of a process,
// or a swapped page, tells no code, PIN or card number.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { memories, placesOf } from "./support/memory.mjs";

const { entries } = await import("./support/entries.mjs");
const { ACCESS, NOW, bearer, request, state, systems } = await import("./support/requests.mjs");
const { withSeed } = await import("./support/random.mjs");

const below = withSeed(0x51ed2701);

/** Digits that nobody has used before, none of the codes that the core knows to be common. */
const digits = (count) => "79" + Array.from({ length: count - 2 }, () => below(10)).join("");
const code = () => digits(8);

const FOUR = { lengths: [4] };
const EIGHT = { lengths: [8] };

const { pin, keyFormat, ...plain } = request();
const codeRequest = (keyIdentification) => ({ ...plain, keyType: "code", keyIdentification });
const identifier = (identifier_number) => ({ ...systems.createIdentifier.request(), identifier_number });
const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));

/** Makes a set of free codes for one use; what `use` gives. */
function withFree({ freeCodes }, policy, taken, use) {
  const free = freeCodes(policy, taken);
  try {
    return use(free);
  } finally {
    free.dispose();
  }
}

/**
 * By the names of the functions that an entry must have: calls by a name. Each is told of the entry,
 * and hands over what it used and is to be found nowhere.
 */
const calls = {
  checkCode: {
    "a right code": ({ checkCode }, secret = code()) => {
      assert.equal(checkCode(secret).ok, true);
      return [secret];
    },
    "a code that is too long": ({ checkCode }, secret = digits(12)) => {
      assert.equal(checkCode(secret).ok, false);
      return [secret];
    },
    "a code with a letter": ({ checkCode }, secret = `${code()}x`) => {
      assert.equal(checkCode(secret).ok, false);
      return [secret.slice(0, 8)];
    },
    "a code with a wide letter": ({ checkCode }, secret = code()) => {
      assert.equal(checkCode(`${secret}漢`).ok, false);
      return [secret];
    },
    "a code that a policy refuses": ({ checkCode }, secret = code()) => {
      assert.equal(checkCode(secret, { blocked: [secret] }).ok, false);
      return [secret];
    },
    "a code beside blocked ones": ({ checkCode }, secret = code(), blocked = [code(), code()]) => {
      assert.equal(checkCode(secret, { blocked }).ok, true);
      return [secret, ...blocked];
    },
    "a code beside what others know": ({ checkCode }, secret = code(), phone = digits(9)) => {
      checkCode(secret, { notDerivedFrom: { phoneNumber: `+46${phone}`, apartmentNumber: phone } });
      return [secret, phone];
    },
    "a policy that is wrong": ({ checkCode }, secret = code(), blocked = code()) => {
      assert.throws(() => checkCode(secret, { blocked: [blocked, `${blocked}x`] }));
      return [secret, blocked];
    },
  },
  lookUpKeys: {
    "a code that is sought": ({ lookUpKeys }, secret = code()) => {
      assert.equal(lookUpKeys.checkJson(bytes({ identification: secret })).ok, true);
      return [secret];
    },
  },
  beginSession: {
    "a key that signs in": ({ beginSession }, secret = code()) => {
      assert.equal(beginSession.checkJson(bytes({ apiKey: secret })).ok, true);
      return [secret];
    },
  },
  readShown: {
    "a code that is shown": ({ readShown }, secret = code()) => {
      assert.deepEqual(readShown({ kind: "code", text: secret }), {
        code: secret,
        identifier: { identifier_type: "inputCode", identifier_number: secret },
      });
      return [secret];
    },
  },
  tryDoor: {
    "a code at a door": ({ tryDoor }, secret = code()) => {
      assert.equal(tryDoor.checkJson(bytes({ shown: [{ kind: "code", text: secret }] })).ok, true);
      return [secret];
    },
  },
  createAccessKey: {
    "a code": ({ createAccessKey }, secret = code()) => {
      assert.equal(createAccessKey.check(codeRequest(secret)).ok, true);
      return [secret];
    },
    "a card and its PIN": ({ createAccessKey }, number = digits(12), pin = code()) => {
      assert.equal(createAccessKey.check({ ...request(), keyIdentification: number, pin }).ok, true);
      return [number, pin];
    },
    "what is wrong": ({ createAccessKey }, number = digits(18), pin = digits(9)) => {
      assert.equal(createAccessKey.check({ ...request(), keyIdentification: number, pin }).ok, false);
      return [number, pin];
    },
    "a PIN where none belongs": ({ createAccessKey }, secret = code(), pin = code()) => {
      assert.equal(createAccessKey.check({ ...codeRequest(secret), pin }).ok, false);
      return [secret, pin];
    },
    "a name that has to be rewritten": ({ createAccessKey }, secret = code(), pin = code()) => {
      const input = { ...request(), keyIdentification: secret, pin, keyName: "漢\ud83d", accesses: [ACCESS.toUpperCase()] };
      createAccessKey.check(input);
      return [secret, pin];
    },
    "a body of text": ({ createAccessKey }, number = digits(12), pin = code()) => {
      const body = JSON.stringify({ ...request(), keyIdentification: number, pin });
      assert.equal(createAccessKey.checkJson(body).ok, true);
      return [number, pin];
    },
    "a body of bytes": ({ createAccessKey }, number = digits(12), pin = code()) => {
      assert.equal(createAccessKey.checkJson(bytes({ ...request(), keyIdentification: number, pin })).ok, true);
      return [number, pin];
    },
    "a wrong body": ({ createAccessKey }, number = digits(18), pin = digits(9)) => {
      assert.equal(createAccessKey.checkJson(bytes({ ...request(), keyIdentification: number, pin })).ok, false);
      return [number, pin];
    },
    "a body that ends too soon": ({ createAccessKey }, secret = code(), pin = code()) => {
      const body = JSON.stringify({ ...request(), keyIdentification: secret, pin });
      assert.equal(createAccessKey.checkJson(body.slice(0, -1)).ok, false);
      return [secret, pin];
    },
    "a body with escapes": ({ createAccessKey }, secret = code(), pin = code()) => {
      const body = JSON.stringify({ ...request(), keyIdentification: secret, pin, keyName: "\n\u0000" });
      assert.equal(createAccessKey.checkJson(body.replace(pin, `\\u00${pin.charCodeAt(0).toString(16)}${pin.slice(1)}`)).ok, true);
      return [secret, pin, pin.slice(1)];
    },
    "codes in fields of other names": ({ createAccessKey }, secret = code(), other = code()) => {
      createAccessKey.check({ ...codeRequest("*"), [secret]: other, keyName: [secret] });
      createAccessKey.checkJson(bytes({ ...codeRequest("*"), [secret]: other, keyName: { secret } }));
      return [secret, other];
    },
    refuse: ({ createAccessKey }, secret = code()) => {
      const { issues } = createAccessKey.check(codeRequest(`${secret}x`));
      createAccessKey.refuse(issues);
      return [secret];
    },
    "a standard schema": ({ createAccessKey }, secret = code()) => {
      createAccessKey["~standard"].validate(codeRequest(secret));
      return [secret];
    },
  },
  "createAccessKey generateCode": {
    "a PIN to store": ({ createAccessKey }, number = digits(12), pin = code()) => {
      const { effect } = createAccessKey.decide({ ...request(), keyIdentification: number, pin }, state());
      assert.equal(effect.storeKey.pin, pin);
      return [number, pin];
    },
    "a generated code": ({ createAccessKey }) => {
      const { effect } = createAccessKey.decide(codeRequest("*"), { ...state(), codePolicy: EIGHT });
      return [effect.storeKey.keyIdentification];
    },
    "a code in use": ({ createAccessKey }, secret = code(), used = code()) => {
      const inUse = [secret, used].map((keyIdentification) => ({ keyType: "code", keyIdentification }));
      assert.equal(createAccessKey.decide(codeRequest(secret), { ...state(), inUse, codePolicy: EIGHT }).status, 409);
      return [secret, used];
    },
    "a generated code beside those in use and blocked": ({ createAccessKey }, used = code(), blocked = code()) => {
      const inUse = [{ keyType: "code", keyIdentification: used }];
      const codePolicy = { ...EIGHT, blocked: [blocked] };
      const { effect } = createAccessKey.decide(codeRequest("*"), { ...state(), inUse, codePolicy });
      return [effect.storeKey.keyIdentification, used, blocked];
    },
    "a refused request": ({ createAccessKey }, secret = code()) => {
      assert.equal(createAccessKey.decide(codeRequest(secret), { ...state(), mayManageAccesses: false }).status, 403);
      assert.equal(createAccessKey.decide(codeRequest(`${secret}1`), state()).status, 400);
      return [secret];
    },
    "a state that is wrong": ({ createAccessKey }, secret = code(), used = digits(9)) => {
      const inUse = [{ keyType: "code", keyIdentification: used }];
      assert.throws(() => createAccessKey.decide(codeRequest(secret), { ...state(), inUse }));
      return [secret, used];
    },
  },
  createIdentifier: {
    "an input code": ({ createIdentifier }, secret = code()) => {
      assert.equal(createIdentifier.check(identifier(secret)).ok, true);
      return [secret];
    },
    "a wrong input code": ({ createIdentifier }, secret = digits(12)) => {
      assert.equal(createIdentifier.check(identifier(secret)).ok, false);
      assert.equal(createIdentifier.checkJson(bytes(identifier(secret))).ok, false);
      return [secret];
    },
    "a body": ({ createIdentifier }, secret = code()) => {
      assert.equal(createIdentifier.checkJson(bytes(identifier(secret))).ok, true);
      assert.equal(createIdentifier.checkJson(JSON.stringify(identifier(secret))).ok, true);
      return [secret];
    },
  },
  "createIdentifier identifierState": {
    "an input code to store": ({ createIdentifier }, secret = code(), used = code()) => {
      const identifiersInUse = [{ identifier_type: "inputCode", identifier_number: used }];
      const { effect } = createIdentifier.decide(identifier(secret), { ...systems.createIdentifier.state(), identifiersInUse });
      assert.equal(effect.storeIdentifier.identifier_number, secret);
      return [secret, used];
    },
    "a body that is decided": ({ createIdentifier }, secret = code(), used = code()) => {
      const identifiersInUse = [{ identifier_type: "inputCode", identifier_number: used }];
      const { effect } = createIdentifier.answer(bytes(identifier(secret)), { ...systems.createIdentifier.state(), identifiersInUse });
      return [effect.storeIdentifier.identifier_number, used];
    },
    "a body of a caller who may not send it": ({ createIdentifier }, secret = code()) => {
      const state = { ...systems.createIdentifier.state(), loggedIn: false };
      assert.equal(createIdentifier.answer(JSON.stringify(identifier(secret)), state).status, 401);
      return [secret];
    },
    "an input code in use": ({ createIdentifier }, secret = code()) => {
      const identifiersInUse = [{ identifier_type: "inputCode", identifier_number: secret }];
      assert.equal(createIdentifier.decide(identifier(secret), { ...systems.createIdentifier.state(), identifiersInUse }).status, 400);
      return [secret];
    },
  },
  grantLockAccess: {
    "a lock": ({ grantLockAccess, removeLockAccess }, lockId = digits(12), lockName = digits(12)) => {
      const grant = { ...systems.grantLockAccess.request(), lockId, lockName };
      assert.equal(grantLockAccess.check(grant).ok, true);
      assert.equal(grantLockAccess.checkJson(bytes(grant)).ok, true);
      const remove = { ...systems.removeLockAccess.request(), lockId, reason: lockName };
      assert.equal(removeLockAccess.check(remove).ok, true);
      assert.equal(removeLockAccess.checkJson(bytes(remove)).ok, true);
      return [lockId, lockName];
    },
  },
  "grantLockAccess mayOpen": {
    "a lock that is granted and removed": ({ grantLockAccess, removeLockAccess, mayOpen }, lockId = digits(12), reason = digits(12)) => {
      const granted = grantLockAccess.decide({ ...systems.grantLockAccess.request(), lockId }, systems.grantLockAccess.state());
      assert.equal(granted.status, 200);
      const { aggregate } = granted.effect;
      const command = { ...systems.removeLockAccess.request(), lockId, reason };
      const removed = removeLockAccess.decide(command, { ...systems.removeLockAccess.state(), aggregate, expectedVersion: aggregate.version });
      assert.equal(removed.status, 200);
      mayOpen([{ ...aggregate.locks[0], lockId }], lockId, NOW);
      return [lockId, reason];
    },
  },
  checkAuthorization: {
    "an API key": ({ checkAuthorization }, apiKey = digits(20)) => {
      assert.equal(checkAuthorization({ apiKey }, NOW).ok, true);
      return [apiKey];
    },
    "a token": ({ checkAuthorization }, subject = digits(20)) => {
      const authorization = bearer({ sub: subject, exp: 2e9 });
      assert.equal(checkAuthorization({ authorization }, NOW).ok, true);
      return [subject, authorization];
    },
  },
  generateCode: {
    "one code": ({ generateCode }) => [generateCode(EIGHT)],
    // Enough of them that a core which draws ahead does.
    "many, one after the other": ({ generateCode }) => Array.from({ length: 100 }, () => generateCode(EIGHT)),
    "many of one policy": ({ generateCode }, policy = { ...EIGHT }) => Array.from({ length: 100 }, () => generateCode(policy)),
    "beside those in use and blocked": ({ generateCode }, used = code(), blocked = code()) => {
      return [generateCode({ ...EIGHT, blocked: [blocked] }, [used, { code: used, until: NOW }]), used, blocked];
    },
    "where one in use is wrong": ({ generateCode }, used = code()) => {
      assert.throws(() => generateCode(EIGHT, [used, `${used}1`]));
      return [used];
    },
    "where none is left": ({ generateCode }, blocked = code()) => {
      const all = Array.from({ length: 10_000 }, (_, value) => String(value).padStart(4, "0"));
      assert.throws(() => generateCode({ ...FOUR, blocked: [blocked] }, all));
      return [blocked];
    },
    keyspace: ({ keyspace }, blocked = code()) => {
      keyspace({ ...EIGHT, blocked: [blocked] });
      return [blocked];
    },
    odds: ({ equalChance, guessOdds }, blocked = code()) => {
      const policy = { ...EIGHT, blocked: [blocked] };
      guessOdds({ policy, active: 3, tries: 3 });
      equalChance({ policy, codes: 3 });
      return [blocked];
    },
  },
  generateCodes: {
    "a few": ({ generateCodes }) => generateCodes(10, EIGHT),
    // To look for each of them would take seconds.
    "a thousand": ({ generateCodes }) => generateCodes(1_000, EIGHT).filter((_, index) => index % 50 === 0),
    "beside those in use": ({ generateCodes }, used = [code(), code()]) => [
      ...generateCodes(10, EIGHT, used, { collision: "inside" }),
      ...used,
    ],
  },
  freeCodes: {
    "a set that was made and disposed of": (entry, used = [code(), code()], blocked = code()) => {
      withFree(entry, { ...EIGHT, blocked: [blocked] }, used, () => {});
      return [...used, blocked];
    },
    "what it gave": (entry, used = code(), chosen = code()) =>
      withFree(entry, EIGHT, [used], (free) => {
        const given = [free.draw(), ...free.drawMany(10), free.issue(), ...free.issueMany(10)];
        free.take(chosen);
        return [...given, chosen, used];
      }),
    "a set that could not be made": ({ freeCodes }, used = code()) => {
      assert.throws(() => freeCodes(EIGHT, [used, `${used}x`]));
      return [used];
    },
  },
  checkKeyNumber: {
    "a card number": ({ checkKeyNumber }, number = digits(12)) => {
      assert.equal(checkKeyNumber("EM", number).ok, true);
      return [number];
    },
    "a wrong one": ({ checkKeyNumber }, number = digits(20)) => {
      assert.equal(checkKeyNumber("EM", number).ok, false);
      checkKeyNumber({ name: "SITE", digits: 20, bits: 64 }, number);
      return [number];
    },
  },
  matchCards: {
    identified: ({ identifyCard }, number = digits(9)) => {
      identifyCard(number);
      return [number];
    },
    matched: ({ matchCards }, a = digits(9), b = digits(8)) => {
      matchCards(a, b);
      matchCards(a, a);
      return [a, b];
    },
    converted: ({ convertCard }, number = digits(8)) => {
      const { value } = convertCard(number, { from: "em4100_dez8", to: "em4100_dez3_5c_joined" });
      return [number, value?.text].filter((one) => one !== undefined);
    },
    "in a word": ({ checkCardWord, decodeCard, decodeCards, encodeCard }, card = digits(9)) => {
      const { value: word } = encodeCard("H10302", { card });
      const { hex, length } = word;
      checkCardWord({ hex, length });
      decodeCard({ hex, length });
      decodeCards([{ hex, length }, word]);
      return [card, hex, word.bits, word.prox, word.pacs, word.sentinel];
    },
  },
};

/** Whether an entry has all that these calls use. */
const has = (entry, names) => names.split(" ").every((name) => name in entry);

describe("the search", () => {
  test("finds what lies in an instance's memory, in either form", () => {
    // (module (memory (export "memory") 1))
    const module = Buffer.from("0061736d010000000503010001070a01066d656d6f72790200", "hex");
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
    const secret = code();
    assert.equal(placesOf(secret), 0);
    const bytes = Buffer.from(exports.memory.buffer);
    bytes.write(secret, 3);
    bytes.write(secret, 100, "utf16le");
    assert.equal(placesOf(secret), 2);
    bytes.fill(0);
    assert.equal(placesOf(secret), 0);
  });
});

for (const [name, entry] of Object.entries(entries)) {
  describe(name, () => {
    test("has a memory", () => {
      const answer = has(entry, "checkKeyNumber") ? entry.checkKeyNumber("EM", "1") : entry.showKey.check({});
      assert.equal(answer.ok, true);
      assert.ok(memories().length > 0);
    });

    for (const [names, named] of Object.entries(calls)) {
      if (!has(entry, names)) continue;
      for (const [call, use] of Object.entries(named)) {
        test(`${names.split(" ")[0]}: ${call}`, () => {
          const secrets = use(entry);
          assert.ok(secrets.length > 0);
          const left = secrets.map((secret) => placesOf(secret)).filter((places) => places > 0);
          assert.deepEqual(left, [], "expected no copy of a secret, found so many of each that is left");
        });
      }
    }
  });
}

test("random bytes kept ahead are forgotten when the turn of the event loop ends", async () => {
  const { generateCode } = entries.latchwork;
  const { crypto } = globalThis;
  const given = [];
  function getRandomValues(target) {
    Crypto.prototype.getRandomValues.call(crypto, target);
    given.push(Buffer.from(Buffer.from(target.buffer, target.byteOffset, target.byteLength)));
    return target;
  }
  Object.defineProperty(crypto, "getRandomValues", { value: getRandomValues, configurable: true });
  try {
    // So many that a core which asks for bytes ahead does.
    for (let count = 0; count < 200; count += 1) generateCode(EIGHT);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const pieces = given.flatMap((bytes) =>
      Array.from({ length: Math.floor(bytes.length / 512) }, (_, index) => bytes.subarray(512 * index, 512 * index + 16)),
    );
    assert.equal(pieces.filter((piece) => placesOf(piece) > 0).length, 0, "expected no random bytes, found some");
    const asked = given.length;
    generateCode(EIGHT);
    assert.ok(given.length > asked, "expected the host to be asked again, found bytes of a former turn used");
  } finally {
    delete crypto.getRandomValues;
  }
});

test("every call was made by some entry", () => {
  const missed = Object.keys(calls).filter((names) => !Object.values(entries).some((entry) => has(entry, names)));
  assert.deepEqual(missed, []);
});
