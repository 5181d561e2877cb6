// The types as TypeScript reads them under each way to resolve modules, and as the code is.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as latchwork from "latchwork";
import { project } from "./support/environment.mjs";

const require = createRequire(import.meta.url);
const tsc = join(require.resolve("typescript/package.json"), "../bin/tsc");
const scratch = join(project, "scratch-types");

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: "es2022",
  lib: ["es2022"],
  types: [],
};

/** Compiles files with these options; asserts that TypeScript has nothing to say. */
async function compile(name, files, options) {
  const config = join(scratch, `${name}.json`);
  await writeFile(config, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const said = await new Promise((resolve) => {
    execFile(process.execPath, [tsc, "--project", config], { cwd: scratch }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: `${stdout}${stderr}`.trim() }),
    );
  });
  assert.deepEqual(said, { code: 0, output: "" });
}

before(async () => {
  await mkdir(scratch, { recursive: true });
  await cp(join(import.meta.dirname, "fixtures/types"), scratch, { recursive: true });
  await writeFile(join(scratch, "package.json"), '{ "private": true, "type": "module" }');
});

const WEB = ["es2022", "dom"];

describe("compiles", () => {
  for (const [name, files, options] of [
    ["node16", ["use.ts", "use.cts"], { module: "node16" }],
    ["nodenext", ["use.ts", "use.cts"], { module: "nodenext" }],
    ["bundler", ["use.ts"], { module: "esnext", moduleResolution: "bundler" }],
    ["exact", ["use.cts"], { module: "node16", exactOptionalPropertyTypes: true }],
    ["web-nodenext", ["web.ts"], { module: "nodenext", lib: WEB }],
    ["web-bundler", ["web.ts"], { module: "esnext", moduleResolution: "bundler", lib: WEB }],
  ]) {
    test(name, () => compile(name, files, options));
  }
});

describe("what is exported is declared, and what is declared is exported", () => {
  const names = (object) => Object.keys(object).map((name) => JSON.stringify(name)).join(" | ");
  const same = "type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;";

  const systems = Object.entries(latchwork).filter(([, one]) => "~standard" in one);

  /** Each module or object, and the names that it has at run time. */
  const all = {
    'typeof import("latchwork")': names(latchwork),
    'typeof import("latchwork").codePolicies': names(latchwork.codePolicies),
    'ReturnType<typeof import("latchwork").guessOdds>': names(latchwork.guessOdds({ active: 1, tries: 1 })),
    'ReturnType<typeof import("latchwork").keyFormats>[number]': names(latchwork.keyFormats()[0]),
    ...Object.fromEntries(
      systems.flatMap(([name, system]) => [
        [`typeof import("latchwork").${name}`, names(system)],
        [`Omit<(typeof import("latchwork").${name})["~standard"], "types">`, names(system["~standard"])],
      ]),
    ),
  };

  test("and used in the file that compiles", async () => {
    const used = await readFile(join(scratch, "use.ts"), "utf8");
    const declared = await readFile(join(project, "node_modules/latchwork/dist/index.d.ts"), "utf8");
    const exported = [...declared.matchAll(/^export (?:declare )?(?:interface|type|class|const|function) (\w+)/gm)];
    assert.ok(exported.length > Object.keys(latchwork).length);
    const imports = used.slice(0, used.indexOf("type Same<"));
    const body = used.slice(imports.length);
    for (const [, name] of exported) {
      assert.match(imports, new RegExp(`\\b${name}\\b`), name);
      assert.match(body, new RegExp(`\\b${name}\\b`), name);
    }
  });

  test("imported", async () => {
    const lines = Object.entries(all).map(
      ([type, found], index) => `export const same${index}: Same<keyof ${type}, ${found}> = true;`,
    );
    await writeFile(join(scratch, "names.ts"), [same, ...lines].join("\n"));
    await compile("names", ["names.ts"], { module: "nodenext" });
  });

  test("required", () => {
    assert.deepEqual(Object.keys(require("latchwork")).sort(), Object.keys(latchwork).sort());
  });

  test("on the web", async () => {
    const line = `export const same: Same<keyof typeof import("latchwork/web"), ${names(latchwork)} | "init" | "default"> = true;`;
    await writeFile(join(scratch, "web-names.ts"), [same, line].join("\n"));
    await compile("web-names", ["web-names.ts"], { module: "nodenext", lib: WEB });
    const web = Object.keys(await import("latchwork/web"));
    assert.deepEqual(web.sort(), [...Object.keys(latchwork), "init", "default"].sort());
  });
});
