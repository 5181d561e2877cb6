import assert from "node:assert/strict";
import { test } from "node:test";

import { sayIssue } from "../parts/fields/issue-words.js";
import { askCore, becomes, decided, description, shownRequest, useConsole } from "./console.mjs";
import {
  asListed,
  fillIdentifier,
  fillUser,
  IDENTIFIER_STATE,
  listedIssues,
  path,
  toIdentifier,
} from "./panel.mjs";

const { open } = useConsole();

const create = (page) => page.getByRole("button", { name: "Create identifier" }).click();
const limitTime = (page) => page.getByRole("radio", { name: /^From and to/ }).check();
const limitPasses = (page) => page.getByRole("radio", { name: /^A count/ }).check();
const timeline = (page) => page.locator("figure.timeline");

async function opened(t, options) {
  const page = await open(t, { path, ...options });
  await toIdentifier(page);
  return page;
}

test("a permanent identifier, as the panel takes it", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page, "ukey", "04:A1:B2:C3");
  const request = {
    identifier_owner: { name: "Ben Okafor", type: "owner" },
    identifier_type: "ukey",
    identifier_number: "04:A1:B2:C3",
    lock: "all",
    valid: { time: { is_permanent: true }, passes: { is_permanent: true } },
  };
  assert.deepEqual(await shownRequest(page), request);
  const expected = await askCore("createIdentifier.decide", request, IDENTIFIER_STATE);
  assert.deepEqual(await decided(page), JSON.parse(JSON.stringify(expected)));
  assert.equal(expected.status, 200);
});

test("picked times are sent as seconds, with this device's offset of that day", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page);
  await page.getByRole("radio", { name: /^Guest/ }).check();
  await page.getByRole("radio", { name: /^Second/ }).check();
  await limitTime(page);
  await page.locator("#valid-from-picker").fill("2026-01-15T08:00");
  await page.locator("#valid-to-picker").fill("2026-07-15T08:00");
  await limitPasses(page);
  await page.getByLabel("Most passes").fill("5");
  const [from, to] = ["2026-01-15T07:00:00Z", "2026-07-15T06:00:00Z"].map((at) => Date.parse(at) / 1000);
  assert.deepEqual((await shownRequest(page)).valid, {
    time: { is_permanent: false, from, to },
    passes: { is_permanent: false, max_passes: 5 },
  });
  assert.match(await description(page.locator("#valid-from-picker")), new RegExp(`Sent as ${from}, seconds`));
  const { status, effect } = await decided(page);
  assert.equal(status, 200);
  assert.deepEqual(effect.storeIdentifier.valid.passes, { is_permanent: false, max_passes: 5 });
});

test("what is permanent leaves nothing of its ends in the request, and finds it again", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page);
  await limitTime(page);
  await page.locator("#valid-to-picker").fill("2026-07-15T08:00");
  await page.getByRole("radio", { name: /^Permanent/ }).check();
  assert.deepEqual((await shownRequest(page)).valid.time, { is_permanent: true });
  await limitTime(page);
  assert.equal(await page.locator("#valid-to-picker").inputValue(), "2026-07-15T08:00");
});

for (const [type, good, bad] of [
  ["card", "0042", "4A"],
  ["ukey", "04-A1-B2", "04:A1-B2"],
  ["inputCode", "0", "01234567890"],
  ["face_id", "Ada in red", ""],
  ["qr", "6F1B2C3D-4E5A-4B6C-8D7E-9F0A1B2C3D4E", "6f1b2c3d"],
  ["license_plate", "DEF 456", "X".repeat(101)],
]) {
  test(`the number of a ${type} is judged as the core does, with a hint of its own`, async (t) => {
    const page = await opened(t);
    await fillIdentifier(page, type, good);
    await create(page);
    assert.equal(await page.locator("form:visible [aria-invalid]").count(), 0);
    const hint = await page.locator("#identifier_number-hint").textContent();
    assert.ok(hint.length > 10, hint);
    await page.locator("#identifier_number").fill(bad);
    await create(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "identifier_number");
    const { issues } = await askCore("createIdentifier.check", await shownRequest(page));
    assert.deepEqual(await listedIssues(page), asListed(issues));
    assert.equal(await page.locator("#identifier_number-issue").textContent(), sayIssue(issues[0]));
  });
}

test("issues deep in the validity stand beside their fields", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page);
  await limitTime(page);
  await limitPasses(page);
  await create(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "valid-from-picker");
  assert.equal(await page.getByLabel("Most passes").getAttribute("aria-invalid"), "true");
  assert.equal((await decided(page)).body.error, "Wrong JSON body: no value for `valid`");
  await page.locator("#valid-from-picker").fill("2026-07-15T08:00");
  await page.locator("#valid-to-picker").fill("2026-07-14T08:00");
  await page.getByLabel("Most passes").fill("2.5");
  assert.match(await description(page.locator("#valid-to-picker")), /^The end must come after the start/);
  assert.match(await description(page.getByLabel("Most passes")), /^Expected a whole number from 1/);
  assert.equal(await page.locator("#valid-from-picker").getAttribute("aria-invalid"), null);
});

test("text that is no time says what a time looks like, and the panel that it is no number", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page);
  await limitTime(page);
  await page.getByRole("button", { name: "As text: From" }).click();
  await page.locator("#valid-from-text").fill("tomorrow");
  await create(page);
  assert.match(await description(page.locator("#valid-from-text")), /^Write the date and the time such as /);
  assert.equal((await shownRequest(page)).valid.time.from, "tomorrow");
  assert.equal((await decided(page)).body.error, "Wrong JSON body: value `valid` was of the wrong type");
});

test("the same number again is refused in the panel's words; another type is another number", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page, "card", "12345678");
  const refused = { error: "Identifier with the same card number already exists" };
  assert.deepEqual((await decided(page)).body, refused);
  await fillIdentifier(page, "ukey", "12345678");
  assert.equal((await decided(page)).status, 200);
  assert.equal((await decided(page, (state) => (state.identifiersInUse[0].identifier_type = "ukey"))).status, 400);
  assert.equal((await decided(page, (state) => state.identifiersInUse.shift())).status, 200);
});

test("401 and 403 hold for identifiers too", async (t) => {
  const page = await opened(t);
  assert.equal((await decided(page, (state) => (state.administrator = false))).status, 403);
  assert.equal((await decided(page, (state) => (state.loggedIn = false))).status, 401);
});

test("a number in use that can be none says so, and nothing is decided", async (t) => {
  const page = await opened(t);
  await fillIdentifier(page);
  const { message } = await decided(page, (state) => (state.identifiersInUse[0].identifier_number = "4A"));
  assert.ok(message);
  assert.match(await description(page.locator("#identifier-state")), /^At identifiersInUse\.0\.identifier_number: Expected 1 to 10 digits/);
});

for (const [now, state, badge] of [
  ["2026-02-28T00:00:00Z", "not-yet-valid", "Not yet valid"],
  ["2026-03-02T00:00:00Z", "valid", "Valid"],
  ["2026-03-05T00:00:00Z", "expired", "Expired"],
]) {
  test(`at ${now} the identifier is ${state}`, async (t) => {
    const page = await opened(t, { prepare: (page) => page.clock.setFixedTime(now) });
    await limitTime(page);
    for (const [label, text] of [
      ["From", "2026-03-01T00:00:00Z"],
      ["To", "2026-03-05T00:00:00Z"],
    ]) {
      await page.getByRole("button", { name: `As text: ${label}` }).click();
      await page.locator(`#valid-${label.toLowerCase()}-text`).fill(text);
    }
    assert.equal(await timeline(page).getAttribute("data-state"), state);
    assert.equal(await timeline(page).locator(".badge").textContent(), badge);
    const { valid } = await shownRequest(page);
    assert.equal(await askCore("identifierState", valid, 0, now), state);
  });
}

test("the clock moves the identifier's state on by itself", async (t) => {
  const page = await opened(t, {
    prepare: (page) => page.clock.install({ time: new Date("2026-03-05T06:59:30Z") }),
  });
  await limitTime(page);
  await page.locator("#valid-to-picker").fill("2026-03-05T08:00");
  assert.equal(await timeline(page).getAttribute("data-state"), "valid");
  await page.clock.runFor(45_000);
  await becomes(() => timeline(page).getAttribute("data-state"), "expired");
});

test("each tab keeps what was typed, and shows only what it is about", async (t) => {
  const page = await open(t, { path });
  await fillUser(page);
  const user = await shownRequest(page);
  await toIdentifier(page);
  assert.ok(await page.locator("#identifier-state").count() === 1 && (await page.locator("#user-state").isHidden()));
  assert.equal(await page.locator(".panel .request-line").textContent(), "POST /access/identifier/item");
  await page.getByRole("tab", { name: "User" }).click();
  assert.deepEqual(await shownRequest(page), user);
});
