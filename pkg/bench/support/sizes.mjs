// What a user's bundler makes of each entry, and of the same form in zod: minified, compressed.
import { join } from "node:path";
import { constants, brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const pkg = join(import.meta.dirname, "../..");

const ENTRIES = ["latchwork/forms", "latchwork", "latchwork/cards"];

/** Bytes by name. */
export async function measured() {
  const sizes = {};
  for (const entry of ENTRIES) sizes[entry] = await bundled(`export * from "${entry}";`);
  sizes["zod's form"] = await bundled('export { zodSchema } from "./bench/support/zod.mjs";');
  return sizes;
}

async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: pkg },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  const [{ contents: script }] = outputFiles;
  return brotliCompressSync(script, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: script.length },
  }).length;
}

/** Sizes as pkg/sizes.snap has them. */
export const written = (sizes) =>
  Object.entries(sizes)
    .map(([name, bytes]) => `${name.padEnd(16)}${String(bytes).padStart(8)} bytes\n`)
    .join("");

/** Sizes as they are `written`. */
export const read = (text) =>
  Object.fromEntries(
    Array.from(text.matchAll(/^(\S.*?) +(\d+) bytes$/gm), ([, name, bytes]) => [name, Number(bytes)]),
  );
