import assert from "node:assert/strict";
import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { FRONT } from "./house.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
const service = useService();

/** What the service of the page answers to the request that the form makes. */
async function sent(page) {
  await page.getByRole("button", { name: "Send it in earnest" }).click();
  const note = page.locator(".send-panel [role=status]");
  await note.filter({ hasText: /^\d{3}/ }).waitFor();
  const body = await page.getByRole("region", { name: "Answer of the service" }).textContent();
  return { status: Number.parseInt(await note.textContent(), 10), body: JSON.parse(body) };
}

test("a request of a developer's page is sent in earnest, and what the service says is shown", async (t) => {
  const { page, troubles } = await visit(t, { path: await service.path("?page=keys") });
  await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor();
  await page.goto(new URL("?page=create-access-key", service.url).href);
  await page.locator("form > fieldset:enabled").first().waitFor();
  await page.getByText("Send it to this service").click();
  await page.getByRole("textbox", { name: "Code", exact: true }).fill("271");
  const refused = await sent(page);
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.issues.map(({ code }) => code), ["code_too_short", "list_empty"]);
  await page.getByRole("textbox", { name: "Code", exact: true }).fill("271828");
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
  const made = await sent(page);
  assert.deepEqual([made.status, made.body.keyIdentification, made.body.accesses], [200, "271828", [FRONT]]);
  const { items } = await service.ask("POST", "/keys/lookup", { identification: "271828" });
  assert.equal(items.length, 1);
  // The same code again is somebody's, of whatever the sample service beside it knows.
  assert.deepEqual((await sent(page)).body.issues.map(({ code }) => code), ["identification_in_use"]);

  await page.goto(new URL("?page=create-user", service.url).href);
  await page.locator("form > fieldset:enabled").first().waitFor();
  await page.getByText("Send it to this service").click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ada");
  await page.getByRole("switch", { name: "Send it empty" }).check();
  await page.getByRole("checkbox", { name: "Card" }).check();
  assert.deepEqual((await sent(page)).status, 200);
  assert.deepEqual(troubles.filter((text) => !/Failed to load resource/.test(text)), []);
});
