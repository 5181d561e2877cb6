// What holds for every HTTP system, and for every case of each.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as latchwork from "latchwork";
import { files, read } from "./support/case-files.mjs";
import { ACCESS, systems } from "./support/requests.mjs";

/** Makes a value and all in it read-only: who writes to it fails. */
function frozen(value) {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** A value with all its members the other way round, at every depth. */
function reversed(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

/** Every object and list in a value, itself too. */
const containers = (value) =>
  typeof value === "object" && value !== null
    ? [value, ...Object.values(value).flatMap(containers)]
    : [];

/** Wraps every object in a value: its members are read through getters, counted by path. */
function counted(value, counts, path = "") {
  if (typeof value !== "object" || value === null) return value;
  const wrapped = Array.isArray(value) ? [] : {};
  for (const [name, member] of Object.entries(value)) {
    const inside = counted(member, counts, `${path}/${name}`);
    const get = () => {
      counts[`${path}/${name}`] = (counts[`${path}/${name}`] ?? 0) + 1;
      return counts[`${path}/${name}`] === 1 ? inside : "read again";
    };
    Object.defineProperty(wrapped, name, { get, enumerable: true, configurable: true });
  }
  return wrapped;
}

for (const [name, file] of Object.entries(files)) {
  const system = latchwork[name];
  const { request, state, option } = systems[name];
  const ignoring = { [option]: option.startsWith("ignore") };
  const refusing = { [option]: !option.startsWith("ignore") };
  const { check, checkJson, refuse, decide } = system;
  const cases = read(file);
  const inputs = cases.filter(({ body }) => body === undefined);
  const decisions = read(`${file}-decide`);
  const FIELDS = Object.keys(request());
  /** The options of a case, unknown fields ignored. */
  const lenient = ({ assumeOffset }) => (assumeOffset === undefined ? ignoring : { ...ignoring, assumeOffset });

  describe(name, () => {
    test("what is checked checks again, to itself", () => {
      for (const { name, value } of cases.filter(({ ok }) => ok)) {
        assert.deepEqual(check(value), { ok: true, value }, name);
        assert.deepEqual(check(value, refusing), { ok: true, value }, name);
        assert.deepEqual(checkJson(JSON.stringify(value)), { ok: true, value }, name);
      }
    });

    test("the request of these tests is as a check gives it, and is granted", () => {
      assert.deepEqual(check(request()), { ok: true, value: request() });
      assert.equal(decide(request(), state()).status, 200);
    });

    test("a checked value has the members of its fields, whatever the order of the input", () => {
      assert.deepEqual(check(reversed(request())), { ok: true, value: request() });
      for (const item of inputs.filter(({ ok }) => ok)) {
        const { name, input, value } = item;
        assert.deepEqual(check(reversed(input), lenient(item)), { ok: true, value }, name);
      }
    });

    test("a checked body has its fields in their order, whatever that of the body", () => {
      const body = JSON.stringify(reversed(request()));
      assert.equal(JSON.stringify(checkJson(body).value), JSON.stringify(request()));
      for (const item of inputs.filter(({ ok }) => ok)) {
        const { name, input, value } = item;
        const answer = checkJson(JSON.stringify(reversed(input)), lenient(item));
        assert.equal(JSON.stringify(answer.value), JSON.stringify(value), name);
      }
    });

    test("members that are undefined, inherited, hidden or named by a symbol are absent", () => {
      const odd = Object.assign(Object.create({ inherited: 1 }), request(), { nothing: undefined });
      Object.defineProperty(odd, "hidden", { value: 1, enumerable: false });
      odd[Symbol("symbol")] = 1;
      const { ok, value } = check(odd, refusing);
      assert.equal(ok, true);
      assert.deepEqual(Reflect.ownKeys(value), FIELDS);
    });

    test("so are such members of what is inside", () => {
      const odd = request();
      const inside = containers(odd).filter((one) => one !== odd && !Array.isArray(one));
      for (const one of inside) {
        one.nothing = undefined;
        one[Symbol("symbol")] = 1;
        Object.defineProperty(one, "hidden", { value: 1, enumerable: false });
      }
      const { ok, value } = check(odd, refusing);
      assert.equal(ok, true);
      const names = (whole) => containers(whole).map(Reflect.ownKeys);
      assert.deepEqual(names(value), names(request()));
    });

    test("a class's accessors are not read, its own members are", () => {
      class Request {
        constructor() {
          Object.assign(this, request());
        }
        get unknown() {
          throw new Error("read");
        }
      }
      assert.deepEqual(check(new Request()), { ok: true, value: request() });
    });

    test("every getter is read once, and what it gave is what is checked and given back", () => {
      const counts = {};
      const { ok, value } = check(counted(request(), counts));
      assert.equal(ok, true);
      assert.deepEqual(value, request());
      assert.deepEqual([...new Set(Object.values(counts))], [1]);
    });

    test("unknown fields that are ignored are not in the value", () => {
      const odd = JSON.parse('{ "__proto__": { "inherited": 1 }, "constructor": 1, "2": 2 }');
      const { ok, value } = check(Object.assign(odd, request()), ignoring);
      assert.equal(ok, true);
      assert.deepEqual(Reflect.ownKeys(value), FIELDS);
      assert.equal(Object.getPrototypeOf(value), Object.prototype);
    });

    test("unknown fields are refused where that is asked for", () => {
      const { ok, issues } = check({ ...request(), other: 1 }, refusing);
      assert.equal(ok, false);
      assert.deepEqual(issues.map(({ code, path }) => ({ code, path })), [{ code: "unknown_field", path: ["other"] }]);
      assert.deepEqual(checkJson(JSON.stringify({ ...request(), other: 1 }), refusing).issues, issues);
    });

    test("the value is plain and shares nothing with the input", () => {
      const input = request();
      const { value } = check(input);
      const own = new Set(containers(input));
      for (const container of containers(value)) {
        assert.ok(!own.has(container), JSON.stringify(container));
        assert.equal(Object.getPrototypeOf(container), Array.isArray(container) ? Array.prototype : Object.prototype);
        for (const name of Object.keys(container)) {
          const { value, ...flags } = Object.getOwnPropertyDescriptor(container, name);
          assert.deepEqual(flags, { writable: true, enumerable: true, configurable: true });
        }
      }
    });

    test("two values share nothing with each other", () => {
      const values = () =>
        inputs.filter(({ ok }) => ok).flatMap(({ input }) => {
          const again = () => check(structuredClone(input), ignoring).value;
          return [again(), again()];
        });
      const found = [values(), values()].flat().flatMap(containers);
      assert.equal(new Set(found).size, found.length);
    });

    test("an input without a prototype gives a plain value", () => {
      const { value } = check(Object.assign(Object.create(null), request()));
      assert.deepEqual(value, request());
    });

    test("a decision on a request that does not check is its refusal", () => {
      for (const { name, input, ok, issues, assumeOffset, [option]: asked } of inputs) {
        // A decision checks by the options by default.
        if (ok || asked || assumeOffset !== undefined) continue;
        // A state may know more key formats than a check does that has no options.
        const { keyFormats, ...plain } = state();
        assert.deepEqual(decide(input, plain), refuse(issues), name);
      }
    });

    test("a member of a state that throws is the misuse that is told", () => {
      for (const member of Object.keys(state())) {
        const throwing = { ...state(), get [member]() { throw new Error(member); } };
        assert.throws(() => decide(request(), throwing), ({ code, issues: [issue] }) => {
          assert.deepEqual([code, issue.code, issue.path], ["invalid_argument", "unreadable", ["state", member]]);
          return true;
        });
      }
    });

    test("issues of any system are refused", () => {
      for (const other of Object.values(files)) {
        for (const { issues } of read(other).filter(({ ok }) => !ok)) {
          const { status, body } = refuse(issues);
          assert.equal(status, 400);
          assert.deepEqual(refuse(issues.slice(0, 1)).body.error, body.error);
        }
      }
    });

    describe("Standard Schema", () => {
      const { version, vendor, validate, ...others } = system["~standard"];

      test("says what it is", () => {
        assert.deepEqual({ version, vendor, others }, { version: 1, vendor: "latchwork", others: {} });
      });

      test("gives the value or the issues of a check, and needs no `this`", () => {
        for (const { input } of inputs) {
          const { ok, value, issues } = check(input);
          assert.deepEqual(validate(input), ok ? { value } : { issues });
        }
      });

      test("takes options of the standard without a look at them", () => {
        assert.deepEqual(validate(request(), { libraryOptions: refusing }), { value: request() });
        assert.equal("issues" in validate({ ...request(), other: 1 }, { libraryOptions: ignoring }), option.startsWith("ignore"));
      });
    });

    test("inputs are not written to", () => {
      for (const { input } of inputs) check(frozen(structuredClone(input)));
      for (const { request, state } of decisions) decide(frozen(request), frozen(state));
      assert.ok(refuse(frozen(check({}).issues)));
    });

    test("what is shared is frozen", () => {
      assert.ok(Object.isFrozen(system));
      assert.ok(Object.isFrozen(system["~standard"]));
    });

    test("methods need no `this`", () => {
      assert.equal(check(request()).ok, true);
      assert.equal(checkJson("").ok, false);
      assert.equal(refuse(check({}).issues).status, 400);
      assert.equal(decide(request(), state()).status, 200);
    });
  });
}

test("calls of all systems in turn answer as they do alone", () => {
  const calls = Object.entries(files).flatMap(([name, file]) =>
    read(file)
      .filter(({ body }) => body === undefined)
      .map(({ input }) => () => latchwork[name].check(input)),
  );
  const alone = calls.map((call) => call());
  // A step that has no divisor in common with the number of calls meets each of them once.
  const step = [7919, 7907, 7901].find((prime) => calls.length % prime !== 0);
  for (let index = 0, at = 0; index < calls.length; index += 1, at = (at + step) % calls.length) {
    assert.deepEqual(calls[at](), alone[at]);
    assert.deepEqual(calls[at](), alone[at]);
  }
});

test("minus zero is zero, from a value as from a body", () => {
  const user = { ...systems.createUser.request(), lock_number: -0 };
  assert.equal(latchwork.createUser.check(user).value.lock_number, 0);
  const { time } = systems.createIdentifier.request().valid;
  const valid = { time: { ...time, from: -0 }, passes: { is_permanent: true } };
  const { value } = latchwork.createIdentifier.check({ ...systems.createIdentifier.request(), valid });
  assert.equal(value.valid.time.from, 0);
});

describe("lists that are long", () => {
  const uuids = (count) => Array.from({ length: count }, (_, index) => `${ACCESS.slice(0, 24)}${String(index).padStart(12, "0")}`);

  for (const count of [1_000, 1_001, 20_000]) {
    test(`${count}: accesses are copied`, () => {
      const accesses = uuids(count);
      const { value } = latchwork.createAccessKey.check({ keyType: "code", keyIdentification: "*", accesses });
      assert.deepEqual(value.accesses, accesses);
      assert.ok(value.accesses !== accesses);
    });

    test(`${count}: auth factors are copied`, () => {
      const auth_factors = Array.from({ length: count }, () => "card");
      const { value } = latchwork.createUser.check({ ...systems.createUser.request(), auth_factors });
      assert.deepEqual(value.auth_factors, auth_factors);
      assert.ok(value.auth_factors !== auth_factors);
    });
  }
});

describe("create access key", () => {
  const { refuse } = latchwork.createAccessKey;

  test("a refusal holds the issues it was given", () => {
    for (const { name, issues } of read("create-access-key").filter(({ ok }) => !ok)) {
      const { status, contentType, body } = refuse(issues);
      assert.equal(status, 400);
      assert.equal(contentType, "application/problem+json");
      assert.deepEqual(body.issues, issues, name);
      assert.ok(body.detail.includes(issues[0].message), name);
      assert.equal(/\(and \d+ more\)$/.test(body.detail), issues.length > 1, name);
    }
  });

  test("the reply is the stored key without its PIN", () => {
    for (const item of read("create-access-key-decide").filter(({ effect }) => effect)) {
      const { pin, ...others } = item.effect.storeKey;
      assert.deepEqual(item.reply.body, others, item.name);
    }
  });
});
