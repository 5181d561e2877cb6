import assert from "node:assert/strict";
import { test } from "node:test";

import { fillCode, useConsole } from "./console.mjs";

const { open, visit } = useConsole();

test("the form stands and waits while the core is on its way", async (t) => {
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const { page } = await visit(t, {
    prepare: (page) =>
      page.route("**/*.wasm", async (route) => {
        await held;
        await route.continue();
      }),
  });
  await page.locator("form > fieldset:disabled").waitFor();
  assert.ok(await page.getByRole("button", { name: "Create access key" }).isDisabled());
  release();
  await page.locator("form > fieldset:enabled").waitFor();
});

test("a core that does not load is said in a sentence, with a way on", async (t) => {
  const { page } = await visit(t, {
    prepare: (page) => page.route("**/*.wasm", (route) => route.abort()),
  });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /A part of it did not load/);
  assert.equal(await page.locator("form").count(), 0);
  await page.unroute("**/*.wasm");
  await page.getByRole("button", { name: "Reload the page" }).click();
  await page.locator("form > fieldset:enabled").waitFor();
});

test("the page asks for nothing outside of its own origin, and the form goes nowhere", async (t) => {
  const asked = [];
  const page = await open(t, {
    prepare: (page) => page.on("request", (request) => asked.push(new URL(request.url()).origin)),
  });
  const address = page.url();
  await fillCode(page);
  await page.locator("#code").press("Enter");
  assert.equal(page.url(), address);
  assert.deepEqual([...new Set(asked)], [new URL(address).origin]);
});

test("the policy of the page allows no inline script", async (t) => {
  const { page } = await visit(t);
  await page.locator("form > fieldset:enabled").waitFor();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'broken'";
    document.body.append(script);
  });
  assert.equal(await page.title(), "Create access key – latchwork console");
});

test("a page needs a handful of files, and each but the first is named by what is in it", async (t) => {
  const asked = [];
  await open(t, { prepare: (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)) });
  const files = new Set(asked);
  assert.ok(files.size <= 16, [...files].join(" "));
  for (const file of files) {
    assert.match(file, /^\/$|^\/assets\/[\w-]+-[A-Z0-9]{8}\.\w+$/);
  }
});

for (const path of ["?page=people", "?page=hours", "?page=attempt"]) {
  test(`the modules of ${path} are asked for at once, and its core when the page stands`, async (t) => {
    const asked = [];
    let standing;
    const { page } = await visit(t, {
      path,
      prepare: async (page) => {
        page.on("request", (request) => request.resourceType() === "script" && asked.push(request.url()));
        await page.route("**/*.wasm", async (route) => {
          standing ??= await page.locator("main form").count();
          await route.continue();
        });
      },
    });
    const named = await page
      .locator("link[rel=modulepreload], script[src]")
      .evaluateAll((nodes) => nodes.map((node) => node.href ?? node.src));
    await page.locator("main form").first().waitFor();
    const parts = /\/(cards|codes|doors|forms|locks|makers|panels|schedules|access-keys)-\w+\.js$/;
    assert.deepEqual(asked.filter((url) => !named.includes(url) && !parts.test(url)), []);
    if (path === "?page=people") return;
    await page.locator("form > fieldset:enabled").first().waitFor();
    assert.ok(standing > 0);
  });
}
