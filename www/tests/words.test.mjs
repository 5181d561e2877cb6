import assert from "node:assert/strict";
import { test } from "node:test";

import { useConsole } from "./console.mjs";

const { open } = useConsole();

const submit = (page) => page.locator("form:visible button[type=submit]").click();

/** The pages with a form, and what has each say what it has to say. */
const STATES = {
  "create-access-key": submit,
  "grant-lock-access": submit,
  "create-user": submit,
  codes: (page) => page.getByLabel("Block list").fill("12"),
  cards: (page) => page.getByLabel("Number of the card", { exact: true }).fill("0045131261"),
  hours: (page) => page.getByLabel("Zone of the door").fill("Nowhere"),
  attempt: (page) => page.locator("#time-picker").fill(""),
};

/** Words of programmers and of makers, which belong into the views for developers. */
const FOREIGN =
  /\b(missing_field|[a-z]+_[a-z_]+|uuid|rfc ?\d+|bearer|keyspace|sentinel|pacs|endpoint|regex|null|undefined|NaN)\b|expected a value|found none|expected \d+ characters/i;

/** What people see of the page and hear of its controls; JSON and code are for developers. */
const words = (page) =>
  page.locator("main").evaluate((main) => {
    const seen = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.closest("pre, code, .panel-reply, .panel-call, .maker-value, .card-steps, script")) continue;
      if (!node.checkVisibility({ visibilityProperty: true })) continue;
      const own = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      seen.push(...own.map(({ data }) => data.trim()).filter(Boolean));
      for (const name of ["aria-label", "placeholder", "title"])
        if (node.hasAttribute(name)) seen.push(node.getAttribute(name));
    }
    return seen;
  });

for (const [name, go] of Object.entries(STATES)) {
  test(`${name} speaks to people, before and after something is wrong`, async (t) => {
    const page = await open(t, { path: `?page=${name}` });
    const foreign = async () => (await words(page)).filter((text) => FOREIGN.test(text));
    assert.deepEqual(await foreign(), []);
    await go(page);
    assert.deepEqual(await foreign(), []);
  });
}

for (const [name, ids] of Object.entries({
  "create-access-key": ["code"],
  "grant-lock-access": ["id", "lockId", "lockName", "grantedBy"],
  "create-user": ["name", "info"],
})) {
  test(`what ${name} asks for is marked as required, and nothing else`, async (t) => {
    const page = await open(t, { path: `?page=${name}` });
    const required = await page
      .locator("form:visible [aria-required=true]:visible")
      .evaluateAll((controls) => controls.map(({ id }) => id));
    assert.deepEqual(required, ids);
    for (const id of ids)
      assert.match(await page.locator(`label[for="${id}"]`).textContent(), / required$/);
  });
}
