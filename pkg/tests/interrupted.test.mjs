// Calls that are ended in the middle, by a time limit or a full stack: nothing of one is in the next
// answer, and the next call works.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import vm from "node:vm";
import { THEIRS, assertNoTrace, attempt, expected, kinds, theirs, victims } from "./support/doors.mjs";
import { latchwork } from "./support/entries.mjs";
import { request } from "./support/requests.mjs";

const { LatchworkError, freeCodes } = latchwork;

test("calls about two doors differ, where they can", () => {
  const same = kinds.filter((kind) => JSON.stringify(expected[kind]) === JSON.stringify(theirs[kind]));
  assert.deepEqual(same, ["checkAuthorization", "keyspace"]);
});

describe("a time limit", () => {
  const ROUNDS = 60;

  for (const kind of kinds) {
    test(kind, () => {
      const context = vm.createContext({ victim: victims[kind] });
      const script = new vm.Script("while (true) victim()");
      for (let round = 0; round < ROUNDS; round += 1) {
        assert.throws(() => script.runInContext(context, { timeout: 1 + (round % 3) }), { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" });
        assertNoTrace(kind);
      }
    });
  }

  test("the package handed over whole", () => {
    const context = vm.createContext({ latchwork, keys: [request(), { ...request(), pin: THEIRS.code, accesses: [THEIRS.access] }] });
    const script = new vm.Script(`
      while (true) {
        for (const key of keys) {
          latchwork.createAccessKey.check(key);
          latchwork.createAccessKey.checkJson(JSON.stringify(key));
          latchwork.checkCode(key.pin);
          latchwork.generateCode();
        }
      }
    `);
    for (let round = 0; round < 500; round += 1) {
      assert.throws(() => script.runInContext(context, { timeout: 1 + (round % 5) }), { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" });
      assertNoTrace(kinds[round % kinds.length], "any call");
    }
  });

  test("a set of free codes gives none twice, or says that it is lost", () => {
    const issued = [];
    const context = vm.createContext({ issued });
    const script = new vm.Script("while (true) issued.push(free.issue())");
    for (let round = 0; round < 30; round += 1) {
      const before = issued.length;
      context.free = freeCodes({ lengths: [6] }, issued);
      attempt(() => script.runInContext(context, { timeout: 1 + (round % 5) }));
      const { answer, error } = attempt(() => context.free.issue());
      if (error === undefined) issued.push(answer);
      else assert.ok(error instanceof LatchworkError && error.code === "core_failed", String(error));
      attempt(() => context.free.dispose());
      assert.equal(new Set(issued).size, issued.length, "expected no code twice");
      assert.ok(issued.slice(before).every((code) => /^[0-9]{6}$/.test(code)));
      assertNoTrace("freeCodes");
    }
  });
});

describe("a full stack", () => {
  /** So many frames from where the stack ends. */
  const DEPTHS = 120;

  /** Calls once, at so many frames from the end of the stack. */
  function callNearTheEnd(frames, call) {
    let left = frames;
    let outcome;
    const descend = () => {
      try {
        descend();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      if (left === 0) outcome = attempt(call);
      left -= 1;
    };
    descend();
    return outcome;
  }

  for (const kind of kinds) {
    test(kind, () => {
      let ended = 0;
      for (let frames = 0; frames < DEPTHS; frames += 1) {
        const { answer, error } = callNearTheEnd(frames, victims[kind]);
        if (error === undefined) assert.deepEqual(answer, theirs[kind]);
        else ended += 1;
        assertNoTrace(kind, `${kind}, ${frames} frames from the end`);
      }
      assert.ok(ended > 0, "expected a call that found the stack full");
      assert.ok(ended < DEPTHS, "expected a call that found room");
    });
  }
});
