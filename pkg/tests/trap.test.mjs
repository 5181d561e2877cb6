// A core that stops in the middle of a call: the call says so, and the next one is served.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exhaust } from "./support/core.mjs";

const { LatchworkError, checkCode, checkPhone, createAccessKey, freeCodes, generateCode } = await import("latchwork");
const { request } = await import("./support/requests.mjs");

test("out of memory", () => {
  // Called once before: the cores have their buffers.
  assert.deepEqual(checkCode("1234"), { ok: true, value: "1234" });
  assert.equal(createAccessKey.check(request()).ok, true);
  assert.match(generateCode(), /^[0-9]{6}$/);
  const sets = Array.from({ length: 3 }, () => freeCodes());
  const large = new Uint8Array(2 ** 20).fill(0x20);
  for (let count = 0; count < 10; count += 1) {
    // Each time: the call after one that failed has a core of its own.
    exhaust();
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
  const lost = { name: "LatchworkError", code: "core_failed" };
  // Of a million codes there is no room for the bits.
  assert.throws(() => sets[0].issueMany(1_000_000), { ...lost, message: "the core could not answer" });
  // Sets that were made one after the other share a core, and so its end.
  for (const free of sets) {
    const message = "expected a set of codes, found one that the core has lost";
    for (const use of [(free) => free.draw(), (free) => free.left, (free) => free.take("123456")]) {
      assert.throws(() => use(free), { ...lost, message });
    }
    assert.equal(free.keyspace, 1_000_000);
    free.dispose();
    assert.match(generateCode(), /^[0-9]{6}$/);
    const other = freeCodes({ lengths: [4] });
    assert.match(other.draw(), /^[0-9]{4}$/);
    other.dispose();
  }
});
