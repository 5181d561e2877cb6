// Decisions on access keys beside a set of free codes.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { latchwork } from "./support/entries.mjs";
import { ACCESS } from "./support/requests.mjs";

const { createAccessKey, freeCodes, LatchworkError } = latchwork;

const codeRequest = (code) => ({ keyType: "code", keyIdentification: code, accesses: [ACCESS], sendNotification: true });
const state = (more) => ({ userExists: false, mobileKeysEnabled: true, mayManageAccesses: true, inUse: [], ...more });
const decide = (code, more) => createAccessKey.decide(codeRequest(code), state(more));
const codesOf = (first, last) => Array.from({ length: last - first }, (_, index) => String(first + index).padStart(4, "0"));

const misused = (code, more) => {
  try {
    decide("*", more);
  } catch (error) {
    assert.ok(error instanceof LatchworkError, String(error));
    assert.equal(error.code, code);
    return error.issues.map((issue) => [issue.code, ...issue.path]);
  }
  return assert.fail("expected misuse, found a decision");
};

test("a decision leaves a set as it is, and says what to take", () => {
  const free = freeCodes({ lengths: [4] }, codesOf(2, 10_000));
  for (let call = 0; call < 20; call += 1) {
    const { effect } = decide("*", { free });
    assert.ok(["0000", "0001"].includes(effect.takeCode));
    assert.equal(effect.storeKey.keyIdentification, effect.takeCode);
    assert.equal(free.left, 2);
  }
  assert.equal(free.take("0001"), true);
  assert.equal(decide("*", { free }).effect.takeCode, "0000");
  assert.equal(decide("0001", { free }).status, 409);
  assert.equal(free.take("0000"), true);
  assert.deepEqual(decide("*", { free }).body.issues.map(({ code }) => code), ["keyspace_exhausted"]);
  free.dispose();
});

test("of two that are given one code at once, one takes it", () => {
  const free = freeCodes({ lengths: [4] }, codesOf(1, 10_000));
  const [first, second] = [decide("*", { free }), decide("0000", { free })];
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.deepEqual([free.take(first.effect.takeCode), free.take(second.effect.takeCode)], [true, false]);
  assert.equal(decide("0000", { free }).status, 409);
});

test("codes that a set drew ahead are not given by a decision once they are taken", () => {
  const free = freeCodes({ lengths: [4] }, codesOf(2, 10_000));
  for (let draw = 0; draw < 40; draw += 1) free.draw();
  const { takeCode } = decide("*", { free }).effect;
  free.take(takeCode);
  const other = takeCode === "0000" ? "0001" : "0000";
  for (let draw = 0; draw < 40; draw += 1) assert.equal(free.draw(), other);
});

describe("what is no set for a decision", () => {
  const free = freeCodes({ lengths: [4] });

  test("was disposed of", () => {
    const gone = freeCodes();
    gone.dispose();
    assert.deepEqual(misused("disposed", { free: gone }), []);
  });

  for (const [name, other] of Object.entries({
    null: null,
    "a list": ["1234"],
    "a proxy": new Proxy(free, {}),
    "what looks like one": Object.create(free),
    "a text": "free",
    "a function": () => free,
  })) {
    test(name, () => assert.deepEqual(misused("invalid_argument", { free: other }), [["code_set_unknown", "state", "free"]]));
  }

  test("throws when it is asked for", () => {
    const thrower = { get free() { throw new Error("no"); } };
    const known = Object.defineProperties(state(), Object.getOwnPropertyDescriptors(thrower));
    assert.throws(() => createAccessKey.decide(codeRequest("*"), known), { code: "invalid_argument" });
  });

  test("leaves the set as good as it was", () => {
    assert.deepEqual(misused("invalid_argument", { free, collision: "prefix" }), [["code_set_unfit", "state", "free"]]);
    assert.deepEqual(misused("invalid_argument", { free, userExists: 1 }), [["wrong_type", "state", "userExists"]]);
    assert.equal(decide("*", { free }).status, 200);
    assert.equal(free.left, 10_000);
  });

  test("is what is absent", () => {
    const { effect } = decide("1234", { free: undefined });
    assert.equal("takeCode" in effect, false);
  });
});

test("options that are bound count beside a set", () => {
  const free = freeCodes({ lengths: [4] });
  const site = createAccessKey.with({ keyFormats: [{ name: "SITE", digits: 10, bits: 32 }] });
  const card = { keyType: "rfid", keyFormat: "SITE", keyIdentification: "4711", accesses: [ACCESS], sendNotification: true };
  assert.equal(site.decide(card, state({ free })).status, 200);
  assert.equal(createAccessKey.decide(card, state({ free })).status, 400);
});

test("no other request has a set", () => {
  const { grantLockAccess } = latchwork;
  assert.throws(() => grantLockAccess.decide({}, { free: freeCodes() }), { code: "invalid_argument" });
});
