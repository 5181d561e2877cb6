// What the package answers to cases of identifiers and the numbers made of them. No imports of
// Node's: this runs in a page too.

/** What a number is read by, as cases name it. */
const by = ({ kind, conversion, candidate }) => conversion ?? candidate?.format ?? kind;

/** The number of an identifier, and what that tells of it, as its reading says it. */
function printedAndTold({ convertCard, identifyCard, cardConversions }, hex, conversion) {
  const printed = convertCard(hex, { to: conversion }).value.text;
  const { steps } = cardConversions().find(({ name }) => name === conversion);
  const name = steps.join() === "hexadecimal" ? "identifier" : conversion;
  const reading = identifyCard(printed).find((reading) => by(reading) === name);
  return { printed, tells: reading?.identifier.hex };
}

export const printed = (latchwork, { hex, conversion }) => printedAndTold(latchwork, hex, conversion);

/** The numbers of a tag, those that are read back. */
export function printedStyles(latchwork, { name, numbers }) {
  const told = Object.keys(numbers).map((conversion) => [conversion, printedAndTold(latchwork, name, conversion)]);
  return { numbers: Object.fromEntries(told.filter(([, { tells }]) => tells).map(([style, { printed }]) => [style, printed])) };
}

export function preset(latchwork, { name, hex }) {
  const { bytes, steps, losesBits, keyFormat } = latchwork.cardConversions().find((preset) => preset.name === name);
  return { bytes, steps, losesBits, ...(keyFormat && { keyFormat }), ...printedAndTold(latchwork, hex, name) };
}

export function convert({ convertCard }, { input, from, to }) {
  return convertCard(input, from === undefined && to === undefined ? undefined : { from, to });
}

/** A conversion of one's own: as it is checked, and what numbers are by it. */
export function own({ checkCardConversion, convertCard, identifyCard, matchCards }, { input, hex }) {
  const checked = checkCardConversion(input);
  if (hex === undefined) return checked;
  const options = { conversions: [input] };
  const printed = convertCard(hex, { to: input }).value.text;
  const { fit, why } = identifyCard(printed, options).find(({ conversion }) => conversion === input.name);
  const { verdict, ways } = matchCards(hex, printed, options);
  return {
    ...checked,
    printed,
    tells: convertCard(printed, { from: input }).value.text,
    reading: [fit, why],
    match: [verdict, ways[0].bits],
  };
}

/** Each reading as a case has it: fit, what it is read by, identifier or bits, why, codes of notes. */
export const identify = ({ identifyCard }, { input }) => ({
  readings: identifyCard(input).map((reading) => [
    reading.fit,
    by(reading),
    reading.identifier?.hex ?? reading.word.bits,
    reading.why,
    ...reading.notes.map(({ code }) => code),
  ]),
});

/** Each style as a case has it: fit, what all are read by, identifiers or bits. */
export const styles = ({ identifyCard }, { input }) => ({
  styles: identifyCard(input).map(({ fit, readings }) => [
    fit,
    by(readings[0]),
    readings.map(({ identifier, word }) => identifier?.hex ?? word.bits),
  ]),
});

export function match({ matchCards }, { a, b }) {
  const { verdict, ways } = matchCards(a, b);
  return { verdict, ways: ways.map((way) => [way.bits, by(way.a), by(way.b)]) };
}
