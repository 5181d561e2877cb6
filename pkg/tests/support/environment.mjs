// What the runner of these tests hands over.
import { join } from "node:path";

export function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`expected ${name} in the environment; run \`cargo xtask test package\``);
  return value;
}

/** The repository, for the case files. */
export const repository = given("LATCHWORK_REPO");

/** What `npm pack` made. */
export const tarball = given("LATCHWORK_TARBALL");

/** The browser's program. */
export const chromium = given("CHROMIUM");

/** The project that has the tarball installed. */
export const project = join(import.meta.dirname, "../..");
