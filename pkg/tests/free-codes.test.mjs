// Sets of free codes that are kept, and codes that are drawn ahead.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memory } from "./support/core.mjs";
import { withRandomBytes, withRandomSource, withSeed } from "./support/random.mjs";

const { checkCode, codePolicies, freeCodes, generateCode, generateCodes, keyspace } = await import("latchwork");

const every = (length) =>
  Array.from({ length: 10 ** length }, (_, value) => String(value).padStart(length, "0"));
const FOUR = every(4);

const uses = {
  left: (free) => free.left,
  draw: (free) => free.draw(),
  drawMany: (free) => free.drawMany(2),
  issue: (free) => free.issue(),
  issueMany: (free) => free.issueMany(2),
  take: (free) => free.take("123456"),
};

/** More draws than are made one by one. */
const MANY = 300;

const drawn = (draw, count = MANY) => Array.from({ length: count }, draw);

/** A random source of bytes that are the same for the same seed, as long as it is asked. */
function seeded(seed) {
  const below = withSeed(seed);
  return (target) => {
    for (let index = 0; index < target.length; index += 1) target[index] = below(256);
    return target;
  };
}

/** The codes of six digits that a source gives, by the promise for a fixed stream. */
function mapped(source, count) {
  const codes = [];
  while (codes.length < count) {
    const word = new DataView(source(new Uint8Array(4)).buffer).getUint32(0, true);
    if (word < 4_294_000_000) codes.push(String(word % 1_000_000).padStart(6, "0"));
  }
  return codes;
}

function refuse() {
  throw new Error("the source refuses");
}

describe("a set that is given back", () => {
  for (const [name, use] of Object.entries(uses)) {
    test(`says so: ${name}`, () => {
      const free = freeCodes();
      use(free);
      free.dispose();
      free.dispose();
      assert.throws(() => use(free), {
        name: "LatchworkError",
        code: "disposed",
        message: "expected a set of codes, found one that was disposed of",
      });
      assert.equal(free.keyspace, 1_000_000);
    });
  }

  test("at the end of its block, where the host knows that", () => {
    const free = freeCodes();
    free[Symbol.dispose]();
    assert.throws(() => free.left, { code: "disposed" });
  });

  test("by nobody: its memory comes back all the same", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    const taken = generateCodes(20_000);
    const before = memory();
    // Kept, these would take 500 MB.
    for (let round = 0; round < 50; round += 1) {
      for (let count = 0; count < 40; count += 1) freeCodes({}, taken);
      collect();
      await new Promise(setImmediate);
    }
    assert.ok(memory() - before < 2 ** 26, `${memory() - before} bytes`);
  });
});

describe("a set of free codes", () => {
  test("shows none of its codes", async () => {
    const { inspect } = await import("node:util");
    const free = freeCodes({ lengths: [4] }, FOUR.slice(0, -1));
    drawn(() => free.draw());
    const shown = inspect(free, { depth: null, showHidden: true }) + JSON.stringify(free);
    assert.ok(!/\d{4}/.test(shown), shown);
  });

  test("refuses what is no code, and says what is wrong with it", () => {
    const free = freeCodes();
    for (const [code, issue] of [
      ["123", "code_too_short"],
      ["123456789", "code_too_long"],
      ["12x4", "code_not_digits"],
      ["*", "code_wildcard"],
      [1234, "not_text"],
      [undefined, undefined],
      ["\ud83d", "ill_formed_text"],
    ]) {
      assert.throws(
        () => free.take(code),
        ({ name, code, issues: [first] }) => {
          assert.deepEqual({ name, code, path: first.path }, { name: "LatchworkError", code: "invalid_argument", path: ["code"] });
          return issue === undefined || issue === "not_text" || first.code === issue;
        },
      );
    }
    assert.equal(free.left, 1_000_000);
  });

  test("issues each code once, up to the last", () => {
    const free = freeCodes({ lengths: [4] });
    const one = drawn(() => free.issue(), 5_000);
    const many = free.issueMany(5_000);
    assert.deepEqual([...one, ...many].sort(), FOUR);
    assert.equal(free.left, 0);
    assert.throws(() => free.draw(), { code: "keyspace_exhausted", message: "expected a free code, found none of 10000" });
  });

  test("draws what is left once codes were drawn ahead", () => {
    const free = freeCodes({ lengths: [4] }, FOUR.slice(8));
    const left = new Set(FOUR.slice(0, 8));
    assert.deepEqual(new Set(drawn(() => free.draw())), left);
    left.delete(free.issue());
    assert.deepEqual(new Set(drawn(() => free.draw())), left);
    const [chosen] = left;
    assert.equal(free.take(chosen), true);
    left.delete(chosen);
    assert.deepEqual(new Set(drawn(() => free.draw())), left);
    for (const code of free.issueMany(2)) left.delete(code);
    assert.deepEqual(new Set(drawn(() => free.draw())), left);
    assert.equal(left.size, free.left);
  });

  test("is the list handed over at each call", () => {
    const taken = generateCodes(500, { lengths: [4, 5] });
    const policy = { lengths: [4, 5], rules: ["no_zeros"] };
    for (const collision of ["equal", "equal_without_leading_zeros", "prefix", "inside", "buttons"]) {
      const free = freeCodes(policy, taken, { collision });
      const inUse = [...taken];
      for (let seed = 1; seed < 20; seed += 1) {
        const code = withRandomSource(seeded(seed), () => generateCode(policy, inUse, { collision }));
        assert.equal(withRandomSource(seeded(seed), () => free.issue()), code);
        inUse.push(code);
      }
      free.dispose();
    }
  });

  test("any free code is as likely as any other, ahead or not, taken from or not", () => {
    const free = freeCodes({ lengths: [4] }, FOUR.slice(12));
    free.issueMany(2);
    const counts = {};
    for (let count = 0; count < 10_000; count += 1) {
      const code = free.draw();
      counts[code] = (counts[code] ?? 0) + 1;
    }
    const all = Object.values(counts);
    assert.equal(all.length, 10);
    const chiSquared = all.reduce((sum, found) => sum + (found - 1_000) ** 2 / 1_000, 0);
    // Nine degrees of freedom: one honest run in 10^9 is above 62.
    assert.ok(chiSquared < 62, JSON.stringify(counts));
  });
});

describe("codes drawn ahead", () => {
  test("are those that the stream gives one by one", () => {
    const expected = mapped(seeded(7), 2_000);
    assert.deepEqual(withRandomSource(seeded(7), () => drawn(() => generateCode(), 2_000)), expected);
    const free = freeCodes();
    assert.deepEqual(withRandomSource(seeded(7), () => drawn(() => free.draw(), 2_000)), expected);
  });

  test("are as many as the stream has", () => {
    const codes = withRandomBytes("2a000000".repeat(40), () => {
      const codes = drawn(() => generateCode(), 40);
      assert.throws(() => generateCode(), { code: "entropy_failed" });
      return codes;
    });
    assert.deepEqual(codes, Array(40).fill("000042"));
  });

  test("are not given away once the host has another source", () => {
    const free = freeCodes();
    const once = () => {
      drawn(() => generateCode());
      drawn(() => free.draw());
      drawn(() => free.issue());
    };
    for (const draw of [() => generateCode(), () => generateCode({}), () => free.draw(), () => free.issue()]) {
      once();
      assert.throws(() => withRandomSource(refuse, draw), { code: "entropy_failed" });
      once();
      assert.equal(withRandomBytes("2a000000", draw).length, 6);
      once();
    }
    assert.equal(withRandomBytes("2a000000", () => generateCode()), "000042");
    // The host's own again.
    assert.ok(new Set(drawn(() => generateCode())).size > 290);
  });

  test("nor when its `crypto` is another object", () => {
    drawn(() => generateCode());
    const own = Object.getOwnPropertyDescriptor(globalThis, "crypto");
    Object.defineProperty(globalThis, "crypto", { value: { getRandomValues: refuse }, configurable: true });
    try {
      assert.throws(() => generateCode(), { code: "entropy_failed" });
    } finally {
      Object.defineProperty(globalThis, "crypto", own);
    }
    assert.match(generateCode(), /^[0-9]{6}$/);
  });

  test("are of the policy as it is now", () => {
    const policy = { lengths: [4], rules: [] };
    drawn(() => generateCode(policy));
    policy.lengths[0] = 8;
    assert.equal(generateCode(policy).length, 8);
    policy.rules.push("no_zeros");
    for (const code of drawn(() => generateCode(policy))) assert.ok(checkCode(code, policy).ok);
    assert.equal(keyspace(policy), 9 ** 8);
    policy.lengths = [];
    assert.throws(() => generateCode(policy), { code: "invalid_argument" });
  });

  test("are of the policy that was asked for, whatever another said before at its second reading", () => {
    for (const first of [7, 8]) {
      let readings = 0;
      const fickle = {
        get lengths() {
          readings += 1;
          return readings === 1 ? [first] : [4];
        },
      };
      generateCode(fickle);
      assert.equal(generateCode({ lengths: [first] }).length, first);
      assert.equal(keyspace({ lengths: [first] }), 10 ** first);
    }
  });

  test("are of each policy, however many there are", () => {
    const policies = [...Object.values(codePolicies), ...[4, 5, 6, 7, 8].flatMap((length) => [{ lengths: [length] }, { lengths: [length], rules: ["no_zeros"] }])];
    for (let round = 0; round < 60; round += 1) {
      for (const policy of policies) {
        const code = generateCode(policy);
        assert.deepEqual(checkCode(code, policy), { ok: true, value: code });
      }
    }
  });
});
