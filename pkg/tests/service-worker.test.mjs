// Service workers: classic scripts and modules, bundled, under a strict policy of their own.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { build as bundle } from "esbuild";
import { launch, withPage } from "./support/browser.mjs";
import { make, page } from "./support/projects.mjs";
import { expected } from "./support/samples.mjs";
import { STRICT, serve } from "./support/server.mjs";

describe("a service worker in Chromium", () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  for (const [type, format] of [
    ["classic", "iife"],
    ["module", "esm"],
  ]) {
    test(type, async () => {
      const root = await make(`service-worker-${type}`, {
        "index.html": page,
        "main.js": `
navigator.serviceWorker.addEventListener("message", ({ data }) => {
  globalThis.answers = data;
  document.documentElement.dataset.done = "";
});
const { installing } = await navigator.serviceWorker.register("./worker.js", { type: "${type}" });
installing.postMessage("go");`,
        "entry.js": `
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as latchwork from "latchwork";
import { sample } from "./samples.mjs";
addEventListener("message", ({ source }) => source.postMessage(sample({ forms, latchwork, cards })));`,
      });
      await bundle({
        entryPoints: [join(root, "entry.js")],
        bundle: true,
        format,
        outfile: join(root, "worker.js"),
        logLevel: "warning",
      });
      const server = await serve(root, {
        "content-security-policy": `${STRICT["content-security-policy"]}; worker-src 'self'`,
      });
      try {
        const url = `${server.url}/index.html`;
        assert.deepEqual(await withPage(browser, url, (opened) => opened.evaluate("answers")), expected);
      } finally {
        await server.close();
      }
    });
  }
});
