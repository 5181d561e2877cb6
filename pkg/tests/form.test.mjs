// What holds for every form.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as latchwork from "latchwork";
import { files, read } from "./support/case-files.mjs";
import { ACCESS, systems } from "./support/requests.mjs";
import { QUARTER, instantsByWall, transitions, zones } from "./support/zones.mjs";

const { LatchworkError, fromForm } = latchwork;

const request = latchwork.createAccessKey;

const KEY = [["keyType", "code"], ["keyIdentification", "735194"], ["accesses", ACCESS]];

describe("local times around each change of the clocks", () => {
  // A field of an instant alone: what the whole of a request says is not the question here.
  const instant = {
    jsonSchema: { type: "object", properties: { at: { type: "string", format: "date-time" } } },
    check: (value) => (value.at === null
      ? { ok: false, issues: [{ code: "wrong_type", path: ["at"], message: "" }] }
      : { ok: true, value }),
  };

  for (const [timeZone, span] of zones) {
    test(timeZone, () => {
      const changes = transitions(timeZone, span);
      assert.ok(changes.length > 0, "expected a change of the clocks, found none");
      for (const { at, jump } of changes) {
        const around = Math.abs(jump) + 3 * 60;
        const instants = instantsByWall(timeZone, at, 2 * around);
        const first = Date.parse(`${instants.wallOf(at - around * 60_000)}Z`);
        const last = Date.parse(`${instants.wallOf(at + around * 60_000)}Z`);
        for (let wall = first; wall <= last; wall += QUARTER) {
          const text = new Date(wall).toISOString().slice(0, "2026-03-29T02:30".length);
          const expected = instants.of(`${text}:00`);
          const { ok, value, notes, issues } = fromForm(instant, [["at", text]], { timeZone });
          if (expected.length === 0) {
            assert.deepEqual(issues?.map(({ code, path }) => [code, path]), [["local_time_skipped", ["at"]]], text);
            continue;
          }
          assert.ok(ok, text);
          assert.equal(Date.parse(value.at), expected[0], text);
          assert.match(value.at, new RegExp(`^${text}:00[+-]\\d\\d:\\d\\d$`));
          const codes = (notes ?? []).map(({ code, path, severity }) => [code, path, severity]);
          assert.deepEqual(codes, expected.length > 1 ? [["local_time_twice", ["at"], "note"]] : [], text);
        }
      }
    });
  }
});

/** A checked value as a form has it. */
function entriesOf(value, prefix = "") {
  return Object.entries(value).flatMap(([name, member]) => {
    if (Array.isArray(member)) return member.map((item) => [prefix + name, item]);
    if (typeof member === "object") return entriesOf(member, `${prefix}${name}.`);
    return [[prefix + name, String(member)]];
  });
}

describe("what a check accepts can come from a form", () => {
  for (const [name, file] of Object.entries(files)) {
    test(name, () => {
      const request = latchwork[name];
      const { required } = request.jsonSchema;
      // A form cannot say that an optional text is empty.
      const saysMore = (value) => Object.entries(value).some(([name, text]) => text === "" && !required.includes(name));
      const values = [systems[name].request(), ...read(file).filter(({ ok, value }) => ok && !saysMore(value)).map(({ value }) => value)];
      assert.ok(values.length > 3);
      for (const value of values) {
        const entries = entriesOf(value);
        assert.deepEqual(fromForm(request, entries), { ok: true, value });
        assert.deepEqual(fromForm(request, [...entries].reverse()).ok, true);
      }
    });
  }

  test("in any zone, what is RFC 3339 stays as it is", () => {
    const value = systems.createAccessKey.request();
    for (const [timeZone] of zones) assert.deepEqual(fromForm(request, entriesOf(value), { timeZone }), { ok: true, value });
  });
});

test("an answer can be taken apart", () => {
  const right = fromForm(request, [...KEY, ["validFrom", "2026-10-25T02:30"]], { timeZone: "Europe/Stockholm" });
  assert.deepEqual(Object.keys(right), ["ok", "value", "notes"]);
  assert.deepEqual(Object.keys(fromForm(request, KEY)), ["ok", "value"]);
  assert.deepEqual(Object.keys(fromForm(request, [])), ["ok", "issues"]);
});

test("one issue a field, where values cannot be made", () => {
  const skipped = "2026-03-29T02:30";
  const { issues } = fromForm(request, [["accesses", new File([], "a")], ["accesses", "x"], ["validTo", skipped], ["keyName", new Blob([])], ["userId", new File(["x"], "x")]], { timeZone: "Europe/Stockholm" });
  assert.deepEqual(issues.map(({ code, path }) => [path.join("."), code]), [
    ["userId", "wrong_type"],
    ["keyType", "missing_field"],
    ["keyName", "wrong_type"],
    ["accesses.0", "wrong_type"],
    ["accesses.1", "uuid_wrong_length"],
    ["validTo", "local_time_skipped"],
  ]);
  assert.equal(issues[0].message, "expected a string, found a file");
});

describe("files are refused in every field", () => {
  for (const name of Object.keys(systems)) {
    test(name, () => {
      const request = latchwork[name];
      const value = systems[name].request();
      for (const [field] of entriesOf(value)) {
        const entries = entriesOf(value).filter(([name]) => name !== field);
        const { issues } = fromForm(request, [...entries, [field, new File(["secret"], "secret.txt")]]);
        const found = issues.filter(({ path }) => path.filter((step) => step !== 0).join(".") === field);
        assert.deepEqual(found.map(({ message }) => message), ["expected a string, found a file"], field);
        assert.ok(!JSON.stringify(issues).includes("secret"));
      }
    });
  }
});

describe("misuse", () => {
  const misused = (argument, code, call) =>
    assert.throws(call, (error) => {
      assert.ok(error instanceof LatchworkError);
      assert.equal(error.code, "invalid_argument");
      assert.deepEqual(error.issues.map(({ path, code }) => [path, code]), [[argument, code]]);
      return true;
    });

  test("of time zones", () => {
    for (const timeZone of ["Europe/Atlantis", "", " ", "+01:00", "-0800", "Europe/Stockholm ", null, 1, {}, [], Symbol("zone"), () => "UTC"]) {
      misused(["timeZone"], "time_zone_unknown", () => fromForm(request, KEY, { timeZone }));
    }
    assert.equal(fromForm(request, KEY, { timeZone: undefined }).ok, true);
    assert.equal(fromForm(request, KEY, { timeZone: "europe/stockholm" }).ok, true);
  });

  test("of requests", () => {
    for (const other of [undefined, null, 1, "createAccessKey", {}, { jsonSchema: 5, check() {} }]) {
      misused(["request"], "request_unknown", () => fromForm(other, KEY));
    }
  });

  test("of forms", () => {
    for (const form of [undefined, null, 1, {}, "ab", [1], ["ab"], [[]], [[1, "x"]], [{ 0: "a", 1: "b" }], [new Proxy([], { get() { throw 1; } })]]) {
      misused(["formData"], "form_unreadable", () => fromForm(request, form));
    }
  });

  test("an error of the iterator comes through as it is", () => {
    const own = new RangeError("the caller's own");
    function* entries() {
      yield ["keyType", "code"];
      throw own;
    }
    assert.throws(() => fromForm(request, entries()), (error) => error === own);
  });

  test("of options, which are those of the check", () => {
    misused(["options"], "wrong_type", () => fromForm(request, KEY, null));
    misused(["options"], "wrong_type", () => fromForm(request, KEY, 5));
    misused(["options", "zone"], "unknown_field", () => fromForm(request, KEY, { zone: "UTC" }));
    misused(["options"], "unreadable", () => fromForm(request, KEY, { get timeZone() { throw 1; } }));
  });
});

describe("forms of somebody who means harm", () => {
  test("no more than ten thousand entries are looked at", () => {
    let taken = 0;
    function* entries(count) {
      for (taken = 0; taken < count; taken += 1) yield ["accesses", ACCESS];
    }
    const { ok, issues } = fromForm(request, entries(Infinity));
    assert.equal(ok, false);
    assert.deepEqual(issues, [
      { code: "form_too_large", path: [], message: "expected at most 10000 entries, found more", params: { limit: 10_000 } },
    ]);
    assert.equal(taken, 10_000);
    assert.ok(fromForm(request, entries(10_000)).issues.every(({ code }) => code !== "form_too_large"));
  });

  test("a value of two million letters", () => {
    assert.deepEqual(fromForm(request, [...KEY, ["keyName", "x".repeat(2_000_000)]]).issues.map(({ code }) => code), ["body_too_large"]);
  });

  test("a name of a million dots", () => {
    const name = `valid.time.${"from.".repeat(200_000)}`;
    const { issues } = fromForm(latchwork.createIdentifier, [[name, "1"]], { refuseUnknownFields: true });
    assert.deepEqual(issues.find(({ code }) => code === "unknown_field").path, ["valid", "time", name.slice("valid.time.".length)]);
  });

  test("entries that call back", () => {
    function* entries() {
      for (const entry of KEY) {
        assert.equal(fromForm(request, [["keyType", "rfid"]], { timeZone: "Asia/Tokyo" }).ok, false);
        yield entry;
      }
    }
    assert.equal(fromForm(request, entries()).ok, true);
  });

  test("nothing is read that is inherited, and nothing is put where all would inherit it", () => {
    const polluted = {
      timeZone: "Mars/Olympus",
      ignoreUnknownFields: 5,
      format: "date-time",
      validFrom: "2026-03-01T08:00:00Z",
      keyName: "inherited",
      required: ["pin"],
    };
    const before = fromForm(request, KEY);
    const names = Object.keys(polluted);
    for (const name of names) {
      Object.defineProperty(Object.prototype, name, { get: () => polluted[name], set() { throw new Error("set"); }, configurable: true });
    }
    try {
      assert.deepEqual(fromForm(request, KEY, {}), before);
      assert.deepEqual(fromForm(request, [["__proto__", "x"], ["__proto__.polluted", "x"], ["valid.__proto__", "x"]]).issues.filter(({ code }) => code === "unknown_field").length, 3);
    } finally {
      for (const name of names) delete Object.prototype[name];
    }
    assert.equal({}.polluted, undefined);
  });

  test("the form of a caller is not changed", () => {
    const entries = Object.freeze([...KEY, ["validFrom", "2026-03-01T08:00"]].map(Object.freeze));
    const copy = structuredClone(entries);
    fromForm(request, entries, Object.freeze({ timeZone: "Europe/Stockholm" }));
    assert.deepEqual(entries, copy);
  });
});
