import { FIELDS, sayBits } from "./card-words.js";
import { element } from "../shell/element.js";

const HINT = "Point at a parity bit, or go to it with Tab, to see which bits it covers.";
const NO_PARITY = "No parity bit of this format is known: nothing checks these bits.";

/** What a run of bits is called in the drawing, and where it is too short for that. */
const SHORT = {
  facility: ["Facility", "F"],
  card: ["Card", "C"],
  issue: ["Issue", "I"],
  oem: ["OEM", "O"],
  fixed: ["Fixed", "="],
  unused: ["No known use", "–"],
};

/** In pixels: of a bit, and of a letter of a name. */
const BIT = 24;
const LETTER = 7;

/** So many bits of a run keep together under its name, whatever the rows. */
const HEAD = 5;

/**
 * The bits of a Wiegand word, field by field, the one sent first first. A parity bit shows what it
 * covers while it is pointed at or has the focus.
 */
export class WordDrawing {
  #cells = [];
  #rest = HINT;

  constructor() {
    this.groups = element("div", {
      class: "bits",
      role: "group",
      "aria-label": "Bits of the word, the one sent first first",
    });
    this.saying = element("p", { class: "bits-saying", "aria-hidden": "true" });
    this.element = element("div", { class: "word-drawing" }, this.groups, this.saying);
  }

  /** `failed`: the parity bits that do not hold; `fields`: what the fields say. */
  show({ bits, format, fields, failed = [] }) {
    const groups = groupsOf(bits, format);
    this.#cells = [];
    this.groups.replaceChildren(
      ...groups.map((group) =>
        group.parity
          ? this.#parity({ ...group, bits, failed: failed.includes(group.first) })
          : this.#field({
              ...group,
              bits,
              whole: format.fields[group.role]?.bits.length,
              says: fields[group.role],
            }),
      ),
    );
    this.#rest = format.parity?.length ? HINT : NO_PARITY;
    this.#mark(undefined);
  }

  #field({ role, first, last, bits, whole, says }) {
    const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    // A field may lie in several runs, of which none is its number.
    const number = says === undefined || places.length < whole ? [] : [says];
    const said = `${[FIELDS[role] ?? SHORT[role][0], ...number].join(" ")}, ${sayBits(places)}: ${bits.slice(first, last + 1)}`;
    const [word, letter] = SHORT[role];
    const names = [[word, ...number].join(" "), word, letter];
    const head = places.slice(0, HEAD);
    const name = names.find((name) => name.length * LETTER <= head.length * BIT);
    const slots = places.map((at) => element("span", { class: "bit-slot" }, this.#cell(at, bits[at])));
    return element(
      "span",
      { class: "bits-group", "data-role": role },
      element("span", { class: "visually-hidden" }, said),
      headOf(name, slots.slice(0, HEAD)),
      ...slots.slice(HEAD),
    );
  }

  #parity({ first: at, parity, bits, failed }) {
    const { kind, over } = parity;
    const verdict = failed ? "does not hold" : "holds";
    const said = `Bit ${at}: the ones of ${sayBits(over)} and itself are to be ${kind} in number, which ${verdict}.`;
    const button = element(
      "button",
      {
        type: "button",
        class: "bit-parity",
        "data-verdict": failed ? "failed" : "ok",
        "aria-label": `${bits[at]} ${at}: parity bit ${at} is ${bits[at]}, ${kind} over ${sayBits(over)}, ${verdict}`,
      },
      this.#cell(at, bits[at]),
    );
    const on = () => this.#mark({ at, over, said });
    const off = () => this.#mark(undefined);
    for (const event of ["pointerenter", "focus", "click"]) button.addEventListener(event, on);
    button.addEventListener("blur", off);
    button.addEventListener("pointerleave", () => {
      if (document.activeElement !== button) off();
    });
    return element(
      "span",
      { class: "bits-group", "data-role": "parity", "data-verdict": failed ? "failed" : "ok" },
      headOf(failed ? "P ✗" : "P ✓", [element("span", { class: "bit-slot" }, button)]),
    );
  }

  #cell(at, bit) {
    this.#cells[at] = element(
      "span",
      { class: "bit", "aria-hidden": "true" },
      element("span", { class: "bit-value" }, bit),
      " ",
      element("span", { class: "bit-place" }, String(at)),
    );
    return this.#cells[at];
  }

  #mark(parity) {
    this.groups.classList.toggle("bits-marking", parity !== undefined);
    this.#cells.forEach((cell, at) => {
      cell.classList.toggle("bit-covered", Boolean(parity) && (parity.over.includes(at) || parity.at === at));
    });
    this.saying.textContent = parity?.said ?? this.#rest;
  }
}

/** The first bits of a run, under its name. */
function headOf(name, slots) {
  return element(
    "span",
    { class: "bits-head" },
    element("span", { class: "bits-name", "aria-hidden": "true" }, name),
    ...slots,
  );
}

/** Runs of bits that are for the same, each parity bit on its own. */
function groupsOf(bits, { fields, parity = [], fixed = [] }) {
  const groups = [];
  for (let at = 0; at < bits.length; at += 1) {
    const covers = parity.find(({ bit }) => bit === at);
    const field = Object.keys(FIELDS).find((name) => fields[name]?.bits.includes(at));
    const role = covers ? "parity" : (field ?? (fixed.some(({ bit }) => bit === at) ? "fixed" : "unused"));
    const last = groups.at(-1);
    if (last && last.role === role && !covers) last.last = at;
    else groups.push({ role, first: at, last: at, parity: covers });
  }
  return groups;
}
