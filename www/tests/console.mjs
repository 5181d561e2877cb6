import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";

/** An access that is none of the sample doors. */
export const UUID = "5a1c9e70-2b44-4c0d-8f3e-6d7b8a9c0e1f";
export const MAIN_ENTRANCE = "3f8f0c1e-6a52-4b0e-9d57-1f2c8a7e4b10";
export const GARAGE = "8c1d2f60-0b7a-4a35-8e49-62d9c5f3a721";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const REFUSED = /^Failed to load resource: .*(status of (400|401|403|409|422)|ERR_FAILED)/;

function variable(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: run \`cargo xtask test console\``);
  return value;
}

/**
 * A browser for the tests of one file. `open(t, options)` gives a page whose form is ready; the
 * test fails when the page logs an error or breaks its Content-Security-Policy.
 */
export function useConsole() {
  let browser;
  before(async () => {
    const { chromium } = createRequire(`${variable("LATCHWORK_REPO")}/pkg/package.json`)("playwright-core");
    browser = await chromium.launch({ executablePath: variable("CHROMIUM"), args: ARGS });
  });
  after(() => browser?.close());

  /** `prepare` is given the page before it goes anywhere. */
  async function visit(t, { prepare, path = "?page=create-access-key", ...options } = {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      timezoneId: "Europe/Stockholm",
      locale: "en-GB",
      ...options,
    });
    t.after(() => context.close());
    const page = await context.newPage();
    const troubles = [];
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) troubles.push(message.text());
    });
    await prepare?.(page);
    await page.goto(new URL(path, variable("CONSOLE_URL")).href);
    return { page, troubles };
  }

  async function open(t, options) {
    const { page, troubles } = await visit(t, options);
    // What the browser logs of answers that a test asks for is no trouble.
    t.after(() => assert.deepEqual(troubles.filter((text) => !REFUSED.test(text)), []));
    await page.locator("form > fieldset:enabled").first().waitFor();
    return page;
  }

  return { open, visit };
}

/** What the request panel shows. */
export async function shownRequest(page) {
  return JSON.parse(await page.locator("#request-json").textContent());
}

/** What the reply panel shows. */
export async function shownReply(page) {
  const panel = page.getByRole("region", { name: /^Reply/ });
  const body = await panel.getByRole("region", { name: "Body of the reply" }).textContent();
  return {
    status: Number.parseInt(await panel.locator(".badge").textContent(), 10),
    contentType: await panel.locator(".content-type").textContent(),
    body: JSON.parse(body),
  };
}

/**
 * What would be decided of the request by the state that stands there; `change` makes another state
 * of it, or a text.
 */
export async function decided(page, change) {
  const panel = page.locator(".what-if:visible");
  if (!(await panel.evaluate((details) => details.open))) await panel.locator("summary").click();
  const badge = panel.locator(".badge");
  await badge.filter({ hasNotText: "Loading" }).waitFor();
  const text = panel.locator("textarea");
  if (typeof change === "string") await text.fill(change);
  else if (change) {
    const state = JSON.parse(await text.inputValue());
    change(state);
    await text.fill(JSON.stringify(state, null, 2));
  }
  const status = Number.parseInt(await badge.textContent(), 10);
  const shown = (label) => panel.getByRole("region", { name: label }).textContent();
  if (Number.isNaN(status)) return { message: await shown("Body that is decided") };
  const effect = JSON.parse(await shown("Effect that is decided")) ?? undefined;
  return {
    status,
    contentType: await panel.locator(".content-type").textContent(),
    body: JSON.parse(await shown("Body that is decided")),
    ...(effect && { effect }),
  };
}

/** Answers, in the place of a service, what the page sends in earnest; gives the list of it. */
export async function answering(page, { status = 200, json = {} } = {}) {
  const sent = [];
  await page.route(
    (url) => /^\/(access-keys|access\/|users\/)/.test(url.pathname),
    (route) => {
      const request = route.request();
      sent.push({ method: request.method(), path: new URL(request.url()).pathname, body: request.postDataJSON() });
      return status === 0 ? route.abort() : route.fulfill({ status, json });
    },
  );
  return sent;
}

/** What the core exports, in this process: the page's own stands in a bundle. */
export async function core() {
  const dist = `${variable("LATCHWORK_REPO")}/pkg/dist`;
  return Object.assign({}, ...(await Promise.all(["latchwork", "cards"].map((entry) => import(`${dist}/${entry}.js`)))));
}

/** Runs one function of the core: `fn` is a name such as `createAccessKey.check`. */
export async function askCore(fn, ...args) {
  const owner = await core();
  const value = fn.split(".").reduce((owner, name) => owner[name], owner)(...args);
  // As it would come out of the page.
  return structuredClone(value);
}

/** The text that the control's aria-describedby leads to. */
export function description(control) {
  return control.evaluate((node) =>
    node
      .getAttribute("aria-describedby")
      .split(" ")
      .map((id) => document.getElementById(id).textContent)
      .join("|"),
  );
}

/** Waits until `read` gives what is expected; the page has no other sign that it has caught up. */
export async function becomes(read, expected) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await read();
    try {
      assert.deepEqual(found, expected);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    // What is read of this process changes only while nobody holds it.
    await setTimeout(10);
  }
}

export const submit = (page) => page.getByRole("button", { name: "Create access key" }).click();

/** Fills in what a code key needs. */
export async function fillCode(page, code = "271828") {
  await page.getByRole("textbox", { name: "Code", exact: true }).fill(code);
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
}

export async function chooseType(page, name) {
  await page.getByRole("radio", { name }).check();
}
