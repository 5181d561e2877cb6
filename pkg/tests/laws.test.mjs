// What holds for every value, not for chosen ones.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as latchwork from "latchwork";
import { ACCESS, request, state } from "./support/calls.mjs";
import { read } from "./support/case-files.mjs";

const { LatchworkError, accessLevels, checkCode, createAccessKey, generateCode } = latchwork;

/** The cases of a file that are right, or wrong, and have an input. */
const casesOf = (file, right) => read(file).filter(({ ok, input }) => ok === right && input !== undefined);

/** All codes of a length. */
const every = (length) =>
  Array.from({ length: 10 ** length }, (_, value) => String(value).padStart(length, "0"));

/** Makes a value and all in it read-only: who writes to it fails. */
function frozen(value) {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

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
    const thrown = { name: "LatchworkError", code: "keyspace_exhausted" };
    assert.throws(() => generateCode({ lengths: [4] }, every(4)), thrown);
    assert.throws(() => generateCode({ lengths: [4, 5] }, [...every(4), ...every(5)]), thrown);
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
    "create-access-key": (value) => createAccessKey.check(value),
  };
  for (const [file, check] of Object.entries(checks)) {
    test(file, () => {
      for (const item of casesOf(file, true)) {
        const { value } = item;
        assert.deepEqual(check(value, item), { ok: true, value }, item.name);
        const text = JSON.stringify(value);
        if (file === "create-access-key") assert.deepEqual(createAccessKey.checkJson(text), { ok: true, value });
      }
    });
  }

  test("timestamps", () => {
    for (const { value } of casesOf("timestamps", true)) {
      assert.deepEqual(latchwork.parseTimestamp(value.iso), { ok: true, value });
    }
  });
});

describe("create access key", () => {
  const FIELDS = Object.keys(request());

  test("a checked request has its fields in their order, whatever that of the input", () => {
    const reversed = Object.fromEntries(Object.entries(request()).reverse());
    const { value } = createAccessKey.check(reversed);
    assert.deepEqual(Object.keys(value), FIELDS);
    assert.deepEqual(Object.keys(createAccessKey.checkJson(JSON.stringify(reversed)).value), FIELDS);
    const { keyName, sendNotification, ...fewer } = reversed;
    assert.deepEqual(
      Object.keys(createAccessKey.check(fewer).value),
      FIELDS.filter((field) => field !== "keyName"),
    );
  });

  test("members that are undefined, inherited, hidden or named by a symbol are absent", () => {
    const { pin, ...fewer } = request();
    const odd = Object.assign(Object.create({ pin: "1" }), fewer, { pin: undefined, validTO: undefined });
    Object.defineProperty(odd, "validTO", { value: "now", enumerable: false });
    odd[Symbol("pin")] = "1";
    assert.deepEqual(createAccessKey.check(odd), createAccessKey.check(fewer));
    assert.ok(!("pin" in createAccessKey.check(odd).value));
  });

  test("a class's accessors are not read, its own members are", () => {
    class Request {
      keyType = "code";
      keyIdentification = "1234";
      accesses = [ACCESS];
      get pin() {
        throw new Error("read");
      }
    }
    assert.deepEqual(createAccessKey.check(new Request()), createAccessKey.check({ ...new Request() }));
    assert.equal(createAccessKey.check(new Request()).ok, true);
  });

  test("a getter is read once", () => {
    let reads = 0;
    const input = { keyType: "code", accesses: [ACCESS] };
    const get = () => {
      reads += 1;
      return reads === 1 ? "1234" : "no longer a code";
    };
    Object.defineProperty(input, "keyIdentification", { get, enumerable: true });
    const { value } = createAccessKey.check(input);
    assert.equal(value?.keyIdentification, "1234");
    assert.equal(reads, 1);
  });

  test("unknown fields that are ignored are not in the value", () => {
    const input = { ...request(), __proto__: { pin: "1" }, other: 1, "2": 2 };
    const odd = Object.assign(JSON.parse('{ "__proto__": { "pin": "1" }, "constructor": 1 }'), input);
    const { ok, value } = createAccessKey.check(odd, { ignoreUnknownFields: true });
    assert.equal(ok, true);
    assert.deepEqual(Reflect.ownKeys(value), FIELDS);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  test("the value is a plain object that shares nothing with the input", () => {
    const input = request();
    const { value } = createAccessKey.check(input);
    assert.notEqual(value, input);
    assert.notEqual(value.accesses, input.accesses);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    for (const { writable, enumerable, configurable } of Object.values(Object.getOwnPropertyDescriptors(value))) {
      assert.deepEqual({ writable, enumerable, configurable }, { writable: true, enumerable: true, configurable: true });
    }
    input.accesses.push("x");
    assert.deepEqual(value.accesses, [ACCESS]);
    value.accesses.push("y");
    assert.deepEqual(input.accesses, [ACCESS, "x"]);
  });

  test("an input without a prototype gives a plain value", () => {
    const { value } = createAccessKey.check(Object.assign(Object.create(null), request()));
    assert.deepEqual(value, createAccessKey.check(request()).value);
  });

  test("a refusal holds the issues it was given", () => {
    for (const { name, issues } of read("create-access-key").filter(({ ok }) => !ok)) {
      const { status, contentType, body } = createAccessKey.refuse(issues);
      assert.equal(status, 400);
      assert.equal(contentType, "application/problem+json");
      assert.deepEqual(body.issues, issues, name);
      assert.ok(body.detail.includes(issues[0].message), name);
      assert.equal(/\(and \d+ more\)$/.test(body.detail), issues.length > 1, name);
    }
  });

  test("a decision on a request that does not check is its refusal", () => {
    for (const { name, input, ignoreUnknownFields, issues } of casesOf("create-access-key", false)) {
      if (ignoreUnknownFields) continue;
      assert.deepEqual(createAccessKey.decide(input, { ...state(), keyFormats: [] }), createAccessKey.refuse(issues), name);
    }
  });

  test("the reply is the stored key without its PIN", () => {
    for (const item of read("create-access-key-decide").filter(({ effect }) => effect)) {
      const { pin, ...others } = item.effect.storeKey;
      assert.deepEqual(item.reply.body, others, item.name);
    }
  });
});

describe("the instant of a decision", () => {
  const { now, ...timeless } = state();
  const at = (time) => createAccessKey.decide(request(), { ...timeless, now: time });

  test("text, milliseconds and a Date are the same", () => {
    const past = { ...request(), validTo: now };
    for (const time of [now, Date.parse(now), new Date(now)]) {
      const reply = createAccessKey.decide({ ...past, validFrom: undefined }, { ...timeless, now: time });
      assert.equal(reply.status, 400);
      assert.equal(reply.body.issues[0].code, "window_over");
      assert.equal(at(time).status, 200);
    }
  });

  test("without one, the host's clock", () => {
    const over = { ...request(), validFrom: undefined, validTo: "2020-01-01T00:00:00Z" };
    const coming = { ...request(), validTo: "9999-01-01T00:00:00Z" };
    assert.equal(createAccessKey.decide(over, timeless).status, 400);
    assert.equal(createAccessKey.decide(coming, timeless).status, 200);
    assert.equal(createAccessKey.decide(coming, { ...timeless, now: undefined }).status, 200);
  });
});

describe("Standard Schema", () => {
  const { version, vendor, validate, ...others } = createAccessKey["~standard"];

  test("says what it is", () => {
    assert.deepEqual({ version, vendor, others }, { version: 1, vendor: "latchwork", others: {} });
  });

  test("gives the value or the issues of a check, and needs no `this`", () => {
    for (const { input } of read("create-access-key").filter(({ input }) => input !== undefined)) {
      const { ok, value, issues } = createAccessKey.check(input);
      assert.deepEqual(validate(input), ok ? { value } : { issues });
    }
  });

  test("takes options of the standard without a look at them", () => {
    assert.deepEqual(validate(request(), { libraryOptions: { ignoreUnknownFields: true } }), { value: request() });
  });
});

describe("what is handed over is not changed, what is handed out is not shared", () => {
  test("inputs that may not be written to", () => {
    for (const { input, body } of read("create-access-key")) {
      if (body === undefined) createAccessKey.check(frozen(structuredClone(input)));
    }
    const taken = frozen(["1234"]);
    assert.match(generateCode(frozen({ lengths: [4] }), taken), /^[0-9]{4}$/);
    for (const item of read("create-access-key-decide")) {
      createAccessKey.decide(frozen(item.request), frozen(item.state));
    }
    assert.ok(createAccessKey.refuse(frozen(createAccessKey.check({}).issues)));
    assert.ok(latchwork.checkWindow(frozen({ from: "2026-03-01T08:00:00z" })).ok);
  });

  test("inputs that may be, and are not", () => {
    for (const { input, body } of read("create-access-key")) {
      if (body !== undefined) continue;
      const before = structuredClone(input);
      createAccessKey.check(input);
      assert.deepEqual(input, before);
    }
  });

  test("answers are the caller's", () => {
    const first = latchwork.keyFormats();
    first[0].name = "changed";
    first.push({});
    assert.deepEqual(latchwork.keyFormats().map(({ name }) => name), ["EM", "MC", "MD"]);
  });

  test("what is shared is frozen", () => {
    for (const shared of [accessLevels, createAccessKey, createAccessKey["~standard"]]) {
      assert.ok(Object.isFrozen(shared));
    }
  });

  test("methods need no `this`", () => {
    const { check, checkJson, refuse, decide } = createAccessKey;
    assert.equal(check(request()).ok, true);
    assert.equal(checkJson("").ok, false);
    assert.equal(refuse(check({}).issues).status, 400);
    assert.equal(decide(request(), state()).status, 200);
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
