// Wiegand words, against what a service writes that knows one format. Run it after `cargo xtask build`.
import assert from "node:assert/strict";
import { decodeCard, decodeCards, encodeCard } from "latchwork";
import { measure, print, told } from "./support/measure.mjs";

const WORDS = 100_000;

/** H10301 and nothing else: no parity, no other candidate. */
function fields26({ hex }) {
  const value = parseInt(hex, 16);
  return { facility: (value >>> 17) & 0xff, card: (value >>> 1) & 0xffff };
}

const words = Array.from({ length: WORDS }, (_, index) => {
  const { hex, length } = encodeCard("H10301", { facility: index & 0xff, card: (index * 7) & 0xffff }).value;
  return { hex, length };
});
const wide = Array.from({ length: WORDS }, (_, index) => {
  const { hex, length } = encodeCard("H10302", { card: index * 343_597 }).value;
  return { hex, length };
});
assert.equal(decodeCards(words).length, WORDS);

const [word] = words;
const one = measure({ decoded: () => decodeCard(word), bare: () => fields26(word) });
print(
  `one word, Node ${process.versions.node}, medians`,
  ["", "latchwork", "the fields of one format, alone"],
  [["26 bits", told(one.decoded), told(one.bare)]],
);

const many = measure({
  decoded: () => decodeCards(words),
  wide: () => decodeCards(wide),
  bare: () => words.map(fields26),
});
const ratio = (time) => `${(time / many.bare).toFixed(1)} x`;
print(
  `${WORDS.toLocaleString("en")} words in one call, medians`,
  ["", "took", "to the fields of one format, alone"],
  [
    ["26 bits, 2 candidates each", told(many.decoded), ratio(many.decoded)],
    ["37 bits, 7 candidates each", told(many.wide), ratio(many.wide)],
    ["the fields of one format, alone", told(many.bare), "1.0 x"],
  ],
);
