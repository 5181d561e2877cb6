// The wasm instance behind the package, caught as it is made: how much memory it holds is told
// nowhere else. Import the package after this, with `import()`.
let instance;

const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    instance = this;
  }
};

/** The bytes of the core's memory. */
export const memory = () => instance.exports.memory.buffer.byteLength;

/** How many JavaScript values the core has room to hold. */
export function held() {
  const tables = Object.values(instance.exports).filter((value) => value instanceof WebAssembly.Table);
  return Math.max(0, ...tables.map((table) => table.length));
}

/** Takes all memory that the core could still ask for. */
export function exhaust() {
  const { memory } = instance.exports;
  for (let pages = 1 << 15; pages >= 1; pages >>= 1) {
    try {
      while (true) memory.grow(pages);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}
