// The wasm instances behind the package, caught as they are made: how much memory they hold is told
// nowhere else. Those that the package has let go are not held on to. Import the package after this,
// with `import()`.
const instances = [];

const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    instances.push(new WeakRef(this));
  }
};

/** What those export that are not collected yet. */
const exported = () => instances.map((instance) => instance.deref()?.exports).filter((exports) => exports !== undefined);

const memories = () => exported().map(({ memory }) => memory);

/** The bytes of the cores' memory. */
export const memory = () => memories().reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

/** How many JavaScript values the cores have room to hold. */
export function held() {
  const tables = exported().flatMap((exports) => Object.values(exports).filter((value) => value instanceof WebAssembly.Table));
  return Math.max(0, ...tables.map((table) => table.length));
}

/** Takes all memory that the cores could still ask for. */
export function exhaust() {
  for (const memory of memories()) {
    for (let pages = 1 << 15; pages >= 1; pages >>= 1) {
      try {
        while (true) memory.grow(pages);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
  }
}
