// One call of each kind about one door, and the same about another: what must never show in the answer
// of the first. Each has one answer only; a drawn code is the last that is free.
import assert from "node:assert/strict";
import { latchwork } from "./entries.mjs";
import { systems } from "./requests.mjs";

export const OURS = {
  access: "9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11",
  person: "2c5f1b8e-7d34-4a96-b0e1-8f42d7a6c539",
  name: "Ada Lindqvist",
  code: "735194",
  phone: "+46701234567",
  last: "7351",
  card: "4711471147",
  printed: "11576829",
};

export const THEIRS = {
  access: "0b7e4d52-91c8-4f03-a6d9-c3e18f20b475",
  person: "e84a06d7-5f19-4b2c-9d70-16a3f5c8b29e",
  name: "Grace Okafor",
  code: "860275",
  phone: "+447911123456",
  last: "8602",
  card: "8822033044",
  printed: "17642493",
};

const everyFour = Array.from({ length: 10_000 }, (_, value) => String(value).padStart(4, "0"));

/** A reply, with a star in place of a code that was drawn. */
function withoutCode({ body, effect, ...others }) {
  assert.match(body.keyIdentification, /^[0-9]{8}$/);
  assert.equal(effect.storeKey.keyIdentification, body.keyIdentification);
  const drawn = { keyIdentification: "*" };
  return { ...others, body: { ...body, ...drawn }, effect: { ...effect, storeKey: { ...effect.storeKey, ...drawn } } };
}

/** By a name, functions without an argument. */
function callsAbout(door) {
  const { access, person, name, code, phone, last, card, printed } = door;
  const key = { ...systems.createAccessKey.request(), userId: phone, userFirstName: name, accesses: [access], keyIdentification: card };
  const keyState = systems.createAccessKey.state();
  const wrongKey = { ...key, pin: "1", validTo: name, accesses: [access, access], [`${name}'s`]: 1 };
  const asked = { ...systems.createAccessKey.request(), keyType: "code", keyIdentification: "*", accesses: [access] };
  delete asked.pin;
  delete asked.keyFormat;
  const grant = { ...systems.grantLockAccess.request(), id: person, lockId: access, lockName: name };
  const remove = { ...systems.removeLockAccess.request(), id: person, lockId: access, reason: name };
  const { caller, policy, ...lockState } = systems.grantLockAccess.state();
  const aggregate = { userId: person, version: 3, locks: [{ ...systems.removeLockAccess.state().aggregate.locks[0], lockId: access, lockName: name }] };
  const user = { ...systems.createUser.request(), name };
  const identifier = { ...systems.createIdentifier.request(), identifier_number: code };
  const window = { from: "2026-03-01T08:00:00Z", until: `${last}-03-01T08:00:00Z` };
  const taken = everyFour.filter((one) => one !== last);
  const facility = Number(last) % 256;
  const bytes = (value) => new TextEncoder().encode(JSON.stringify(value));
  return {
    "createAccessKey.check": () => latchwork.createAccessKey.check({ ...key }),
    "createAccessKey.check of what is wrong": () => latchwork.createAccessKey.check({ ...wrongKey }),
    "createAccessKey.check of what is rewritten": () => latchwork.createAccessKey.check({ ...key, accesses: [access.toUpperCase()] }),
    "createAccessKey.checkJson of a text": () => latchwork.createAccessKey.checkJson(JSON.stringify(key)),
    "createAccessKey.checkJson of bytes": () => latchwork.createAccessKey.checkJson(bytes(key)),
    "createAccessKey.checkJson of what is wrong": () => latchwork.createAccessKey.checkJson(bytes(wrongKey)),
    "createAccessKey.refuse": () => latchwork.createAccessKey.refuse([{ code: "field_unknown", path: [name], message: `expected ${name}` }]),
    "createAccessKey.decide": () => latchwork.createAccessKey.decide({ ...key }, keyState),
    "createAccessKey.decide of a code": () =>
      withoutCode(latchwork.createAccessKey.decide({ ...asked }, { ...keyState, codePolicy: { lengths: [8], blocked: [last] } })),
    "grantLockAccess.check": () => latchwork.grantLockAccess.check({ ...grant }),
    "grantLockAccess.checkJson": () => latchwork.grantLockAccess.checkJson(bytes(grant)),
    "grantLockAccess.decide": () => latchwork.grantLockAccess.decide({ ...grant }, { ...lockState, caller, policy }),
    "removeLockAccess.decide": () => latchwork.removeLockAccess.decide({ ...remove }, { ...lockState, caller, policy, aggregate }),
    "createUser.check": () => latchwork.createUser.check({ ...user }),
    "createUser.decide": () => latchwork.createUser.decide({ ...user }, { ...systems.createUser.state(), namesInUse: [] }),
    "createIdentifier.checkJson": () => latchwork.createIdentifier.checkJson(bytes(identifier)),
    "createIdentifier.decide": () => latchwork.createIdentifier.decide({ ...identifier }, systems.createIdentifier.state()),
    checkCode: () => latchwork.checkCode(code),
    "checkCode with a policy": () => latchwork.checkCode(code, { lengths: [6], blocked: [last], rules: ["no_all_same_digits"] }),
    checkPhone: () => latchwork.checkPhone(phone),
    parsePhone: () => latchwork.parsePhone(` ${phone} `),
    checkUserId: () => latchwork.checkUserId(person.toUpperCase()),
    parseTimestamp: () => latchwork.parseTimestamp(`20${last.slice(2)}-03-01T08:00:00+01:00`),
    checkWindow: () => latchwork.checkWindow({ ...window }),
    windowState: () => latchwork.windowState({ until: `20${last.slice(2)}-03-01T00:00:00Z` }, "2026-04-01T00:00:00Z"),
    checkSchedule: () => latchwork.checkSchedule({ special: [{ name, days: ["2026-12-25"], periods: [] }] }),
    hours: () => {
      const hours = latchwork.hours({ dated: [{ from: `20${last.slice(2)}-03-01T08:00`, until: `20${last.slice(2)}-03-01T09:00` }] });
      return [hours.state("2026-03-01T08:00:00Z"), hours.nextChange({ at: 0, timeZone: "Europe/Stockholm" }), hours.toSchedule()];
    },
    checkAuthorization: () => latchwork.checkAuthorization({ apiKey: name }),
    generateCode: () => latchwork.generateCode({ lengths: [4] }, taken),
    generateCodes: () => latchwork.generateCodes(1, { lengths: [4] }, new Set(taken)),
    freeCodes: () => {
      const free = latchwork.freeCodes({ lengths: [4] }, taken);
      const answer = [free.left, free.draw(), free.issue(), free.left, free.take(last)];
      free.dispose();
      return answer;
    },
    keyspace: () => latchwork.keyspace({ lengths: [4], blocked: [last], notDerivedFrom: { apartmentNumber: last } }),
    guessOdds: () => latchwork.guessOdds({ policy: { lengths: [4] }, active: Number(last), tries: 3 }),
    checkKeyNumber: () => latchwork.checkKeyNumber("EM", card),
    encodeCard: () => latchwork.encodeCard("H10301", { facility, card: Number(last) }),
    decodeCards: () => latchwork.decodeCards([{ hex: card.slice(0, 7), length: 28 }, { hex: card.slice(0, 8), length: 32 }]),
    identifyCard: () => latchwork.identifyCard(printed),
    convertCard: () => latchwork.convertCard(printed, { from: "em4100_dez8", to: "em4100_dez3_5c_joined" }),
    matchCards: () => latchwork.matchCards(printed, printed),
  };
}

export const innocent = callsAbout(OURS);
export const victims = callsAbout(THEIRS);
export const kinds = Object.keys(innocent);

/** What each gives while nothing happens. */
const answers = (calls) => Object.fromEntries(kinds.map((kind) => [kind, structuredClone(calls[kind]())]));
export const expected = answers(innocent);
export const theirs = answers(victims);

let turn = 0;

/** Asserts that the next calls work and answer as ever: one of this kind, and one of any. */
export function assertNoTrace(kind, what = kind) {
  turn += 1;
  for (const next of new Set([kind, kinds[turn % kinds.length]])) {
    let answer;
    try {
      answer = innocent[next]();
    } catch (cause) {
      throw new Error(`after ${what}: expected an answer of ${next}`, { cause });
    }
    assert.deepEqual(answer, expected[next], `after ${what}: ${next}`);
  }
}

/** Whatever a call gives or throws. */
export function attempt(call) {
  try {
    return { answer: call() };
  } catch (error) {
    return { error };
  }
}
