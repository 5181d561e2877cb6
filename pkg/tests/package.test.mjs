// What npm carries.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { project, repository, tarball } from "./support/environment.mjs";

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

const licences = ["dist/LICENSE-APACHE", "dist/LICENSE-MIT"];

describe("files", () => {
  test("are those that run, their types, and what npm adds", () => {
    const odd = files.filter((name) => !/^dist\/(loaders\/)?[a-z-]+(\.wasm)?\.(js|cjs|wasm|d\.ts|d\.cts)$/.test(name));
    assert.deepEqual(odd.filter((name) => !["README.md", "package.json", ...licences].includes(name)), []);
  });

  test("every one is reached from an export", () => {
    const reached = new Set();
    const visit = (name) => {
      if (reached.has(name)) return;
      reached.add(name);
      if (name.endsWith(".wasm")) return;
      for (const [, address] of text(name).matchAll(/["'](\.{1,2}\/[^"'\s]+)["']/g)) {
        const found = join(name, "..", address);
        const typed = found.replace(/\.js$/, ".d.ts");
        for (const file of name.endsWith(".d.ts") ? [typed] : [found]) if (files.includes(file)) visit(file);
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

  test("the types of both kinds are the same", () => {
    assert.equal(text("dist/index.d.cts"), text("dist/index.d.ts"));
  });

  test("the wasm file is valid", () => {
    assert.ok(WebAssembly.validate(readFileSync(join(root, "dist/latchwork.wasm"))));
  });
});

describe("size", () => {
  test("the tarball is below 430 kB", () => {
    const { size } = statSync(tarball);
    assert.ok(size < 430_000, `expected less, found ${size} bytes`);
  });

  test("the scripts are below 20 kB compressed", () => {
    const scripts = files.filter((name) => /^dist\/[a-z-]+\.js$/.test(name));
    const { length } = gzipSync(scripts.map(text).join("\n"));
    assert.ok(length < 20_000, `expected less, found ${length} bytes`);
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

  test("node is asked about before what any bundler takes", () => {
    const conditions = Object.keys(manifest.exports["."]);
    assert.equal(conditions.at(-1), "default");
    assert.ok(conditions.indexOf("workerd") < conditions.indexOf("node"));
  });

  test("import and require find their own", () => {
    const address = (name) => join(root, name);
    assert.equal(require.resolve("latchwork"), address("dist/loaders/node.cjs"));
    assert.equal(new URL(import.meta.resolve("latchwork")).pathname, address("dist/loaders/node.js"));
    assert.equal(new URL(import.meta.resolve("latchwork/web")).pathname, address("dist/loaders/web.js"));
    assert.equal(require.resolve("latchwork/latchwork.wasm"), address("dist/latchwork.wasm"));
    assert.equal(require.resolve("latchwork/package.json"), address("package.json"));
  });

  test("what is inside is not to be reached", () => {
    for (const name of ["latchwork/dist/glue.js", "latchwork/glue.js", "latchwork/border"]) {
      assert.throws(() => require.resolve(name), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    }
  });

  test("bundlers keep the loaders", () => {
    assert.deepEqual(manifest.sideEffects, ["./dist/loaders/*"]);
    // Nothing else may do work that an import alone is for.
    const loaders = files.filter((name) => name.startsWith("dist/loaders/") && /\.c?js$/.test(name));
    for (const name of loaders) assert.match(text(name), /initSync\(|export async function init/, name);
  });

  test("names its licence and its Node", () => {
    assert.equal(manifest.license, "MIT OR Apache-2.0");
    assert.equal(manifest.engines.node, ">=20");
    assert.equal(manifest.type, "module");
  });
});
