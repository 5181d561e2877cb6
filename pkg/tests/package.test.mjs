// What npm carries.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { project, repository } from "./support/environment.mjs";

const { measured, read } = await import(pathToFileURL(join(repository, "pkg/bench/support/sizes.mjs")));

const require = createRequire(import.meta.url);
const root = join(project, "node_modules/latchwork");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const files = readdirSync(root, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => statSync(join(root, name)).isFile())
  .sort();
const text = (name) => readFileSync(join(root, name), "utf8");

/** The addresses that `exports` names, at any depth. */
const addresses = (exported) =>
  typeof exported === "string" ? [exported] : Object.values(exported).flatMap(addresses);

/** For who reads no `exports`: what is named after the package is a folder to them. */
const folders = ["cards", "cards/web", "forms", "forms/web", "plain", "plain/web", "web"];

const licences = ["dist/LICENSE-APACHE", "dist/LICENSE-MIT"];

describe("files", () => {
  test("are those that run, their types, and what npm adds", () => {
    const entries = ["cards", "forms", "latchwork", "plain"];
    const parts = ["access-keys", "codes", "doors", "locks", "makers", "panels", "schedules"];
    const inDist = entries.flatMap((entry) => [
      ...["js", "cjs", "wasm", "d.ts", "d.cts"].map((ending) => `${entry}.${ending}`),
      `edge-light/${entry}.js`,
      `workerd/${entry}.js`,
      `web/${entry}.js`,
      `web/${entry}.d.ts`,
    ]);
    const ofParts = parts.flatMap((part) => [`${part}.js`, `${part}.wasm`, `edge-light/${part}.js`, `workerd/${part}.js`]);
    const expected = [
      ...[...inDist, ...ofParts, "catalogue.d.ts", "catalogue.d.cts", "openapi.json", "plain.json", "web/init.d.ts"].map((name) => `dist/${name}`),
      ...folders.map((folder) => `${folder}/package.json`),
      ...licences,
      "README.md",
      "package.json",
    ];
    assert.deepEqual(files, expected.sort());
  });

  test("every one is reached from an export", () => {
    const reached = new Set();
    const visit = (name) => {
      if (reached.has(name)) return;
      reached.add(name);
      if (name.endsWith(".wasm")) return;
      for (const [, address] of text(name).matchAll(/["'](\.{1,2}\/[^"'\s?]+)(?:\?module)?["']/g)) {
        const found = join(name, "..", address);
        const typed = found.replace(/\.(c?)js$/, ".d.$1ts");
        const file = /\.d\.c?ts$/.test(name) ? typed : found;
        if (files.includes(file)) visit(file);
      }
    };
    addresses(manifest.exports).map((address) => address.slice(2)).forEach(visit);
    const code = files.filter((name) => name.startsWith("dist/") && !licences.includes(name));
    assert.deepEqual(code.filter((name) => !reached.has(name)), []);
  });

  test("hold no map, and no path of the machine that built them", () => {
    for (const name of files) {
      const content = readFileSync(join(root, name), "latin1");
      assert.ok(!content.includes("sourceMappingURL"), name);
      // `/rustc/…` stands in the standard library of every machine.
      for (const path of [repository, `${homedir()}/`, "/.cargo/", "/registry/src/"]) {
        assert.ok(!content.includes(path), `${name} holds ${path}`);
      }
    }
  });

  test("the licences are those of the repository", () => {
    for (const name of licences) {
      assert.equal(text(name), readFileSync(join(repository, basename(name)), "utf8"));
    }
  });

  test("the types of both kinds are the same, each of its own kind", () => {
    for (const name of ["forms", "latchwork", "cards", "plain", "catalogue"]) {
      const [commonJs, module] = ["cts", "ts"].map((ending) => text(`dist/${name}.d.${ending}`));
      assert.equal(commonJs, module.replaceAll('.js";', '.cjs";'));
    }
  });

  test("the wasm files are valid", () => {
    for (const name of ["forms", "latchwork", "cards", "plain"]) {
      assert.ok(WebAssembly.validate(readFileSync(join(root, `dist/${name}.wasm`))), name);
    }
  });
});

describe("size", () => {
  test("of each entry, bundled, is that of pkg/sizes.snap", async () => {
    const snapshot = read(readFileSync(join(repository, "pkg/sizes.snap"), "utf8"));
    const found = await measured();
    assert.deepEqual(Object.keys(found), Object.keys(snapshot));
    // Versions of node compress a little differently.
    const changed = Object.entries(found).filter(([name, bytes]) => Math.abs(bytes / snapshot[name] - 1) > 0.01);
    assert.deepEqual(changed, [], "`cargo xtask sizes` writes pkg/sizes.snap anew");
  });

  test("a bundler takes the one part of latchwork that has what is used", async () => {
    for (const name of Object.keys(await import("latchwork"))) {
      const { metafile } = await build({
        stdin: { contents: `export { ${name} } from "latchwork";`, resolveDir: project },
        bundle: true,
        format: "esm",
        metafile: true,
        write: false,
        // By default it follows the links of the tools here, to where they stand.
        preserveSymlinks: true,
      });
      const [{ inputs }] = Object.values(metafile.outputs);
      const taken = Object.entries(inputs).filter(([path, { bytesInOutput }]) => path.includes("/dist/") && bytesInOutput > 0);
      assert.equal(taken.length, 1, `${name} takes ${taken.map(([path]) => path)}`);
    }
  });

  test("in the README is that of pkg/sizes.snap", () => {
    const snapshot = Object.values(read(readFileSync(join(repository, "pkg/sizes.snap"), "utf8")));
    const told = Array.from(text("README.md").matchAll(/^\| .* \| ([0-9.]+) \|$/gm), ([, size]) => size);
    assert.deepEqual(told, snapshot.map((bytes) => (bytes / 1000).toFixed(1)));
  });
});

describe("package.json", () => {
  test("asks for nothing, and runs nothing", () => {
    for (const name of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies", "scripts", "bin"]) {
      assert.equal(manifest[name], undefined, name);
    }
    const installed = readdirSync(join(project, "node_modules"), { withFileTypes: true });
    const folders = installed.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !entry.name.startsWith("@"));
    assert.deepEqual(folders.map(({ name }) => name), ["latchwork"]);
  });

  test("every address that it names is a file", () => {
    const named = [manifest.main, manifest.types, ...addresses(manifest.exports)];
    for (const address of named) assert.ok(statSync(join(root, address)).isFile(), address);
  });

  test("conditions have their types first and their default last", () => {
    const visit = (exported) => {
      if (typeof exported === "string") return;
      const conditions = Object.keys(exported);
      if (conditions.includes("types")) assert.equal(conditions[0], "types");
      if (conditions.includes("default")) assert.equal(conditions.at(-1), "default");
      Object.values(exported).forEach(visit);
    };
    Object.values(manifest.exports).forEach(visit);
  });

  test("edges are asked about before what every bundler takes, and modules before CommonJS", () => {
    for (const entry of [".", "./forms", "./cards", "./plain"]) {
      const conditions = Object.keys(manifest.exports[entry]);
      assert.deepEqual(conditions, ["workerd", "edge-light", "module", "import", "require", "default"], entry);
    }
  });

  test("import and require find their own", () => {
    const address = (name) => join(root, name);
    for (const [entry, name] of [["latchwork", "latchwork"], ["latchwork/forms", "forms"], ["latchwork/cards", "cards"], ["latchwork/plain", "plain"]]) {
      assert.equal(require.resolve(entry), address(`dist/${name}.cjs`));
      assert.equal(fileURLToPath(import.meta.resolve(entry)), address(`dist/${name}.js`));
      assert.equal(fileURLToPath(import.meta.resolve(`${entry}/web`)), address(`dist/web/${name}.js`));
      assert.equal(require.resolve(`latchwork/${name}.wasm`), address(`dist/${name}.wasm`));
    }
    assert.equal(require.resolve("latchwork/package.json"), address("package.json"));
  });

  test("who reads no exports finds the same files", () => {
    assert.equal(manifest.main, manifest.exports["."].require.default);
    assert.equal(manifest.module, manifest.exports["."].import.default);
    assert.equal(manifest.types, manifest.exports["."].require.types);
    for (const folder of folders) {
      const { main, module, types, ...others } = JSON.parse(text(`${folder}/package.json`));
      const exported = manifest.exports[`./${folder}`];
      const found = [main, module, types].map((address) => `./${join(folder, address)}`);
      const web = [exported.default, exported.default, exported.types];
      const named = () => [exported.require.default, exported.import.default, exported.require.types];
      assert.deepEqual(found, folder.endsWith("web") ? web : named(), folder);
      assert.deepEqual(others, {}, folder);
    }
  });

  test("what is inside is not to be reached", () => {
    for (const name of ["latchwork/dist/forms.js", "latchwork/forms.js", "latchwork/border"]) {
      assert.throws(() => require.resolve(name), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    }
  });

  test("bundlers drop what nobody uses: an import does nothing", () => {
    assert.equal(manifest.sideEffects, false);
  });

  test("names its licence and its Node", () => {
    assert.equal(manifest.license, "MIT OR Apache-2.0");
    assert.equal(manifest.engines.node, ">=20");
    assert.equal(manifest.type, "module");
  });
});
