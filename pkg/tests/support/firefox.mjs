// Firefox, which opens one page; the page sends what it has to tell to its own server.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { given } from "./environment.mjs";
import { TYPES } from "./server.mjs";

const firefox = given("FIREFOX");

/** What a page of `folder` sends to `/told`, as JSON; a page that stays silent is an error. */
export async function askFirefox(folder, path, headers) {
  let tell;
  const told = new Promise((resolve) => {
    tell = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.method === "POST") {
      const parts = await request.toArray();
      response.writeHead(204, headers).end();
      tell(JSON.parse(Buffer.concat(parts).toString()));
      return;
    }
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const file = join(folder, normalize(decodeURIComponent(pathname)));
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, "content-type": TYPES[extname(file)] }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const profile = await mkdtemp(join(tmpdir(), "firefox-"));
  const address = `http://127.0.0.1:${server.address().port}${path}`;
  const browser = spawn(firefox, ["--headless", "--no-remote", "--profile", profile, address], {
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  browser.stderr.on("data", (text) => (said += text));
  const ended = new Promise((resolve) => browser.once("close", resolve));
  const silent = ended.then(() => {
    throw new Error(`Firefox ended before the page told anything\n${said}`);
  });
  try {
    return await Promise.race([told, silent]);
  } finally {
    silent.catch(() => {});
    browser.kill("SIGTERM");
    await ended;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(profile, { recursive: true, maxRetries: 5 });
  }
}

/** The end of a page's script: tells what `answers` is, or why there is none. */
export const TELL = (answers) => `
const answers = (async () => ${answers})();
const told = await answers.catch((error) => String(error));
await fetch("/told", { method: "POST", body: JSON.stringify(told) });`;
