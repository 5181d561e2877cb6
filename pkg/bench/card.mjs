// Wiegand words, against what a service writes that knows one format.
//
//   node pkg/bench/card.mjs [--only NAME]… [--seconds 60] [--quick] [--json] [--entry latchwork/cards]
//
// Run it after `cargo xtask build`. The peer knows H10301 and nothing else: no parity, no other
// candidate.
import assert from "node:assert/strict";
import { options, report } from "./support/race.mjs";

const asked = options({ entry: { type: "string", default: "latchwork/cards" } });
const { decodeCard, decodeCards, encodeCard } = await import(asked.entry);

const WORDS = 100_000;

function fields26({ hex }) {
  const value = parseInt(hex, 16);
  return { facility: (value >>> 17) & 0xff, card: (value >>> 1) & 0xffff };
}

const encoded = (format, fields) =>
  Array.from({ length: WORDS }, (_, index) => {
    const { hex, length } = encodeCard(format, fields(index)).value;
    return { hex, length };
  });
const words = encoded("H10301", (index) => ({ facility: index & 0xff, card: (index * 7) & 0xffff }));
const wide = encoded("H10302", (index) => ({ card: index * 343_597 }));
assert.equal(decodeCards(words).length, WORDS);

const fresh = (count) => Array.from({ length: count }, (_, index) => ({ ...words[index % WORDS] }));
const many = `${WORDS.toLocaleString("en")} words in one call`;

report(
  {
    "Wiegand words": [
      {
        name: "one word of 26 bits, 2 candidates",
        inputs: fresh,
        contestants: { latchwork: (word) => decodeCard(word), "one format": fields26 },
      },
      {
        name: `${many}, 26 bits, 2 candidates each`,
        contestants: { latchwork: () => decodeCards(words), "one format": () => words.map(fields26) },
      },
      {
        name: `${many}, 37 bits, 7 candidates each`,
        contestants: { latchwork: () => decodeCards(wide), "one format": () => wide.map(fields26) },
      },
    ],
  },
  asked,
);
