// What holds for every value, not for chosen ones.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { read } from "./support/case-files.mjs";
import { latchwork } from "./support/entries.mjs";
import { ACCESS, NOW, bearer, caller, grant, systems } from "./support/requests.mjs";

const { LatchworkError, accessLevels, checkCode, generateCode } = latchwork;

/** The cases of a file that are right. */
const goodCasesOf = (file) => read(file).filter(({ ok }) => ok);

/** All codes of a length. */
const every = (length) =>
  Array.from({ length: 10 ** length }, (_, value) => String(value).padStart(length, "0"));

describe("codes", () => {
  test("a generated code is one of its policy", () => {
    for (const lengths of [undefined, [4], [5], [6], [7], [8], [4, 8], [8, 4], [4, 5, 6, 7, 8]]) {
      const policy = lengths && { lengths };
      for (let count = 0; count < 500; count += 1) {
        const code = generateCode(policy);
        assert.deepEqual(checkCode(code, policy), { ok: true, value: code });
        assert.ok((lengths ?? [6]).includes(code.length));
      }
    }
  });

  test("a generated code is none of the taken", () => {
    const taken = new Set();
    while (taken.size < 5_000) {
      const code = generateCode({ lengths: [4] }, taken);
      assert.ok(!taken.has(code));
      taken.add(code);
    }
  });

  test("with one code left, it is that one", () => {
    const all = every(4);
    for (const left of ["0000", "0001", "4711", "9998", "9999"]) {
      const taken = all.filter((code) => code !== left);
      assert.equal(generateCode({ lengths: [4] }, taken), left);
      assert.equal(generateCode({ lengths: [4] }, [...taken, ...taken, "12345"].reverse()), left);
    }
  });

  test("with none left, the keyspace is exhausted", () => {
    const thrown = (keyspace) => ({
      name: "LatchworkError",
      code: "keyspace_exhausted",
      message: `expected a free code, found none of ${keyspace}`,
      issues: [],
    });
    assert.throws(() => generateCode({ lengths: [4] }, every(4)), thrown(10_000));
    assert.throws(() => generateCode({ lengths: [4, 5] }, [...every(4), ...every(5)]), thrown(110_000));
    assert.match(generateCode({ lengths: [4, 5] }, every(4)), /^[0-9]{5}$/);
  });

  test("a million codes in use leave the last one", () => {
    const left = "735194";
    assert.equal(generateCode(undefined, every(6).filter((code) => code !== left)), left);
  });

  test("each digit comes up as often as any other", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    const codes = 20_000;
    for (let count = 0; count < codes; count += 1) {
      for (const digit of generateCode()) counts[digit] += 1;
    }
    const expected = (codes * 6) / 10;
    const chiSquared = counts.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    // Nine degrees of freedom: one honest run in 10^9 is above 62.
    assert.ok(chiSquared < 62, `expected even counts, found ${counts}`);
  });
});

describe("what is checked checks again, to itself", () => {
  const checks = {
    codes: (value, { policy }) => checkCode(value, policy),
    phones: (value) => latchwork.checkPhone(value),
    users: (value) => latchwork.checkUserId(value),
    uuids: (value) => latchwork.checkUuid(value),
    windows: (value) => latchwork.checkWindow(value),
    "access-levels": (value) => latchwork.checkAccessLevel(value),
    "key-numbers": (value, { format }) => latchwork.checkKeyNumber(format, value),
  };
  for (const [file, check] of Object.entries(checks)) {
    test(file, () => {
      for (const item of goodCasesOf(file)) {
        const { value } = item;
        assert.deepEqual(check(value, item), { ok: true, value }, item.name);
      }
    });
  }

  test("timestamps", () => {
    for (const { value } of goodCasesOf("timestamps")) {
      assert.deepEqual(latchwork.parseTimestamp(value.iso), { ok: true, value });
    }
  });
});

describe("what is handed over is not changed, what is handed out is not shared", () => {
  test("inputs that may not be written to", () => {
    const policy = Object.freeze({ lengths: Object.freeze([4]), rules: Object.freeze(["no_zeros"]) });
    const taken = Object.freeze(["1234", Object.freeze({ code: "4321" })]);
    const draw = Object.freeze({ collision: "inside", window: Object.freeze({}) });
    assert.match(generateCode(policy, taken, draw), /^[1-9]{4}$/);
    assert.ok(latchwork.checkWindow(Object.freeze({ from: "2026-03-01T08:00:00z" })).ok);
  });

  test("answers are the caller's", () => {
    const first = latchwork.keyFormats();
    first[0].name = "changed";
    first.push({});
    assert.deepEqual(latchwork.keyFormats().map(({ name }) => name), ["EM", "MC", "MD"]);
  });

  test("the levels are frozen", () => assert.ok(Object.isFrozen(accessLevels)));
});

describe("an instant as text, milliseconds and a Date is the same", () => {
  const { valid } = systems.createIdentifier.request();
  const calls = {
    windowState: (at) => latchwork.windowState({ from: NOW, until: "2027-01-01T00:00:00Z" }, at),
    grantState: (at) => latchwork.grantState({ ...grant(), validFrom: NOW }, at),
    mayOpen: (at) => latchwork.mayOpen([{ ...grant(), lockId: ACCESS, validUntil: NOW }], ACCESS, at),
    identifierState: (at) => latchwork.identifierState({ ...valid, time: { is_permanent: false, to: Date.parse(NOW) / 1000 } }, 0, at),
    checkAuthorization: (at) => latchwork.checkAuthorization({ authorization: bearer({ exp: Date.parse(NOW) / 1000 }) }, at),
  };
  for (const [name, call] of Object.entries(calls)) {
    test(name, () => {
      const at = Date.parse(NOW);
      const answers = [at - 1, at, at + 1].map((time) => {
        const answer = call(time);
        assert.deepEqual(call(new Date(time)), answer);
        assert.deepEqual(call(new Date(time).toISOString()), answer);
        return answer;
      });
      // From the start on, up to the end without it.
      assert.notDeepEqual(answers[0], answers[1]);
      assert.deepEqual(answers[1], answers[2]);
    });
  }

  test("in a state of a decision", () => {
    for (const [name, field] of [["createAccessKey", "validTo"], ["grantLockAccess", "validUntil"]]) {
      const { request, state } = systems[name];
      const at = Date.parse(NOW);
      const status = (now) => latchwork[name].decide({ ...request(), [field]: NOW }, { ...state(), now }).status;
      for (const time of [at - 1, at]) {
        const expected = time < at ? 200 : 400;
        const found = [time, new Date(time), new Date(time).toISOString()].map(status);
        assert.deepEqual(found, [expected, expected, expected], name);
      }
    }
  });
});

describe("without an instant, the host's clock", () => {
  const [past, future] = ["2020-01-01T00:00:00Z", "9999-01-01T00:00:00Z"];

  test("decides on an access key", () => {
    const { request, state } = systems.createAccessKey;
    const status = (validTo) =>
      latchwork.createAccessKey.decide({ ...request(), validFrom: undefined, validTo }, { ...state(), now: undefined }).status;
    assert.deepEqual([status(past), status(future)], [400, 200]);
  });

  test("decides on a grant", () => {
    const { request, state } = systems.grantLockAccess;
    const status = (validUntil) =>
      latchwork.grantLockAccess.decide(
        { ...request(), validFrom: undefined, validUntil },
        { ...state(), caller: { ...caller(), grant: { accessLevel: "OWNER" } }, now: undefined },
      ).status;
    assert.deepEqual([status(past), status(future)], [400, 200]);
  });

  test("judges a token", () => {
    const at = (end) => latchwork.checkAuthorization({ authorization: bearer({ exp: Date.parse(end) / 1000 }) });
    assert.equal(at(past).issues[0].code, "token_expired");
    assert.equal(at(future).ok, true);
  });
});

describe("LatchworkError", () => {
  test("is an Error with a code, a name and issues", () => {
    let error;
    try {
      generateCode({ lengths: [3] });
    } catch (thrown) {
      error = thrown;
    }
    assert.ok(error instanceof LatchworkError && error instanceof Error);
    assert.equal(error.name, "LatchworkError");
    assert.equal(error.code, "invalid_argument");
    assert.deepEqual(error.issues[0].path, ["policy", "lengths", 0]);
    assert.equal(String(error), `LatchworkError: policy.lengths[0]: ${error.issues[0].message}`);
    assert.match(error.stack, /laws\.test\.mjs/);
  });
});
