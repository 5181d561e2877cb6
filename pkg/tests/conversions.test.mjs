// Conversions of the caller's own, where they are handed over.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cardConversions, checkCardConversion, convertCard, identifyCard, matchCards } from "latchwork/cards";

const ours = { name: "ours", bytes: 4, steps: ["bytes reversed", "low 20 bits", "decimal of 7 digits"] };
const wrong = { ...ours, name: "wrong", steps: ["decimal", "low"] };
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

test("several of one name, and more than are compared in one call, are misuse", () => {
  const twice = misuse(
    "options.conversions[1].name: expected a name that no other conversion of the list has, found one again",
  );
  assert.throws(() => identifyCard("42526", { conversions: [ours, { ...ours }] }), twice);
  const named = (_, index) => ({ ...ours, name: `ours ${index}` });
  const conversions = Array.from({ length: 256 }, named);
  assert.equal(matchCards("1EA68671", "0435742", { conversions }).verdict, "possible");
  const many = misuse("options.conversions: expected at most 256 conversions, found more");
  assert.throws(() => matchCards("42526", "1EA68671", { conversions: [...conversions, ours] }), many);
});

test("one of a named conversion's name stands in its place", () => {
  const own = { ...ours, name: "em4100_dez8" };
  const read = ({ identifier }) => identifier.bytes;
  const named = (options) => identifyCard("0042526", options).filter(({ conversion }) => conversion === own.name);
  assert.deepEqual(named().map(read), [5]);
  assert.deepEqual(named({ conversions: [own] }).map(read), [4]);
});

test("of a list of numbers it is told what explains all of them", () => {
  const [best, ...others] = identifyCard(["02207638", "17642493", "07302202"]);
  assert.deepEqual([best.kind, best.conversion, best.bytes, best.fit], ["conversion", "em4100_dez3_5c_joined", 5, "possible"]);
  assert.deepEqual(best.readings.map(({ identifier }) => identifier.hex), ["????161DD6", "????B0A5FD", "????49089A"]);
  assert.ok(others.every(({ readings }) => readings.length === 3));
  assert.deepEqual(identifyCard([]), []);
  assert.throws(() => identifyCard(["11576829", 11576829]), misuse("text[1]: expected a string, found a number"));
  const many = misuse("text: expected at most 1000 numbers, found more");
  assert.throws(() => identifyCard(new Array(1001).fill("11576829")), many);
});

test("without any, readings are as ever", () => {
  for (const options of [undefined, {}, { conversions: undefined }, { conversions: [] }]) {
    assert.deepEqual(identifyCard("11576829", options), identifyCard("11576829"));
    assert.deepEqual(matchCards("17642493", "11576829", options), matchCards("17642493", "11576829"));
  }
});
