// Makes the scripts of entries, of pkg/dist or of the console, from what stands in pkg/src and pkg/loaders.
//
// node bundle.mjs <folder> <dist> <entry:scripts…>, as src/entry.rs has them: for each entry,
// <folder>/<entry> holds the glue of wasm-bindgen (glue.js), the wasm file as text (text.js) and the
// catalogue of issues (catalogue.js); all share the JSON Schemas (schemas.js), the fields of requests
// (fields.js) and what the core has as constants (presets.js) in <folder>.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const { build } = createRequire(join(pkg, "package.json"))("esbuild");

const [folder, dist, ...given] = process.argv.slice(2);
const entries = given.map((entry) => entry.split(":"));

const common = { bundle: true, format: "esm", target: "es2022", charset: "ascii", logLevel: "warning" };

/** Gives modules that stand in no file, and those that each entry has its own of. */
const named = (modules) => ({
  name: "named",
  setup(build) {
    build.onResolve({ filter: /^#/ }, ({ path }) => modules[path].path ?? { path, namespace: "named" });
    build.onLoad({ filter: /^#/, namespace: "named" }, ({ path }) => ({
      contents: modules[path].contents,
      resolveDir: pkg,
    }));
  },
});

const at = (path, more) => ({ path: { path, ...more } });

/**
 * A module that exports `bind`: the glue as a function, which gives a glue of its own for each
 * instance. As wasm-bindgen writes it, it serves one instance only. The function also stands
 * between the glue and what it takes of the host.
 *
 * @param {Record<string, string>} renamed what is taken of the glue under another name
 */
async function binding(entry, renamed) {
  const glue = join(folder, entry, "glue.js");
  const { metafile } = await build({ ...common, entryPoints: [glue], metafile: true, write: false });
  const [{ exports }] = Object.values(metafile.outputs);
  const taken = exports.filter((name) => name !== "default").map((name) => [name, name]);
  taken.push(...Object.entries(renamed));
  const list = (separator) => taken.map(([name, as]) => `${name}${separator}${as}`).join(", ");
  const contents = `import { ${list(" as ")} } from ${JSON.stringify(glue)};
bound = { ${taken.map(([, as]) => as).join(", ")} };`;
  const { outputFiles } = await build({
    ...common,
    stdin: { contents, resolveDir: pkg },
    banner: { js: "export function bind(TextEncoder, TextDecoder, WebAssembly, Object, Array) {\nlet bound;" },
    footer: { js: "return bound;\n}" },
    write: false,
  });
  return { contents: outputFiles[0].text };
}

/** What an entry exports, of the scripts beside it. */
const ofOthers = (face) => ({
  name: "of-others",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, importer }) => (importer === face ? { path, external: true } : undefined));
  },
});

for (const [entry, scripts] of entries) {
  const face = join(pkg, "src", `${entry}.js`);
  const loader = (name) => at(join(pkg, "loaders", `${name}.js`));
  const sync = await binding(entry, {});
  const tables = {
    "#catalogue": at(join(folder, entry, "catalogue.js")),
    "#schemas": at(join(folder, "schemas.js")),
    "#fields": at(join(folder, "fields.js")),
    "#presets": at(join(folder, "presets.js")),
  };
  const text = { ...tables, "#core": loader("text"), "#glue": sync, "#text": at(join(folder, entry, "text.js")) };
  const compiled = (query) => ({
    ...tables,
    "#core": loader("compiled"),
    "#glue": sync,
    "#wasm": at(`../${entry}.wasm${query}`, { external: true }),
  });
  const script = (outfile, modules, options) =>
    build({
      ...common,
      entryPoints: [face],
      outfile: join(dist, outfile),
      plugins: [named(modules)],
      ...options,
    });
  const others = scripts === "of-others" ? { plugins: [ofOthers(face)] } : {};
  const made = [
    script(`${entry}.js`, text, others),
    script(`workerd/${entry}.js`, compiled(""), others),
    script(`edge-light/${entry}.js`, compiled("?module"), others),
  ];
  if (scripts !== "part") made.push(...(await ofNoBundler(entry, face, { tables, text, loader, script })));
  await Promise.all(made);
}

/** What is loaded as it is: no bundler leaves out of it what nobody uses. */
async function ofNoBundler(entry, face, { tables, text, loader, script }) {
  return [
    script(`${entry}.cjs`, text, { format: "cjs" }),
    script(
      `web/${entry}.js`,
      {
        ...tables,
        "#core": loader("web"),
        "#glue": await binding(entry, { default: "init" }),
        "#address": {
          contents: `export const file = "${entry}.wasm";
export const address = () => new URL("../${entry}.wasm", import.meta.url);`,
        },
      },
      {
        entryPoints: undefined,
        stdin: {
          contents: `export * from ${JSON.stringify(face)};\nexport { init, init as default } from "#core";`,
          resolveDir: pkg,
        },
      },
    ),
  ];
}
