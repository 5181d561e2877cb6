import assert from "node:assert/strict";
import { test } from "node:test";

import { askCore, becomes } from "./console.mjs";
import { begin, block, blocks, CLEANER, now, shown, useHours } from "./hours-page.mjs";
import { HOSTILE } from "./shell.mjs";

const { open } = useHours();

const [HOURS] = CLEANER.weekly;

const look = (page) => page.getByRole("region", { name: "What about a date?" });
const days = (page) => look(page).locator(".look-days li").allTextContents();
const fact = (page, term) =>
  page.locator(".now dl > div").filter({ hasText: term }).locator("dd").textContent();

test("the page begins with hours that the core finds right", async (t) => {
  const page = await open(t);
  assert.deepEqual(await shown(page), CLEANER);
  assert.equal((await askCore("checkSchedule", CLEANER)).ok, true);
  assert.deepEqual(
    await blocks(page),
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"].map((day) => `${day} 09:00 to 17:00`),
  );
});

test("every example is a schedule, and Undo brings back what it took the place of", async (t) => {
  const page = await open(t);
  const labels = await page.locator("#example option").allTextContents();
  for (const label of labels.slice(1)) {
    await begin(page, label);
    assert.equal((await askCore("checkSchedule", await shown(page))).ok, true, label);
    assert.equal(await page.locator(".hours-foot .summary").textContent(), "Every field is valid.");
  }
  assert.deepEqual(await shown(page), {});
  for (const label of labels.slice(1, -1).reverse()) {
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await page.locator("#example option:checked").textContent(), label);
  }
  assert.deepEqual(await shown(page), CLEANER);
});

test("hours are typed to the minute, of one day and of a rule", async (t) => {
  const page = await open(t);
  await block(page, "Tuesday 09:00 to 17:00").focus();
  await page.getByLabel("Chosen hours until").fill("12:34");
  assert.deepEqual((await shown(page)).weekly, [
    { ...HOURS, days: ["mon", "wed", "thu", "fri"] },
    { days: ["tue"], from: 540, until: 754 },
  ]);
  await page.getByLabel("Until, rule 1").fill("00:00");
  await page.getByRole("checkbox", { name: "Sunday, rule 2" }).check();
  assert.deepEqual((await shown(page)).weekly, [
    { days: ["mon", "wed", "thu", "fri"], from: 540, until: 1440 },
    { days: ["tue", "sun"], from: 540, until: 754 },
  ]);
  assert.deepEqual(await blocks(page), [
    "Monday 09:00 to 24:00",
    "Tuesday 09:00 to 12:34",
    "Wednesday 09:00 to 24:00",
    "Thursday 09:00 to 24:00",
    "Friday 09:00 to 24:00",
    "Sunday 09:00 to 12:34",
  ]);
  await page.getByLabel("Day of the chosen hours").selectOption("Saturday");
  assert.ok((await blocks(page)).includes("Saturday 09:00 to 12:34"));
  await page.getByRole("button", { name: "Delete" }).click();
  assert.ok(!(await blocks(page)).includes("Saturday 09:00 to 12:34"));
});

test("a rule is bound to dates, and said so where it is drawn", async (t) => {
  const page = await open(t);
  await page.getByText("Only between two dates").click();
  await page.getByLabel("First day of rule 1").fill("2026-06-01");
  await page.getByLabel("Last day of rule 1").fill("2026-08-31");
  assert.deepEqual((await shown(page)).weekly, [{ ...HOURS, first: "2026-06-01", last: "2026-08-31" }]);
  assert.equal(
    (await blocks(page))[0],
    "Monday 09:00 to 17:00, from Monday 1 June 2026, until Monday 31 August 2026",
  );
});

test("what the core has against a schedule stands where it is", async (t) => {
  const page = await open(t);
  const wrong = () =>
    page
      .locator("form [aria-invalid]")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label") ?? node.id));
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    await page.getByRole("checkbox", { name: `${day}, rule 1` }).uncheck();
  assert.deepEqual(await wrong(), ["Monday, rule 1"]);
  assert.match(await page.locator(".weekly .issue").textContent(), /^Choose at least one$/);
  await page.getByRole("checkbox", { name: "Monday, rule 1" }).check();
  await page.getByLabel("From, rule 1", { exact: true }).fill("");
  await page.getByLabel("Day 2 of special days 1", { exact: true }).fill("");
  await page.getByRole("button", { name: "Add hours that come once" }).click();
  await page.getByLabel("From, once-only hours 1").fill("2026-12-06T10:00");
  await page.getByLabel("Until, once-only hours 1").fill("2026-12-06T09:00");
  await page.locator("#valid-from").fill("2027-01-01T00:00");
  await page.locator("#valid-until").fill("2026-01-01T00:00");
  assert.deepEqual(await wrong(), [
    "From, rule 1",
    "Day 2 of special days 1",
    "Until, once-only hours 1",
    "valid-until",
  ]);
  assert.equal(
    await page.locator(".hours-foot .summary").textContent(),
    "4 fields to correct: Every week, Once only, Special days, Dates",
  );
  assert.equal(await now(page), "These hours have an issue");
});

test("special days are added, in whole and in part, with hours of their own", async (t) => {
  const page = await open(t);
  await begin(page, "Never");
  await page.getByRole("button", { name: "Add special days" }).click();
  await page.keyboard.type("New Year");
  await page.getByLabel("Kind of day 1 of special days 1").selectOption("From, until");
  await page.getByLabel("From, day 1 of special days 1").fill("2026-12-31T14:00");
  await page.getByLabel("Until, day 1 of special days 1").fill("2027-01-01T10:00");
  await page.getByRole("button", { name: "Add a day" }).click();
  await page.getByLabel("Day 2 of special days 1", { exact: true }).fill("2027-01-02");
  await page.getByRole("button", { name: "Add hours", exact: true }).click();
  await page.getByLabel("Until, hours 1 of special days 1").fill("13:30");
  assert.deepEqual(await shown(page), {
    special: [
      {
        name: "New Year",
        days: [{ from: "2026-12-31T14:00", until: "2027-01-01T10:00" }, "2027-01-02"],
        periods: [{ from: 600, until: 810 }],
      },
    ],
  });
  await page.getByRole("button", { name: "Remove these days: special days 1" }).click();
  assert.deepEqual(await shown(page), {});
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await shown(page)).special[0].name, "New Year");
});

test("a date is looked at with its whole week, special days marked", async (t) => {
  const page = await open(t);
  assert.equal((await days(page))[3], "Thursday 26 November 202609:00 to 17:00");
  await page.locator("#date").fill("2026-12-25");
  assert.equal(await look(page).getByRole("status").textContent(), "Friday 25 December 2026: closed (Holidays).");
  assert.deepEqual(await days(page), [
    "Monday 21 December 202609:00 to 17:00",
    "Tuesday 22 December 202609:00 to 17:00",
    "Wednesday 23 December 202609:00 to 17:00",
    "Thursday 24 December 2026closed (Holidays)",
    "Friday 25 December 2026closed (Holidays)",
    "Saturday 26 December 2026closed (Holidays)",
    "Sunday 27 December 2026closed",
  ]);
  assert.equal(await look(page).locator(".day-special").count(), 3);
  await page.getByRole("button", { name: "Week after" }).click();
  assert.equal(await page.locator("#date").inputValue(), "2027-01-01");
  assert.match((await days(page))[4], /closed \(Holidays\)$/);
  assert.match((await days(page))[3], /09:00 to 17:00$/);
});

test("a night shift is said on both of its days", async (t) => {
  const page = await open(t);
  await begin(page, "Night shift: over midnight");
  assert.equal((await days(page))[1], "Tuesday 24 November 202600:00 to 06:00, 22:00 to 24:00");
  assert.equal((await days(page))[5], "Saturday 28 November 202600:00 to 06:00");
});

test("whether it is open now follows the clock", async (t) => {
  const page = await open(t);
  assert.equal(await now(page), "Open now, until 17:00.");
  assert.equal(await fact(page, "At the door"), "Thursday 26 November 2026 at 10:00");
  assert.equal(await fact(page, "Next change"), "closes 17:00, in 7 hours");
  await page.clock.setFixedTime("2026-11-26T16:00:00Z");
  await becomes(() => now(page), "Closed now, until tomorrow at 09:00: outside of its hours.");
  await page.clock.setFixedTime("2026-12-24T09:00:00Z");
  await becomes(() => now(page), "Closed now, until Monday 28 December 2026 at 09:00: a special day.");
});

test("the zone of the door counts, and one that is not known opens nothing", async (t) => {
  const page = await open(t);
  const zone = page.getByLabel("Zone of the door");
  assert.equal(await zone.inputValue(), "Europe/Stockholm");
  await zone.fill("America/New_York");
  assert.equal(await now(page), "Closed now, until 09:00: outside of its hours.");
  assert.equal(await fact(page, "At the door"), "Thursday 26 November 2026 at 04:00");
  await zone.fill("Europe/Nowhere");
  assert.equal(await now(page), "The zone is not known: closed");
  assert.equal(await zone.getAttribute("aria-invalid"), "true");
});

test("of a time that the clock shows twice it is said which is meant", async (t) => {
  // The clocks go back at 03:00 on 25 October 2026.
  const page = await open(t, { now: "2026-10-24T21:00:00Z" });
  await begin(page, "Never");
  await page.getByRole("button", { name: "Add weekly hours" }).click();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    await page.getByRole("checkbox", { name: `${day}, rule 1` }).uncheck();
  await page.getByRole("checkbox", { name: "Sunday, rule 1" }).check();
  await page.getByLabel("From, rule 1", { exact: true }).fill("02:30");
  await page.getByLabel("Until, rule 1", { exact: true }).fill("05:00");
  assert.match(await now(page), /^Closed now, until tomorrow at 02:30/);
  assert.match(await page.locator(".now-which").textContent(), /the first of the two\.$/);
  await page.clock.setFixedTime("2026-03-28T21:00:00Z");
  await becomes(
    () => page.locator(".now-which").textContent(),
    "The clock jumps over this time that night; it is the moment of the jump.",
  );
});

test("what each maker's lock holds is said, and its value is there to copy", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  const makers = page.getByRole("region", { name: "What locks hold of it" });
  const known = await askCore("scheduleMakers");
  assert.equal(await makers.getByRole("row").count(), known.length + 1);
  assert.equal(await makers.locator("td .badge").count(), 12);
  const nuki = makers.getByRole("row", { name: /^Nuki/ });
  assert.match(await nuki.textContent(), /1 weekly rule.*Opens more.*no special days/);
  await begin(page, "Shop: short on Saturday and New Year’s Eve");
  assert.match(await nuki.textContent(), /Opens at other times.*at most 1 rules, found 2/);
  const matter = makers.getByRole("row", { name: /^Matter/ });
  await matter.locator("summary").click();
  const value = JSON.parse(await matter.locator("pre").textContent());
  const { value: held } = await askCore("scheduleTo", "matter", await shown(page), {
    offset: "+01:00",
    changes: [],
  });
  assert.deepEqual(value, held);
  await matter.getByRole("button", { name: /^Copy/ }).click();
  await matter.getByText("Copied").first().waitFor();
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), value);
});

test("a lock of few rules holds fewer, and clocks that change move those in UTC", async (t) => {
  const page = await open(t);
  const makers = page.getByRole("region", { name: "What locks hold of it" });
  await begin(page, "Night shift: over midnight");
  const said = (name) => makers.getByRole("row", { name }).locator("td").first().textContent();
  assert.match(await said(/^Tedee/), /2027-03-28/);
  await page.getByLabel("Zone of the door").fill("Africa/Lagos");
  assert.doesNotMatch(await said(/^Tedee/), /change of the clock/);
  assert.match(await said(/^Matter/), /^All of it/);
  await page.getByLabel("Weekly rules that the lock takes").fill("1");
  assert.doesNotMatch(await said(/^Matter/), /^All of it/);
  await page.getByLabel("Weekly rules that the lock takes").fill("many");
  assert.equal(await page.locator("#rules").getAttribute("aria-invalid"), "true");
});

test("the call is shown in JavaScript and in Rust, whatever is typed", async (t) => {
  const page = await open(t);
  for (const text of HOSTILE) {
    await page.locator("#special-1-name").fill(text);
    assert.equal((await shown(page)).special[0].name, text);
    const javascript = await page.locator("#schedule-javascript").textContent();
    const schedule = /hours\((.*)\);\n\nopen\.state/s.exec(javascript)[1];
    assert.deepEqual(JSON.parse(schedule), await shown(page));
    const rust = await page.locator("#schedule-rust").textContent();
    const [, signs, json] = /r(#+)"(.*?)"\1\)/s.exec(rust);
    assert.deepEqual(JSON.parse(json), await shown(page));
    assert.ok(!json.includes(`"${signs}`));
  }
  assert.equal(await page.locator("main img").count(), 0);
});
