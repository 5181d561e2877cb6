// Raw bodies: what is no text, no bytes, or bytes of an odd kind.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import vm from "node:vm";
import * as latchwork from "latchwork";
import { refusal as assertRefusal } from "./support/answers.mjs";
import { ACCESS, request, systems } from "./support/requests.mjs";

const { checkCode, createAccessKey } = latchwork;
const { checkJson } = createAccessKey;
const good = JSON.stringify(request());
const bytes = (text) => new TextEncoder().encode(text);
const expected = createAccessKey.check(request());

/** The code of the only issue. */
function refusal(answer) {
  assert.equal(answer.ok, false);
  assert.equal(answer.issues.length, 1);
  return answer.issues[0].code;
}

// A body that ended the instance would fail here and not in a test of something else.
afterEach(() => assert.deepEqual(checkCode("1234"), { ok: true, value: "1234" }));

test("the body of these tests is good", () => {
  assert.equal(expected.ok, true);
  assert.deepEqual(checkJson(good), expected);
});

describe("bytes", () => {
  test("a part of a larger buffer", () => {
    const all = bytes(`xx${good}xx`);
    assert.deepEqual(checkJson(all.subarray(2, -2)), expected);
  });

  test("a Buffer", () => assert.deepEqual(checkJson(Buffer.from(good)), expected));

  test("bytes of another realm", () => {
    const foreign = vm.runInNewContext("Uint8Array.from(bytes)", { bytes: bytes(good) });
    assert.ok(!(foreign instanceof Uint8Array));
    assert.deepEqual(checkJson(foreign), expected);
  });

  test("shared bytes", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(good.length));
    shared.set(bytes(good));
    assert.deepEqual(checkJson(shared), expected);
  });

  test("detached bytes are an empty body", () => {
    const detached = bytes(good);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    assert.equal(refusal(checkJson(detached)), "body_empty");
  });

  test("a view that its buffer has shrunk below is an empty body", () => {
    const buffer = new ArrayBuffer(100, { maxByteLength: 100 });
    const view = new Uint8Array(buffer, 50, 50);
    buffer.resize(10);
    assert.equal(refusal(checkJson(view)), "body_empty");
  });

  test("a view that follows its buffer", () => {
    const buffer = new ArrayBuffer(2, { maxByteLength: good.length });
    const view = new Uint8Array(buffer);
    buffer.resize(good.length);
    view.set(bytes(good));
    assert.deepEqual(checkJson(view), expected);
  });

  test("the body is left as it was", () => {
    const body = bytes(good);
    checkJson(body);
    assert.deepEqual(body, bytes(good));
  });
});

describe("an heir of Uint8Array that tells another length is taken for what it holds", () => {
  const lengths = [0, 1, 5, 1e6, 2 ** 31, 2 ** 32, 2 ** 53, -1, 1.5, NaN, Infinity, "5", null, undefined, {}];
  for (const length of lengths) {
    test(`${typeof length} ${String(length)}`, () => {
      class Heir extends Uint8Array {
        get length() {
          return length;
        }
        get byteLength() {
          return length;
        }
      }
      assert.deepEqual(checkJson(new Heir(bytes(good))), expected);
    });
  }

  test("or throws", () => {
    function refuse() {
      throw new Error("the caller's own");
    }
    const heir = bytes(good);
    for (const name of ["length", "byteLength", "byteOffset", "buffer", "constructor", Symbol.iterator, Symbol.toStringTag]) {
      Object.defineProperty(heir, name, { get: refuse });
    }
    assert.deepEqual(checkJson(heir), expected);
  });

  test("or calls again", () => {
    const heir = bytes(good);
    const get = () => checkJson(good.repeat(2)) && good.length;
    Object.defineProperty(heir, "length", { get });
    assert.deepEqual(checkJson(heir), expected);
  });

  test("or is above the limit and says otherwise", () => {
    const heir = new Uint8Array(2 ** 20 + 1);
    Object.defineProperty(heir, "length", { value: 2 });
    assert.equal(refusal(checkJson(heir)), "body_too_large");
  });
});

describe("what is wrong with the bytes", () => {
  const head = bytes('{"keyName":"');
  const withTail = (...tail) => Uint8Array.from([...head, ...tail, 0x22, 0x7d]);

  for (const [name, tail] of Object.entries({
    "a byte that never is": [0xff],
    "a tail without a head": [0x80],
    "a head without a tail": [0xc3],
    "too long a form of a stroke": [0xc0, 0xaf],
    "half of a surrogate pair": [0xed, 0xa0, 0x80],
    "above the last code point": [0xf4, 0x90, 0x80, 0x80],
    "UTF-16": [0x00, 0xd8],
  })) {
    test(name, () => {
      const { issues } = checkJson(withTail(...tail));
      assert.equal(issues.length, 1);
      assert.ok(["body_not_utf8", "body_not_json"].includes(issues[0].code));
      if (issues[0].code === "body_not_utf8") assert.ok(issues[0].params.position > head.length);
    });
  }

  test("a cut at any place", () => {
    for (let end = 0; end < good.length; end += 1) {
      const code = end === 0 ? "body_empty" : "body_not_json";
      assert.equal(refusal(checkJson(good.slice(0, end))), code);
      assert.equal(refusal(checkJson(bytes(good).subarray(0, end))), code);
    }
  });

  test("any byte in place of any other", () => {
    const body = bytes(JSON.stringify({ keyType: "code", keyIdentification: "1234", accesses: [ACCESS] }));
    for (let at = 0; at < body.length; at += 1) {
      for (let byte = 0; byte < 256; byte += 5) {
        const changed = body.with?.(at, byte) ?? Uint8Array.from(body, (old, index) => (index === at ? byte : old));
        const answer = checkJson(changed);
        assert.equal(typeof answer.ok, "boolean");
        assert.equal(answer.ok, answer.issues === undefined);
      }
    }
  });
});

describe("the limits", () => {
  const LIMIT = 2 ** 20;
  const padded = (length) => good.padEnd(length);

  test("a body of 1 MiB is read, one byte more is not", () => {
    assert.deepEqual(checkJson(padded(LIMIT)), expected);
    assert.deepEqual(checkJson(bytes(padded(LIMIT))), expected);
    assert.equal(refusal(checkJson(padded(LIMIT + 1))), "body_too_large");
    assert.equal(refusal(checkJson(bytes(padded(LIMIT + 1)))), "body_too_large");
  });

  test("bytes count, not characters", () => {
    const wide = `{"keyName":"${"漢".repeat(LIMIT / 3)}"}`;
    assert.ok(wide.length < LIMIT);
    assert.equal(refusal(checkJson(wide)), "body_too_large");
    assert.equal(refusal(checkJson(bytes(wide))), "body_too_large");
  });

  test("10 MB are refused", () => {
    for (const unit of ["1", "漢", "[", '{"a":', '"', "\\", "\u0000"]) {
      const body = unit.repeat(10_000_000 / unit.length);
      assert.equal(refusal(checkJson(body)), "body_too_large");
      assert.equal(refusal(checkJson(bytes(body))), "body_too_large");
    }
  });

  test("deep bodies are refused at the 65th level, however deep", () => {
    for (const depth of [65, 1_000, 100_000]) {
      assert.equal(refusal(checkJson("[".repeat(depth))), "body_too_deep");
      assert.equal(refusal(checkJson('{"a":'.repeat(depth))), "body_too_deep");
      assert.equal(refusal(checkJson("[".repeat(depth) + "]".repeat(depth))), "body_too_deep");
    }
    assert.equal(refusal(checkJson("[".repeat(64) + "]".repeat(64))), "wrong_type");
  });

  test("a value has the levels and the size that its body has", () => {
    const nested = (depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    assert.equal(refusal(createAccessKey.check(nested(64))), "wrong_type");
    assert.equal(refusal(createAccessKey.check(nested(65))), "body_too_deep");
    assert.equal(refusal(createAccessKey.check({ keyName: "n".repeat(LIMIT + 1) })), "body_too_large");
  });
});

describe("neither text nor bytes", () => {
  const others = {
    "an object": {},
    "a list of bytes": [...bytes(good)],
    "a buffer": bytes(good).buffer,
    "a view": new DataView(bytes(good).buffer),
    "clamped bytes": new Uint8ClampedArray(bytes(good)),
    "signed bytes": new Int8Array(bytes(good)),
    "a boxed text": new String(good),
    "bytes by name only": { __proto__: Uint8Array.prototype, length: 2 },
    "a proxy of bytes": new Proxy(bytes(good), {}),
    "a number": 1,
    null: null,
    nothing: undefined,
  };
  for (const [name, body] of Object.entries(others)) {
    test(name, () => assert.equal(refusal(checkJson(body)), "wrong_type"));
  }

  test("a text with half of a surrogate pair", () => {
    assert.equal(refusal(checkJson(`{"keyName":"\ud83d"}`)), "ill_formed_text");
  });
});

describe("every system refuses, in its own words", () => {
  const bad = {
    "an empty body": ["", "body_empty"],
    blanks: [" \r\n\t", "body_empty"],
    "no JSON": ["{'a':1}", "body_not_json"],
    "two values": ["{}{}", "body_not_json"],
    "a comma too many": ['{"a":1,}', "body_not_json"],
    "a number beyond all": ['{"a":1e999}', "body_not_json"],
    "half of a surrogate pair, escaped": ['{"a":"\\ud83d"}', "body_not_json"],
    "no UTF-8": [Uint8Array.of(0x22, 0xff, 0x22), "body_not_utf8"],
    "a list": ["[]", "wrong_type"],
    "a text": ['"{}"', "wrong_type"],
    null: ["null", "wrong_type"],
    "1,000 levels": ["[".repeat(1_000) + "]".repeat(1_000), "body_too_deep"],
    "1,000 levels in a field": [`{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`, "body_too_deep"],
    "10 MB": [good.padEnd(10_000_000), "body_too_large"],
    "10 MB of digits": ["1".repeat(10_000_000), "body_too_large"],
  };
  for (const [name, [body, code]] of Object.entries(bad)) {
    test(name, () => {
      for (const [system, about] of Object.entries(systems)) {
        const { checkJson, refuse } = latchwork[system];
        for (const options of [undefined, { [about.option]: true }, { [about.option]: false }]) {
          const answer = checkJson(body, options);
          assert.equal(refusal(answer), code, system);
          assert.deepEqual(answer.issues[0].path, [], system);
          assertRefusal(system, about)(refuse(answer.issues));
        }
      }
    });
  }

  test("a field that came twice", () => {
    for (const [system, { request, option }] of Object.entries(systems)) {
      for (const [field, value] of Object.entries(request())) {
        const twice = JSON.stringify(request()).replace("{", `{${JSON.stringify(field)}:${JSON.stringify(value)},`);
        const { issues } = latchwork[system].checkJson(twice, { [option]: true });
        const told = issues.filter(({ path }) => path[0] === field).map(({ code, path }) => ({ code, path }));
        assert.deepEqual(told, [{ code: "duplicate_field", path: [field] }], system);
      }
    }
  });
});
