import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, decided, description, fillCode, shownRequest, useConsole } from "./console.mjs";

const { open } = useConsole();

const picker = (page, label) =>
  page.getByLabel(label, { exact: false }).and(page.locator('[type="datetime-local"]'));
const textOf = (page, label) =>
  page.getByLabel(label).and(page.getByRole("textbox")).and(page.locator('[id$="-text"]'));
const asText = (page, label) => page.getByRole("button", { name: `As text: ${label}` });
const timeline = (page) => page.locator("figure.timeline");

test("a picked time is sent with this device's offset of that day", async (t) => {
  const page = await open(t);
  await picker(page, "Valid from").fill("2026-01-15T08:00");
  await picker(page, "Valid until").fill("2026-07-15T08:00");
  const { validFrom, validTo } = await shownRequest(page);
  assert.equal(validFrom, "2026-01-15T08:00:00+01:00");
  assert.equal(validTo, "2026-07-15T08:00:00+02:00");
  assert.match(await description(picker(page, "Valid from")), /Sent as 2026-01-15T08:00:00\+01:00/);
});

test("a chosen offset is sent as chosen", async (t) => {
  const page = await open(t);
  await picker(page, "Valid from").fill("2026-01-15T08:00");
  await page.getByLabel("Valid from: offset from UTC").selectOption("+05:45");
  assert.equal((await shownRequest(page)).validFrom, "2026-01-15T08:00:00+05:45");
});

test("text and picker carry over to one another", async (t) => {
  const page = await open(t);
  await picker(page, "Valid from").fill("2026-01-15T08:00");
  await asText(page, "Valid from").click();
  assert.equal(await textOf(page, "Valid from").inputValue(), "2026-01-15T08:00:00+01:00");
  await textOf(page, "Valid from").fill("2026-02-01T10:30:15-03:17");
  assert.equal((await shownRequest(page)).validFrom, "2026-02-01T10:30:15-03:17");
  await asText(page, "Valid from").click();
  assert.equal(await page.getByLabel("Valid from: offset from UTC").inputValue(), "-03:17");
  assert.equal((await shownRequest(page)).validFrom, "2026-02-01T10:30:15-03:17");
});

test("text that is no time stays for another try when the picker is looked at", async (t) => {
  const page = await open(t);
  await asText(page, "Valid from").click();
  await textOf(page, "Valid from").fill("tomorrow");
  await asText(page, "Valid from").click();
  assert.equal((await shownRequest(page)).validFrom, undefined);
  await asText(page, "Valid from").click();
  assert.equal(await textOf(page, "Valid from").inputValue(), "tomorrow");
});

test("a date picked in part is not dropped in silence", async (t) => {
  const page = await open(t);
  await picker(page, "Valid from").focus();
  await page.keyboard.type("15");
  await picker(page, "Valid until").focus();
  assert.equal(await picker(page, "Valid from").getAttribute("aria-invalid"), "true");
  assert.equal((await shownRequest(page)).validFrom, "");
});

const FROM = "2026-03-01T08:00";
const UNTIL = "2026-03-05T08:00";
for (const [now, state, badge] of [
  ["2026-02-28T08:00:00+01:00", "not-yet-valid", "Not yet valid"],
  ["2026-03-01T08:00:00+01:00", "valid", "Valid"],
  ["2026-03-05T07:59:59+01:00", "valid", "Valid"],
  ["2026-03-05T08:00:00+01:00", "expired", "Expired"],
]) {
  test(`the window is ${state} at ${now}`, async (t) => {
    const page = await open(t, { prepare: (page) => page.clock.setFixedTime(now) });
    await picker(page, "Valid from").fill(FROM);
    await picker(page, "Valid until").fill(UNTIL);
    assert.equal(await timeline(page).getAttribute("data-state"), state);
    assert.equal(await timeline(page).locator(".badge").textContent(), badge);
    const spoken = await timeline(page).getByRole("img").getAttribute("aria-label");
    assert.match(spoken, /^Window: from 1 Mar 2026, 08:00 CET, until 5 Mar 2026, 08:00 CET\. Now, /);
    assert.match(spoken, new RegExp(`: ${badge.toLowerCase()}\\.$`));
  });
}

test("the line is drawn in the order of time", async (t) => {
  const page = await open(t, { prepare: (page) => page.clock.setFixedTime("2026-03-02T08:00:00+01:00") });
  await picker(page, "Valid from").fill(FROM);
  await picker(page, "Valid until").fill(UNTIL);
  const at = async (selector) => Number.parseFloat(await timeline(page).locator(selector).getAttribute("x1"));
  const [from, now, until] = [
    await at('[data-edge="from"]'),
    await at(".timeline-now"),
    await at('[data-edge="until"]'),
  ];
  assert.ok(0 < from && from < now && now < until && until < 100, `${from} ${now} ${until}`);
  assert.equal((now - from) / (until - from), 0.25);
});

test("open ends fade instead of ending", async (t) => {
  const page = await open(t);
  const open_ = () =>
    timeline(page)
      .locator("[data-open]")
      .evaluateAll((nodes) => nodes.map((node) => node.dataset.open));
  assert.deepEqual(await open_(), ["from", "until"]);
  await picker(page, "Valid from").fill(FROM);
  assert.deepEqual(await open_(), ["until"]);
  await picker(page, "Valid until").fill(UNTIL);
  assert.deepEqual(await open_(), []);
});

test("an end before the start is an issue of the end, and no window is drawn", async (t) => {
  const page = await open(t);
  await picker(page, "Valid from").fill(UNTIL);
  await picker(page, "Valid until").fill(FROM);
  await page.keyboard.press("Shift+Tab");
  await page.getByRole("switch", { name: "Send a notification" }).focus();
  assert.match(
    await description(picker(page, "Valid until")),
    /^The end must come after the start\|/,
  );
  assert.equal(await picker(page, "Valid from").getAttribute("aria-invalid"), null);
  assert.equal(await timeline(page).getAttribute("data-state"), "unknown");
});

test("the clock moves the window's state and what is decided on by itself", async (t) => {
  const page = await open(t, {
    prepare: (page) => page.clock.install({ time: new Date("2026-03-05T07:59:30+01:00") }),
  });
  await fillCode(page);
  await picker(page, "Valid until").fill(UNTIL);
  assert.equal(await timeline(page).getAttribute("data-state"), "valid");
  assert.equal((await decided(page)).status, 200);
  await page.clock.runFor(45_000);
  await becomes(() => timeline(page).getAttribute("data-state"), "expired");
  const { status, body } = await decided(page);
  assert.equal(status, 400);
  assert.deepEqual(
    body.issues.map(({ code }) => code),
    ["window_over"],
  );
});
