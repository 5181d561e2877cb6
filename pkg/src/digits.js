// Codes as numbers (see src/js/free.rs): the value of the digits and, from bit 27 on, how many
// digits there are beyond four.

const LENGTH_AT = 27;
const VALUE = 2 ** LENGTH_AT - 1;
/** The fewest and the most digits of a code. */
export const SHORTEST = 4;
export const LONGEST = 8;

/** `000` to `999`, made at the first code. */
let thousand;

/** Writes the digits of a code. */
export function written(word) {
  thousand ??= Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"));
  const value = word & VALUE;
  const upper = (value / 1000) | 0;
  const lower = thousand[value - upper * 1000];
  switch (word >>> LENGTH_AT) {
    case 0:
      return String(upper) + lower;
    case 1:
      return thousand[upper].slice(1) + lower;
    case 2:
      return thousand[upper] + lower;
    case 3:
      return String((upper / 1000) | 0) + thousand[upper % 1000] + lower;
    default:
      return thousand[(upper / 1000) | 0].slice(1) + thousand[upper % 1000] + lower;
  }
}

/** A text as a code; -1 when it is none. */
export function packed(text) {
  if (typeof text !== "string") return -1;
  const { length } = text;
  if (length < SHORTEST || length > LONGEST) return -1;
  let value = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return ((length - SHORTEST) << LENGTH_AT) | value;
}

/** A list of texts as codes; `undefined` when one is none. */
export function packedList(texts) {
  const words = new Uint32Array(texts.length);
  for (let index = 0; index < words.length; index += 1) {
    const word = packed(texts[index]);
    if (word === -1) return undefined;
    words[index] = word;
  }
  return words;
}
