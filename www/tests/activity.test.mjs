import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, useConsole } from "./console.mjs";
import { GARAGE } from "./house.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
const service = useService();

test("what happens while the page stands is on it at once, by name", async (t) => {
  const { page, troubles } = await visit(t, { path: await service.path("?page=activity") });
  t.after(() => assert.deepEqual(troubles, []));
  await page.getByText("Live", { exact: true }).waitFor();
  const rows = page.getByRole("list", { name: "What happened" }).getByRole("listitem");
  await rows.first().waitFor();
  const before = await rows.count();
  const [key] = (await service.ask("GET", "/keys?search=lindqvist")).items;
  await service.ask("POST", `/keys/${key.id}/suspend`, {});
  await rows.nth(before).waitFor();
  assert.match(await rows.first().textContent(), /Key paused.*Ada Lindqvist.*Card or fob/s);

  await page.getByLabel("What", { exact: true }).selectOption("Key made");
  await page.locator(".event", { hasText: "Key paused" }).waitFor({ state: "detached" });
  await becomes(() => rows.count(), 1);
  await service.ask("POST", `/keys/${key.id}/resume`, {});
  await page.getByLabel("What", { exact: true }).selectOption("Key works again");
  await page.locator(".event", { hasText: "Key works again" }).waitFor();
});

test("who opens the garage is seen as it happens, and why somebody does not", async (t) => {
  const { page, troubles } = await visit(t, { path: await service.path(`?page=activity&door=${GARAGE}`) });
  t.after(() => assert.deepEqual(troubles, []));
  await page.getByText("Live", { exact: true }).waitFor();
  const show = (text) => service.ask("POST", `/doors/${GARAGE}/attempts`, { shown: [{ kind: "number", text }] });
  assert.equal((await show("0012345678")).open, true);
  const opened = page.locator(".event", { hasText: "Opened" });
  await opened.waitFor();
  assert.match(await opened.textContent(), /Ada Lindqvist.*Garage.*Card or fob/s);
  await show("0099999999");
  const shut = page.locator(".event", { hasText: "Stayed shut" });
  await shut.waitFor();
  assert.match(await shut.textContent(), /Garage.*Nobody has this code, card or phone/s);
});

test("what the service refuses in earnest stands at its field", async (t) => {
  const { page } = await visit(t, { path: await service.path("?page=new-key") });
  await page.getByRole("radio", { name: "A phone" }).check();
  await page.getByLabel("Phone number").fill("0701234567");
  await page.getByRole("checkbox", { name: "Hall" }).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.locator("#phone[aria-invalid]").waitFor();
  await page.getByRole("radio", { name: "A code" }).check();
  await page.getByRole("radio", { name: "I have one" }).check();
  const code = page.getByRole("textbox", { name: "Code" });
  await code.fill("12");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.locator("#code[aria-invalid]").waitFor();
  assert.equal(await page.locator("#code-note").textContent(), "Expected 4 to 8 digits, found 2.");
  await code.fill("739146");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  await page.getByRole("button", { name: "Make another" }).click();
  await page.getByRole("textbox", { name: "Code" }).fill("739146");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByText("Somebody else has this code").first().waitFor();
});
