// Every public function is among the places of `everywhere*.test.mjs`, and what a place takes is taken.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertMisuse } from "./support/answers.mjs";
import { latchwork } from "./support/entries.mjs";
import { assertServed, outcome, places } from "./support/everywhere.mjs";
import { asked } from "./support/places.mjs";
import { systems } from "./support/requests.mjs";

test("every public function has a place", () => {
  const called = new Set(places.map(({ name }) => name.split(" ")[0]));
  const { LatchworkError, accessLevels, codeLengthsOutside, codePolicies, ...others } = latchwork;
  const names = Object.entries(others).flatMap(([name, one]) =>
    // What is no function takes no value: a schema is data.
    typeof one === "function" ? [name] : Object.keys(one).filter((member) => typeof one[member] === "function").map((method) => `${name}.${method}`),
  );
  assert.deepEqual(names.filter((name) => !called.has(name)), []);
  const objects = Object.keys(others).filter((name) => typeof others[name] === "object");
  assert.deepEqual(objects.sort(), [...Object.keys(systems), ...asked].sort());
});

describe("taken", () => {
  const { generateCode } = latchwork;

  test("an iterable of any kind", () => {
    function* codes() {
      yield "0000";
      yield "0001";
    }
    for (const taken of [["0000"], new Set(["0000"]), codes(), new Map([["0000", 1]]).keys()]) {
      assert.match(generateCode({ lengths: [4] }, taken), /^[0-9]{4}$/);
    }
  });

  test("an error of the iterator comes through as it is", () => {
    const own = new RangeError("the caller's own");
    function* codes() {
      yield "1234";
      throw own;
    }
    assert.throws(() => generateCode({}, codes()), (error) => error === own);
    assertServed();
  });

  test("an endless iterable is refused, and closed", () => {
    let closed = false;
    function* codes() {
      try {
        while (true) yield "1234";
      } finally {
        closed = true;
      }
    }
    assert.throws(() => generateCode({}, codes()), { name: "LatchworkError", code: "invalid_argument" });
    assert.ok(closed);
    assertServed();
  });

  test("an iterator that calls again", () => {
    function* codes() {
      yield generateCode({ lengths: [4] });
      yield generateCode({ lengths: [4] });
    }
    assert.match(generateCode({ lengths: [4] }, codes()), /^[0-9]{4}$/);
  });

  test("a text is no list of codes", () => {
    assertMisuse(outcome(() => generateCode({}, "1234")).error);
  });
});
