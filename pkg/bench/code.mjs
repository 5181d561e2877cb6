// Codes, against what Node has and nanoid.
//
//   node pkg/bench/code.mjs [--only NAME]… [--seconds 60] [--quick] [--json]
//
// Run it after `cargo xtask build`. A ratio is to `randomInt`, which every service has at hand.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { checkCode, codePolicies, freeCodes, generateCode, generateCodes, keyspace } from "latchwork";
import { customAlphabet } from "nanoid";
import { options, report } from "./support/race.mjs";

const asked = options();

const ALL = 1_000_000;
const SET = 10_000;
const AT_ONCE = 1_000;
const NONE = new Set();

const nanoid = customAlphabet("0123456789", 6);
const sources = { randomInt: () => String(randomInt(ALL)).padStart(6, "0"), nanoid: () => nanoid() };

/** Draws again until one is good. */
function until(draw, isGood) {
  let code = draw();
  while (!isGood(code)) code = draw();
  return code;
}

/** What a service writes that knows which codes are in use. */
const untilFree = (draw, used) => until(draw, (code) => !used.has(code));

function set(draw, count, used = NONE) {
  const codes = new Set();
  while (codes.size < count) codes.add(untilFree(draw, used));
  return [...codes];
}

/** A row of the contestants, each peer with the same work. */
const row = (name, latchwork, work, more = {}) => ({
  name,
  against: ["randomInt"],
  contestants: {
    latchwork,
    ...Object.fromEntries(Object.entries(sources).map(([source, draw]) => [source, () => work(draw)])),
  },
  ...more,
});

// Drawn with a policy that nobody has handed over before: a literal at each call.
assert.match(generateCode({ lengths: [6] }), /^[0-9]{6}$/);
assert.equal(new Set(generateCodes(SET, { lengths: [6] })).size, SET);

const taken = generateCodes(1_000);

// Both sides keep what they know from one draw to the next: a set of free codes, and a Set of those
// in use.
const shares = [0, 0.5, 0.9, 0.99].map((share) => {
  const used = generateCodes(share * ALL);
  const known = new Set(used);
  const free = freeCodes({}, used);
  assert.equal(known.size + free.left, ALL);
  return { name: `${100 * share} % taken`, used, known, free };
});

// Each peer has a Set of its own that grows, and eight digits, so that none runs out.
const eight = freeCodes({ lengths: [8] });
const nanoid8 = customAlphabet("0123456789", 8);
const issuing = (draw, known = new Set()) => () => {
  const code = untilFree(draw, known);
  known.add(code);
  return code;
};

report(
  {
    "codes of 6 digits": [
      row("one code of a literal policy", () => generateCode({ lengths: [6] }), (draw) => draw(), { aim: 1 }),
      row("10,000 different codes", () => generateCodes(SET, { lengths: [6] }), (draw) => set(draw, SET), { aim: 0.5 }),
      row("one code of the default policy", () => generateCode(), (draw) => draw()),
      row(
        "one code without zeros and 12",
        () => generateCode(codePolicies.nuki),
        (draw) => until(draw, (code) => !/0|^12/.test(code)),
      ),
      row(
        "one code beside 1,000 in use, the list read each time",
        () => generateCode({}, taken),
        (draw) => untilFree(draw, new Set(taken)),
      ),
    ],
    "codes drawn until free": [
      ...shares.map(({ name, free, known }) => row(`one, ${name}`, () => free.draw(), (draw) => untilFree(draw, known))),
      ...shares.map(({ name, free, known }) =>
        row(`1,000 different, ${name}`, () => free.drawMany(AT_ONCE), (draw) => set(draw, AT_ONCE, known)),
      ),
      {
        name: "one of 8 digits, drawn and taken",
        against: ["randomInt"],
        contestants: {
          latchwork: () => eight.issue(),
          randomInt: issuing(() => String(randomInt(10 ** 8)).padStart(8, "0")),
          nanoid: issuing(() => nanoid8()),
        },
      },
    ],
    "without a peer": [
      ...shares.map(({ name, used }) => ({
        name: `making a set of free codes, ${name}`,
        contestants: { latchwork: () => freeCodes({}, used).dispose() },
      })),
      { name: "checkCode", contestants: { latchwork: () => checkCode("735194") } },
      { name: "checkCode, nuki", contestants: { latchwork: () => checkCode("735194", codePolicies.nuki) } },
      { name: "keyspace, tedee", contestants: { latchwork: () => keyspace(codePolicies.tedee) } },
    ],
  },
  asked,
);
