// A core that stops in the middle of a call: the call says so, and the next one is served.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exhaust } from "./support/core.mjs";

const { LatchworkError, checkCode, checkPhone, createAccessKey, generateCode } = await import("latchwork");
const { request } = await import("./support/requests.mjs");

test("out of memory", () => {
  // Called once before: the core has its buffers.
  assert.deepEqual(checkCode("1234"), { ok: true, value: "1234" });
  exhaust();
  const large = new Uint8Array(2 ** 20).fill(0x20);
  for (let count = 0; count < 10; count += 1) {
    let failed = false;
    try {
      createAccessKey.checkJson(large);
    } catch (error) {
      assert.ok(error instanceof LatchworkError);
      assert.equal(error.code, "core_failed");
      assert.equal(error.message, "the core could not answer");
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      failed = true;
    }
    assert.ok(failed, "expected a call for which no memory is left");
    assert.deepEqual(checkCode("1234"), { ok: true, value: "1234" });
    assert.equal(checkPhone("12").issues[0].code, "phone_no_plus");
    assert.equal(createAccessKey.check(request()).ok, true);
    assert.match(generateCode(), /^[0-9]{6}$/);
  }
});
