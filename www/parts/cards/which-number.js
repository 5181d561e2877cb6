/** How much a reading's fit counts. */
const WEIGHTS = { likely: 2, possible: 1, unlikely: 0 };

/** Where panels ask for two numbers, for identifiers of so many bytes. */
const PAIRS = { 5: "em4100_w26_pair" };

/**
 * Which number of a card to type where, of a few `texts` that were read from it or are printed on
 * it: `{ rows, identifier }`. Each row has the `field`, the `number`, which of the texts it `is`
 * (from 0, or -1 for one that is made of them) and why. There are no rows where the texts can be
 * read as several cards (`identifier` is undefined), or where too little of the card is known.
 */
export function whichNumber(core, texts) {
  const card = oneCard(core, texts);
  if (!card) return { rows: [] };
  const rows = [];
  const conversions = core.cardConversions().filter(({ bytes }) => bytes === card.hex.length / 2);
  const typed = (number) => texts.findIndex((text) => plain(text) === plain(number));
  const keyed = conversions
    .filter(({ keyFormat }) => keyFormat)
    .flatMap((conversion) => made(core, card, conversion))
    .filter(({ number }, at, all) => all.findIndex((other) => other.number === number) === at);
  for (const { number, conversion } of keyed)
    rows.push({
      field: `Card number, format ${conversion.keyFormat}`,
      number,
      is: typed(number),
      why: keyed.length > 1 ? orderOf(conversion) : "It holds the whole identifier.",
    });
  const pair = conversions.find(({ name }) => name === PAIRS[card.hex.length / 2]);
  for (const { number } of pair ? made(core, card, pair) : []) {
    const why = "A panel behind a 26-bit reader sees the last three bytes alone, as two numbers.";
    const [facility, own] = number.split(",");
    rows.push({ field: "Facility code", number: facility, is: typed(facility), why });
    rows.push({ field: "Card number beside a facility code", number: own, is: typed(own), why });
  }
  return { rows, identifier: card.hex };
}

/**
 * The identifier that the texts agree on in the way that fits best, with what is not known as
 * question marks. None where two ways fit as well and say different things.
 */
function oneCard(core, texts) {
  let found = [{ hex: undefined, weight: 0, readings: [] }];
  for (const text of texts) {
    const readings = core.identifyCard(text).filter(({ identifier }) => identifier);
    found = found.flatMap((card) => readings.flatMap((reading) => joined(card, { ...reading, text })));
  }
  const most = Math.max(...found.map(({ weight }) => weight));
  const best = found.filter(({ weight }) => weight === most);
  return new Set(best.map(({ hex }) => hex)).size === 1 ? best[0] : undefined;
}

function joined({ hex, weight, readings }, reading) {
  const other = reading.identifier.hex;
  const both = hex === undefined ? other : merged(hex, other);
  if (both === undefined) return [];
  return [{ hex: both, weight: weight + (WEIGHTS[reading.fit] ?? 0), readings: [...readings, reading] }];
}

/** Two identifiers as one, where no digit of one contradicts the other. */
function merged(one, other) {
  if (one.length !== other.length) return undefined;
  const digits = [...one].map((digit, i) => {
    if (digit === "?" || digit === other[i]) return other[i];
    return other[i] === "?" ? digit : undefined;
  });
  return digits.includes(undefined) ? undefined : digits.join("");
}

/** What a conversion makes of the whole identifier, or else of one of the texts. */
function made(core, { hex, readings }, conversion) {
  const sources = hex.includes("?")
    ? readings.map(({ text, conversion: from }) => ({ text, from }))
    : [{ text: hex, from: undefined }];
  for (const { text, from } of sources) {
    const converted = core.convertCard(text, { from, to: conversion.name });
    if (converted.ok) return [{ number: converted.value.text, conversion }];
  }
  return [];
}

function orderOf({ steps }) {
  return steps.includes("bytes reversed")
    ? "Where the reader takes the last byte for the first."
    : "Where the reader takes the bytes as they are written.";
}

/** A number as it counts: without zeros in front, and without marks between bytes. */
function plain(text) {
  return text.replace(/[\s:]/g, "").replace(/^0+(?=\d)/, "").toUpperCase();
}
