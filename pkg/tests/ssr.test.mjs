// Pages that Vite renders on the server: while they are developed, and as it builds them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { build, createServer } from "vite";
import { make, node } from "./support/projects.mjs";
import { expected } from "./support/samples.mjs";

const ENTRY = `
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as latchwork from "latchwork";
import { sample } from "./samples.mjs";
export const render = () => sample({ forms, latchwork, cards });`;

describe("Vite on the server", () => {
  for (const [name, noExternal] of [
    ["with the package apart", []],
    ["with the package in the bundle", true],
  ]) {
    test(`development, ${name}`, async () => {
      const root = await make(`ssr-serve-${noExternal === true}`, { "entry.js": ENTRY });
      const vite = await createServer({
        root,
        logLevel: "warn",
        appType: "custom",
        cacheDir: join(root, ".vite"),
        server: { middlewareMode: true, hmr: false, ws: false, watch: null },
        ssr: { noExternal },
      });
      try {
        const { render } = await vite.ssrLoadModule("/entry.js");
        assert.deepEqual(render(), expected);
      } finally {
        await vite.close();
      }
    });

    test(`built, ${name}`, async () => {
      const root = await make(`ssr-build-${noExternal === true}`, {
        "entry.js": ENTRY,
        "main.mjs": 'import { render } from "./dist/entry.js";\nprocess.stdout.write(JSON.stringify(render()));',
      });
      await build({ root, logLevel: "warn", build: { ssr: "entry.js" }, ssr: { noExternal } });
      assert.deepEqual(await node(join(root, "main.mjs")), expected);
    });
  }
});
