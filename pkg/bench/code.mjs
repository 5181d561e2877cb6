// Codes of six digits, against what Node has and nanoid. Run it after `cargo xtask build`.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { checkCode, codePolicies, freeCodes, generateCode, generateCodes, keyspace } from "latchwork";
import { customAlphabet } from "nanoid";
import { measure, print, told } from "./support/measure.mjs";

const ALL = 1_000_000;
const SET = 10_000;

const nanoid = customAlphabet("0123456789", 6);
const random = () => String(randomInt(ALL)).padStart(6, "0");

/** What a service writes that knows which codes are in use: draw again until one is free. */
function untilFree(draw, used) {
  let code = draw();
  while (used.has(code)) code = draw();
  return code;
}

function set(draw) {
  const codes = new Set();
  while (codes.size < SET) codes.add(draw());
  return [...codes];
}

const sources = { randomInt: random, nanoid: () => nanoid() };

/** The contestants, each peer with the same work. */
const contest = (latchwork, work) => ({
  latchwork,
  ...Object.fromEntries(Object.entries(sources).map(([name, draw]) => [name, () => work(draw)])),
});

const report = (title, work) => {
  const rows = Object.entries(work).map(([name, contestants]) => {
    const { latchwork, ...others } = measure(contestants);
    const best = Math.min(...Object.values(others));
    return [name, told(latchwork), ...Object.keys(sources).map((peer) => told(others[peer])), `${(best / latchwork).toFixed(2)} x`];
  });
  print(
    `${title}, Node ${process.versions.node}, medians`,
    ["", "latchwork", ...Object.keys(sources), "the fastest peer takes"],
    rows,
  );
};

report("codes of 6 digits", {
  "one code": contest(() => generateCode(), (draw) => draw()),
  "one code without zeros and 12": contest(
    () => generateCode(codePolicies.nuki),
    (draw) => {
      let code = draw();
      while (/0|^12/.test(code)) code = draw();
      return code;
    },
  ),
  "10,000 different codes": contest(() => generateCodes(SET), set),
});

const taken = generateCodes(1_000);
report("beside 1,000 codes in use", {
  "one code, the list read each time": contest(
    () => generateCode({}, taken),
    (draw) => untilFree(draw, new Set(taken)),
  ),
});

// Both sides keep what they know from one draw to the next: a set of free codes, and a Set of those
// in use.
const AT_ONCE = 1_000;
const shares = [0, 0.5, 0.9, 0.99].map((share) => {
  const used = generateCodes(share * ALL);
  const known = new Set(used);
  const free = freeCodes({}, used);
  assert.equal(known.size + free.left, ALL);
  return { name: `${100 * share} % taken`, used, known, free };
});
const byShare = (work) => Object.fromEntries(shares.map((share) => [share.name, work(share)]));

report(
  "one code drawn until free",
  byShare(({ free, known }) => contest(() => free.draw(), (draw) => untilFree(draw, known))),
);

report(
  "1,000 different codes drawn until free",
  byShare(({ free, known }) =>
    contest(
      () => free.drawMany(AT_ONCE),
      (draw) => {
        const drawn = new Set();
        while (drawn.size < AT_ONCE) drawn.add(untilFree(draw, known));
        return [...drawn];
      },
    ),
  ),
);

// Each peer has a Set of its own that grows, and eight digits, so that none runs out.
const eight = freeCodes({ lengths: [8] });
const nanoid8 = customAlphabet("0123456789", 8);
const issuing = (draw, known = new Set()) => () => {
  const code = untilFree(draw, known);
  known.add(code);
  return code;
};
const issues = measure({
  latchwork: () => eight.issue(),
  randomInt: issuing(() => String(randomInt(10 ** 8)).padStart(8, "0")),
  nanoid: issuing(() => nanoid8()),
});
print(
  "one code of 8 digits drawn and taken",
  Object.keys(issues),
  [Object.values(issues).map(told)],
);

const made = measure(
  byShare(({ used }) => () => freeCodes({}, used).dispose()),
);
print("making a set of free codes", ["", "latchwork"], Object.entries(made).map(([name, time]) => [name, told(time)]));

const { bare, preset, count } = measure({
  bare: () => checkCode("735194"),
  preset: () => checkCode("735194", codePolicies.nuki),
  count: () => keyspace(codePolicies.tedee),
});
print(
  "single values",
  ["", "latchwork"],
  [["checkCode", told(bare)], ["checkCode, nuki", told(preset)], ["keyspace, tedee", told(count)]],
);
