/** `GET /openapi.json`: the package's document of a service, of what this one serves. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The document of these paths, with the methods of each. */
export function describe(routes) {
  const file = createRequire(import.meta.url).resolve("latchwork/plain/openapi.json");
  const { paths, ...document } = JSON.parse(readFileSync(file, "utf8"));
  const served = ([path, methods]) => {
    const named = methods.map((one) => one.toLowerCase()).map((one) => [one, paths[path][one]]);
    return [path, Object.fromEntries(named)];
  };
  return { ...document, paths: Object.fromEntries(Object.entries(routes).map(served)) };
}
