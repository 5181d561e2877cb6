// What somebody put on Object.prototype counts for nothing: only own members are read, and values are
// made of own members.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { expected, innocent, kinds } from "./support/doors.mjs";
import { latchwork } from "./support/entries.mjs";
import { NOW, request, systems } from "./support/requests.mjs";

const { LatchworkError, checkAuthorization, createAccessKey, grantLockAccess } = latchwork;

/** Does something while every object inherits a member, and takes it away again. */
function polluted(name, descriptor, use) {
  assert.ok(!Object.hasOwn(Object.prototype, name), name);
  Object.defineProperty(Object.prototype, name, { ...descriptor, configurable: true });
  try {
    return use();
  } finally {
    delete Object.prototype[name];
  }
}

const withMember = (name, value, use) => polluted(name, { value, enumerable: true, writable: true }, use);

/** Every name of a request, a state, a policy, an option or an answer. */
const names = new Set([
  ...Object.values(systems).flatMap(({ request, state, option }) => [...Object.keys(request()), ...Object.keys(state()), option]),
  ...["id", "now", "policy", "expectedVersion", "codePolicy", "keyFormats", "free", "keyId", "newUserId", "assumeOffset", "revoked"],
  ...["lengths", "rules", "blocked", "notDerivedFrom", "birthDate", "phoneNumber", "apartmentNumber"],
  ...["collision", "window", "from", "until", "code", "repeats", "tries", "active", "subject", "authorization", "apiKey"],
  ...["time", "passes", "is_permanent", "to", "max_passes", "technology", "digits", "bits", "name"],
  ...["formats", "only", "diagnose", "conversions", "steps", "bytes", "hex", "length", "prox", "pacs", "sentinel", "key", "fixed", "offset", "by", "facility", "issue", "oem"],
  ...["ok", "value", "issues", "path", "message", "params", "severity", "status", "contentType", "body", "effect", "event"],
  ...["error", "notes", "toJSON", "unknown", "year", "month", "second", "era"],
  // What every list inherits too: each item of a list that a call makes is the list's own.
  ...["0", "1", "2", "7", "12"],
]);

const values = { zero: 0, true: true, "a text": "1970-01-01T00:00:00Z", "a list": ["no_zeros"] };

/** Of answers, own members alone: afterwards nothing of a prototype is in them. */
function answersWhile(name, descriptor) {
  const answers = polluted(name, descriptor, () => {
    const all = {};
    for (const kind of kinds) {
      try {
        all[kind] = innocent[kind]();
      } catch (error) {
        all[kind] = error;
      }
    }
    return all;
  });
  return kinds.filter((kind) => {
    try {
      assert.deepEqual(answers[kind], expected[kind]);
      return false;
    } catch {
      return true;
    }
  });
}

describe("Object.prototype", () => {
  for (const name of names) {
    test(`.${name}`, () => {
      const wrong = [];
      for (const [what, value] of Object.entries(values)) {
        // As a careless assignment leaves it, and so that `for … in` passes over it.
        const enumerable = what === "zero" || what === "a text";
        const told = answersWhile(name, { value, writable: true, enumerable });
        wrong.push(...told.map((kind) => `${kind}, where it is ${what}`));
      }
      const touch = () => undefined;
      for (const accessor of [{ get: touch, set: touch }, { get: touch }]) {
        const told = answersWhile(name, { ...accessor, enumerable: false });
        wrong.push(...told.map((kind) => `${kind}, where it has ${Object.keys(accessor).join(" and ")}`));
      }
      assert.deepEqual(wrong, []);
    });
  }
});

describe("an instant that nobody gave", () => {
  const past = { ...request(), validFrom: "2020-01-01T00:00:00Z", validTo: "2021-01-01T00:00:00Z" };

  test("of a decision is the host's clock", () => {
    const { now, ...state } = systems.createAccessKey.state();
    assert.equal(createAccessKey.decide(past, state).status, 400);
    for (const value of [0, "2020-06-01T00:00:00Z", new Date(0)]) {
      const { status } = withMember("now", value, () => createAccessKey.decide(past, state));
      assert.equal(status, 400);
    }
  });

  test("of a grant", () => {
    const { now, ...state } = systems.grantLockAccess.state();
    const grant = { ...systems.grantLockAccess.request(), validFrom: "2020-01-01T00:00:00Z", validUntil: "2021-01-01T00:00:00Z" };
    const calm = grantLockAccess.decide(grant, state);
    assert.notEqual(calm.status, 200);
    const told = withMember("now", 0, () => grantLockAccess.decide(grant, state));
    assert.deepEqual(told, calm);
  });

  test("and headers that nobody sent", () => {
    const { ok } = checkAuthorization({}, NOW);
    assert.equal(ok, false);
    const told = withMember("apiKey", "key", () => checkAuthorization({}, NOW));
    assert.equal(told.ok, false);
  });
});

test("a state is read from its own members", () => {
  const { mayManageAccesses, ...state } = systems.createAccessKey.state();
  const decide = () => createAccessKey.decide(request(), state);
  assert.throws(decide, LatchworkError);
  withMember("mayManageAccesses", true, () => assert.throws(decide, LatchworkError));
  assert.throws(() => createAccessKey.decide(request(), Object.create(systems.createAccessKey.state())), LatchworkError);
});

test("a request is read from its own members", () => {
  const { pin, ...others } = request();
  const { value } = withMember("pin", "1234", () => createAccessKey.check(others));
  assert.ok(!Object.hasOwn(value, "pin"));
  const body = withMember("pin", "1234", () =>
    createAccessKey.checkJson(JSON.stringify(others)),
  );
  assert.ok(!Object.hasOwn(body.value, "pin"));
});
