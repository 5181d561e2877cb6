import assert from "node:assert/strict";
import { test } from "node:test";

import { askCore, becomes, decided, useConsole } from "./console.mjs";
import { ADA, byKey, fillGrant, fillRemoval, grantor, level, path, pick, removing, typeMoment } from "./lock-access.mjs";

const { open } = useConsole();

const NOW = "2026-03-02T00:00:00Z";
const LEVELS = ["OWNER", "ADMIN", "USER", "GUEST"];
const table = (page) => page.getByRole("table", { name: "Who may grant what" });
const marked = (page) =>
  table(page)
    .locator("[aria-current]")
    .evaluateAll((cells) => cells.map(({ dataset }) => `${dataset.grantor} ${dataset.level}`));
const saying = (page) => page.locator(".matrix-saying").textContent();
const figure = (page) => page.locator("figure.grant-timeline");
const row = (page, name) => figure(page).locator(`[data-row="${name}"]`);

test("the table is what mayGrant answers, with headers and in words", async (t) => {
  const page = await open(t, { path });
  assert.deepEqual(await table(page).getByRole("columnheader").allTextContents(), ["Grantor", ...LEVELS]);
  assert.deepEqual(await table(page).getByRole("rowheader").allTextContents(), [...LEVELS, "Organisation"]);
  for (const grantor of LEVELS) {
    const cells = table(page).getByRole("row", { name: new RegExp(`^${grantor}`) }).getByRole("cell");
    for (const [i, level] of LEVELS.entries()) {
      const may = await askCore("mayGrant", grantor, level);
      const cell = cells.nth(i);
      assert.equal(await cell.getAttribute("data-may"), String(may), `${grantor} ${level}`);
      assert.match(await cell.textContent(), may ? /^✓yes/ : /^–no/);
    }
  }
});

test("the organisation's row is what it may decide", async (t) => {
  const page = await open(t, { path });
  await fillGrant(page);
  await byKey(page, true);
  await typeMoment(page, "Valid until", "2999-01-01T00:00:00Z");
  for (const name of LEVELS) {
    await level(page, name);
    const may = (await decided(page)).status === 200;
    const cell = table(page).locator(`[data-grantor="organisation"][data-level="${name}"]`);
    assert.equal(await cell.getAttribute("data-may"), String(may), name);
  }
});

test("the cell of the request is marked, and said", async (t) => {
  const page = await open(t, { path });
  assert.deepEqual(await marked(page), ["OWNER USER"]);
  assert.equal(await saying(page), "A user acts in no name but their own.");
  await fillGrant(page);
  assert.equal(await saying(page), "As OWNER, one may grant USER.");
  await level(page, "ADMIN");
  await grantor(page, { accessLevel: "USER" });
  assert.deepEqual(await marked(page), ["USER ADMIN"]);
  assert.equal(await saying(page), "As USER, one may not grant ADMIN.");
  assert.match(await table(page).locator("[aria-current]").textContent(), /no, this request$/);
  await grantor(page, null);
  assert.deepEqual(await marked(page), []);
  assert.equal(await saying(page), "The caller has no access to this lock.");
  await byKey(page);
  assert.equal(await saying(page), "The organisation does not own the lock.");
  await byKey(page, true);
  assert.deepEqual(await marked(page), ["organisation ADMIN"]);
  await level(page, "OWNER");
  assert.equal(await saying(page), "As the organisation, one may grant OWNER.");
});

test("a removal marks the level that the user has", async (t) => {
  const page = await open(t, { path });
  await removing(page);
  assert.deepEqual(await marked(page), []);
  await fillRemoval(page);
  await decided(page, (state) => (state.aggregate.locks[0].accessLevel = "ADMIN"));
  await grantor(page, { accessLevel: "ADMIN" });
  assert.deepEqual(await marked(page), ["ADMIN ADMIN"]);
  assert.equal(await saying(page), "As ADMIN, one may not remove ADMIN.");
  assert.equal((await decided(page)).body.error, "level_not_removable");
  await pick(page, "Removed by", "Ada Lindqvist");
  assert.equal(await saying(page), "A user acts in no name but their own.");
  await decided(page, (state) => (state.caller.id = ADA));
  assert.equal(await saying(page), "A user may always give up a lock.");
});

for (const [now, granted, own] of [
  ["2026-02-01T00:00:00Z", "not-yet-valid", "not-yet-valid"],
  ["2026-02-15T00:00:00Z", "not-yet-valid", "valid"],
  ["2026-03-02T00:00:00Z", "valid", "valid"],
  ["2026-03-05T00:00:00Z", "expired", "valid"],
  ["2026-04-01T00:00:00Z", "expired", "expired"],
]) {
  test(`at ${now} the access is ${granted} and the caller's own ${own}`, async (t) => {
    const page = await open(t, { path });
    await decided(page, (state) => (state.now = now));
    await typeMoment(page, "Valid from", "2026-03-01T00:00:00Z");
    await typeMoment(page, "Valid until", "2026-03-05T00:00:00Z");
    await grantor(page, { accessLevel: "ADMIN", validFrom: "2026-02-10T00:00:00Z", validUntil: "2026-03-20T00:00:00Z" });
    assert.equal(await row(page, "granted").getAttribute("data-state"), granted);
    assert.equal(await row(page, "grantor").getAttribute("data-state"), own);
    const words = { "not-yet-valid": "Not yet valid", valid: "Valid", expired: "Expired" };
    const spoken = await figure(page).getByRole("img").getAttribute("aria-label");
    const [one, other] = [words[granted], words[own]];
    assert.match(spoken, new RegExp(`^This access, ${one}, .*Caller’s own, ${other}, .*Now: `));
    await grantor(page, { accessLevel: "ADMIN", revoked: true });
    assert.equal(await row(page, "grantor").locator(".badge").textContent(), "Revoked");
  });
}

test("both bars share one scale, and now stands where it is", async (t) => {
  const page = await open(t, { path });
  await decided(page, (state) => (state.now = NOW));
  await typeMoment(page, "Valid from", "2026-03-01T00:00:00Z");
  await typeMoment(page, "Valid until", "2026-03-05T00:00:00Z");
  await grantor(page, { accessLevel: "ADMIN", validFrom: "2026-03-01T00:00:00Z", validUntil: "2026-03-09T00:00:00Z" });
  const at = async (selector) => Number.parseFloat(await figure(page).locator(selector).first().getAttribute("x1"));
  const own = [
    await at('[data-lane="grantor"] [data-edge="from"]'),
    await at('[data-lane="grantor"] [data-edge="until"]'),
  ];
  const granted = [
    await at('[data-lane="granted"] [data-edge="from"]'),
    await at('[data-lane="granted"] [data-edge="until"]'),
  ];
  assert.equal(granted[0], own[0]);
  assert.equal((granted[1] - granted[0]) / (own[1] - own[0]), 0.5);
  assert.equal(((await at(".timeline-now")) - own[0]) / (own[1] - own[0]), 0.125);
  assert.equal(await figure(page).locator("[data-outside]").count(), 0);
});

test("what reaches outside the grantor's window is drawn and said, as the reply has it", async (t) => {
  const page = await open(t, { path });
  await decided(page, (state) => (state.now = NOW));
  await fillGrant(page);
  const outside = () =>
    figure(page)
      .locator("rect[data-outside]")
      .evaluateAll((pieces) => pieces.map(({ dataset }) => dataset.outside));
  await grantor(page, { accessLevel: "ADMIN", validFrom: "2026-02-10T00:00:00Z", validUntil: "2026-03-20T00:00:00Z" });
  assert.deepEqual(await outside(), ["after"], "no end reaches beyond any end; no start begins at once");
  assert.equal((await decided(page)).body.error, "window_outside_grantor");
  assert.match(await row(page, "granted").textContent(), /reaches outside the caller’s own/);
  await typeMoment(page, "Valid until", "2026-03-10T00:00:00Z");
  assert.deepEqual(await outside(), []);
  assert.equal((await decided(page)).status, 200);
  await typeMoment(page, "Valid from", "2026-01-10T00:00:00Z");
  assert.deepEqual(await outside(), ["before"]);
  assert.equal((await decided(page)).body.error, "window_outside_grantor");
});

test("without a window there is nothing to draw, and it says which", async (t) => {
  const page = await open(t, { path });
  await typeMoment(page, "Valid from", "never");
  await grantor(page, null);
  assert.equal(await row(page, "granted").getAttribute("data-state"), "unknown");
  assert.equal(await row(page, "grantor").locator(".badge").textContent(), "None");
  assert.equal(await figure(page).locator("[data-lane]").count(), 0);
  for (const text of ["", "[]", '{"caller": 7, "aggregate": {"locks": [null, 3]}}']) {
    await decided(page, text);
    assert.equal(await row(page, "grantor").locator(".badge").textContent(), "None", text);
  }
  await decided(page, JSON.stringify({ caller: {} }));
  await byKey(page);
  assert.match(await row(page, "grantor").textContent(), /The organisation decides, and no window binds/);
});

test("the clock moves the states and what is decided on by itself", async (t) => {
  const page = await open(t, {
    path,
    prepare: (page) => page.clock.install({ time: new Date("2026-03-05T06:59:30Z") }),
  });
  await fillGrant(page);
  await grantor(page, { accessLevel: "OWNER", validUntil: "2026-03-05T07:00:00Z" });
  await typeMoment(page, "Valid until", "2026-03-05T07:00:00Z");
  assert.equal((await decided(page)).status, 200);
  await page.clock.runFor(45_000);
  await becomes(() => row(page, "grantor").getAttribute("data-state"), "expired");
  const { status, body } = await decided(page);
  assert.deepEqual([status, body.error], [403, "grantor_not_valid"]);
  assert.match(body.message, /^grantedBy: .* found one that is expired$/);
});
