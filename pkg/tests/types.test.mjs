// The types as TypeScript reads them under each way to resolve modules, and as the code is.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as latchwork from "latchwork";
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as plain from "latchwork/plain";
import { names, read } from "./support/case-files.mjs";
import { project, repository } from "./support/environment.mjs";

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

const SOURCES = ["use.ts", "cards.ts", "plain.ts"];

describe("compiles", () => {
  for (const [name, files, options] of [
    ["node16", [...SOURCES, "use.cts"], { module: "node16" }],
    ["nodenext", [...SOURCES, "use.cts"], { module: "nodenext" }],
    ["bundler", SOURCES, { module: "esnext", moduleResolution: "bundler" }],
    ["exact", ["use.cts"], { module: "node16", exactOptionalPropertyTypes: true }],
    ["web-nodenext", ["web.ts"], { module: "nodenext", lib: WEB }],
    ["web-bundler", ["web.ts"], { module: "esnext", moduleResolution: "bundler", lib: WEB }],
  ]) {
    test(name, () => compile(name, files, options));
  }
});

/** The entries, each with the file that uses all of it. */
const entries = {
  latchwork: { module: latchwork, use: "use.ts" },
  "latchwork/forms": { module: forms, use: "use.ts" },
  "latchwork/cards": { module: cards, use: "cards.ts" },
  "latchwork/plain": { module: plain, use: "plain.ts" },
};

const nameOf = (entry) => entry.split("/").at(-1);

const declarations = (entry) => readFile(join(project, `node_modules/latchwork/dist/${nameOf(entry)}.d.ts`), "utf8");

describe("what is exported is declared, and what is declared is exported", () => {
  const namesOf = (object) => Object.keys(object).map((name) => JSON.stringify(name)).join(" | ");
  const same = "type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;";

  /** Each module or object of an entry, and the names that it has at run time. */
  const all = (entry, module) => ({
    [`typeof import("${entry}")`]: namesOf(module),
    ...(module.keyFormats && { [`ReturnType<typeof import("${entry}").keyFormats>[number]`]: namesOf(module.keyFormats()[0]) }),
    ...Object.fromEntries(
      Object.entries(module)
        .filter(([, one]) => "~standard" in one)
        .flatMap(([name, system]) => [
          [`typeof import("${entry}").${name}`, namesOf(system)],
          [`Omit<(typeof import("${entry}").${name})["~standard"], "types">`, namesOf(system["~standard"])],
        ]),
    ),
  });

  const more = {
    'typeof import("latchwork").codePolicies': namesOf(latchwork.codePolicies),
    'ReturnType<typeof import("latchwork").guessOdds>': namesOf(latchwork.guessOdds({ active: 1, tries: 1 })),
  };

  for (const [entry, { module, use }] of Object.entries(entries)) {
    test(`${entry}, and used in the file that compiles`, async () => {
      const used = await readFile(join(scratch, use), "utf8");
      const declared = await declarations(entry);
      const exported = [...declared.matchAll(/^export (?:declare )?(?:interface|type|class|const|function) (\w+)/gm)];
      assert.ok(exported.length > 20);
      const imports = used.slice(0, used.indexOf("type Same<"));
      const body = used.slice(imports.length);
      for (const [, name] of exported) {
        assert.match(imports, new RegExp(`\\b${name}\\b`), name);
        assert.match(body, new RegExp(`\\b${name}\\b`), name);
      }
    });

    test(`${entry}, required`, () => {
      assert.deepEqual(Object.keys(require(entry)).sort(), Object.keys(module).sort());
    });
  }

  test("imported", async () => {
    const found = Object.entries({
      ...Object.assign({}, ...Object.entries(entries).map(([entry, { module }]) => all(entry, module))),
      ...more,
    });
    const lines = found.map(([type, found], index) => `export const same${index}: Same<keyof ${type}, ${found}> = true;`);
    await writeFile(join(scratch, "names.ts"), [same, ...lines].join("\n"));
    await compile("names", ["names.ts"], { module: "nodenext" });
  });

  test("on the web", async () => {
    const lines = Object.entries(entries).map(
      ([entry, { module }], index) =>
        `export const same${index}: Same<keyof typeof import("${entry}/web"), ${namesOf(module)} | "init" | "default"> = true;`,
    );
    await writeFile(join(scratch, "web-names.ts"), [same, ...lines].join("\n"));
    await compile("web-names", ["web-names.ts"], { module: "nodenext", lib: WEB });
    for (const [entry, { module }] of Object.entries(entries)) {
      const web = Object.keys(await import(`${entry}/web`));
      assert.deepEqual(web.sort(), [...Object.keys(module), "init", "default"].sort());
    }
  });

  test("nothing that the declarations keep to themselves", async () => {
    const inner = ["KeyRequest", "OwnedKeyRequest", "Before", "OptionsOf", "ValueOf", "StoredOf", "PanelSystem", "PanelBodySystem", "PanelPathSystem", "PanelDenial", "TiedReply"];
    const lines = inner.map((name) => `// @ts-expect-error not exported\nexport type { ${name} } from "latchwork";`);
    await writeFile(join(scratch, "inner.ts"), lines.join("\n"));
    await compile("inner", ["inner.ts"], { module: "nodenext" });
  });
});

describe("what is declared is told of", () => {
  for (const entry of Object.keys(entries)) {
    test(entry, async () => {
      const lines = (await declarations(entry)).split("\n");
      let block = "";
      const silent = lines.filter((line, index) => {
        const isExport = /^export (?:declare )?(?:interface|type|class|const|function) \w/.test(line);
        if (/^\S/.test(line)) block = line;
        const isMember = /^(?:export |)(?:interface|class) /.test(block) && /^  (?:readonly |static )*["~\w]+\??[(:<]/.test(line);
        return (isExport || isMember) && !lines[index - 1].endsWith("*/");
      });
      assert.deepEqual(silent, []);
    });
  }

  test("every code that an issue of a case has", async () => {
    const catalogue = await readFile(join(project, "node_modules/latchwork/dist/catalogue.d.ts"), "utf8");
    const codes = [...catalogue.matchAll(/"(\w+)"/g)].map(([, code]) => code);
    assert.equal(new Set(codes).size, codes.length);
    const told = (value) => {
      if (typeof value !== "object" || value === null) return [];
      const own = typeof value.code === "string" && Array.isArray(value.path) ? [value.code] : [];
      return [...own, ...Object.values(value).flatMap(told)];
    };
    const found = new Set(names.flatMap((name) => told(read(name))));
    assert.ok(found.size > 100);
    assert.deepEqual([...found].filter((code) => !codes.includes(code)), []);
  });
});

describe("the examples of the READMEs compile", () => {
  /** What the examples are run in: only what they use of it. */
  const HOST = `
declare module "node:http" {
  interface Incoming extends AsyncIterable<Uint8Array> {}
  interface Outgoing { writeHead(status: number, headers?: Record<string, string>): void; end(body?: string): void }
  export function createServer(answer: (request: Incoming, response: Outgoing) => void): { listen(port: number, host: string): void };
}
declare class Buffer extends Uint8Array { static concat(parts: Uint8Array[]): Buffer }
`;

  /** Of the databases, whose own types want those of Node. */
  const DATABASES = {
    libsql: `
interface Statement { all(...values: unknown[]): any[]; run(...values: unknown[]): { lastInsertRowid: number } }
export default class Database { constructor(file: string); exec(sql: string): void; prepare(sql: string): Statement }
`,
    pg: `
interface Client { query(sql: string, values?: unknown[]): Promise<{ rows: any[] }>; release(failure?: unknown): void }
declare const pg: { Pool: new () => Client & { connect(): Promise<Client>; on(event: "error", told: (error: Error) => void): void } };
export default pg;
`,
  };

  for (const file of ["README.md", "pkg/README.md"]) {
    test(file, async () => {
      const text = await readFile(join(repository, file), "utf8");
      const blocks = [...text.matchAll(/^```(?:js|html)\n(.*?)^```/gms)].map(([, block]) => {
        const script = /<script type="module">(.*?)<\/script>/s.exec(block)?.[1] ?? block;
        const typed = script.replace("function create(request)", 'function create(request: import("latchwork").AccessKeyRequest)');
        // A page finds the scripts where its server has them.
        return typed.replace(/"[^"]*\/dist\/web\/(\w+)\.js"|"\/latchwork\/web\/(\w+)\.js"/g, (_, one, other) => {
          const name = one ?? other;
          return name === "latchwork" ? '"latchwork/web"' : `"latchwork/${name}/web"`;
        });
      });
      assert.ok(blocks.length >= 3);
      const name = file.replaceAll("/", "-");
      const files = blocks.map((_, index) => `${name}-${index}.ts`);
      await Promise.all(blocks.map((block, index) => writeFile(join(scratch, files[index]), block)));
      await writeFile(join(scratch, "host.d.ts"), HOST);
      const paths = {};
      for (const [module, types] of Object.entries(DATABASES)) {
        await writeFile(join(scratch, `host-${module}.d.ts`), types);
        paths[module] = [`./host-${module}.d.ts`];
      }
      const lib = [...WEB, "dom.iterable"];
      await compile(name, ["host.d.ts", ...files], { module: "nodenext", moduleDetection: "force", lib, paths });
    });
  }
});
