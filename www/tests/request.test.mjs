import assert from "node:assert/strict";
import { test } from "node:test";

import { decided, fillCode, shownRequest, useConsole } from "./console.mjs";
import { curlOf, HOSTILE, shellWords } from "./shell.mjs";

const { open } = useConsole();

test("the command is one POST to the service of the page with a key and the JSON of the form", async (t) => {
  const page = await open(t);
  await fillCode(page);
  const words = shellWords(await curlOf(page));
  assert.deepEqual(words.slice(0, -1), [
    "--request",
    "POST",
    new URL("/access-keys", page.url()).href,
    "--header",
    "X-API-Key: a key",
    "--header",
    "Content-Type: application/json",
    "--data-raw",
  ]);
  assert.deepEqual(JSON.parse(words.at(-1)), await shownRequest(page));
});

for (const name of HOSTILE) {
  test(`a name stays a name: ${JSON.stringify(name)}`, async (t) => {
    const page = await open(t);
    await fillCode(page);
    await page.getByLabel("Name of the key").fill(name);
    await page.getByLabel("First name").fill(name);
    assert.equal((await shownRequest(page)).keyName, name);
    const { body, effect } = await decided(page);
    assert.equal(body.keyName, name);
    assert.equal(effect.createUser.firstName, name);
    assert.equal(JSON.parse(shellWords(await curlOf(page)).at(-1)).userFirstName, name);
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.title(), "Create access key – latchwork console");
  });
}

test("hostile text in a code, an access and a time is only ever text", async (t) => {
  const page = await open(t);
  await page.locator("#code").fill(HOSTILE[0]);
  await page.getByRole("button", { name: "Add a door by its id" }).click();
  await page.getByLabel("Id of the door").fill(HOSTILE[0]);
  await page.getByRole("button", { name: "As text: Valid from" }).click();
  await page.locator("#validFrom-text").fill(HOSTILE[0]);
  await page.getByRole("button", { name: "Create access key" }).click();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal((await shownRequest(page)).validFrom, HOSTILE[0]);
});

test("Copy takes what the open tab shows", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await fillCode(page);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await clipboard(), await page.locator("#request-json").textContent());
  const curl = await curlOf(page);
  await page.getByRole("button", { name: /^Cop/ }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("curl "));
  assert.equal(await clipboard(), curl);
});
