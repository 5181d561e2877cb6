// Next as it builds by default: a page rendered on the server, one in the browser, a route on the edge.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { launch, withPage } from "../support/browser.mjs";
import { project } from "../support/environment.mjs";
import { makePackage, runScript, tool } from "../support/hosts.mjs";
import { expected } from "../support/samples.mjs";

const entries = (samples) => `
import * as cards from "latchwork/cards";
import * as forms from "latchwork/forms";
import * as latchwork from "latchwork";
import { sample } from "${samples}";
const entries = { forms, latchwork, cards };
`;

const FILES = {
  // It would find this folder by itself, were it not that of a user's home as well.
  "next.config.js": `export default { turbopack: { root: ${JSON.stringify(project)} } };`,
  "app/layout.js": `
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}`,
  "app/page.js": `${entries("../samples.mjs")}
export const dynamic = "force-dynamic";
export default function Page() {
  return <pre>{encodeURIComponent(JSON.stringify(sample(entries)))}</pre>;
}`,
  "app/client/page.js": `"use client";
import { useEffect } from "react";
${entries("../../samples.mjs")}
export default function Page() {
  useEffect(() => {
    globalThis.answers = sample(entries);
    document.documentElement.dataset.done = "";
  }, []);
  return <p>{forms.checkCode("1234").value}</p>;
}`,
  "app/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
  "app/edge/route.js": `${entries("../../samples.mjs")}
export const runtime = "edge";
export const GET = () => Response.json(sample(entries));`,
};

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const env = { NEXT_TELEMETRY_DISABLED: "1" };

describe("Next", () => {
  let server;
  let url;

  before(async () => {
    const cwd = await makePackage("next", FILES);
    await runScript("next/dist/bin/next", ["build"], { cwd, env });
    const port = await freePort();
    const args = [tool("next/dist/bin/next"), "start", "--hostname", "127.0.0.1", "--port", String(port)];
    server = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve, reject) => {
      server.stdout.on("data", (text) => String(text).includes("Ready") && resolve());
      server.once("close", () => reject(new Error("next start ended")));
    });
    url = `http://127.0.0.1:${port}`;
  });

  after(() => server?.kill());

  test("a page on the server", async () => {
    const html = await (await fetch(url)).text();
    const [, text] = /<pre>(.*?)<\/pre>/.exec(html);
    assert.deepEqual(JSON.parse(decodeURIComponent(text)), expected);
  });

  test("a page in the browser", async () => {
    const browser = await launch();
    try {
      const answers = await withPage(browser, `${url}/client`, (opened) => opened.evaluate("answers"));
      assert.deepEqual(answers, expected);
    } finally {
      await browser.close();
    }
  });

  test("a route on the edge", async () => {
    assert.deepEqual(await (await fetch(`${url}/edge`)).json(), expected);
  });
});
