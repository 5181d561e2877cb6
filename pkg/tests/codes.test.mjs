// Policies, sets of codes and the odds of a guess: what holds for every value.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  LatchworkError,
  checkCode,
  codeLengthsOutside,
  codePolicies,
  codesToEqualChance,
  createAccessKey,
  equalChance,
  generateCode,
  generateCodes,
  guessOdds,
  keyspace,
  recommendedLength,
} from "latchwork";
import { read } from "./support/case-files.mjs";
import { withRandomSource, withSeed } from "./support/random.mjs";
import { codePolicy, request, state } from "./support/requests.mjs";

/** All codes of a length. */
const every = (length) =>
  Array.from({ length: 10 ** length }, (_, value) => String(value).padStart(length, "0"));

const FOUR = every(4);
const FIVE = every(5);

const allowed = (codes, policy) => codes.filter((code) => checkCode(code, policy).ok);

const RULES = [
  "no_zeros",
  "cannot_start_with_12",
  "no_triple_consecutive_ints",
  "no_ascending_or_descending_sequence",
  "at_least_three_unique_digits",
  "no_all_same_digits",
  "unique_first_four_digits",
  "cannot_contain_089",
  "cannot_contain_0789",
  "block_common",
];

const LISTS = {
  "a block list": { blocked: ["0000", "1234", "1234", "12345", "99999999"] },
  facts: { notDerivedFrom: codePolicy().notDerivedFrom },
  "a birth date": { notDerivedFrom: { birthDate: "1900-01-01" } },
  "a phone number": { notDerivedFrom: { phoneNumber: "+46 70-123 45 67" } },
  "an apartment number": { notDerivedFrom: { apartmentNumber: "12" } },
};

/** Numbers of 32 bits, the same for the same seed, in place of the host's random bytes. */
function withSeededSource(seed, use) {
  const below = withSeed(seed);
  return withRandomSource((target) => {
    for (let index = 0; index < target.length; index += 1) target[index] = below(256);
    return target;
  }, use);
}

describe("keyspace is how many codes check", () => {
  const judge = (rest, codes = FOUR) => {
    const policy = { ...rest, lengths: [codes[0].length] };
    assert.equal(keyspace(policy), allowed(codes, policy).length, JSON.stringify(policy));
  };

  test("each rule alone, and beside the next", () => {
    for (const [index, rule] of RULES.entries()) {
      judge({ rules: [rule] });
      judge({ rules: [rule, RULES[(index + 1) % RULES.length]] });
    }
  });

  test("all rules but one, and all", () => {
    for (const left of [...RULES, undefined]) judge({ rules: RULES.filter((rule) => rule !== left) });
  });

  for (const [name, policy] of Object.entries(LISTS)) {
    test(name, () => {
      judge(policy);
      judge({ ...policy, rules: ["no_zeros", "unique_first_four_digits"] });
    });
  }

  test("everything at once", () => {
    const { blocked, ...others } = codePolicy();
    judge(others);
    assert.equal(blocked.length, 1);
    assert.equal(keyspace({ ...others, blocked, lengths: [6] }), keyspace({ ...others, lengths: [6] }) - 1);
  });

  test("lengths are added, those given twice are one", () => {
    const of = (...lengths) => keyspace({ ...codePolicy(), lengths });
    assert.equal(of(4, 5, 6, 7, 8), of(4) + of(5) + of(6) + of(7) + of(8));
    assert.equal(of(6, 4, 6, 6), of(4, 6));
  });

  test("each preset, in a length that can be listed", () => {
    for (const { rules } of Object.values(codePolicies)) judge({ rules });
    judge({ rules: codePolicies.tedee.rules }, FIVE);
  });
});

describe("every code that is drawn is of its policy", () => {
  const policies = {
    ...Object.fromEntries(RULES.map((rule) => [rule, { lengths: [4, 6, 8], rules: [rule] }])),
    ...LISTS,
    "everything at once": codePolicy(),
    "all rules": { lengths: [4, 5, 6, 7, 8], rules: RULES },
    ...codePolicies,
  };
  for (const [name, policy] of Object.entries(policies)) {
    test(name, () => {
      const codes = generateCodes(500, policy);
      const one = Array.from({ length: 50 }, () => generateCode(policy));
      for (const code of [...codes, ...one]) {
        assert.deepEqual(checkCode(code, policy), { ok: true, value: code });
        assert.ok((policy.lengths ?? [6]).includes(code.length));
      }
    });
  }

  test("where a state has the policy", () => {
    const { userId, keyFormat, pin, ...others } = request();
    const wanted = { ...others, keyType: "code", keyIdentification: "*" };
    for (let count = 0; count < 50; count += 1) {
      const { effect } = createAccessKey.decide(wanted, state());
      const code = effect.storeKey.keyIdentification;
      assert.deepEqual(checkCode(code, codePolicy()), { ok: true, value: code });
    }
  });
});

describe("a set of codes", () => {
  test("has as many as were asked for, all different", () => {
    for (const count of [0, 1, 2, 255, 256, 257, 10_000, 100_000]) {
      const codes = generateCodes(count);
      assert.equal(codes.length, count);
      assert.equal(new Set(codes).size, count);
    }
  });

  test("can be the whole keyspace", () => {
    assert.deepEqual(generateCodes(10_000, { lengths: [4] }).sort(), FOUR);
    const policy = { lengths: [4], rules: ["unique_first_four_digits"] };
    const all = allowed(FOUR, policy);
    assert.deepEqual(generateCodes(all.length, policy).sort(), all);
  });

  test("is the very codes that are left, and one more is none", () => {
    const random = withSeed(0x636f6465);
    for (const left of [1, 2, 3, 10, 500]) {
      const free = new Set();
      while (free.size < left) free.add(FOUR[random(10_000)]);
      const taken = FOUR.filter((code) => !free.has(code));
      for (const collision of ["equal", "equal_without_leading_zeros"]) {
        const codes = generateCodes(left, { lengths: [4] }, taken, { collision });
        assert.deepEqual(codes.sort(), [...free].sort());
        assert.ok(free.has(generateCode({ lengths: [4] }, taken, { collision })));
      }
      assert.throws(() => generateCodes(left + 1, { lengths: [4] }, taken), {
        name: "LatchworkError",
        code: "keyspace_exhausted",
        message: `expected ${left + 1} free codes, found ${left} of 10000`,
      });
    }
  });

  test("is refused before anything is drawn", () => {
    const refuse = () => {
      throw new Error("asked");
    };
    for (const [count, taken, message] of [
      [2, FOUR, "expected 2 free codes, found none of 10000"],
      [1, FOUR, "expected a free code, found none of 10000"],
      [10_001, [], "expected 10001 free codes, found 10000 of 10000"],
      [2 ** 32 - 1, [], "expected 4294967295 free codes, found 10000 of 10000"],
    ]) {
      const draw = () => withRandomSource(refuse, () => generateCodes(count, { lengths: [4] }, taken));
      assert.throws(draw, { code: "keyspace_exhausted", message });
    }
    assert.deepEqual(withRandomSource(refuse, () => generateCodes(0, { lengths: [4] }, FOUR)), []);
  });

  test("asks for its random bytes once", () => {
    const asked = [];
    const source = (target) => {
      asked.push(target.length);
      return target.fill(7);
    };
    const codes = withRandomSource(source, () => generateCodes(5_000));
    assert.equal(codes.length, 5_000);
    assert.deepEqual(asked, [20_000]);
  });

  test("is what one draw after the other gives, each taken at once", () => {
    const policy = { lengths: [4, 5], rules: ["no_zeros"], blocked: ["1111"] };
    for (const seed of [1, 2, 3]) {
      const together = withSeededSource(seed, () => generateCodes(300, policy, ["4711"]));
      const taken = ["4711"];
      withSeededSource(seed, () => {
        while (taken.length <= 300) taken.push(generateCode(policy, taken));
      });
      assert.deepEqual(together, taken.slice(1));
    }
  });

  test("any first code is as likely as any other", () => {
    const free = FOUR.filter((_, index) => index % 1_000 === 7);
    const taken = FOUR.filter((_, index) => index % 1_000 !== 7);
    for (const place of [0, 2]) {
      const counts = Object.fromEntries(free.map((code) => [code, 0]));
      for (let count = 0; count < 1_000; count += 1) {
        counts[generateCodes(3, { lengths: [4] }, taken)[place]] += 1;
      }
      const chiSquared = Object.values(counts).reduce((sum, found) => sum + (found - 100) ** 2 / 100, 0);
      // Nine degrees of freedom: one honest run in 10^9 is above 62.
      assert.ok(chiSquared < 62, JSON.stringify(counts));
    }
  });
});

/** The buttons of a code where two digits share one. */
const pressed = (code) => code.replace(/[0-9]/g, (digit) => ["1|2", "3|4", "5|6", "7|8", "9|0"].findIndex((pair) => pair.includes(digit)));
const bare = (code) => code.replace(/^0+/, "");
/** Each mode as the contract says it. */
const clashes = {
  equal: (one, other) => one === other,
  equal_without_leading_zeros: (one, other) => bare(one) === bare(other),
  prefix: (one, other) => one.startsWith(other) || other.startsWith(one),
  inside: (one, other) => one.includes(other) || other.includes(one),
  buttons: (one, other) => pressed(one) === pressed(other),
};

describe("codes that clash with one in use", () => {
  const random = withSeed(0x74616b65);
  const digits = (length) => Array.from({ length }, () => random(10)).join("");
  const inUse = () => [
    ...Array.from({ length: 12 }, (_, index) => digits(4 + (index % 5))),
    "0000", "00000001", "00012", "00100", "12121212", "99999",
  ];

  for (const [collision, clash] of Object.entries(clashes)) {
    test(`${collision}: the codes that are free are those that do not`, () => {
      for (const [codes, rules] of [[FOUR, []], [FOUR, ["no_all_same_digits"]], [FIVE, []]]) {
        for (const taken of [inUse(), inUse()]) {
          const policy = { lengths: [codes[0].length], rules };
          const free = (rules.length === 0 ? codes : allowed(codes, policy)).filter((code) => !taken.some((one) => clash(code, one)));
          if (collision === "buttons") {
            // One of each press, and no more.
            const presses = new Set(free.map(pressed));
            const codes = generateCodes(presses.size, policy, taken, { collision });
            assert.deepEqual(new Set(codes.map(pressed)), presses);
            const message = `expected ${presses.size + 1} free codes, found ${presses.size} of ${keyspace(policy)}`;
            assert.throws(() => generateCodes(presses.size + 1, policy, taken, { collision }), { message });
            continue;
          }
          assert.deepEqual(generateCodes(free.length, policy, taken, { collision }).sort(), free);
          const message = `expected ${free.length + 1} free codes, found ${free.length} of ${keyspace(policy)}`;
          assert.throws(() => generateCodes(free.length + 1, policy, taken, { collision }), { message });
        }
      }
    });

    test(`${collision}: no code of any length is drawn that does`, () => {
      const taken = [...inUse(), ...Array.from({ length: 1_000 }, () => digits(6))];
      for (const length of [4, 5, 6, 7, 8]) {
        for (const code of generateCodes(100, { lengths: [length] }, taken, { collision })) {
          assert.ok(!taken.some((one) => clash(code, one)), `${code} of ${taken}`);
        }
      }
    });
  }

  test("equal when nothing else is said", () => {
    const drawn = withSeededSource(5, () => generateCodes(50, { lengths: [4] }, ["12345", "0001"]));
    for (const draw of [{}, undefined, { collision: "equal" }, { window: {} }]) {
      const again = withSeededSource(5, () => generateCodes(50, { lengths: [4] }, ["12345", "0001"], draw));
      assert.deepEqual(again, drawn);
    }
  });
});

describe("codes in use for a time", () => {
  const instants = [undefined, 0, 1, 2, 3].map((hour) => hour === undefined ? undefined : new Date(hour * 3_600_000).toISOString());
  const ends = (from, until) => ({ ...(from && { from }), ...(until && { until }) });
  const windows = instants.flatMap((from) =>
    instants.filter((until) => !from || !until || from < until).map((until) => ends(from, until)),
  );
  const overlap = (one, other) =>
    (one.from ?? "") < (other.until ?? "~") && (other.from ?? "") < (one.until ?? "~");

  test("block those whose window overlaps, and no others", () => {
    const taken = FOUR.slice(1);
    for (const window of windows) {
      for (const used of windows) {
        const draw = () => generateCodes(2, { lengths: [4] }, [...taken.slice(1), { code: FOUR[1], ...used }], { window });
        if (overlap(window, used)) assert.throws(draw, { message: "expected 2 free codes, found 1 of 10000" });
        else assert.deepEqual(draw().sort(), FOUR.slice(0, 2));
      }
    }
  });

  test("block at all times where the draw has no window", () => {
    const window = { from: instants[1], until: instants[2] };
    const taken = FOUR.slice(1).map((code) => ({ code, ...window }));
    for (const draw of [undefined, {}, { window: {} }]) assert.equal(generateCode({ lengths: [4] }, taken, draw), "0000");
  });
});

describe("codePolicies", () => {
  const names = [
    "nuki", "tedee", "igloohome", "schlage", "kwikset", "ultraloq",
    "kiiaccess", "smartphonekey", "zwave", "ttlock", "basip_master",
  ];

  test("has a policy for each lock", () => {
    assert.deepEqual(Object.keys(codePolicies), names);
    assert.deepEqual(Object.entries(codePolicies).map(([name]) => name), names);
    for (const name of names) {
      assert.ok(name in codePolicies);
      assert.ok(keyspace(codePolicies[name]) > 500_000, name);
    }
    assert.deepEqual(codePolicies.nuki, { lengths: [6], rules: ["no_zeros", "cannot_start_with_12"] });
    assert.equal(keyspace(codePolicies.nuki), 524_880);
  });

  test("which lengths of a lock no code here has is told beside them", () => {
    const outside = { igloohome: [9], zwave: [9, 10], ttlock: [9] };
    assert.deepEqual(
      { ...codeLengthsOutside },
      Object.fromEntries(names.map((name) => [name, outside[name] ?? []])),
    );
    for (const [name, lengths] of Object.entries(codeLengthsOutside)) {
      for (const length of lengths) assert.ok(!codePolicies[name].lengths.includes(length), name);
      assert.throws(() => lengths.push(8), TypeError);
    }
    assert.equal(codeLengthsOutside.constructor, undefined);
  });

  test("is like any other object to look at", () => {
    const plain = { ...codePolicies };
    assert.deepEqual(Object.keys(plain), names);
    assert.deepEqual(plain, Object.assign({}, codePolicies));
    assert.deepEqual(JSON.parse(JSON.stringify(codePolicies)), plain);
    const { nuki, ...others } = codePolicies;
    assert.deepEqual({ nuki, ...others }, plain);
    const seen = [];
    for (const name in codePolicies) seen.push(name);
    assert.deepEqual(seen, names);
  });

  test("gives the same policy at each look", () => {
    for (const name of names) assert.equal(codePolicies[name], codePolicies[name]);
  });

  test("has nothing else", () => {
    for (const name of ["yale", "", "lengths", "then"]) {
      assert.equal(codePolicies[name], undefined);
      assert.ok(!(name in codePolicies));
    }
    assert.equal(codePolicies[Symbol.iterator], undefined);
  });

  test("has nothing of a prototype, whatever name a request brings", () => {
    for (const name of ["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"]) {
      assert.equal(codePolicies[name], undefined, name);
      assert.ok(!(name in codePolicies), name);
    }
  });

  test("cannot be changed", () => {
    assert.throws(() => { codePolicies.nuki = {}; }, TypeError);
    assert.throws(() => { codePolicies.yale = {}; }, TypeError);
    assert.throws(() => { delete codePolicies.nuki; }, TypeError);
    assert.throws(() => Object.defineProperty(codePolicies, "yale", { value: {} }), TypeError);
    assert.deepEqual(Object.keys(codePolicies), names);
  });

  test("cannot be changed inside", () => {
    for (const policy of Object.values(codePolicies)) {
      assert.throws(() => { policy.lengths = [4]; }, TypeError);
      assert.throws(() => { policy.lengths[0] = 7; }, TypeError);
      if (policy.rules) assert.throws(() => policy.rules.pop(), TypeError);
    }
    assert.equal(keyspace(codePolicies.nuki), 524_880);
  });

  test("is frozen, and can be frozen again", () => {
    assert.ok(Object.isFrozen(codePolicies));
    Object.freeze(codePolicies);
    assert.deepEqual(Object.keys(codePolicies), names);
  });
});

describe("the odds of a guess", () => {
  const policy = { lengths: [4] };

  test("are active codes among all", () => {
    for (const active of [0, 1, 250, 10_000]) {
      for (const repeats of [undefined, false, true]) {
        const odds = (tries) => guessOdds({ policy, active, tries, repeats });
        assert.equal(odds(7).perTry, active / 10_000);
        assert.equal(odds(0).success, 0);
        assert.equal(odds(1).success, active / 10_000);
        assert.equal(odds(7).expectedTries === Infinity, active === 0);
      }
    }
  });

  test("rise with every try, and are sure once every wrong code is tried", () => {
    const success = (tries, repeats) => guessOdds({ policy, active: 250, tries, repeats }).success;
    for (let tries = 0; tries < 9_750; tries += 50) {
      // So close to 1 that no number lies between.
      const isNearlySure = success(tries, true) > 1 - 1e-9;
      const rises = (less, more) => (isNearlySure ? less <= more : less < more);
      assert.ok(rises(success(tries), success(tries + 50)));
      assert.ok(tries === 0 || rises(success(tries, true), success(tries)));
    }
    assert.equal(success(9_751), 1);
    assert.ok(success(9_750) < 1);
  });

  test("are as by multiplying", () => {
    for (const [active, tries] of [[1, 10], [250, 5], [5_000, 3], [9_999, 1]]) {
      let missed = 1;
      for (let tried = 0; tried < tries; tried += 1) missed *= (10_000 - active - tried) / (10_000 - tried);
      const distinct = guessOdds({ policy, active, tries });
      assert.ok(Math.abs(distinct.success - (1 - missed)) < 1e-12);
      assert.ok(Math.abs(distinct.expectedTries - 10_001 / (active + 1)) < 1e-9);
      const repeated = guessOdds({ policy, active, tries, repeats: true });
      assert.ok(Math.abs(repeated.success - (1 - (1 - active / 10_000) ** tries)) < 1e-12);
      assert.ok(Math.abs(repeated.expectedTries - 10_000 / active) < 1e-9);
    }
  });

  test("are those of the policy's keyspace, six digits without one", () => {
    const guess = { active: 1, tries: 1 };
    assert.equal(guessOdds(guess).perTry, 1e-6);
    assert.equal(guessOdds({ ...guess, policy: {} }).perTry, 1e-6);
    assert.equal(guessOdds({ ...guess, buttons: true }).perTry, 1 / 15_625);
    assert.equal(guessOdds({ ...guess, policy: codePolicies.nuki, buttons: true }).perTry, 1 / 8_201);
    assert.equal(guessOdds({ ...guess, buttons: false }).perTry, 1e-6);
    // More than the best presses have codes for: still a chance, and not above 1.
    assert.equal(guessOdds({ ...guess, active: 10_000, policy: codePolicies.nuki, buttons: true }).perTry, 1);
    assert.equal(equalChance({ policy: { lengths: [4] }, codes: 2, buttons: true }), 1 / 625);
    assert.equal(codesToEqualChance({ policy: { lengths: [4] }, chance: 1, buttons: true }), 626);
    for (const policy of Object.values(codePolicies)) {
      assert.equal(guessOdds({ ...guess, policy }).perTry, 1 / keyspace(policy));
    }
  });

  test("of what cannot be are misuse", () => {
    for (const [guess, path] of [
      [{ tries: 1 }, ["active"]],
      [{ active: 1 }, ["tries"]],
      [{ policy, active: 10_001, tries: 1 }, ["active"]],
      [{ active: -1, tries: 1 }, ["active"]],
      [{ active: 1, tries: 1.5 }, ["tries"]],
      [{ active: 1, tries: 2 ** 53 }, ["tries"]],
      [{ active: 1, tries: 1, repeats: "yes" }, ["repeats"]],
      [{ active: 1, tries: 1, keyspace: 10 }, ["keyspace"]],
      [undefined, []],
    ]) {
      assert.throws(
        () => guessOdds(guess),
        (error) => {
          assert.ok(error instanceof LatchworkError);
          assert.equal(error.code, "invalid_argument");
          assert.deepEqual(error.issues[0].path, ["guess", ...path]);
          return true;
        },
      );
    }
  });
});

describe("the recommended length", () => {
  test("is the shortest that leaves so many codes for each", () => {
    for (const active of [0, 1, 9, 10, 11, 99, 100, 101, 12_345, 100_000, 100_001]) {
      for (const factor of [undefined, 1, 10, 999, 1_000, 1_001, 100_000]) {
        const enough = [4, 5, 6, 7, 8].find((length) => 10 ** length >= active * (factor ?? 1_000));
        assert.equal(recommendedLength(active, factor), enough ?? null, `${active} and ${factor}`);
      }
    }
  });

  test("of no count, or for no factor, is misuse", () => {
    for (const [active, factor, name] of [[-1, 1, "active"], [1.5, 1, "active"], ["1", 1, "active"], [1, 0, "factor"], [1, "1", "factor"], [undefined, 1, "active"]]) {
      assert.throws(
        () => recommendedLength(active, factor),
        ({ code, issues }) => code === "invalid_argument" && issues[0].path[0] === name,
      );
    }
  });
});

describe("a large policy", () => {
  const blocked = every(6).slice(0, 300_000);

  test("means the same wherever it is handed over", () => {
    assert.equal(keyspace({ blocked }), 700_000);
    assert.ok(generateCode({ blocked }) >= "300000");
    assert.equal(guessOdds({ policy: { blocked }, active: 1, tries: 1 }).perTry, 1 / 700_000);
    assert.equal(checkCode("299999", { blocked }).issues[0].code, "code_blocked");
    assert.ok(checkCode("300000", { blocked }).ok);
  });
});

test("every rule has cases", () => {
  const found = new Set(read("code-policies").flatMap(({ policy }) => policy.rules ?? []));
  assert.deepEqual([...found].sort(), [...RULES].sort());
});
