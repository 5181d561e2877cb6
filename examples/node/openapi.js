/**
 * `GET /openapi.json`: the package's document of the systems, as this service has them, and the routes that
 * are the service's own, of `openapi.json` beside this file.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AGAIN = { $ref: "#/components/parameters/again" };

/** The document of these paths, with the methods of each. */
export function describe(routes) {
  const read = (file) => JSON.parse(readFileSync(file, "utf8"));
  const core = read(createRequire(import.meta.url).resolve("latchwork/openapi.json"));
  const own = read(new URL("openapi.json", import.meta.url));
  const paths = {};
  for (const [path, methods] of Object.entries(routes)) {
    for (const method of methods.map((one) => one.toLowerCase())) {
      const operation = own.paths[path]?.[method] ?? vendors(core.paths[path][method], method);
      const responses = { ...own.refusals[operation.tags[0]], ...operation.responses };
      paths[path] = { ...paths[path], [method]: { ...operation, responses } };
    }
  }
  const { openapi, info } = core;
  const components = Object.fromEntries(
    Object.entries(own.components).map(([part, named]) => [part, { ...(part === "schemas" && core.components[part]), ...named }]),
  );
  return { openapi, info: { ...info, ...own.info }, security: own.security, paths, components };
}

/** A vendor's operation, but for whom it asks and where. */
function vendors({ servers, security, ...operation }, method) {
  const { parameters = [] } = operation;
  return method === "get" ? operation : { ...operation, parameters: [...parameters, AGAIN] };
}
