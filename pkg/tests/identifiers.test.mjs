// The panel's identifiers: their states, and which of them are the same.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createIdentifier, identifierState, windowState } from "latchwork";
import { systems } from "./support/requests.mjs";

const ALWAYS = { is_permanent: true };
const iso = (seconds) => new Date(seconds * 1000).toISOString();

describe("the state of an identifier", () => {
  const from = 1_772_352_000;
  const to = 1_788_249_600;
  const times = [ALWAYS, { is_permanent: false, from }, { is_permanent: false, to }, { is_permanent: false, from, to }];
  const instants = [0, from - 1, from, from + 1, to - 1, to, to + 1].map((seconds) => seconds * 1000);

  test("with passes left, is that of its window", () => {
    for (const time of times) {
      const window = { from: time.from && iso(time.from), until: time.to && iso(time.to) };
      for (const at of instants) {
        for (const passes of [ALWAYS, { is_permanent: false, max_passes: 5 }]) {
          assert.equal(identifierState({ time, passes }, 4, at), windowState(window, at));
        }
      }
    }
  });

  test("without, is used up until its end", () => {
    for (const time of times) {
      for (const at of instants) {
        for (const used of [5, 6, Number.MAX_SAFE_INTEGER]) {
          const state = identifierState({ time, passes: { is_permanent: false, max_passes: 5 } }, used, at);
          assert.equal(state, at >= (time.to ?? Infinity) * 1000 ? "expired" : "used-up");
        }
      }
    }
  });

  test("goes one way only, as passes are used", () => {
    const valid = { time: ALWAYS, passes: { is_permanent: false, max_passes: 3 } };
    const states = [0, 1, 2, 3, 4].map((used) => identifierState(valid, used, 0));
    assert.deepEqual(states, ["valid", "valid", "valid", "used-up", "used-up"]);
  });
});

describe("which identifiers are the same", () => {
  const { request: sample, state } = systems.createIdentifier;
  const valid = { time: ALWAYS, passes: ALWAYS };
  const clash = (type, [one, other]) => {
    const identifiersInUse = [{ identifier_type: type, identifier_number: other }];
    const request = { ...sample(), identifier_type: type, identifier_number: one, valid };
    const { status } = createIdentifier.decide(request, { ...state(), identifiersInUse });
    return status !== 200;
  };

  /** Numbers of a type, those of one list the same. */
  const numbers = {
    card: [["4711", "04711", "0000004711"], ["0", "000"], ["04:A1:B2:C3", "04-a1-b2-c3", "00:04:A1:B2:C3"], ["00:00", "00-00-00"], ["47:11"]],
    ukey: [["1", "01"], ["10"], ["01:02", "00-01-02"], ["02:01"]],
    inputCode: [["0123"], ["00123"], ["1230"], ["1"], ["01"]],
    face_id: [["Ada"], ["ada"], [" Ada"]],
    qr: [["9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a11", "9F3B6C1E-4A52-4D7E-8B10-2C5D7E9F0A11"], ["9f3b6c1e-4a52-4d7e-8b10-2c5d7e9f0a12"]],
    license_plate: [["AB 123 CD", "ab123cd", "A B123C D"], ["AB 123 CE"]],
  };
  for (const [type, kinds] of Object.entries(numbers)) {
    test(`${type}: the same whichever comes first, and each like itself`, () => {
      for (const [index, kind] of kinds.entries()) {
        for (const one of kind) {
          for (const [at, others] of kinds.entries()) {
            for (const other of others) {
              assert.equal(clash(type, [one, other]), index === at, `${one} and ${other}`);
            }
          }
        }
      }
    });
  }
});
