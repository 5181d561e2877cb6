// Prints the sizes of pkg/dist: what a browser downloads, minified and compressed, and what is on npm.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const dist = join(pkg, "dist");
const { buildSync } = createRequire(join(pkg, "package.json"))("esbuild");

const wasm = readFileSync(join(dist, "latchwork.wasm"));
const [{ contents: script }] = buildSync({
  entryPoints: [join(dist, "loaders/web.js")],
  bundle: true,
  minify: true,
  format: "esm",
  write: false,
}).outputFiles;
const total = readdirSync(dist, { recursive: true })
  .map((name) => statSync(join(dist, name)))
  .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);

const size = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const row = (name, raw, brotli) => console.log(`  ${name.padEnd(22)}${size(raw).padStart(10)}${size(brotli).padStart(10)} brotli`);
const [wasmBrotli, scriptBrotli] = [wasm, script].map((bytes) => brotliCompressSync(bytes).length);
row("latchwork.wasm", wasm.length, wasmBrotli);
row("script, minified", script.length, scriptBrotli);
row("a browser downloads", wasm.length + script.length, wasmBrotli + scriptBrotli);
console.log(`  ${"pkg/dist".padEnd(22)}${size(total).padStart(10)}`);
