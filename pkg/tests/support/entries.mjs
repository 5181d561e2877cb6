// The entries of the package that run in Node, as its own package.json names them.
import { createRequire } from "node:module";

const { name, exports } = createRequire(import.meta.url)("latchwork/package.json");

const paths = [".", "./forms", "./cards", "./plain"].filter((path) => path in exports);

/** By the name under which each is imported: `latchwork`, `latchwork/forms`, `latchwork/cards`, `latchwork/plain`. */
export const entries = Object.fromEntries(
  await Promise.all(
    paths.map(async (path) => {
      const entry = path.replace(".", name);
      return [entry, await import(entry)];
    }),
  ),
);

/** Every public name, wherever it is exported; of names in several entries the first one's. */
export const latchwork = Object.assign({}, ...Object.values(entries).toReversed());
