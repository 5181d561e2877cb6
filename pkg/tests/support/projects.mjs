// Throw-away projects beside the installed package.
import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { project } from "./environment.mjs";

/**
 * Makes a project of these files, and of `samples.mjs`; gives its folder.
 *
 * @param {string} name unlike that of any other
 * @param {Record<string, string>} files
 */
export async function make(name, files) {
  const folder = join(project, `scratch-${name}`);
  await mkdir(folder, { recursive: true });
  await cp(join(import.meta.dirname, "samples.mjs"), join(folder, "samples.mjs"));
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
  return folder;
}

/** What only a service asks, for a program that imports the other entries, and for one that requires them. */
export const [PLAIN_IMPORTED, PLAIN_REQUIRED] = [
  'import * as plain from "latchwork/plain";\nentries.plain = plain;\n',
  'entries.plain = require("latchwork/plain");\n',
];

/** Runs a script with node; gives the JSON that it writes. */
export function node(script, { flags = [], cwd = dirname(script) } = {}) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...flags, script], { cwd }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script} failed\n${stderr}`));
      else if (stderr) reject(new Error(`expected no warning of ${script}, found\n${stderr}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

/** A page that runs `main.js`. */
export const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>latchwork</title>
  <link rel="icon" href="data:,">
  <script type="module" src="./main.js"></script>
</html>
`;
