// One notion of an error of this package, however many copies of it are in a process.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import * as latchwork from "latchwork";
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";

const require = createRequire(import.meta.url);
const copies = {
  "latchwork, imported": latchwork,
  "latchwork/forms, imported": forms,
  "latchwork/cards, imported": cards,
  "latchwork, required": require("latchwork"),
  "latchwork/forms, required": require("latchwork/forms"),
  "latchwork/cards, required": require("latchwork/cards"),
};

function thrownBy({ checkKeyNumber }) {
  try {
    checkKeyNumber({}, "1");
  } catch (error) {
    return error;
  }
  return undefined;
}

for (const [name, copy] of Object.entries(copies)) {
  describe(name, () => {
    const error = thrownBy(copy);

    for (const [other, { LatchworkError }] of Object.entries(copies)) {
      test(`its errors are those of ${other}`, () => {
        assert.ok(error instanceof LatchworkError);
        assert.ok(LatchworkError.is(error));
      });
    }

    test("its errors are errors, and say what they are", () => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, "LatchworkError");
      assert.equal(error.code, "invalid_argument");
      assert.equal(error.constructor, copy.LatchworkError);
      assert.deepEqual(Object.keys(error).sort(), ["code", "issues", "name"]);
    });

    test("nothing else is one", () => {
      const { LatchworkError } = copy;
      const { is } = LatchworkError;
      const like = { name: "LatchworkError", code: "invalid_argument", issues: [], message: "" };
      for (const other of [undefined, null, 1, "LatchworkError", new Error("other"), like, LatchworkError, () => {}]) {
        assert.equal(other instanceof LatchworkError, false);
        assert.equal(is(other), false);
      }
    });

    test("a class derived from it has its own", () => {
      const { LatchworkError } = copy;
      class Derived extends LatchworkError {}
      const derived = new Derived("disposed", "expected more, found less");
      assert.ok(derived instanceof Derived);
      assert.ok(derived instanceof LatchworkError);
      assert.equal(error instanceof Derived, false);
      assert.ok(Derived.is(error), "`is` asks for the package's notion");
    });
  });
}
