// The memory of every wasm instance of the process, caught as instances are made: import the package
// after this, with `import()`.
//
// Instances are held on to, so that one which the package has dropped is looked at too: what lies in
// it is there until it is collected, and nobody says when that is.
const instances = new Set();

const { Instance, instantiate, instantiateStreaming } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    instances.add(this);
  }
};

/** Of a module comes an instance, of bytes both. */
const caught = (make) =>
  async (...given) => {
    const made = await make.apply(WebAssembly, given);
    instances.add(made.instance ?? made);
    return made;
  };

WebAssembly.instantiate = caught(instantiate);
WebAssembly.instantiateStreaming = caught(instantiateStreaming);

/** The memories as they are now: one that has grown has another buffer. */
export function memories() {
  const exported = [...instances].flatMap(({ exports }) => Object.values(exports));
  const found = new Set(exported.filter((one) => one instanceof WebAssembly.Memory));
  return [...found].map(({ buffer }) => Buffer.from(buffer));
}

function count(bytes, sought) {
  let places = 0;
  for (let at = bytes.indexOf(sought); at !== -1; at = bytes.indexOf(sought, at + 1)) places += 1;
  return places;
}

/** In how many places of all memories bytes stand, or a text, as UTF-8 or as UTF-16. */
export function placesOf(sought) {
  const forms = typeof sought === "string" ? [Buffer.from(sought, "utf8"), Buffer.from(sought, "utf16le")] : [sought];
  return memories()
    .flatMap((bytes) => forms.map((form) => count(bytes, form)))
    .reduce((sum, places) => sum + places, 0);
}
