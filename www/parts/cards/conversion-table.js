import { bytesOf, sayLoss, sayStep } from "./card-words.js";
import { element } from "../shell/element.js";
import { useButton } from "../shell/hand-over.js";
import { Segments } from "../fields/segments.js";

/** The step of a conversion that begins with the last byte. */
const REVERSED = "bytes reversed";

/** What any access key may have for a number: its widest format. */
const ANY_KEY = { name: "any", digits: 17, bits: 56 };

/** The numbers that readers and printers make of an identifier, in one order of its bytes or the other. */
export class ConversionTable {
  #core;
  #reading;

  constructor() {
    this.order = new Segments({
      name: "order",
      legend: "Most significant byte",
      value: "first",
      options: [
        { value: "first", label: "First", detail: "As it is written" },
        { value: "last", label: "Last", detail: "Bytes reversed" },
      ],
    });
    this.rows = element("tbody", {});
    this.hint = element("p", { class: "card-hint" });
    this.count = element("span", { class: "conversions-count" });
    this.element = element(
      "details",
      { class: "conversions" },
      element("summary", {}, element("h3", {}, "The same card elsewhere"), this.count),
      this.order.element,
      element(
        "table",
        { class: "card-table" },
        element("caption", { class: "visually-hidden" }, "The numbers that are made of the identifier"),
        element(
          "thead",
          {},
          element("tr", {}, ...["Number", "Made by"].map((title) => element("th", { scope: "col" }, title))),
        ),
        this.rows,
      ),
      this.hint,
    );
    this.order.element.addEventListener("input", () => this.#show());
  }

  /** `reading`: of the text `typed`. */
  show(core, reading, typed) {
    this.#core = core;
    this.#reading = { ...reading, typed };
    this.#show();
  }

  #show() {
    const { identifier } = this.#reading;
    const last = this.order.value === "last";
    const bytes = bytesOf(identifier);
    if (last) bytes.reverse();
    const hex = bytes.join("");
    const numbers = new Map([
      [hex, [{ description: "The identifier in hex", steps: last ? [REVERSED] : [], losesBits: 0 }]],
    ]);
    for (const { text, conversion } of last ? this.#turned(hex) : this.#straight()) {
      if (!numbers.has(text)) numbers.set(text, []);
      numbers.get(text).push(conversion);
    }
    this.rows.replaceChildren(
      ...[...numbers].map(([text, conversions]) => {
        const number = element("code", { class: "card-number" }, text === hex ? bytes.join(" ") : text);
        // What is an identifier in hex may look like a decimal number.
        const decimal = text !== hex && /^\d+$/.test(text);
        const isKey = decimal && this.#core.checkKeyNumber(ANY_KEY, text).ok;
        return row(isKey ? [number, useButton(keyOf(text, conversions))] : [number], conversions);
      }),
    );
    this.count.textContent = numbers.size === 1 ? "1 number" : `${numbers.size} numbers`;
    this.hint.textContent = identifier.whole ? "" : "What needs digits that are not known is left out.";
  }

  /** What is made of the identifier as it is. */
  #straight() {
    return this.#made(this.#known(false));
  }

  /** What is made of it from its last byte to its first, which is `hex`. */
  #turned(hex) {
    const turning = this.#known(true);
    if (turning.length > 0) return this.#made(turning);
    // Where no conversion is known to turn the bytes, those for turned ones are as good a guess.
    return this.#known(false).flatMap((conversion) =>
      this.#convert(hex, { to: conversion.name }, { ...conversion, steps: [REVERSED, ...conversion.steps] }),
    );
  }

  /** The conversions for identifiers of this length that turn the bytes, or that do not. */
  #known(turning) {
    return this.#core
      .cardConversions()
      .filter(
        ({ bytes, steps }) =>
          bytes === this.#reading.identifier.bytes && steps.includes(REVERSED) === turning,
      );
  }

  /** An identifier of which a number tells a part is converted from that number. */
  #made(conversions) {
    const { identifier, conversion: from, typed } = this.#reading;
    return conversions.flatMap((conversion) =>
      this.#convert(from ? typed : identifier.hex, { from, to: conversion.name }, conversion),
    );
  }

  #convert(text, steps, conversion) {
    const converted = this.#core.convertCard(text, steps);
    return converted.ok ? [{ text: converted.value.text, conversion }] : [];
  }
}

/** What an access key takes: the number, and the format of which it is, where one of the conversions says so. */
function keyOf(text, conversions) {
  const { keyFormat, description } = conversions.find(({ keyFormat }) => keyFormat) ?? conversions[0];
  return { keyFormat, keyIdentification: text, origin: description };
}

function row(number, conversions) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, ...number),
    element(
      "td",
      {},
      ...conversions.map(({ description, steps, losesBits }) =>
        element(
          "p",
          { class: "card-conversion" },
          element("span", {}, description),
          element(
            "span",
            { class: "card-steps" },
            [...steps.map(sayStep), ...(losesBits > 0 ? [sayLoss(losesBits)] : [])].join(", "),
          ),
        ),
      ),
    ),
  );
}
