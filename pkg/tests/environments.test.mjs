// Each place where the package runs, as a project that has it installed.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build as bundle } from "esbuild";
import { Miniflare } from "miniflare";
import { build, createServer } from "vite";
import { isDone, launch, withPage } from "./support/browser.mjs";
import { project } from "./support/environment.mjs";
import { PLAIN_IMPORTED, PLAIN_REQUIRED, make, node, page } from "./support/projects.mjs";
import { expected, expectedOfService } from "./support/samples.mjs";
import { STRICT, serve } from "./support/server.mjs";

const IMPORTED = `
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as latchwork from "latchwork";
import { sample } from "./samples.mjs";
const entries = { forms, latchwork, cards };
`;
const REQUIRED = `
const { sample } = require("./samples.cjs");
const entries = {
  forms: require("latchwork/forms"),
  latchwork: require("latchwork"),
  cards: require("latchwork/cards"),
};
`;
const WRITE = "process.stdout.write(JSON.stringify(sample(entries)));";

/** `samples.mjs` for who cannot import. */
async function commonJs(folder) {
  await bundle({
    entryPoints: [join(folder, "samples.mjs")],
    outfile: join(folder, "samples.cjs"),
    format: "cjs",
    logLevel: "warning",
  });
}

describe("Node", () => {
  test("import", async () => {
    const folder = await make("node-import", { "main.mjs": IMPORTED + PLAIN_IMPORTED + WRITE });
    assert.deepEqual(await node(join(folder, "main.mjs")), expectedOfService);
  });

  test("require", async () => {
    const folder = await make("node-require", { "main.cjs": REQUIRED + PLAIN_REQUIRED + WRITE });
    await commonJs(folder);
    assert.deepEqual(await node(join(folder, "main.cjs")), expectedOfService);
  });

  test("require where modules are refused", async () => {
    const flag = "--no-experimental-require-module";
    const flags = process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];
    const folder = await make("node-require-only", { "main.cjs": REQUIRED + PLAIN_REQUIRED + WRITE });
    await commonJs(folder);
    assert.deepEqual(await node(join(folder, "main.cjs"), { flags }), expectedOfService);
  });

  test("another working directory", async () => {
    const folder = await make("node-elsewhere", { "main.mjs": IMPORTED + PLAIN_IMPORTED + WRITE });
    assert.deepEqual(await node(join(folder, "main.mjs"), { cwd: "/" }), expectedOfService);
  });

  test("two at once", async () => {
    const folder = await make("node-both", {
      "main.mjs": `${IMPORTED}${PLAIN_IMPORTED}
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const required = {
  forms: require("latchwork/forms"),
  latchwork: require("latchwork"),
  cards: require("latchwork/cards"),
  plain: require("latchwork/plain"),
};
process.stdout.write(JSON.stringify([entries, required, { ...entries, forms: required.forms }].map(sample)));`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), [expectedOfService, expectedOfService, expectedOfService]);
  });

  test("worker threads", async () => {
    const folder = await make("node-worker", {
      "worker.mjs": `${IMPORTED}${PLAIN_IMPORTED}
import { parentPort } from "node:worker_threads";
parentPort.postMessage(sample(entries));`,
      "main.mjs": `
import { once } from "node:events";
import { Worker } from "node:worker_threads";
const workers = [1, 2, 3].map(() => new Worker(new URL("./worker.mjs", import.meta.url)));
const answers = await Promise.all(workers.map((worker) => once(worker, "message")));
process.stdout.write(JSON.stringify(answers.flat()));`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), [expectedOfService, expectedOfService, expectedOfService]);
  });
});

describe("esbuild, for Node", () => {
  for (const [format, file, banner] of [
    ["esm", "out.mjs", IMPORTED + PLAIN_IMPORTED],
    ["cjs", "out.cjs", IMPORTED + PLAIN_IMPORTED],
    ["cjs", "required.cjs", REQUIRED.replace("samples.cjs", "samples.mjs") + PLAIN_REQUIRED],
  ]) {
    test(`${format}, ${file}, away from the package`, async () => {
      const folder = await make(`esbuild-${file}`, { "main.js": banner + WRITE });
      const elsewhere = await mkdtemp(join(tmpdir(), "bundle-"));
      const outfile = join(elsewhere, file);
      await bundle({
        entryPoints: [join(folder, "main.js")],
        bundle: true,
        platform: "node",
        format,
        outfile,
        logLevel: "warning",
      });
      try {
        assert.deepEqual(await node(outfile), expectedOfService);
      } finally {
        await rm(elsewhere, { recursive: true });
      }
    });
  }

  test("left outside the bundle", async () => {
    const folder = await make("esbuild-external", { "main.js": IMPORTED + PLAIN_IMPORTED + WRITE });
    const outfile = join(folder, "dist/out.mjs");
    const entryPoints = [join(folder, "main.js")];
    await bundle({ entryPoints, bundle: true, platform: "node", format: "esm", packages: "external", outfile });
    assert.deepEqual(await node(outfile), expectedOfService);
  });
});

test("workerd", async () => {
  const folder = await make("workerd", {
    "worker.js": `${IMPORTED}${PLAIN_IMPORTED}
export default { fetch: () => Response.json(sample(entries)) };`,
  });
  const outdir = join(folder, "dist");
  await bundle({
    entryPoints: [join(folder, "worker.js")],
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    outdir,
    logLevel: "warning",
  });
  const worker = new Miniflare({
    modules: true,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    scriptPath: join(outdir, "worker.js"),
    compatibilityDate: "2026-01-01",
  });
  try {
    const response = await worker.dispatchFetch("http://127.0.0.1/");
    assert.deepEqual(await response.json(), expectedOfService);
  } finally {
    await worker.dispose();
  }
});

describe("Chromium", () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  /** A page that samples the package in itself and in a module worker. */
  const files = {
    "index.html": page,
    "main.js": `${IMPORTED}
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.addEventListener("error", (event) => console.error(event.message ?? "the worker failed"));
worker.addEventListener("message", ({ data }) => {
  globalThis.answers = { page: sample(entries), worker: data };
  document.documentElement.dataset.done = "";
});
// Sent before the worker has read its script: it must not be lost.
worker.postMessage("go");`,
    "worker.js": `${IMPORTED}
addEventListener("message", () => postMessage(sample(entries)));`,
  };
  const answers = { page: expected, worker: expected };
  const read = (opened) => opened.evaluate("answers");

  for (const format of ["es", "iife"]) {
    test(`what Vite builds, with a worker of format ${format}`, async () => {
      const root = await make(`vite-build-${format}`, files);
      await build({ root, logLevel: "warn", worker: { format } });
      const server = await serve(join(root, "dist"), {
        "content-security-policy": `${STRICT["content-security-policy"]}; worker-src 'self'`,
      });
      try {
        const url = `${server.url}/index.html`;
        assert.deepEqual(await withPage(browser, url, read), answers);
      } finally {
        await server.close();
      }
    });
  }

  test("Vite's development server, with dependencies bundled beforehand", async () => {
    const root = await make("vite-serve", files);
    const http = createHttpServer((request, response) => vite.middlewares(request, response));
    const vite = await createServer({
      root,
      logLevel: "warn",
      cacheDir: join(root, ".vite"),
      server: { middlewareMode: true, hmr: { server: http }, watch: null },
      optimizeDeps: { include: ["latchwork", "latchwork/forms", "latchwork/cards"] },
    });
    try {
      await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${http.address().port}/index.html`;
      assert.deepEqual(await withPage(browser, url, read), answers);
    } finally {
      await vite.close();
      http.close();
      http.closeAllConnections();
    }
  });

  test("esbuild", async () => {
    const root = await make("esbuild-browser", {
      "index.html": page,
      "entry.js": `${IMPORTED}
globalThis.answers = sample(entries);
document.documentElement.dataset.done = "";`,
    });
    await bundle({
      entryPoints: [join(root, "entry.js")],
      bundle: true,
      minify: true,
      format: "iife",
      outfile: join(root, "main.js"),
      logLevel: "warning",
    });
    const server = await serve(root, STRICT);
    try {
      assert.deepEqual(await withPage(browser, `${server.url}/index.html`, read), expected);
    } finally {
      await server.close();
    }
  });

  describe("latchwork/web without a bundler, under a strict policy", () => {
    let server;

    before(async () => {
      server = await serve(project, STRICT);
    });

    after(() => server?.close());

    const open = (use) =>
      withPage(browser, `${server.url}/tests/fixtures/web/index.html`, use);

    test("nothing is fetched and no call is served before init", () =>
      open(async (opened) => {
        const thrown = await opened.evaluate(`
          [
            () => latchwork.checkCode("1234"),
            () => latchwork.generateCode(),
            () => latchwork.createAccessKey.checkJson("{}"),
            () => latchwork.generateCodes(0),
            () => latchwork.keyspace(),
            () => latchwork.guessOdds({ active: 1, tries: 1 }),
            () => latchwork.recommendedLength(1),
            () => latchwork.cardFormats(),
            () => latchwork.decodeCards([]),
            () => latchwork.cardConversions(),
            () => latchwork.identifyCard("11576829"),
          ].map((call) => {
            try { return call(); } catch (error) {
              return [error instanceof latchwork.LatchworkError, error.code, error.message];
            }
          })`);
        const told = [true, "not_initialised", "expected `await init()` before the first call"];
        assert.deepEqual(thrown, Array.from({ length: 11 }, () => told));
        const fetched = await opened.evaluate(
          `performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length`,
        );
        assert.equal(fetched, 0);
        assert.deepEqual(await opened.evaluate("[...latchwork.accessLevels]"), ["OWNER", "ADMIN", "USER", "GUEST"]);
        await opened.evaluate("init()");
        assert.deepEqual(await opened.evaluate("sample(entries)"), expectedOfService);
        // Looked at in vain before, the presets are there now.
        assert.equal(await opened.evaluate("latchwork.keyspace(latchwork.codePolicies.nuki)"), 524_880);
      }));

    test("init twice, and at once, loads once", () =>
      open(async (opened) => {
        await opened.evaluate("Promise.all([entries.latchwork.init(), entries.latchwork.init(), entries.latchwork.default()])");
        await opened.evaluate("entries.latchwork.init()");
        assert.deepEqual(await opened.evaluate('latchwork.checkCode("1234")'), { ok: true, value: "1234" });
        const fetched = await opened.evaluate(
          `performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length`,
        );
        assert.equal(fetched, 1);
      }));

    test("from bytes, a response, a module", () =>
      open(async (opened) => {
        const served = '"/node_modules/latchwork/dist/latchwork.wasm"';
        for (const source of [
          served,
          `new URL(${served}, location.href)`,
          `fetch(${served})`,
          `await fetch(${served})`,
          `await (await fetch(${served})).arrayBuffer()`,
          `await WebAssembly.compileStreaming(fetch(${served}))`,
        ]) {
          await opened.reload();
          await isDone(opened);
          const answer = await opened.evaluate(
            `(async () => { await entries.latchwork.init(${source}); return latchwork.checkCode("1234"); })()`,
          );
          assert.deepEqual(answer, { ok: true, value: "1234" }, source);
        }
      }));

    test("a failed init can be tried again", () =>
      open(async (opened) => {
        const failed = await opened.evaluate(
          "entries.latchwork.init(new Uint8Array(8)).then(() => false, ({ code }) => code)",
        );
        assert.equal(failed, "core_not_loaded");
        await opened.evaluate("entries.latchwork.init()");
        assert.deepEqual(await opened.evaluate('latchwork.checkCode("1234")'), { ok: true, value: "1234" });
      }));
  });
});
