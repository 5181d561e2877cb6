// What a user's bundler makes of each entry, of what a page may use of one, and of the same form in
// zod: minified, compressed.
import { join } from "node:path";
import { constants, brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const pkg = join(import.meta.dirname, "../..");

const USES = {
  "latchwork/forms": 'export * from "latchwork/forms";',
  "forms: an access key": 'export { createAccessKey } from "latchwork/forms";',
  "latchwork": 'export * from "latchwork";',
  "latchwork: codes": 'export { generateCode } from "latchwork";',
  "latchwork: access keys": 'export { createAccessKey } from "latchwork";',
  "latchwork: locks": 'export { grantLockAccess } from "latchwork";',
  "latchwork: panels": 'export { createUser } from "latchwork";',
  "latchwork: schedules": 'export { hours } from "latchwork";',
  "latchwork: makers": 'export { scheduleTo } from "latchwork";',
  "latchwork: doors": 'export { decideAttempt } from "latchwork";',
  "latchwork/cards": 'export * from "latchwork/cards";',
  "latchwork/plain": 'export * from "latchwork/plain";',
  "zod's form": 'export { zodSchema } from "./bench/support/zod.mjs";',
};

/** Bytes by name. */
export async function measured() {
  const sizes = {};
  for (const [name, use] of Object.entries(USES)) sizes[name] = await bundled(use);
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
    .map(([name, bytes]) => `${name.padEnd(22)}${String(bytes).padStart(8)} bytes\n`)
    .join("");

/** Sizes as they are `written`. */
export const read = (text) =>
  Object.fromEntries(
    Array.from(text.matchAll(/^(\S.*?) +(\d+) bytes$/gm), ([, name, bytes]) => [name, Number(bytes)]),
  );
