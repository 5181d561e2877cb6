// No code, PIN or card number is ever in an issue, an error, or the detail of a refusal.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import * as latchwork from "latchwork";
import { placesOf, request, state } from "./support/calls.mjs";

const SECRET = "73519462";

/** Ways to write it down wrong, right, and almost right. */
const forms = {
  "as it is": SECRET,
  "too long": SECRET.repeat(3),
  "with a letter": `${SECRET}x`,
  "after a plus": `+${SECRET}`,
  "after two zeros": `00${SECRET}`,
  "in blanks": ` ${SECRET} `,
  "as a number": Number(SECRET),
  "as a bigint": BigInt(SECRET),
  "as a symbol": Symbol(SECRET),
  "as a function": Object.defineProperty(() => {}, "name", { value: SECRET }),
  "as an error": new Error(SECRET),
  "as a date": new Date(SECRET),
  boxed: new String(SECRET),
  "in a list": [SECRET],
  "in lists": [[[SECRET]]],
  "in an object": { code: SECRET },
  "in a uuid": `${SECRET}-4a52-4d7e-8b10-2c5d7e9f0a1`,
  "in a time": `2026-03-01T08:00:00${SECRET}`,
  "in a fraction": `2026-03-01T08:00:00.${SECRET}`,
  "in JSON": `{"pin":"${SECRET}"}`,
  "in JSON that ends too soon": `{"pin":"${SECRET}`,
  "in JSON with a wrong word": `{"pin":${SECRET}e}`,
  "in bytes that are no UTF-8": Uint8Array.from([...new TextEncoder().encode(SECRET), 0xff]),
  "beside half of a pair": `${SECRET}\ud83d`,
  "thrown by a getter": {
    get pin() {
      throw new Error(SECRET);
    },
  },
};

/** All that is told of what is wrong. What is right gives the value back, as it should. */
function told(call) {
  let answer;
  try {
    answer = call();
  } catch (error) {
    assert.ok(error instanceof latchwork.LatchworkError, `expected a LatchworkError, found ${error}`);
    return inspect({ ...error, message: error.message, stack: error.stack, cause: error.cause }, { depth: null });
  }
  const { issues, status, body } = answer;
  if (issues !== undefined) return inspect(issues, { depth: null });
  return status !== undefined && status !== 200 ? inspect(body, { depth: null }) : "";
}

// What a caller hands to `refuse` is given back as it is.
const places = placesOf(latchwork).filter(({ name }) => !name.startsWith("refuse"));

describe("a secret in any place", () => {
  for (const [name, secret] of Object.entries(forms)) {
    test(name, () => {
      for (const place of places) {
        const text = told(() => place.call(secret));
        assert.ok(!text.includes(SECRET), `${place.name}: ${text}`);
      }
    });
  }
});

describe("a decision that goes wrong", () => {
  const { decide } = latchwork.createAccessKey;
  const { userId, keyFormat, pin, ...others } = request();
  const code = { ...others, keyType: "code", keyIdentification: SECRET };

  for (const [name, change, status] of [
    ["the code is in use", { inUse: [{ keyType: "code", keyIdentification: SECRET }] }, 409],
    ["the caller may not", { mayManageAccesses: false }, 403],
    ["the window is over", { now: "2030-01-01T00:00:00Z" }, 400],
  ]) {
    test(name, () => {
      const reply = decide(code, { ...state(), ...change });
      assert.equal(reply.status, status);
      assert.ok(!JSON.stringify(reply).includes(SECRET));
    });
  }

  test("a granted key keeps its PIN out of the reply, and hands it over to be stored", () => {
    const { status, body, effect } = decide({ ...request(), pin: SECRET }, state());
    assert.equal(status, 200);
    assert.ok(!JSON.stringify(body).includes(SECRET));
    assert.equal(effect.storeKey.pin, SECRET);
  });
});
