// Conversions of the caller's own, where they are handed over.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cardConversions, checkCardConversion, convertCard, identifyCard, matchCards } from "latchwork/cards";

const ours = { name: "ours", bytes: 4, steps: ["bytes reversed", "low 20 bits", "decimal of 7 digits"] };
const wrong = { ...ours, steps: ["decimal", "low"] };
const UNKNOWN = "expected a step such as `low 3 bytes` or `decimal of 8 digits`, found another";

const places = ({ issues }) => issues.map(({ code, path }) => [code, ...path]);
const misuse = (message) => ({ name: "LatchworkError", code: "invalid_argument", message });

test("every named conversion is one that can be given back", () => {
  for (const conversion of cardConversions()) {
    assert.deepEqual(checkCardConversion(conversion), { ok: true, value: conversion });
  }
});

test("a named conversion and its steps give the same", () => {
  for (const conversion of cardConversions()) {
    const hex = "E0A1B2C3D4E5F60718".slice(0, 2 * conversion.bytes).padEnd(2 * conversion.bytes, "9");
    const { text } = convertCard(hex, { to: conversion.name }).value;
    assert.deepEqual(convertCard(hex, { to: conversion }), convertCard(hex, { to: conversion.name }));
    assert.deepEqual(convertCard(text, { from: conversion }), convertCard(text, { from: conversion.name }));
  }
});

describe("what is wrong with one", () => {
  test("is an issue at from or to of convertCard, all at once", () => {
    assert.deepEqual(places(convertCard("1EA68671", { from: wrong, to: { ...ours, bytes: 6 } })), [
      ["conversion_step_unknown", "from", "steps", 1],
      ["uid_wrong_length", "to", "bytes"],
    ]);
    assert.deepEqual(places(convertCard("1EA68671", { from: "ours", to: ["decimal"] })), [
      ["conversion_unknown", "from"],
      ["wrong_type", "to"],
    ]);
  });

  test("is misuse of the options of identifyCard and matchCards", () => {
    const thrown = misuse(`options.conversions[1].steps[1]: ${UNKNOWN}`);
    assert.throws(() => identifyCard("42526", { conversions: [ours, wrong] }), thrown);
    assert.throws(() => matchCards("42526", "1EA68671", { conversions: [ours, wrong] }), thrown);
    const unnamed = misuse("options.conversions[0]: expected an object, found a string");
    assert.throws(() => identifyCard("42526", { conversions: ["mifare4_lsb"] }), unnamed);
  });
});

test("without any, readings are as ever", () => {
  for (const options of [undefined, {}, { conversions: undefined }, { conversions: [] }]) {
    assert.deepEqual(identifyCard("11576829", options), identifyCard("11576829"));
    assert.deepEqual(matchCards("17642493", "11576829", options), matchCards("17642493", "11576829"));
  }
});
