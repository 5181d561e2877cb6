// Values that no caller should hand over, and that somebody will.

/** What a hostile value throws: the caller's own, to be told from ours. */
export class Own extends Error {
  name = "Own";
}

function refuseAll() {
  throw new Own("a trap");
}

/** The handler of a proxy of which every trap throws. */
const trapped = Object.fromEntries(
  Object.getOwnPropertyNames(Reflect).filter((name) => typeof Reflect[name] === "function").map((name) => [name, refuseAll]),
);

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An object that is every one of its own members. */
function cyclic(width) {
  const object = {};
  for (let index = 0; index < width; index += 1) object[`member${index}`] = object;
  return object;
}

function cyclicList(width) {
  const list = [];
  for (let index = 0; index < width; index += 1) list.push(list);
  return list;
}

function nested(depth) {
  let value = null;
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { value };
  return value;
}

const lengthOf = (length) =>
  new Proxy([], { get: (target, name) => (name === "length" ? length : Reflect.get(target, name)) });

/** Members that are read one by one, each under a getter. */
const withGetter = (get) =>
  Object.defineProperty({ keyType: "code" }, "keyIdentification", { get, enumerable: true });

class Instance {
  #hidden = 1;
  keyType = "code";
  get hidden() {
    return this.#hidden;
  }
}

/** More than 1 MiB in all: too much to be judged, not too much for a service's own state. */
const texts = () => Array.from({ length: 20_000 }, (_, index) => String(index).padStart(60, "0"));

/** Makes a large value once: nobody changes what is handed over. */
function once(make) {
  let value;
  return () => (value ??= make());
}

const protoKey = () => JSON.parse('{ "__proto__": { "keyType": "code" }, "constructor": { "prototype": 1 } }');

/** The values that take nine tenths of the time of all. */
export const largeValues = {
  "10 MB of text": once(() => "1".repeat(10_000_000)),
  "10 MB of wide text": once(() => "漢".repeat(10_000_000 / 3)),
  "10 MB of name": once(() => ({ ["n".repeat(10_000_000)]: 1 })),
  "20,000 members": once(() => Object.fromEntries(texts().map((text) => [text, 1]))),
  "20,000 items": once(texts),
};

/**
 * Each by a name, as a function that makes a fresh one.
 *
 * @param {object} latchwork for getters that call it again
 */
export const hostileValues = (latchwork) => ({
  ...largeValues,
  "no value": () => undefined,
  null: () => null,
  zero: () => 0,
  "minus zero": () => -0,
  "a fraction": () => 4.5,
  "a large number": () => 2 ** 64,
  NaN: () => NaN,
  Infinity: () => Infinity,
  true: () => true,
  "a bigint": () => 1234n,
  "a symbol": () => Symbol("1234"),
  "a function": () => () => "1234",
  "a class": () => Instance,
  "an instance": () => new Instance(),
  "a date": () => new Date(0),
  "a date that is none": () => new Date(NaN),
  "a heir of Date": () => Object.create(Date.prototype),
  "a map": () => new Map([["keyType", "code"]]),
  "a set": () => new Set(["1234"]),
  "a weak map": () => new WeakMap(),
  "a regular expression": () => /1234/g,
  "an error": () => new Error("1234"),
  "a promise": () => Promise.resolve("1234"),
  "a boxed string": () => new String("1234"),
  "a boxed number": () => new Number(1234),
  "a boxed symbol": () => Object(Symbol("1234")),
  "an object with a primitive": () => ({ [Symbol.toPrimitive]: refuseAll, toString: refuseAll, valueOf: refuseAll, toJSON: refuseAll }),
  "an empty object": () => ({}),
  "an object without a prototype": () => Object.assign(Object.create(null), { keyType: "code" }),
  "names of the prototype": protoKey,
  "members of the prototype": () => Object.create({ keyType: "code", lengths: [4] }),
  "an empty text": () => "",
  "blanks": () => " \t\r\n",
  "a text with NUL": () => "12\u000034",
  "other digits": () => "١٢٣٤",
  "a byte order mark": () => "\ufeff{}",
  "half of a pair": () => "12\ud83d34",
  "the other half": () => "\ude00",
  "half of a pair as a name": () => ({ "\ud83d": 1, "\ude00": 2, keyType: "code" }),
  "halves that join": () => ["\ud83d", "\ude00"],
  "names and texts of several widths": () => ({ "é": "😀", "😀": "é", "\ud83d": "\ude00", "漢": null }),
  "an empty list": () => [],
  "a list with holes": () => [, "1234", ,],
  "the longest list": once(() => new Array(2 ** 32 - 1)),
  "a list that refers to itself": () => cyclicList(1),
  "a wide list of itself": once(() => cyclicList(64)),
  "an object that refers to itself": () => cyclic(1),
  "a wide object of itself": once(() => cyclic(64)),
  "65 levels": () => nested(65),
  "100,000 levels": once(() => nested(100_000)),
  "a proxy": () => new Proxy({ keyType: "code" }, {}),
  "a proxy that throws": () => new Proxy({}, trapped),
  "a proxy of a list that throws": () => new Proxy([], trapped),
  "a proxy of a function that throws": () => new Proxy(() => {}, trapped),
  "a proxy of bytes": () => new Proxy(new Uint8Array(4), {}),
  "a revoked proxy": () => revoked({}),
  "a revoked proxy of a list": () => revoked([]),
  "a revoked proxy of a function": () => revoked(() => {}),
  "names without members": () => new Proxy({}, {
    ownKeys: () => ["keyType", "x"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }),
  "members without end": () => new Proxy({}, {
    ownKeys: () => ["again"],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get(_, name, proxy) {
      return name === Symbol.iterator ? undefined : proxy;
    },
  }),
  ...Object.fromEntries(
    [-1, 1.5, NaN, Infinity, 2 ** 53, "3", null, {}, 1n, Symbol("3")].map((length) => [
      `a list of length ${typeof length} ${String(length)}`,
      () => lengthOf(length),
    ]),
  ),
  "a list with an item that throws": () => Object.defineProperty(["1234"], 0, { get: refuseAll }),
  "a list whose iterator throws": () => Object.assign(["1234"], { [Symbol.iterator]: refuseAll }),
  "a getter that throws": () => withGetter(refuseAll),
  "a getter that throws nothing": () => withGetter(() => { throw undefined; }),
  "a getter that throws a proxy": () => withGetter(() => { throw new Proxy({}, trapped); }),
  "a getter that calls again": () => withGetter(() => {
    latchwork.checkPhone("+46701234567");
    latchwork.createAccessKey.checkJson('{"keyType":"code"}');
    return latchwork.generateCode();
  }),
  "a getter that changes its object": () => {
    const object = withGetter(() => {
      delete object.accesses;
      object.more = 1;
      return "1234";
    });
    return Object.assign(object, { accesses: [] });
  },
  "a list that shrinks while it is read": () => {
    const list = Array.from({ length: 100 }, () => "1234");
    return Object.defineProperty(list, 0, { get: () => { list.length = 1; return "1234"; } });
  },
  "bytes": () => new Uint8Array([0x31, 0x32, 0x33, 0x34]),
  "a buffer": () => new ArrayBuffer(8),
  "a view": () => new DataView(new ArrayBuffer(8)),
  "floats": () => new Float64Array(4),
  "a global object": () => globalThis,
});
