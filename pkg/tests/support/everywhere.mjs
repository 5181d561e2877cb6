// Whatever is handed over, anywhere: a clear answer, or a clear error, and the next call is served.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertMisuse } from "./answers.mjs";
import { latchwork } from "./entries.mjs";
import { placesOf } from "./places.mjs";

export const places = placesOf(latchwork);

/** What a call gives or throws. */
export function outcome(call) {
  try {
    return { answer: call() };
  } catch (error) {
    return { error };
  }
}

/** Whether the caller's own value throws just this when it is iterated. */
function isOfIteration(error, value) {
  const { error: own } = outcome(() => {
    for (const _ of value) break;
  });
  return own !== undefined && own?.constructor === error?.constructor && own.message === error.message;
}

export function assertServed() {
  assert.deepEqual(latchwork.checkCode("1234"), { ok: true, value: "1234" });
}

/** Judges one value in one place; gives a sentence when it is not as promised. */
function judge(place, make) {
  const { answer, error } = outcome(() => place.call(make()));
  try {
    if (error === undefined) place.answer(answer);
    else if (!(place.taken && isOfIteration(error, make()))) assertMisuse(error);
    assertServed();
    return undefined;
  } catch (failed) {
    return `${place.name}: ${failed.message}`;
  }
}

/** A test of each value, in every place. */
export function everywhere(values) {
  for (const [name, make] of Object.entries(values)) {
    test(name, () => {
      const wrong = places.map((place) => judge(place, make)).filter(Boolean);
      assert.deepEqual(wrong, []);
    });
  }
}
