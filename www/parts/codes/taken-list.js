import { TextList } from "../fields/text-list.js";

/** What stands after a code: a moment, or the mark of an end that is open. */
const MOMENT = /^\d{4}-\d/;
const OPEN = "-";

/** The codes in use, each with the moments between which it opens where it does not always. */
export class TakenList extends TextList {
  /** A code alone, or `{ code, from, until }` where moments follow it. */
  get items() {
    const codes = [];
    for (const word of super.items) {
      const last = codes.at(-1);
      const moment = word === OPEN || MOMENT.test(word);
      if (moment && last && last.moments.length < 2) last.moments.push(word);
      else codes.push({ code: word, moments: [] });
    }
    return codes.map(({ code, moments }) => taken(code, moments));
  }

  /** Adds codes that open in a window, each on a line of its own. */
  add(codes, window) {
    const added = codes.map((code) => taken(code, [window.from, window.until]));
    this.control.value = [...new Set([...this.items, ...added].map(lineOf))].join("\n");
    this.control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function taken(code, [from = OPEN, until = OPEN]) {
  if (from === OPEN && until === OPEN) return code;
  return { code, ...(from !== OPEN && { from }), ...(until !== OPEN && { until }) };
}

function lineOf(item) {
  if (typeof item === "string") return item;
  const { code, from = OPEN, until } = item;
  return [code, from, ...(until ? [until] : [])].join(" ");
}
