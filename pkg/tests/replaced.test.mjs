// What the host has, replaced after the package was loaded: a call on such a host promises nothing,
// and leaves nothing for the calls after it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { THEIRS, assertNoTrace, expected, innocent, kinds, theirs, victims } from "./support/doors.mjs";
import { request } from "./support/requests.mjs";

const own = new Error("the caller's own");
const replaced = {
  "JSON.parse": [JSON, "parse"],
  "JSON.stringify": [JSON, "stringify"],
  "TextEncoder.prototype.encode": [TextEncoder.prototype, "encode"],
  "TextEncoder.prototype.encodeInto": [TextEncoder.prototype, "encodeInto"],
  "TextDecoder.prototype.decode": [TextDecoder.prototype, "decode"],
  "Uint8Array.prototype.set": [Object.getPrototypeOf(Uint8Array.prototype), "set"],
  "Uint8Array.prototype.fill": [Object.getPrototypeOf(Uint8Array.prototype), "fill"],
  "Uint8Array.prototype.subarray": [Object.getPrototypeOf(Uint8Array.prototype), "subarray"],
  "Uint8Array.prototype.slice": [Object.getPrototypeOf(Uint8Array.prototype), "slice"],
  "Object.keys": [Object, "keys"],
  "Object.entries": [Object, "entries"],
  "Array.isArray": [Array, "isArray"],
  "Array.prototype.push": [Array.prototype, "push"],
  "Array.prototype.join": [Array.prototype, "join"],
  "Array.prototype.map": [Array.prototype, "map"],
  "Map.prototype.get": [Map.prototype, "get"],
  "String.prototype.isWellFormed": [String.prototype, "isWellFormed"],
  structuredClone: [globalThis, "structuredClone"],
};

/** By what they do: functions made of the host's own. */
const instead = {
  "throws at once": () => () => {
    throw own;
  },
  "throws at the second call": (original, count = { calls: 0 }) =>
    function (...given) {
      count.calls += 1;
      if (count.calls > 1) throw own;
      return Reflect.apply(original, this, given);
    },
  "does its work and throws": (original) =>
    function (...given) {
      Reflect.apply(original, this, given);
      throw own;
    },
  "gives nothing": () => () => undefined,
  "gives a large number": () => () => 2 ** 31,
  "gives an empty object": () => () => ({}),
  "tells of more than it wrote": () => () => ({ read: 2 ** 31, written: 2 ** 31 }),
  "tells of fewer": () => () => ({ read: 0, written: 0 }),
  "gives another door": () => () => ({ ok: true, value: { ...request(), accesses: [THEIRS.access] } }),
};

for (const [name, [holder, member]] of Object.entries(replaced)) {
  test(name, () => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, member);
    for (const [how, make] of Object.entries(instead)) {
      for (const kind of kinds) {
        const value = make(descriptor.value);
        Object.defineProperty(holder, member, { ...descriptor, value });
        try {
          victims[kind]();
        } catch {
          // A host like that promises nothing, and neither does a call on it.
        } finally {
          Object.defineProperty(holder, member, descriptor);
        }
        assertNoTrace(kind, `${kind}, where ${name} ${how}`);
      }
    }
  });
}

test("a call from within", () => {
  const { parse } = JSON;
  const { encodeInto } = TextEncoder.prototype;
  const { decode } = TextDecoder.prototype;
  let within = false;
  const wrong = [];
  /** The host's own work, before or after a call of ours; what that throws nobody else may swallow. */
  const calling = (original, kind, after) =>
    function (...given) {
      if (within) return Reflect.apply(original, this, given);
      within = true;
      try {
        const before = after ? Reflect.apply(original, this, given) : undefined;
        try {
          assert.deepEqual(innocent[kind](), expected[kind]);
        } catch (error) {
          wrong.push(error);
        }
        return after ? before : Reflect.apply(original, this, given);
      } finally {
        within = false;
      }
    };
  for (const kind of kinds) {
    for (const inner of ["createAccessKey.check of what is wrong", "createAccessKey.checkJson of bytes", "checkCode"]) {
      for (const after of [false, true]) {
        JSON.parse = calling(parse, inner, after);
        TextEncoder.prototype.encodeInto = calling(encodeInto, inner, after);
        TextDecoder.prototype.decode = calling(decode, inner, after);
        try {
          assert.deepEqual(victims[kind](), theirs[kind], kind);
        } finally {
          JSON.parse = parse;
          TextEncoder.prototype.encodeInto = encodeInto;
          TextDecoder.prototype.decode = decode;
        }
        if (wrong.length > 0) throw wrong[0];
        assertNoTrace(kind, `${kind}, with a call from within`);
      }
    }
  }
});
