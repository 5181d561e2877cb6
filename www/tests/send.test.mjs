import assert from "node:assert/strict";
import { test } from "node:test";

import { shownReply, useConsole } from "./console.mjs";
import { FRONT, GARAGE, HALL } from "./house.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
const service = useService();

/** Sends the form of a page to the service that the page came from, and gives what that answers. */
async function sent(page) {
  await page.locator("form:visible button[type=submit]").click();
  await page.getByText(/^(Nothing was kept|It is kept there)\.$/).waitFor();
  return shownReply(page);
}

test("the request of a developer's page is sent in earnest, and what the service says is shown", async (t) => {
  const { page, troubles } = await visit(t, { path: await service.path("?page=keys") });
  await page.getByText("Ada Lindqvist").first().waitFor();
  await page.goto(new URL("?page=create-access-key", service.url).href);
  await page.locator("form > fieldset:enabled").first().waitFor();
  const code = page.getByRole("textbox", { name: "Code", exact: true });
  await code.fill("271828");
  // The doors are those of the house that was just seen.
  const doors = await page.locator('[data-field="accesses"] input').evaluateAll((boxes) => boxes.map(({ value }) => value));
  assert.deepEqual(new Set(doors), new Set([FRONT, GARAGE, HALL]));
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
  const made = await sent(page);
  assert.deepEqual([made.status, made.body.keyIdentification, made.body.accesses], [200, "271828", [FRONT]]);
  const { items } = await service.ask("POST", "/keys/lookup", { identification: "271828" });
  assert.equal(items.length, 1);
  // The same code again is somebody's, and says so at its field.
  await page.getByLabel("First name").fill("Ada");
  const refused = await sent(page);
  assert.deepEqual([refused.status, refused.body.issues.map((issue) => issue.code)], [409, ["identification_in_use"]]);
  assert.equal(await code.getAttribute("aria-invalid"), "true");

  await page.goto(new URL("?page=create-user", service.url).href);
  await page.locator("form > fieldset:enabled").first().waitFor();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ada");
  await page.getByRole("switch", { name: "Send it empty" }).check();
  await page.getByRole("checkbox", { name: "Card" }).check();
  assert.equal((await sent(page)).status, 200);
  assert.deepEqual(troubles.filter((text) => !/Failed to load resource/.test(text)), []);
});
