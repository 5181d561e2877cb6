// Random sources that give what they are told to. Runs in Node and in a page.

/** The bytes that hexadecimal digits say; blanks between them do not count. */
function bytesOf(hex) {
  const digits = hex.replaceAll(/\s/g, "");
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Runs `use` with `source` in place of the host's `crypto.getRandomValues`. */
export function withRandomSource(source, use) {
  const { crypto } = globalThis;
  Object.defineProperty(crypto, "getRandomValues", { value: source, configurable: true });
  try {
    return use();
  } finally {
    // The host's own stands on the prototype.
    delete crypto.getRandomValues;
  }
}

/** Runs `use` with a source that gives these bytes, once each, and fails when they have run out. */
export function withRandomBytes(hex, use) {
  let left = bytesOf(hex);
  return withRandomSource((target) => {
    if (left.length < target.length) throw new Error("the stream of random bytes has run out");
    target.set(left.subarray(0, target.length));
    left = left.subarray(target.length);
    return target;
  }, use);
}

/** Numbers below a bound, the same for the same seed (xorshift of 32 bits). */
export function withSeed(seed) {
  let x = seed;
  return (bound) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % bound;
  };
}
