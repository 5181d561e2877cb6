// Codes of six digits, against what Node has and nanoid. Run it after `cargo xtask build`.
import { randomInt } from "node:crypto";
import { checkCode, generateCode } from "latchwork";
import { customAlphabet } from "nanoid";
import { measure, print, told } from "./support/measure.mjs";

const nanoid = customAlphabet("0123456789", 6);
const policy = { lengths: [6] };
const taken = Array.from({ length: 1_000 }, () => generateCode());

/** What a service writes that knows which codes are in use: draw again until one is free. */
function drawnAgain(draw) {
  const used = new Set(taken);
  let code = draw();
  while (used.has(code)) code = draw();
  return code;
}

const random = () => String(randomInt(1_000_000)).padStart(6, "0");

const work = {
  "one code": { latchwork: () => generateCode(), randomInt: random, nanoid: () => nanoid() },
  "one code of a policy": { latchwork: () => generateCode(policy), randomInt: random, nanoid: () => nanoid() },
  "one code, 1,000 in use": {
    latchwork: () => generateCode(policy, taken),
    randomInt: () => drawnAgain(random),
    nanoid: () => drawnAgain(nanoid),
  },
};

const rows = Object.entries(work).map(([name, contestants]) => {
  const { latchwork, ...others } = measure(contestants);
  const best = Math.min(...Object.values(others));
  return [name, told(latchwork), told(others.randomInt), told(others.nanoid), `${(best / latchwork).toFixed(2)} x`];
});
print(
  `codes of 6 digits, Node ${process.versions.node}, medians`,
  ["", "latchwork", "randomInt", "nanoid", "the fastest peer takes"],
  rows,
);

const { code } = measure({ code: () => checkCode("735194") });
print("single values", ["", "latchwork"], [["checkCode", told(code)]]);
