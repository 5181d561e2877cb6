// Codes of six digits, against what Node has and nanoid. Run it after `cargo xtask build`.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { checkCode, codePolicies, generateCode, generateCodes, keyspace } from "latchwork";
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

// A peer keeps its set of codes from one draw to the next; the package is handed the list again at
// every call, so it is asked for 1,000 codes at once and the peers for 1,000 one after the other.
const AT_ONCE = 1_000;
const shares = Object.fromEntries(
  [0, 0.5, 0.9, 0.99].map((share) => {
    const used = generateCodes(share * ALL);
    const known = new Set(used);
    const thousand = (draw) => {
      const drawn = new Set();
      while (drawn.size < AT_ONCE) drawn.add(untilFree(draw, known));
      return drawn;
    };
    assert.equal(known.size, share * ALL);
    return [`${100 * share} % taken, 1,000 codes`, contest(() => generateCodes(AT_ONCE, {}, used), thousand)];
  }),
);
report("codes of 6 digits, drawn until free", shares);

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
