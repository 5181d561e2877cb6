// Requests with options bound to them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import * as latchwork from "latchwork";
import { repository } from "./support/environment.mjs";
import { ACCESS, systems } from "./support/requests.mjs";

const { LatchworkError, createAccessKey } = latchwork;

const SITE = { name: "SITE", digits: 10, bits: 32 };
const siteKey = () => ({ keyType: "rfid", keyFormat: "SITE", keyIdentification: "4294967295", accesses: [ACCESS], sendNotification: true });

for (const name of Object.keys(systems)) {
  describe(name, () => {
    const { request, option } = systems[name];
    const system = latchwork[name];
    const passing = option.startsWith("ignore");
    const other = { ...request(), unknown: 1 };
    const bodies = [JSON.stringify(other), new TextEncoder().encode(JSON.stringify(other))];
    const answers = (system, ...options) => [system.check(other, ...options), ...bodies.map((body) => system.checkJson(body, ...options))];

    test("answers as it does with the options at each call", () => {
      for (const value of [true, false]) {
        const options = { [option]: value };
        const bound = system.with(options);
        assert.deepEqual(answers(bound), answers(system, options));
        assert.equal(answers(bound)[0].ok, value === passing);
        const judged = bound["~standard"].validate(other);
        const checked = bound.check(other);
        assert.deepEqual(judged, checked.ok ? { value: checked.value } : { issues: checked.issues });
      }
    });

    test("takes a member given at a call in place of the bound one", () => {
      const bound = system.with({ [option]: passing });
      assert.deepEqual(answers(bound, { [option]: !passing }), answers(system, { [option]: !passing }));
      assert.deepEqual(answers(bound, { [option]: undefined }), answers(system));
      assert.deepEqual(answers(bound, {}), answers(system, { [option]: passing }));
      assert.deepEqual(answers(bound, undefined), answers(system, { [option]: passing }));
    });

    test("is of the same shape, frozen, and leaves the original as it was", () => {
      const before = answers(system);
      const bound = system.with({ [option]: passing }).with({ [option]: passing });
      assert.deepEqual(Object.keys(bound), Object.keys(system));
      assert.ok(Object.isFrozen(bound) && Object.isFrozen(bound["~standard"]));
      assert.equal(bound["~standard"].vendor, "latchwork");
      assert.deepEqual(answers(system), before);
      const { issues } = system.check({});
      assert.deepEqual(bound.refuse(issues), system.refuse(issues));
      assert.deepEqual(answers(system.with()), before);
      assert.deepEqual(answers(system.with({})), before);
    });

    test("refuses wrong options at once, and at each call", () => {
      const bound = system.with({ [option]: passing });
      const misuse = { name: "LatchworkError", code: "invalid_argument" };
      for (const options of [null, 5, "x", [], { unknown: true }, { [option]: 5 }, { get [option]() { throw new Error("no"); } }]) {
        assert.throws(() => system.with(options), misuse);
        assert.throws(() => bound.with(options), misuse);
        assert.throws(() => bound.check(other, options), misuse);
        assert.throws(() => bound.checkJson(bodies[0], options), misuse);
      }
    });

    test("serves forms", () => {
      const bound = system.with({ [option]: passing });
      assert.equal(bound.jsonSchema, system.jsonSchema);
      assert.deepEqual(
        latchwork.fromForm(bound, [["unknown", "1"]]),
        latchwork.fromForm(system, [["unknown", "1"]], { [option]: passing }),
      );
    });
  });
}

describe("key formats", () => {
  const bound = createAccessKey.with({ keyFormats: [SITE] });

  test("count for checks and decisions", () => {
    assert.equal(createAccessKey.check(siteKey()).ok, false);
    assert.deepEqual(bound.check(siteKey()), { ok: true, value: siteKey() });
    const { keyFormats, ...state } = systems.createAccessKey.state();
    assert.ok(keyFormats);
    assert.equal(createAccessKey.decide(siteKey(), state).status, 400);
    assert.equal(bound.decide(siteKey(), state).status, 200);
    assert.equal(bound.decide(siteKey(), { ...state, keyFormats: [] }).status, 400);
  });

  test("are kept as they were when they were bound", () => {
    const formats = [{ ...SITE }];
    const kept = createAccessKey.with({ keyFormats: formats });
    formats[0].name = "OTHER";
    formats.length = 0;
    assert.equal(kept.check(siteKey()).ok, true);
  });

  test("stay when other options are bound too", () => {
    const both = bound.with({ ignoreUnknownFields: true });
    assert.deepEqual(both.check({ ...siteKey(), unknown: 1 }), { ok: true, value: siteKey() });
    assert.equal(both.with({ keyFormats: [] }).check(siteKey()).ok, false);
  });

  test("a state that cannot be read is told of as ever", () => {
    for (const state of [undefined, null, 5, { get userExists() { throw new Error("no"); } }]) {
      const thrown = (system) => {
        try {
          return system.decide(siteKey(), state);
        } catch (error) {
          assert.ok(error instanceof LatchworkError);
          return error.issues;
        }
      };
      const expected = thrown(createAccessKey.with({ keyFormats: [SITE] }));
      assert.ok(Array.isArray(expected) && expected.length > 0);
      if (typeof state !== "object" || state === null) assert.deepEqual(expected, thrown(createAccessKey));
    }
  });
});

test("a getter of a request is not run when it is made or bound", async () => {
  const { request } = await import(pathToFileURL(join(repository, "pkg/src/bound.js")));
  let runs = 0;
  const { check, checkJson } = createAccessKey;
  const lazy = request([], { check, checkJson, get jsonSchema() { runs += 1; return {}; } });
  const bound = lazy.with({ ignoreUnknownFields: true });
  assert.equal(runs, 0);
  assert.deepEqual(bound.jsonSchema, {});
  assert.equal(runs, 1);
});
