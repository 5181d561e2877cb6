// What a user's bundler makes of each entry of pkg/dist: minified, compressed.
//
// node sizes.mjs          prints them
// node sizes.mjs --write  also writes them to pkg/sizes.snap and into the table of pkg/README.md,
//                         beside those of zod's form
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measured, written } from "../../pkg/bench/support/sizes.mjs";

const sizes = await measured();
const text = written(sizes);
process.stdout.write(text);
if (process.argv.includes("--write")) {
  const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
  writeFileSync(join(pkg, "sizes.snap"), text);
  const readme = readFileSync(join(pkg, "README.md"), "utf8");
  const told = Object.values(sizes).map((bytes) => (bytes / 1000).toFixed(1));
  writeFileSync(join(pkg, "README.md"), readme.replace(/^(\| .* \|) [0-9.]+ \|$/gm, (_row, head) => `${head} ${told.shift()} |`));
}
