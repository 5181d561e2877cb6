/** The fields of a Wiegand word, in the order in which they are asked for. */
export const FIELDS = {
  facility: "Facility code",
  card: "Card number",
  issue: "Issue level",
  oem: "OEM code",
};

/** How well a reading fits, as a badge. */
export const FITS = {
  likely: { word: "Likely", tone: "good" },
  possible: { word: "Possible", tone: "plain" },
  unlikely: { word: "Unlikely", tone: "plain" },
};

/** What the parity bits say of a word, as a badge. */
export const VERDICTS = {
  ok: { word: "Parity holds", tone: "good" },
  failed: { word: "Parity fails", tone: "bad" },
  none: { word: "No parity", tone: "plain" },
};

/** How far sources agree on a format. */
export const CONFIDENCES = {
  agreed: "Sources agree on this format",
  "no-parity-known": "No parity of this format is known, so any word of its length fits it",
  uncertain: "Sources contradict each other on this format: what its parity says counts for little",
};

/** What may be wrong between the reader and the panel, and the bits that were meant. */
export const DIAGNOSES = {
  "data-lines-swapped": {
    word: "Lines swapped?",
    text: "It verifies once every bit is turned over: the wires D0 and D1 may be swapped. Drawn is the word that was meant",
    mend: (bits) => [...bits].map((bit) => (bit === "0" ? "1" : "0")).join(""),
  },
  "bits-reversed": {
    word: "Bits reversed?",
    text: "It verifies once it is read from the last bit to the first. Drawn is the word that was meant",
    mend: (bits) => [...bits].reverse().join(""),
  },
};

/** The bits that a candidate is about: those of the word, or those that were meant. */
export function bitsOf({ word, candidate }) {
  const { mend = (bits) => bits } = DIAGNOSES[candidate.diagnosis] ?? {};
  return mend(word.bits);
}

/** `Facility code 123, card number 4567` */
export function sayFields(fields) {
  const words = Object.entries(FIELDS)
    .filter(([name]) => fields[name] !== undefined)
    .map(([name, word]) => `${word.toLowerCase().replace("oem", "OEM")} ${fields[name]}`);
  const said = words.join(", ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** `bits 1–8, 10`, `bit 5` */
export function sayBits(bits) {
  const runs = [];
  for (const bit of [...bits].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && bit === run.last + 1) run.last = bit;
    else runs.push({ first: bit, last: bit });
  }
  const said = runs.map(({ first, last }) =>
    first === last ? String(first) : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`,
  );
  return `${bits.length === 1 ? "bit" : "bits"} ${said.join(", ")}`;
}

/** `01 02 B0 A5 FD`; what is not known stays a question mark. */
export function bytesOf({ hex }) {
  return hex.match(/../g) ?? [];
}

/** `8 bits lost` */
export function sayLoss(bits) {
  return bits === 1 ? "1 bit lost" : `${bits} bits lost`;
}

/** How many hexadecimal digits of an identifier are not known, in words. */
export function sayUnknown({ hex }) {
  const unknown = [...hex].filter((digit) => digit === "?").length;
  if (unknown === 0) return "every digit known";
  return unknown === 1 ? "1 digit not known" : `${unknown} digits not known`;
}

/** A step of a conversion: ``joined by `,` `` with the marks that people read. */
export function sayStep(step) {
  return step.replace(/`(.)`/, "“$1”");
}
