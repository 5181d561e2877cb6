// The tools of hosts: bundlers, runtimes and test runners, installed for these tests alone.
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { project } from "./environment.mjs";
import { make } from "./projects.mjs";

/** Finds what the tools export. */
export const require = createRequire(join(project, "package.json"));

/** A file of a tool. */
export const tool = (path) => join(project, "node_modules", path);

/** The folder of the user that a tool keeps what it knows in: its own, so that no run sees another's. */
async function home(cwd) {
  const folder = join(cwd, ".home");
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Runs a program in a folder; gives what it writes. */
export async function run(program, args, { cwd, env = {} }) {
  const HOME = await home(cwd);
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, HOME, NO_COLOR: "1", ...env }, maxBuffer: 1 << 26 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(" ")} failed\n${stdout}${stderr}`));
      else resolve({ stdout, stderr });
    });
  });
}

/** Runs a script of a tool by node. */
export const runScript = (path, args, options) => run(process.execPath, [tool(path), ...args], options);

/** The three entries, imported; afterwards `sample(entries)` asks all of them. */
export const IMPORTED = `
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as latchwork from "latchwork";
import { sample } from "./samples.mjs";
const entries = { forms, latchwork, cards };
`;

/** The same by `require`. */
export const REQUIRED = `
const { sample } = require("./samples.cjs");
const entries = {
  forms: require("latchwork/forms"),
  latchwork: require("latchwork"),
  cards: require("latchwork/cards"),
};
`;

export const WRITE = "process.stdout.write(JSON.stringify(sample(entries)));";

/** `samples.mjs` for who cannot import. */
export const commonJs = (folder) =>
  bundle({
    entryPoints: [join(folder, "samples.mjs")],
    outfile: join(folder, "samples.cjs"),
    format: "cjs",
    logLevel: "warning",
  });

/** A project that is a package of its own. */
export const makePackage = (name, files, manifest = { type: "module" }) =>
  make(name, { "package.json": JSON.stringify({ name, private: true, ...manifest }), ...files });

/** A page that samples the package in itself, and in a worker where there is a script for one. */
export const PAGE = `${IMPORTED}
globalThis.answers = sample(entries);
document.documentElement.dataset.done = "";
`;
