import assert from "node:assert/strict";
import { test } from "node:test";

import { sayIssue } from "../parts/fields/issue-words.js";
import {
  answering,
  askCore,
  becomes,
  chooseType,
  description,
  fillCode,
  GARAGE,
  MAIN_ENTRANCE,
  shownRequest,
  submit,
  useConsole,
  UUID,
} from "./console.mjs";

const { open } = useConsole();

const visibleFields = (page) =>
  page
    .locator("form [data-field]:visible")
    .evaluateAll((nodes) => [...new Set(nodes.map((node) => node.dataset.field))]);

test("each key type has the fields that its request may carry", async (t) => {
  const page = await open(t);
  const user = ["userId", "userFirstName", "userLastName"];
  const rest = ["accesses", "validFrom", "validTo"];
  assert.deepEqual(await visibleFields(page), [
    "keyIdentification",
    "keyName",
    ...user,
    "mobilePhoneNumber",
    ...rest,
  ]);
  await chooseType(page, /^Card/);
  assert.deepEqual(await visibleFields(page), [
    "keyFormat",
    "keyIdentification",
    "pin",
    "keyName",
    ...user,
    "mobilePhoneNumber",
    ...rest,
  ]);
  await chooseType(page, /^Phone/);
  assert.deepEqual(await visibleFields(page), ["keyName", ...user, ...rest]);
});

test("a key type that is left takes nothing of its own into the request, and finds it again", async (t) => {
  const page = await open(t);
  await fillCode(page, "271828");
  await chooseType(page, /^Phone/);
  await page.getByLabel("Phone number of the user").fill("+46701234567");
  assert.deepEqual(await shownRequest(page), {
    userId: "+46701234567",
    keyType: "mobile",
    accesses: [MAIN_ENTRANCE],
    sendNotification: true,
  });
  await chooseType(page, /^Code/);
  assert.equal((await shownRequest(page)).keyIdentification, "271828");
});

test("the number formats are those of the core", async (t) => {
  const page = await open(t);
  const formats = await askCore("keyFormats");
  await chooseType(page, /^Card/);
  const options = await page
    .getByLabel("Number format")
    .locator("option")
    .evaluateAll((all) => all.map(({ value }) => value));
  assert.deepEqual(options, ["", ...formats.map(({ name }) => name)]);
  await page.getByLabel("Number format").selectOption("MC");
  const mc = formats.find(({ name }) => name === "MC");
  assert.match(
    await description(page.getByLabel("Card number")),
    new RegExp(`1 to ${mc.digits} digits, at most ${mc.max}`),
  );
});

test("the request holds every field of a card key, in the order of the API", async (t) => {
  const page = await open(t);
  await chooseType(page, /^Card/);
  await page.getByLabel("Number format").selectOption("EM");
  await page.getByLabel("Card number").fill("0099887766");
  await page.getByLabel("PIN").fill("4711");
  await page.getByLabel("Name of the key").fill("Red tag");
  await page.getByLabel("User id").fill(UUID);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Lovelace");
  await page.getByLabel("Mobile phone number").fill("+46701234567");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByLabel("Valid from").first().fill("2026-07-01T08:00");
  await page.getByLabel("Valid until: offset from UTC").selectOption("Z");
  await page.getByLabel("Valid until").first().fill("2026-07-02T08:00");
  await page.getByRole("switch", { name: "Send a notification" }).uncheck();
  const request = {
    userId: UUID,
    userFirstName: "Ada",
    userLastName: "Lovelace",
    keyType: "rfid",
    keyFormat: "EM",
    keyIdentification: "0099887766",
    keyName: "Red tag",
    pin: "4711",
    accesses: [GARAGE],
    validFrom: "2026-07-01T08:00:00+02:00",
    validTo: "2026-07-02T08:00:00Z",
    mobilePhoneNumber: "+46701234567",
    sendNotification: false,
  };
  const shown = await shownRequest(page);
  assert.deepEqual(shown, request);
  assert.deepEqual(Object.keys(shown), Object.keys(request));
});

test("an issue stands beside its own field once the field is left, tied to its control", async (t) => {
  const page = await open(t);
  const code = page.getByRole("textbox", { name: "Code", exact: true });
  await code.pressSequentially("123");
  assert.equal(await code.getAttribute("aria-invalid"), null, "nothing is said before the field is left");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await code.getAttribute("aria-invalid"), "true");
  assert.match(await description(code), /^Expected 4 to 8 digits, found 3\|/);
  const field = page.locator('form [data-field="keyIdentification"]:visible');
  assert.equal(await field.locator(".issue").textContent(), "Expected 4 to 8 digits, found 3");

  await code.fill("12a4");
  assert.match(await description(code), /^Expected digits only, found another character at position 3\|/);
  await code.fill("1234");
  assert.equal(await code.getAttribute("aria-invalid"), null);
  assert.match(await description(code), /^\|/);
});

test("the sentences beside the fields say what the core does", async (t) => {
  const page = await open(t);
  await chooseType(page, /^Card/);
  await page.getByLabel("Card number").fill("99999999999999999");
  await page.getByLabel("PIN").fill("12");
  await page.getByLabel("User id").fill("someone");
  await page.getByLabel("Mobile phone number").fill("0701234567");
  await page.getByRole("button", { name: "As text: Valid from" }).click();
  await page.getByLabel("Valid from").and(page.getByRole("textbox")).fill("2026-03-01");
  await submit(page);

  const { issues } = await askCore("createAccessKey.check", await shownRequest(page));
  assert.deepEqual(
    issues.map(({ code }) => code),
    [
      "user_id_unknown_form",
      "key_number_too_large",
      "code_too_short",
      "list_empty",
      "timestamp_date_only",
      "phone_no_plus",
    ],
  );
  for (const issue of issues) {
    const said = page.locator(`form [data-field="${issue.path[0]}"]:visible .issue`).first();
    assert.equal(await said.textContent(), sayIssue(issue));
  }
  assert.match(
    await page.getByRole("status").filter({ hasText: "fields to correct" }).textContent(),
    /^6 fields to correct: Card number, PIN, User id, Mobile phone number, Accesses, Valid from$/,
  );
});

test("submitting moves the focus to the first wrong field of the page", async (t) => {
  const page = await open(t);
  await submit(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "code");
  await page.locator("#code").fill("2718");
  await submit(page);
  const box = page.getByRole("checkbox", { name: "Main entrance" });
  assert.ok(await box.evaluate((node) => node === document.activeElement));
  assert.match(await description(box), /^Choose at least one\|/);
});

test("an issue of a key type that was left is in nobody's way", async (t) => {
  const page = await open(t);
  await submit(page);
  await chooseType(page, /^Phone/);
  await submit(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "userId");
});

test("a form without an issue is sent, and the focus moves to the reply", async (t) => {
  const page = await open(t);
  await answering(page);
  await fillCode(page);
  await submit(page);
  await page.getByText("It is kept there.").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "reply-heading");
  assert.equal(await page.locator("form [aria-invalid]").count(), 0);
});

test("Generate draws a code that checks", async (t) => {
  const page = await open(t);
  const code = page.getByRole("textbox", { name: "Code", exact: true });
  await page.getByRole("button", { name: "Generate" }).click();
  await becomes(async () => /^[0-9]{6}$/.test(await code.inputValue()), true);
  const drawn = await code.inputValue();
  assert.deepEqual(await askCore("checkCode", drawn), { ok: true, value: drawn });
  assert.equal((await shownRequest(page)).keyIdentification, drawn);
});

test("leaving the code to the system asks for `*` and can be taken back", async (t) => {
  const page = await open(t);
  await fillCode(page, "271828");
  const toggle = page.getByRole("switch", { name: "Let the system generate it" });
  await toggle.check();
  assert.equal((await shownRequest(page)).keyIdentification, "*");
  await toggle.uncheck();
  assert.equal((await shownRequest(page)).keyIdentification, "271828");
  await page.locator("#code").fill("*");
  assert.ok(await toggle.isChecked());
  await page.getByRole("button", { name: "Generate" }).click();
  await becomes(() => toggle.isChecked(), false);
});

test("accesses are ticked, typed and pasted, and each wrong one says so itself", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: "Add a door by its id" }).click();
  const rows = page.getByLabel("Id of the door");
  assert.ok(
    await rows.first().evaluate((node) => node === document.activeElement),
    "the new row has the focus",
  );
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${UUID}\n${GARAGE.toUpperCase()}, abc`);
  await page.keyboard.press("Control+V");
  assert.deepEqual((await shownRequest(page)).accesses, [GARAGE, UUID, GARAGE.toUpperCase(), "abc"]);

  await submit(page);
  assert.equal(await rows.nth(0).getAttribute("aria-invalid"), null);
  assert.match(await description(rows.nth(1)), /^This door is chosen twice\|/);
  assert.match(await description(rows.nth(2)), /^This is no id: an id has 36 characters/);

  await page.getByRole("button", { name: "Remove door 2" }).click();
  assert.ok(
    await rows.nth(1).evaluate((node) => node === document.activeElement),
    "the focus goes to the next row",
  );
  await page.getByRole("button", { name: "Remove door 3" }).click();
  assert.deepEqual((await shownRequest(page)).accesses, [GARAGE, UUID]);
});

test("nothing in the form is offered to the browser's autofill", async (t) => {
  const page = await open(t);
  const offered = await page
    .locator("form input, form select")
    .evaluateAll((controls) =>
      controls.filter((control) => control.autocomplete !== "off").map(({ id }) => id),
    );
  assert.deepEqual(offered, []);
  assert.equal(await page.locator("#code").getAttribute("inputmode"), "numeric");
});
