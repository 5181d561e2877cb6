import { FIELDS, sayBits } from "./card-words.js";
import { element } from "../shell/element.js";
import { useButton } from "../shell/hand-over.js";

/** What each part of a word is and says: the legend of its drawing. */
export class WordTable {
  constructor() {
    this.rows = element("tbody", {});
    this.element = element(
      "table",
      { class: "card-table" },
      element("caption", { class: "visually-hidden" }, "What the bits say"),
      element(
        "thead",
        {},
        element("tr", {}, ...["Part", "Says", "Bits"].map((title) => element("th", { scope: "col" }, title))),
      ),
      this.rows,
    );
  }

  /** `use`: whether a card number is offered for an access key. */
  show({ bits, format, fields, failed = [], use = false }) {
    const { parity = [], fixed = [] } = format;
    this.rows.replaceChildren(
      ...Object.entries(FIELDS)
        .filter(([name]) => format.fields[name])
        .map(([name, label]) => {
          const { bits: places, max } = format.fields[name];
          const number = fields[name];
          const says = [
            element("span", { class: "card-number" }, number ?? "no decimal number"),
            ...(max ? [element("span", { class: "card-most" }, ` at most ${max}`)] : []),
          ];
          if (use && name === "card" && number !== undefined)
            says.push(useButton({ keyIdentification: number, origin: `Card number of ${format.name}` }));
          return row(swatchOf(name), label, says, sayBits(places));
        }),
      ...parity.map(({ bit, kind, over }) => {
        const holds = !failed.includes(bit);
        const says = element(
          "span",
          { class: "badge", "data-tone": holds ? "good" : "bad" },
          holds ? "Holds" : "Fails",
        );
        const swatch = element("span", {
          class: "swatch",
          "data-role": "parity",
          "data-verdict": holds ? "ok" : "failed",
        });
        return row(swatch, `Parity, ${kind}`, [says], `bit ${bit}, over ${sayBits(over)}`);
      }),
      ...(fixed.length > 0
        ? [
            row(
              swatchOf("fixed"),
              "Fixed",
              [`always ${fixed.map(({ value }) => value).join("")}`],
              sayBits(fixed.map(({ bit }) => bit)),
            ),
          ]
        : []),
      ...unusedRow(bits, format),
    );
  }
}

function unusedRow(bits, { fields, parity = [], fixed = [] }) {
  const used = new Set([
    ...Object.values(fields).flatMap(({ bits }) => bits),
    ...[...parity, ...fixed].map(({ bit }) => bit),
  ]);
  const unused = [...bits].flatMap((_, at) => (used.has(at) ? [] : [at]));
  if (unused.length === 0) return [];
  return [row(swatchOf("unused"), "No known use", [unused.map((at) => bits[at]).join("")], sayBits(unused))];
}

function swatchOf(role) {
  return element("span", { class: "swatch", "data-role": role });
}

function row(swatch, label, says, places) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, swatch, label),
    element("td", {}, ...says),
    element("td", {}, places.charAt(0).toUpperCase() + places.slice(1)),
  );
}
