// Bundles the console: `node www/build.mjs --out <folder>`, after the package is built, or with
// `--core <folder>` and the scripts of its entries there.
//
// Writes `index.html` and, below `assets/`, everything that it loads, each file with a hash of its
// content in its name: such a file never changes and may be kept for ever.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

import { PAGES } from "./parts/shell/navigation.js";

const www = fileURLToPath(new URL(".", import.meta.url));
const pkg = join(www, "..", "pkg");
const { build } = createRequire(join(pkg, "package.json"))("esbuild");

const { core, out } = parseArgs({
  options: { core: { type: "string", default: join(pkg, "dist") }, out: { type: "string" } },
}).values;
if (out === undefined) throw new Error("expected --out and the folder to write to");

const common = {
  absWorkingDir: www,
  alias: { "latchwork-dist": resolve(core), "latchwork-error": join(pkg, "src/error.js") },
  assetNames: "[name]-[hash]",
  bundle: true,
  charset: "utf8",
  chunkNames: "[name]-[hash]",
  entryNames: "[name]-[hash]",
  format: "esm",
  legalComments: "eof",
  loader: { ".svg": "copy" },
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: join(out, "assets"),
  plugins: [{ name: "wasm", setup: compileWasm }],
  target: "es2022",
};

await rm(join(out, "assets"), { recursive: true, force: true });
await mkdir(out, { recursive: true });

// A worker has its own copy of what it runs: its name must be known before the page that starts it.
const worker = await bundle({ entryPoints: ["parts/shell/core-worker.js"] });
const pages = await bundle({
  define: { CORE_WORKER: JSON.stringify(`./${basename(worker.named("parts/shell/core-worker.js"))}`) },
  entryPoints: ["app.js", "styles/console.css", "logo.svg"],
  splitting: true,
});
const modules = PAGES.map(({ folder, name }) => [name, pages.needed(`pages/${folder}/pages.js`)]);
const early = await bundle({
  define: { MODULES: JSON.stringify(Object.fromEntries(modules)) },
  entryPoints: ["early.js"],
  format: "iife",
});

const page = await readFile(join(www, "index.html"), "utf8");
const linked = page.replaceAll(/(href|src)="([\w/]+\.(?:js|css|svg))"/g, (_, attribute, source) => {
  const made = source === "early.js" ? early : pages;
  return `${attribute}="${made.named(source)}"`;
});
const [, ...imported] = pages.needed("app.js");
const preloads = imported.map((path) => `    <link rel="modulepreload" href="${path}">\n`);
await writeFile(join(out, "index.html"), linked.replace("  </head>", `${preloads.join("")}  </head>`));

// Compressed once and as far as it goes, not at each request.
const names = ["index.html", ...(await readdir(join(out, "assets"))).map((name) => join("assets", name))];
const sizes = await Promise.all(names.map((name) => compressed(join(out, name))));
const sum = (of) => sizes.reduce((bytes, size) => bytes + size[of], 0);
console.log(`the console: ${names.length} files, ${sum("plain")} bytes, ${sum("small")} compressed`);

/** Writes a file compressed beside it in the two ways that browsers ask for. */
async function compressed(file) {
  const plain = await readFile(file);
  const small = await promisify(brotliCompress)(plain);
  await Promise.all([writeFile(`${file}.br`, small), writeFile(`${file}.gz`, await promisify(gzip)(plain, { level: 9 }))]);
  return { plain: plain.length, small: small.length };
}

/** What imports a wasm file has it compiled while it is downloaded. */
function compileWasm({ onLoad, onResolve }) {
  onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir, namespace }) => ({
    path: join(resolveDir, path),
    namespace: namespace === "wasm" ? "file" : "wasm",
  }));
  onLoad({ filter: /\.wasm$/, namespace: "wasm" }, ({ path }) => ({
    contents: `import file from ${JSON.stringify(`./${basename(path)}`)};
      export default await WebAssembly.compileStreaming(fetch(new URL(file, import.meta.url)));`,
    resolveDir: dirname(path),
  }));
  onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({ contents: await readFile(path), loader: "file" }));
}

/**
 * What a build made: `named` gives the path of an entry's file, `needed` it and those that it cannot
 * run without.
 */
async function bundle(options) {
  const { metafile } = await build({ ...common, ...options });
  const outputs = metafile.outputs;
  const served = (path) => relative(out, join(www, path)).replaceAll("\\", "/");
  const made = (source) =>
    Object.keys(outputs).find((path) => (outputs[path].entryPoint ?? Object.keys(outputs[path].inputs)[0]) === source);
  const needed = (path, known = new Set()) => {
    known.add(path);
    for (const { kind, path: next } of outputs[path].imports) {
      if (kind === "import-statement" && !known.has(next)) needed(next, known);
    }
    return known;
  };
  return {
    named: (source) => served(made(source)),
    needed: (source) => [...needed(made(source))].map(served),
  };
}
