// What bundlers make of the package, for a page and for Node.
import assert from "node:assert/strict";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { launch, withPage } from "../support/browser.mjs";
import { PLAIN_IMPORTED, PLAIN_REQUIRED, node, page } from "../support/projects.mjs";
import { expected, expectedOfService } from "../support/samples.mjs";
import { STRICT, serve } from "../support/server.mjs";
import { IMPORTED, PAGE, REQUIRED, WRITE, commonJs, makePackage, require, runScript } from "../support/hosts.mjs";

/** Runs a bundle for Node where nothing of its project is found. */
async function runAway(file) {
  const elsewhere = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const moved = join(elsewhere, "main.cjs");
    await rename(file, moved);
    return await node(moved);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}

describe("for a page", () => {
  let browser;

  before(async () => {
    browser = await launch();
  });

  after(() => browser?.close());

  /** What a built page answers under a strict policy. */
  async function answersOf(folder) {
    const server = await serve(folder, STRICT);
    try {
      return await withPage(browser, `${server.url}/index.html`, (opened) => opened.evaluate("answers"));
    } finally {
      await server.close();
    }
  }

  test("Parcel with default settings, which reads no exports", async () => {
    const cwd = await makePackage("parcel", { "index.html": page, "main.js": PAGE });
    const args = ["build", "index.html", "--no-autoinstall", "--no-cache", "--public-url", "./"];
    await runScript("parcel/lib/bin.js", args, { cwd });
    assert.deepEqual(await answersOf(join(cwd, "dist")), expected);
  });

  /** webpack and Rspack are told the same. */
  async function pack(compiler, config) {
    const stats = await new Promise((resolve, reject) => {
      compiler(config, (error, stats) => (error ? reject(error) : resolve(stats)));
    });
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    assert.deepEqual([...errors, ...warnings].map(({ message }) => message), []);
  }

  for (const [name, load] of [
    ["webpack", () => require("webpack")],
    ["Rspack", async () => (await import(pathToFileURL(require.resolve("@rspack/core")))).rspack],
  ]) {
    test(name, async () => {
      const cwd = await makePackage(name.toLowerCase(), { "index.html": page, "entry.js": PAGE });
      await pack(await load(), {
        context: cwd,
        entry: "./entry.js",
        mode: "production",
        output: { path: cwd, filename: "main.js" },
        performance: { hints: false },
      });
      assert.deepEqual(await answersOf(cwd), expected);
    });

    test(`${name}, for Node, required`, async () => {
      const cwd = await makePackage(`${name.toLowerCase()}-node`, { "entry.cjs": REQUIRED + PLAIN_REQUIRED + WRITE });
      await commonJs(cwd);
      await pack(await load(), {
        context: cwd,
        entry: "./entry.cjs",
        mode: "production",
        target: "node20",
        output: { path: cwd, filename: "out.cjs" },
      });
      assert.deepEqual(await runAway(join(cwd, "out.cjs")), expectedOfService);
    });
  }

  test("Rollup", async () => {
    const cwd = await makePackage("rollup", { "index.html": page, "entry.js": PAGE });
    const { rollup } = require("rollup");
    const { nodeResolve } = require("@rollup/plugin-node-resolve");
    const warnings = [];
    const bundle = await rollup({
      input: join(cwd, "entry.js"),
      plugins: [nodeResolve({ browser: true })],
      onwarn: ({ message }) => warnings.push(message),
    });
    await bundle.write({ file: join(cwd, "main.js"), format: "iife" });
    await bundle.close();
    assert.deepEqual(warnings, []);
    assert.deepEqual(await answersOf(cwd), expected);
  });
});

test("Rollup, for Node", async () => {
  const cwd = await makePackage("rollup-node", { "entry.js": IMPORTED + PLAIN_IMPORTED + WRITE });
  const { rollup } = require("rollup");
  const { nodeResolve } = require("@rollup/plugin-node-resolve");
  const bundle = await rollup({ input: join(cwd, "entry.js"), plugins: [nodeResolve()] });
  await bundle.write({ file: join(cwd, "out.cjs"), format: "cjs" });
  await bundle.close();
  assert.deepEqual(await runAway(join(cwd, "out.cjs")), expectedOfService);
});
