// Firefox: bundled, and without a bundler, under a strict policy and under one that refuses wasm.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { build as bundle } from "esbuild";
import { project } from "../support/environment.mjs";
import { TELL, askFirefox } from "../support/firefox.mjs";
import { IMPORTED, makePackage } from "../support/hosts.mjs";
import { page } from "../support/projects.mjs";
import { expected } from "../support/samples.mjs";
import { STRICT } from "../support/server.mjs";

const POLICY = "content-security-policy";
const NO_WASM = { [POLICY]: STRICT[POLICY].replace(" 'wasm-unsafe-eval'", "") };

describe("Firefox", () => {
  async function bundled(name, answers) {
    const root = await makePackage(name, { "index.html": page, "entry.js": IMPORTED + TELL(answers) });
    await bundle({
      entryPoints: [join(root, "entry.js")],
      bundle: true,
      minify: true,
      format: "esm",
      outfile: join(root, "main.js"),
      logLevel: "warning",
    });
    return root;
  }

  test("bundled", async () => {
    const root = await bundled("firefox-bundled", "sample(entries)");
    assert.deepEqual(await askFirefox(root, "/index.html", STRICT), expected);
  });

  test("a policy without 'wasm-unsafe-eval' is told of at the first call", async () => {
    const root = await bundled(
      "firefox-refused",
      `Object.values(entries).map(({ checkKeyNumber, LatchworkError }) => {
        try { return checkKeyNumber("EM", "1"); } catch (error) { return [LatchworkError.is(error), error.code, error.message]; }
      })`,
    );
    const told = await askFirefox(root, "/index.html", NO_WASM);
    for (const [is, code, message] of told) {
      assert.ok(is);
      assert.equal(code, "core_not_loaded");
      assert.match(message, /add 'wasm-unsafe-eval' to the script-src/);
    }
    assert.equal(told.length, 3);
  });

  test("without a bundler", async () => {
    await makePackage("firefox-web", {
      "index.html": page,
      "main.js": `
import * as cards from "/node_modules/latchwork/dist/web/cards.js";
import * as forms from "/node_modules/latchwork/dist/web/forms.js";
import * as latchwork from "/node_modules/latchwork/dist/web/latchwork.js";
import { sample } from "./samples.mjs";
await Promise.all([forms, latchwork, cards].map(({ init }) => init()));
${TELL("sample({ forms, latchwork, cards })")}`,
    });
    assert.deepEqual(await askFirefox(project, "/scratch-firefox-web/index.html", STRICT), expected);
  });
});
