import { DIAGNOSES, FITS, VERDICTS } from "./card-words.js";

/** So many digits that are 0 and 1 only are bits before they are a number. */
const BITS = /^[01]{21,}$/;

/** What a text of which nothing is said may be, the likelier first. */
export function readAnything(core, text) {
  const readings = core.identifyCard(text);
  const bits = bitsIn(text);
  const word = BITS.test(bits) ? core.checkCardWord({ bits }) : { ok: false };
  // Of bits one wants to see what fails, too.
  if (word.ok) return [...readWord(core, word.value), ...readings.filter(({ kind }) => kind !== "word")];
  return readings;
}

/** What a word may be, as readings. */
export function readWord(core, word) {
  return core.decodeCard({ bits: word.bits }, { diagnose: true }).map((candidate) => ({
    kind: "word",
    word,
    candidate,
    why: whyOf(candidate),
    notes: candidate.notes ?? [],
  }));
}

/** The bits of a text, which people write in groups. */
export function bitsIn(text) {
  return text.replace(/\s/g, "");
}

/** The badge of a reading. */
export function badgeOf({ fit, candidate }) {
  if (fit) return FITS[fit];
  if (candidate.diagnosis) return { word: DIAGNOSES[candidate.diagnosis].word, tone: "warn" };
  const { word, tone } = VERDICTS[candidate.parity];
  return { word, tone: candidate.confidence === "uncertain" ? "plain" : tone };
}

function whyOf({ parity, failed = [], confidence, diagnosis }) {
  if (diagnosis) return "As it was sent it verifies in no format";
  const said = {
    none: "The format has no parity bits to check",
    ok: "Every parity bit holds",
    failed:
      failed.length === 1
        ? `Parity bit ${failed[0]} does not hold`
        : `Parity bits ${failed.join(", ")} do not hold`,
  }[parity];
  return confidence === "uncertain" ? `${said}; sources contradict each other on this format` : said;
}

/** What a reading takes the number for, in a few words. */
export function titleOf(core, { kind, identifier, conversion, steps, candidate }) {
  if (kind === "identifier") return `An identifier of ${identifier.bytes} bytes`;
  if (kind === "part") return `Part of an identifier of ${identifier.bytes} bytes: ${steps.join(", ")}`;
  if (kind === "conversion")
    return core.cardConversions().find(({ name }) => name === conversion).description;
  return sayFormat(core.cardFormats().find(({ name }) => name === candidate.format));
}

/** The name of a format and what it is; one in the other where it is. */
export function sayFormat({ name, description = "" }) {
  if (description.includes(name)) return description;
  return description === "" ? name : `${name}: ${description}`;
}
