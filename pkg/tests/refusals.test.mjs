// Where the core cannot run: the import is served and says nothing, and each call says what to do.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build as bundle } from "esbuild";
import { isDone, launch } from "./support/browser.mjs";
import { project } from "./support/environment.mjs";
import { make, node, page } from "./support/projects.mjs";
import { serve } from "./support/server.mjs";

const ENTRIES = ["latchwork/forms", "latchwork", "latchwork/cards"];

/** What the first two calls of each entry throw. */
const CALLS = `
const told = [];
for (const { checkKeyNumber, LatchworkError } of entries) {
  for (const number of ["1", "2"]) {
    try { told.push(checkKeyNumber("EM", number)); } catch (error) {
      told.push([LatchworkError.is(error), error.code, error.message]);
    }
  }
}
`;

const refused = (sentence, code = "core_not_loaded") => Array.from({ length: 6 }, () => [true, code, sentence]);

const CSP =
  "expected leave to compile WebAssembly, found it refused; add 'wasm-unsafe-eval' to the script-src of the " +
  "Content-Security-Policy, and have workers of an edge bundled with the condition `workerd` or `edge-light`";
const NONE = "expected a host with WebAssembly, found none; run this where WebAssembly is turned on";
const ASIDE =
  "expected the core to be compiled at once, found it refused; where a browser does so on a page's main thread, " +
  "take the `web` form of this entry and await its init(), or call from a worker";

const importing = (suffix = "") =>
  `${ENTRIES.map((entry, index) => `import * as entry${index} from "${entry}${suffix}";`).join("\n")}
const entries = [${ENTRIES.map((_, index) => `entry${index}`).join(", ")}];\n`;

describe("Node without WebAssembly", () => {
  const WRITE = `${CALLS}\nprocess.stdout.write(JSON.stringify(told));`;

  test("import", async () => {
    const folder = await make("refused-import", {
      "main.mjs": `delete globalThis.WebAssembly;
const entries = await Promise.all(${JSON.stringify(ENTRIES)}.map((entry) => import(entry)));
${WRITE}`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), refused(NONE));
  });

  test("require", async () => {
    const folder = await make("refused-require", {
      "main.cjs": `delete globalThis.WebAssembly;
const entries = ${JSON.stringify(ENTRIES)}.map((entry) => require(entry));
${WRITE}`,
    });
    assert.deepEqual(await node(join(folder, "main.cjs")), refused(NONE));
  });

  test("once it is back, calls are served", async () => {
    const folder = await make("refused-once", {
      "main.mjs": `const { WebAssembly } = globalThis;
delete globalThis.WebAssembly;
const { checkCode } = await import("latchwork/forms");
let thrown = false;
try { checkCode("1234"); } catch { thrown = true; }
globalThis.WebAssembly = WebAssembly;
process.stdout.write(JSON.stringify([thrown, checkCode("1234")]));`,
    });
    assert.deepEqual(await node(join(folder, "main.mjs")), [true, { ok: true, value: "1234" }]);
  });
});

describe("Chromium", () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  /** Opens a page and gives its `told`, and what it wrote to its console or threw. */
  async function open(url) {
    const opened = await browser.newPage();
    const said = [];
    opened.on("pageerror", (error) => said.push(String(error)));
    opened.on("console", (message) => said.push(message.text()));
    try {
      await opened.goto(url);
      await isDone(opened);
      return { told: await opened.evaluate("told"), said };
    } finally {
      await opened.close();
    }
  }

  const DONE = "globalThis.told = told;\ndocument.documentElement.dataset.done = '';";

  /** A page of the three entries, bundled; `first` runs before any of them is imported. */
  async function bundled(name, first = "") {
    const root = await make(name, {
      "index.html": page,
      "first.js": first,
      "entry.js": `import "./first.js";\n${importing()}\n${CALLS}\n${DONE}`,
    });
    await bundle({
      entryPoints: [join(root, "entry.js")],
      bundle: true,
      outfile: join(root, "main.js"),
      logLevel: "warning",
    });
    return root;
  }

  async function withServer(root, headers, use) {
    const server = await serve(root, headers);
    try {
      return await use(server.url);
    } finally {
      await server.close();
    }
  }

  const NO_WASM = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:",
  };

  test("a policy without 'wasm-unsafe-eval'", async () => {
    const root = await bundled("refused-policy");
    const { told, said } = await withServer(root, NO_WASM, (url) => open(`${url}/index.html`));
    assert.deepEqual(told, refused(CSP));
    // The browser tells of each breach of a policy; nobody else says anything.
    assert.deepEqual(said.filter((line) => !line.includes("Content Security Policy")), []);
  });

  test("no large module on the main thread, as before Chrome 115", async () => {
    const root = await bundled(
      "refused-main-thread",
      `const { Module } = WebAssembly;
WebAssembly.Module = class extends Module {
  constructor(bytes) { throw new RangeError("WebAssembly.Compile is disallowed on the main thread"); }
};`,
    );
    const { told, said } = await withServer(root, {}, (url) => open(`${url}/index.html`));
    assert.deepEqual(told, refused(ASIDE));
    assert.deepEqual(said, []);
  });

  describe("the web forms, without a bundler", () => {
    const served = (entry) => `/node_modules/latchwork/dist/web/${entry.split("/").at(1) ?? "latchwork"}.js`;
    const html = page;
    const script = (then, first = "") => `${first}
const entries = await Promise.all(${JSON.stringify(ENTRIES.map(served))}.map((address) => import(address)));
let init = [];
${then}
${CALLS}
globalThis.init = init;
${DONE}`;
    const INIT = `
for (const { init: load, LatchworkError } of entries) {
  init.push(await load().then(() => "loaded", (error) => [LatchworkError.is(error), error.code, error.message]));
}`;
    const NOT_YET = refused("expected `await init()` before the first call", "not_initialised");
    const WASM = ["forms.wasm", "latchwork.wasm", "cards.wasm"];
    const each = (sentence) => WASM.map((file) => [true, "core_not_loaded", sentence(file)]);

    /** Serves the package, and `wasm` in place of its wasm files. */
    async function opened(main, wasm, headers = {}) {
      const server = createServer(async (request, response) => {
        const { pathname } = new URL(request.url, "http://127.0.0.1");
        const reply = (status, type, body) => response.writeHead(status, { ...headers, "content-type": type }).end(body);
        if (pathname === "/index.html") return reply(200, "text/html; charset=utf-8", html);
        if (pathname === "/main.js") return reply(200, "text/javascript", main);
        if (pathname.endsWith(".wasm") && wasm) return wasm(reply, response);
        const type = pathname.endsWith(".wasm") ? "application/wasm" : "text/javascript";
        return reply(200, type, await readFile(join(project, pathname)));
      });
      await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
      const page = await browser.newPage();
      try {
        await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
        await isDone(page);
        return { told: await page.evaluate("told"), init: await page.evaluate("init") };
      } finally {
        await page.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    }

    test("before init", async () => {
      const { told } = await opened(script(""));
      assert.deepEqual(told, NOT_YET);
    });

    test("the file is missing", async () => {
      const { told, init } = await opened(script(INIT), (reply) => reply(404, "text/plain", "not found"));
      assert.deepEqual(init, each((file) => `expected ${file}, found status 404; serve it, or tell init() where it is`));
      assert.deepEqual(told, NOT_YET);
    });

    test("a page stands in its place", async () => {
      const { told, init } = await opened(script(INIT), (reply) => reply(200, "text/html", html));
      assert.deepEqual(
        init,
        each((file) => `expected ${file}, found something else, such as a page in its place; tell init() where it is`),
      );
      assert.deepEqual(told, NOT_YET);
    });

    test("the server hangs up", async () => {
      const { told, init } = await opened(script(INIT), (_, response) => response.destroy());
      assert.deepEqual(
        init,
        each((file) => `expected ${file}, found that it cannot be fetched; serve it, or tell init() where it is`),
      );
      assert.deepEqual(told, NOT_YET);
    });

    test("half of it is served as the whole", async () => {
      const half = (await readFile(join(project, "node_modules/latchwork/dist/forms.wasm"))).subarray(0, 5_000);
      const { init } = await opened(script(INIT), (reply) => reply(200, "application/wasm", half));
      assert.deepEqual(
        init,
        each((file) => `expected ${file}, found something else, such as a page in its place; tell init() where it is`),
      );
    });

    test("init is told nothing that it knows", async () => {
      const { init } = await opened(script(INIT.replace("load()", "load(5)")));
      assert.deepEqual(
        init,
        each(() => "expected an address, a response, bytes or a module, found none of them; hand init() one, or nothing")
          .map(([is, , sentence]) => [is, "invalid_argument", sentence]),
      );
    });

    test("a policy without 'wasm-unsafe-eval'", async () => {
      const { told, init } = await opened(script(INIT), undefined, NO_WASM);
      assert.deepEqual(init, each(() => CSP));
      assert.deepEqual(told, NOT_YET);
    });

    test("no WebAssembly", async () => {
      const { init } = await opened(script(INIT, "delete globalThis.WebAssembly;"));
      assert.deepEqual(init, each(() => NONE));
    });

    test("any other type of content is no obstacle", async () => {
      const files = await Promise.all(WASM.map((file) => readFile(join(project, "node_modules/latchwork/dist", file))));
      const { told, init } = await opened(script(INIT), (reply) => reply(200, "application/octet-stream", files.shift()));
      assert.deepEqual(init, ["loaded", "loaded", "loaded"]);
      assert.equal(told.filter(({ ok }) => ok === true).length, 6);
    });

    test("a browser that refuses large modules on the main thread is served", async () => {
      const { told, init } = await opened(
        script(
          INIT,
          `for (const name of ["Module", "Instance"]) {
  WebAssembly[name] = new Proxy(WebAssembly[name], {
    construct() { throw new RangeError("disallowed on the main thread"); },
  });
}`,
        ),
      );
      assert.deepEqual(init, ["loaded", "loaded", "loaded"]);
      assert.equal(told.filter(({ ok }) => ok === true).length, 6);
    });
  });
});
