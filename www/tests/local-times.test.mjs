import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, description, fillCode, shownRequest, useConsole } from "./console.mjs";
import * as lock from "./lock-access.mjs";
import * as panel from "./panel.mjs";

const { open } = useConsole();

/** In Stockholm the clock is put forward at 02:00 on the first date and put back at 03:00 on the second. */
const SKIPPED = "2027-03-28T02:30";
const TWICE = "2026-10-25T02:30";

const JUMPED = /^The clock is put forward over this time that night: it does not come\|/;

/** Where a local time is typed: its picker, and what the page makes of it. */
const PLACES = {
  "the start of a key": {
    id: "validFrom",
    sent: async (page) => (await shownRequest(page)).validFrom,
  },
  "the end of a key": { id: "validTo", sent: async (page) => (await shownRequest(page)).validTo },
  "the start of a grant": {
    path: lock.path,
    id: "validFrom",
    sent: async (page) => (await shownRequest(page)).validFrom,
  },
  "the end of a grant": {
    path: lock.path,
    id: "validUntil",
    sent: async (page) => (await shownRequest(page)).validUntil,
  },
  "the start of an identifier": {
    path: panel.path,
    prepare: async (page) => {
      await panel.toIdentifier(page);
      await page.getByRole("radio", { name: /^From and to/ }).check();
    },
    id: "valid-from",
    sent: async (page) => instant((await shownRequest(page)).valid.time.from),
  },
  "the time of an attempt": {
    path: "?page=attempt",
    prepare: (page) => page.locator("#time-offset").selectOption({ index: 0 }),
    id: "time",
    sent: async (page) => JSON.parse(await page.locator("#attempt-json").textContent()).clock,
  },
};

const instant = (found) =>
  typeof found === "number" ? new Date(found * 1_000).toISOString().replace(".000", "") : found;

for (const [what, { path, prepare, id, sent }] of Object.entries(PLACES)) {
  test(`${what} is never one that the clock jumps over`, async (t) => {
    const page = await open(t, { path });
    await prepare?.(page);
    const picker = page.locator(`#${id}-picker`);
    await picker.fill(SKIPPED);
    assert.equal(await picker.getAttribute("aria-invalid"), "true");
    assert.match(await description(picker), JUMPED);
    // No offset, so that nothing can take it for an instant.
    assert.equal(await sent(page), `${SKIPPED}:00`);
    await page.locator(`[data-field="${id}"]`).getByRole("button", { name: "Take 03:00" }).click();
    assert.equal(await picker.inputValue(), "2027-03-28T03:00");
    assert.equal(Date.parse(await sent(page)), Date.parse("2027-03-28T03:00+02:00"));
    assert.equal(await picker.getAttribute("aria-invalid"), null);
  });

  test(`${what} that comes twice is asked about, and the earlier is taken`, async (t) => {
    const page = await open(t, { path });
    await prepare?.(page);
    const picker = page.locator(`#${id}-picker`);
    await picker.fill(TWICE);
    assert.match(await description(picker), /It comes twice that night: the earlier is taken\./);
    assert.equal(Date.parse(await sent(page)), Date.parse(`${TWICE}+02:00`));
    const offset = page.locator(`#${id}-offset`);
    await offset.selectOption({ label: "Later (UTC+01:00)" });
    assert.match(await description(picker), /It comes twice that night: the later is taken\./);
    assert.equal(Date.parse(await sent(page)), Date.parse(`${TWICE}+01:00`));
    await picker.fill("2026-10-26T02:30");
    assert.equal(Date.parse(await sent(page)), Date.parse("2026-10-26T02:30+01:00"));
    assert.equal(await offset.locator("option", { hasText: "Later" }).count(), 0);
  });
}

test("an offset that is chosen is meant: nothing of it comes twice or not at all", async (t) => {
  const page = await open(t);
  await page.locator("#validFrom-offset").selectOption("+01:00");
  for (const local of [SKIPPED, TWICE]) {
    await page.locator("#validFrom-picker").fill(local);
    assert.equal((await shownRequest(page)).validFrom, `${local}:00+01:00`);
    assert.match(await description(page.locator("#validFrom-picker")), /^\|Sent as/);
  }
});

test("a time that does not come is refused, though nothing else is wrong", async (t) => {
  const page = await open(t);
  const sent = await answering(page);
  await fillCode(page);
  await page.locator("#validTo-picker").fill(SKIPPED);
  await page.getByRole("button", { name: "Create access key" }).click();
  assert.deepEqual(sent, []);
  assert.match(await page.locator(".summary").textContent(), /^1 field to correct: Valid until/);
});
