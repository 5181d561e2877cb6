// Bun: as a runtime, as a bundler, and as a program that carries everything in itself.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { before, describe, test } from "node:test";
import { PLAIN_IMPORTED, PLAIN_REQUIRED, node } from "../support/projects.mjs";
import { expectedOfService } from "../support/samples.mjs";
import { IMPORTED, REQUIRED, WRITE, commonJs, makePackage, run, tool } from "../support/hosts.mjs";

const bun = tool("@oven/bun-linux-x64/bin/bun");

describe("Bun", () => {
  let cwd;

  before(async () => {
    cwd = await makePackage("bun", {
      "main.js": IMPORTED + PLAIN_IMPORTED + WRITE,
      "main.cjs": REQUIRED + PLAIN_REQUIRED + WRITE,
    });
    await commonJs(cwd);
  });

  /** Moves a file to where nothing of the project is found, and gives what `use` makes of it there. */
  async function away(file, use) {
    const elsewhere = await mkdtemp(join(tmpdir(), "bundle-"));
    try {
      const moved = join(elsewhere, basename(file));
      await cp(file, moved);
      return await use(moved, elsewhere);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  }

  for (const main of ["main.js", "main.cjs"]) {
    test(`runs ${main}`, async () => {
      const { stdout, stderr } = await run(bun, ["run", main], { cwd });
      assert.deepEqual(JSON.parse(stdout), expectedOfService);
      assert.equal(stderr, "");
    });

    test(`bun build --target=node ${main}`, async () => {
      const out = join(cwd, `out-${main.replace(/.*\./, "")}.mjs`);
      await run(bun, ["build", "--target=node", main, "--outfile", out], { cwd });
      assert.deepEqual(await away(out, (moved) => node(moved)), expectedOfService);
    });
  }

  test("bun build --compile", async () => {
    const out = join(cwd, "program");
    await run(bun, ["build", "--compile", "main.js", "--outfile", out], { cwd });
    const { stdout } = await away(out, (moved, elsewhere) => run(moved, [], { cwd: elsewhere }));
    assert.deepEqual(JSON.parse(stdout), expectedOfService);
  });
});
