// Deno: no permission is asked for, so no file is read once the modules are there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PLAIN_IMPORTED } from "../support/projects.mjs";
import { expectedOfService } from "../support/samples.mjs";
import { IMPORTED, makePackage, run, tool } from "../support/hosts.mjs";

test("Deno without --allow-read", async () => {
  const cwd = await makePackage("deno", {
    "main.js": `${IMPORTED}${PLAIN_IMPORTED}
let read = false;
try { Deno.readTextFileSync("package.json"); read = true; } catch {}
console.log(JSON.stringify({ answers: sample(entries), read }));`,
  });
  const args = ["run", "--no-prompt", "--node-modules-dir=manual", "main.js"];
  const { stdout } = await run(tool("@deno/linux-x64-glibc/deno"), args, { cwd });
  assert.deepEqual(JSON.parse(stdout), { answers: expectedOfService, read: false });
});
