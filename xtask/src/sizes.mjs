// What a user's bundler makes of each entry of pkg/dist: minified, compressed.
//
// node sizes.mjs          prints them
// node sizes.mjs --write  also writes them to pkg/sizes.snap, beside those of zod's form
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measured, written } from "../../pkg/bench/support/sizes.mjs";

const text = written(await measured());
process.stdout.write(text);
if (process.argv.includes("--write")) {
  writeFileSync(join(fileURLToPath(new URL("../../pkg", import.meta.url)), "sizes.snap"), text);
}
