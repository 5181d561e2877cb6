// What is too large is refused before it is read, and what may be read is read in time.
//
// The only tests that look at a clock. Each call has a few tries to stay below its bound; where other
// processes have the machine, the time of this one counts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { attempt } from "./support/doors.mjs";
import { latchwork } from "./support/entries.mjs";
import { request, systems } from "./support/requests.mjs";

const { checkCode, createAccessKey } = latchwork;

/** How long a call takes, in milliseconds. */
function timeOf(call) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  call();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(took, (user + system) / 1_000);
}

/** The best of a few tries; no more of them than it takes to stay below a bound. */
function best(call, { tries = 5, bound = 0 } = {}) {
  let least = Infinity;
  for (let count = 0; count < tries && least >= bound; count += 1) least = Math.min(least, timeOf(call));
  return least;
}

/** Asserts that a call stays below a bound; gives what it gave. */
function assertSoon(call, bound, what) {
  let answer;
  const took = best(() => (answer = call()), { bound });
  assert.ok(took < bound, `${what}: expected less than ${bound.toFixed(0)} ms, found ${took.toFixed(0)}`);
  return answer;
}

describe("what no call reads", () => {
  /** A refusal takes less than this, in milliseconds. */
  const SOON = 100;

  const large = {
    "10 MB of bytes": Buffer.alloc(10_000_000, "1"),
    "10 million floats": new Float64Array(10_000_000),
    "a list of 10 million items": new Array(10_000_000).fill("1"),
    "a list without items": new Array(2 ** 32 - 1),
    "10 MB of text": "1".repeat(10_000_000),
    "10 MB of wide text": "漢".repeat(3_333_333),
  };
  const judges = {
    checkCode,
    checkPhone: latchwork.checkPhone,
    parsePhone: latchwork.parsePhone,
    checkUserId: latchwork.checkUserId,
    checkUuid: latchwork.checkUuid,
    parseTimestamp: latchwork.parseTimestamp,
    checkWindow: latchwork.checkWindow,
    checkSchedule: latchwork.checkSchedule,
    checkKeyNumber: (value) => latchwork.checkKeyNumber("EM", value),
    checkCardWord: latchwork.checkCardWord,
    checkAuthorization: (value) => latchwork.checkAuthorization({ apiKey: value, authorization: value }),
    ...Object.fromEntries(Object.keys(systems).map((name) => [`${name}.check`, latchwork[name].check])),
  };

  for (const [name, value] of Object.entries(large)) {
    test(name, () => {
      for (const [judge, check] of Object.entries(judges)) {
        const { ok } = assertSoon(() => check(value), SOON, judge);
        assert.equal(ok, false, judge);
      }
    });

    test(`${name} in a field`, () => {
      for (const [system, { request }] of Object.entries(systems)) {
        for (const field of Object.keys(request())) {
          const input = { ...request(), [field]: value };
          const { ok } = assertSoon(() => latchwork[system].check(input), SOON, `${system} ${field}`);
          assert.equal(ok, false, `${system} ${field}`);
        }
      }
    });

    // Lists of a caller's own may be long: codes in use, blocked ones.
    if (Array.isArray(value)) continue;
    test(`${name} as what a caller configures`, () => {
      for (const [place, call] of Object.entries({
        options: () => createAccessKey.check(request(), value),
        keyFormats: () => createAccessKey.check(request(), { keyFormats: value }),
        policy: () => checkCode("735194", value),
        rules: () => checkCode("735194", { rules: value }),
        lengths: () => checkCode("735194", { lengths: value }),
        state: () => createAccessKey.decide(request(), value),
      })) {
        const { error } = assertSoon(() => attempt(call), SOON, place);
        assert.ok(error instanceof latchwork.LatchworkError, place);
      }
    });
  }

  test("a million members", (context) => {
    const object = {};
    for (let index = 0; index < 1e6; index += 1) object[`member${index}`] = 1;
    // Nothing but their names tells how many there are, and no host gives a part of them.
    const alone = best(() => Object.keys(object), { tries: 3 });
    context.diagnostic(`Object.keys alone: ${alone.toFixed(0)} ms`);
    for (const [name, check] of Object.entries(judges)) {
      // Where an object is wrong anyhow, its members are not looked at.
      const isRead = name.endsWith(".check") || ["checkWindow", "checkSchedule", "checkCardWord"].includes(name);
      const { ok } = assertSoon(() => check(object), isRead ? 1.5 * alone + SOON : SOON, name);
      assert.equal(ok, false, name);
    }
  });
});

describe("the limit that is told is the true one", () => {
  /** The params of the issue that a call is refused for. */
  const toldBy = (call) => attempt(call).error.issues.map(({ code, params }) => [code, params]);

  test("of codes in use", () => {
    const most = 10_000_000;
    const taken = new Array(most).fill("12345678");
    const free = latchwork.freeCodes({ lengths: [8] }, taken);
    assert.equal(free.left, 10 ** 8 - 1);
    free.dispose();
    taken.push("12345678");
    assert.deepEqual(toldBy(() => latchwork.freeCodes({ lengths: [8] }, taken)), [["list_too_long", { limit: most }]]);
  });

  test("of a request, and of what a service hands over itself", () => {
    const [issue] = createAccessKey.check({ ...request(), keyName: "n".repeat(2 ** 20) }).issues;
    assert.deepEqual([issue.code, issue.params], ["body_too_large", { limit: 2 ** 20 }]);
    const blocked = (count) => ({ lengths: [8], blocked: new Array(count).fill("12345678") });
    // Eight digits, and two words for each.
    assert.equal(latchwork.keyspace(blocked(3_000_000)), 10 ** 8 - 1);
    const told = toldBy(() => latchwork.keyspace(blocked(4_000_000)));
    assert.deepEqual(told, [["body_too_large", { limit: 2 ** 25 }]]);
    const inUse = { code: "12345678", from: "2026-03-01T08:00:00Z" };
    const objects = new Array(1_000_000).fill(inUse);
    assert.deepEqual(toldBy(() => latchwork.freeCodes({ lengths: [8] }, objects)), told);
  });
});

describe("a body of 1 MiB", () => {
  const LIMIT = 2 ** 20;
  /** Milliseconds. */
  const SOON = 50;

  /** A body of as many units as there is room for, numbered where they differ. */
  function filled(before, unit, after, separator = ",") {
    const units = [];
    let left = LIMIT - before.length - after.length;
    for (let index = 0; ; index += 1) {
      const next = typeof unit === "string" ? unit : unit(index);
      left -= Buffer.byteLength(next) + separator.length;
      if (left < 0) break;
      units.push(next);
    }
    return before + units.join(separator) + after;
  }

  const uuid = (index) => `"9f3b6c1e-4a52-4d7e-8b10-${index.toString(16).padStart(12, "0")}"`;
  const { accesses, ...others } = request();
  const head = JSON.stringify(others).slice(0, -1);
  const list = (unit) => filled(`${head},"accesses":[`, unit, "]}");
  const text = (field, unit) => filled(`{"${field}":"`, unit, '"}', "");
  const deep = (open, close) => open.repeat(30) + close.repeat(30);

  const bodies = {
    "accesses that are numbers": list("1"),
    "accesses that are no uuids": list('"x"'),
    "accesses that are empty": list('""'),
    "accesses, each once": list(uuid),
    "accesses, all the same": list(uuid(0)),
    "accesses, the last one twice": list((index) => uuid(index)).replace(/"[^"]*"\]\}$/, `${uuid(1)}]}`),
    "accesses that are lists": list("[]"),
    "accesses that are deep": list(deep("[", "]")),
    "accesses that are objects": list('{"a":1}'),
    "factors that are none": filled('{"name":"a","auth_factors":[', '"x"', "]}"),
    "factors, all the same": filled('{"name":"a","auth_factors":[', '"card"', "]}"),
    "unknown fields": filled("{", (index) => `"${index.toString(36)}":1`, "}"),
    "unknown fields of long names": filled("{", (index) => `"${"n".repeat(1_000)}${index}":1`, "}"),
    "unknown fields of names with escapes": filled("{", (index) => `"\\u00e9\\n${index}":1`, "}"),
    "a field that comes again": filled("{", '"keyName":"a"', "}"),
    "an unknown field that comes again": filled("{", '"a":1', "}"),
    "every field that comes again": filled("{", (index) => `"${Object.keys(request())[index % 13]}":1`, "}"),
    "deep objects": filled('{"a":[', deep('{"a":', "}").replace(":}", ":1}"), "]}"),
    "deep lists": filled('{"a":[', deep("[", "]"), "]}"),
    "a list of lists": filled("[", "[]", "]"),
    "brackets that nothing closes": "[".repeat(LIMIT),
    "a text of escapes": text("keyName", "\\n"),
    "a text of numbered escapes": text("keyName", "\\u0041"),
    "a text of pairs of surrogates": text("keyName", "\\ud83d\\ude00"),
    "a text of wide characters": text("keyName", "漢"),
    "a text of NUL": text("keyName", "\\u0000"),
    "many texts of escapes": list('"\\n\\t"'),
    "digits for a card": text("keyIdentification", "1"),
    "digits for a user": `{"userId":"+${"1".repeat(LIMIT - 20)}"}`,
    "digits for an instant": `{"validFrom":"2026-03-01T08:00:00.${"1".repeat(LIMIT - 60)}Z"}`,
    "digits for a lock": `{"lockId":"${"1".repeat(LIMIT - 40)}"}`,
    "digits for an input code": `{"identifier_type":"inputCode","identifier_number":"${"1".repeat(LIMIT - 80)}"}`,
    "bytes for a card of a panel": `{"identifier_type":"card","identifier_number":"${"1".repeat(LIMIT - 80)}"}`,
    "a number of a million digits": `{"lock_number":${"1".repeat(LIMIT - 40)}}`,
    "a fraction of a million digits": `{"lock_number":0.${"1".repeat(LIMIT - 40)}}`,
    "an exponent of a million digits": `{"lock_number":1e${"1".repeat(LIMIT - 40)}}`,
    "many fractions": list("0.1"),
    "many long fractions": list("2.2250738585072011e-308"),
    "many halfway fractions": list(`9007199254740993.${"0".repeat(700)}1`),
    "many exponents": list("1e300"),
    "many numbers beyond all": list("1e400"),
    "many large numbers": list("123456789012345678901234567890"),
    "many words": list("true"),
    blanks: " ".repeat(LIMIT),
    "blanks around": JSON.stringify(request()).padStart(LIMIT / 2).padEnd(LIMIT),
    "blanks within": filled(`${head},"accesses":[`, uuid, "]}", `,${" ".repeat(1_000)}`),
  };

  for (const [name, body] of Object.entries(bodies)) {
    test(name, () => {
      const bytes = new TextEncoder().encode(body);
      assert.ok(bytes.length <= LIMIT && bytes.length > LIMIT - 2_000, `found ${bytes.length} bytes`);
      const slow = [];
      for (const system of Object.keys(systems)) {
        for (const [form, given] of Object.entries({ text: body, bytes })) {
          for (const options of [undefined, { [systems[system].option]: true }]) {
            const took = best(() => latchwork[system].checkJson(given, options), { bound: SOON });
            if (took >= SOON) slow.push(`${system}.checkJson of ${form}${options ? ` with ${systems[system].option}` : ""}: ${took.toFixed(0)} ms`);
          }
        }
      }
      assert.deepEqual(slow, [], `expected less than ${SOON} ms`);
    });
  }
});

test("refuse takes as long for each issue, however many there are", () => {
  const issue = (index) => ({ code: "code_too_short", path: ["accesses", index], message: `expected ${index}`, params: { found: index } });
  for (const system of Object.keys(systems)) {
    const { refuse } = latchwork[system];
    const [few, many] = [1_000, 10_000].map((count) => Array.from({ length: count }, (_, index) => issue(index)));
    refuse(few);
    const ratio = best(() => refuse(many)) / best(() => refuse(few));
    // Ten times, and what noise makes of it; a square would be a hundred.
    assert.ok(ratio < 25, `${system}: expected about 10 times as long, found ${ratio.toFixed(1)}`);
  }
});
