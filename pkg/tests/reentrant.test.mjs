// What a caller hands over runs the caller's own functions: they call the package back, throw, and
// change what was handed over. Nothing of it is in another answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OURS, THEIRS, assertNoTrace, attempt, expected, innocent, kinds, theirs, victims } from "./support/doors.mjs";
import { latchwork } from "./support/entries.mjs";
import { withSeed } from "./support/random.mjs";
import { request, systems } from "./support/requests.mjs";

const { LatchworkError, checkCode, createAccessKey, freeCodes, generateCode, generateCodes } = latchwork;
const FOUR = { lengths: [4] };

test("a generator of codes that calls again", () => {
  function* codes() {
    for (const kind of kinds) {
      assert.deepEqual(victims[kind](), theirs[kind], kind);
      yield "1234";
    }
  }
  assert.match(generateCode(FOUR, codes()), /^[0-9]{4}$/);
  assert.equal(generateCodes(3, FOUR, codes()).length, 3);
  const free = freeCodes(FOUR, codes());
  assert.equal(free.left, 9_999);
  free.dispose();
  for (const kind of kinds) assertNoTrace(kind);
});

test("a generator of codes that throws", () => {
  for (let count = 0; count < 200; count += 1) {
    function* codes() {
      for (let index = 0; index < count; index += 1) yield THEIRS.code;
      throw new RangeError("the caller's own");
    }
    for (const call of [generateCode, (...given) => generateCodes(2, ...given), freeCodes]) {
      assert.throws(() => call(FOUR, codes()), RangeError);
      assertNoTrace("generateCode", "a generator that threw");
    }
  }
});

/** Handlers of a proxy that count what is asked of them, and do something at one of the turns. */
function trapsThat(act, at) {
  let asked = 0;
  const traps = {};
  for (const name of Object.getOwnPropertyNames(Reflect)) {
    if (typeof Reflect[name] !== "function") continue;
    traps[name] = (...given) => {
      asked += 1;
      if (asked === at) act();
      const found = Reflect[name](...given);
      const isPlain = name === "get" && typeof found === "object" && found !== null;
      return isPlain ? new Proxy(found, traps) : found;
    };
  }
  return { traps, count: () => asked };
}

/** Calls with a proxy in place of what the caller knows. */
const proxied = (traps) => ({
  "createAccessKey.check": () => createAccessKey.check(new Proxy({ ...request(), accesses: [THEIRS.access] }, traps)),
  "createAccessKey.decide": () =>
    createAccessKey.decide(new Proxy({ ...request(), accesses: [THEIRS.access] }, traps), new Proxy(systems.createAccessKey.state(), traps)),
  "createUser.check": () => latchwork.createUser.check(new Proxy({ ...systems.createUser.request(), name: THEIRS.name }, traps)),
  "checkCode with a policy": () => checkCode(THEIRS.code, new Proxy({ lengths: [6], blocked: [THEIRS.last] }, traps)),
  freeCodes: () => freeCodes(FOUR, new Proxy([THEIRS.last, { code: THEIRS.last }], traps)).dispose(),
  encodeCard: () => latchwork.encodeCard("H10301", new Proxy({ facility: 3, card: 5 }, traps)),
});

for (const [how, act] of Object.entries({
  throws: () => {
    throw new RangeError("the caller's own");
  },
  "calls again": () => {
    for (const kind of kinds) assert.deepEqual(innocent[kind](), expected[kind], kind);
  },
  "calls again wrongly": () => {
    assert.equal(createAccessKey.check({ pin: OURS.code }).ok, false);
    assert.equal(createAccessKey.checkJson('{"pin":').ok, false);
    attempt(() => generateCode({ lengths: [3] }));
  },
})) {
  test(`a proxy that ${how}, at any of the times it is asked`, () => {
    for (const kind of Object.keys(proxied({}))) {
      for (let at = 1; ; at += 1) {
        const { traps, count } = trapsThat(act, at);
        const { answer, error } = attempt(proxied(traps)[kind]);
        assert.ok(!(error instanceof assert.AssertionError), error);
        if (how !== "throws" && error === undefined && answer?.value?.accesses) {
          assert.deepEqual(answer.value.accesses, [THEIRS.access]);
        }
        assertNoTrace(kind, `${kind} of a proxy`);
        if (count() < at) break;
        assert.ok(at < 2_000, "expected an end to what is asked");
      }
    }
  });
}

test("options whose getter takes the body away, or changes it", () => {
  const good = JSON.stringify({ ...request(), accesses: [THEIRS.access] });
  const acts = {
    detached: (body) => structuredClone(body.buffer, { transfer: [body.buffer] }),
    zeroed: (body) => body.fill(0),
    "another body": (body) => body.set(new TextEncoder().encode(JSON.stringify({ pin: OURS.code }).padEnd(body.length))),
    shrunk: (body) => body.buffer.resize(10),
  };
  for (const [how, act] of Object.entries(acts)) {
    for (const name of ["ignoreUnknownFields", "keyFormats"]) {
      const encoded = new TextEncoder().encode(good);
      const body = new Uint8Array(new ArrayBuffer(encoded.length, { maxByteLength: encoded.length }));
      body.set(encoded);
      const options = Object.defineProperty({}, name, {
        enumerable: true,
        get() {
          act(body);
          return name === "keyFormats" ? [] : false;
        },
      });
      const { answer, error } = attempt(() => createAccessKey.checkJson(body, options));
      // The body as it was, or as it is now; of no other call.
      assert.equal(error, undefined, how);
      if (answer.ok) assert.deepEqual(answer.value.accesses, [THEIRS.access], how);
      for (const kind of kinds) assertNoTrace(kind, `a body that is ${how}`);
    }
  }
});

test("getters that throw what they like", () => {
  const below = withSeed(0x2545f491);
  const thrown = [undefined, null, 1, "text", new LatchworkError("core_failed", "no", []), new WebAssembly.RuntimeError("unreachable"), {}];
  const names = Object.keys(request());
  for (let round = 0; round < 1_000; round += 1) {
    const name = names[below(names.length)];
    const what = thrown[round % thrown.length];
    const get = () => {
      throw what;
    };
    const input = Object.defineProperty({ ...request(), accesses: [THEIRS.access] }, name, { enumerable: true, get });
    attempt(() => createAccessKey.check(input));
    attempt(() => createAccessKey.decide(input, systems.createAccessKey.state()));
    assertNoTrace("createAccessKey.check", `a getter of ${name} that threw`);
  }
});
