// The fields of a request, as the core names them.

class Fields {
  /** In the order of the table. */
  names;
  /** The number of each. */
  places;
  /** Those that are true where they are absent. */
  #defaults = 0;
  /** For each set of fields, an object that has them in order. */
  #shapes = new Map();

  constructor(lines) {
    const rows = lines.split("\n");
    this.names = rows.map((row) => row.replace("=true", ""));
    this.places = new Map(this.names.map((name, place) => [name, place]));
    rows.forEach((row, place) => {
      if (row.endsWith("=true")) this.#defaults |= 1 << place;
    });
  }

  /** The value of a request that was read as a copy: see `Buffers.addRequest`. */
  of(copy, { mask, isExact }) {
    const shape = this.#shapeOf(mask);
    // Each member is one of the shape's already, and so in its place.
    if (isExact) return { ...shape, ...copy };
    const object = { ...shape };
    for (const name of this.names) {
      if (Object.hasOwn(copy, name) && copy[name] !== undefined) object[name] = copy[name];
    }
    return object;
  }

  /** An object that has these fields already, in order: what is given to one is no setter's. */
  shaped(mask) {
    return { ...this.#shapeOf(mask) };
  }

  /**
   * An object of fields in their order, and those that are true anyway. Values are copies of it,
   * each of whose members is their own: a setter that a page has put on every object is never asked.
   */
  #shapeOf(given) {
    const mask = given | this.#defaults;
    let shape = this.#shapes.get(mask);
    if (shape === undefined) {
      shape = this.#shape(mask);
      // There are few in practice. Whoever sends every one of them may not have the memory.
      if (this.#shapes.size < MOST_SHAPES) this.#shapes.set(mask, shape);
    }
    return shape;
  }

  #shape(mask) {
    const members = [];
    this.names.forEach((name, place) => {
      if ((mask >>> place) & 1) members.push([name, true]);
    });
    return Object.fromEntries(members);
  }
}

const MOST_SHAPES = 256;

const known = [];

/** The fields of a request, asked of the core at the first call. */
export function fieldsOf(request, { core }) {
  return (known[request] ??= new Fields(core.Border.fields(request)));
}
