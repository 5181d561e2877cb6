import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, shownReply, shownRequest, useConsole, GARAGE } from "./console.mjs";
import { danglingReferences, focused, namelessControls, tabTo } from "./keys.mjs";

const { open } = useConsole();

test("a card key is created with the keyboard alone", async (t) => {
  const page = await open(t);
  await answering(page);
  await tabTo(page, page.getByRole("radio", { name: /^Code/ }));
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.getByRole("radio", { name: /^Card/ }).isChecked());
  await tabTo(page, page.getByLabel("Number format"));
  await page.keyboard.type("EM");
  await tabTo(page, page.getByLabel("Card number"));
  await page.keyboard.type("98765");
  await tabTo(page, page.getByLabel("First name"));
  await page.keyboard.type("Ada");
  await tabTo(page, page.getByRole("checkbox", { name: "Garage" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "As text: Valid from" }));
  await page.keyboard.press("Space");
  // The text stands before its button; it is what the button turned the picker into.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("2026-03-01T08:00:00Z");
  await tabTo(page, page.getByRole("switch", { name: "Send a notification" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Create access key" }));
  await page.keyboard.press("Enter");
  await page.getByText("It is kept there.").waitFor();
  assert.deepEqual(await shownRequest(page), {
    userFirstName: "Ada",
    keyType: "rfid",
    keyFormat: "EM",
    keyIdentification: "98765",
    accesses: [GARAGE],
    validFrom: "2026-03-01T08:00:00Z",
    sendNotification: false,
  });
  assert.ok(await focused(page.locator("#reply-heading")));
  assert.equal((await shownReply(page)).status, 200);
});

test("the first Tab offers to skip to the content", async (t) => {
  const page = await open(t);
  await page.keyboard.press("Tab");
  assert.ok(await focused(page.getByRole("link", { name: "Skip to the content" })));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await focused(page.getByRole("radio", { name: /^Code/ })));
});

test("the tabs of the request turn with the arrow keys", async (t) => {
  const page = await open(t);
  const json = page.getByRole("tab", { name: "JSON" });
  const curl = page.getByRole("tab", { name: "curl" });
  await tabTo(page, json);
  await page.keyboard.press("ArrowRight");
  assert.ok(await focused(curl));
  assert.equal(await curl.getAttribute("aria-selected"), "true");
  assert.ok(await page.getByRole("tabpanel", { name: "curl" }).isVisible());
  assert.equal(await page.locator("#request-json").isVisible(), false);
  await page.keyboard.press("Home");
  assert.ok(await focused(json));
});

test("what the page consists of is said to those who do not see it", async (t) => {
  const page = await open(t);
  assert.equal(await page.getByRole("main").count(), 1);
  assert.equal(await page.getByRole("banner").count(), 1);
  assert.equal(await page.getByRole("navigation", { name: "Pages" }).count(), 1);
  assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), ["Create access key"]);
  await page.locator("summary", { hasText: "For developers" }).click();
  assert.equal(
    await page.getByRole("link", { name: "Create access key" }).getAttribute("aria-current"),
    "page",
  );
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await danglingReferences(page), []);
});
