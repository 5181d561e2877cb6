import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, block, drag, path, useHours, week } from "./hours-page.mjs";
import { danglingReferences, focused, namelessControls, tabTo } from "./keys.mjs";
import { beyondEdge, faintTexts, forgetShifts, shiftsOf, SIZES, watchShifts } from "./looks.mjs";

const { open } = useHours();

const unfold = (page, kind) =>
  page.locator(kind).evaluateAll((folds) => {
    for (const details of folds) details.open = true;
  });
const openAll = (page) => unfold(page, "details");
const openDates = (page) => unfold(page, ".rule-dates");

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`nothing moves on a ${name} screen while hours load, are dragged and go wrong`, async (t) => {
    const page = await open(t, { viewport, prepare: watchShifts });
    assert.deepEqual(await shiftsOf(page), []);
    // A rule of its own for Tuesday makes room for itself, and so do its dates; from then on they have it.
    await drag(page, [1, 700], [1, 760], { narrow: name === "narrow" });
    await openDates(page);
    await forgetShifts(page);
    // What locks hold is a list of its own length, below all else.
    const heights = () =>
      page
        .locator(".form, .look, .panel-now")
        .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().height));
    const before = await heights();
    await drag(page, [1, 760], [1, 900], { narrow: name === "narrow" });
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Enter");
    // What is dragged moves, and nothing around it.
    assert.deepEqual(await heights(), before);
    await forgetShifts(page);
    await page.getByLabel("From, rule 2", { exact: true }).fill("");
    await page.getByLabel("From, rule 2", { exact: true }).fill("10:10");
    await page.getByLabel("Last day of rule 1").fill("2026-01-01");
    await page.getByLabel("Day 1 of special days 1", { exact: true }).fill("");
    await page.locator("#valid-until").fill("2026-01-01T00:00");
    await page.locator("#valid-from").fill("2026-01-01T00:00");
    await page.locator("#date").fill("2026-12-25");
    await page.getByLabel("Zone of the door").fill("Nowhere");
    assert.deepEqual(await shiftsOf(page), []);
    assert.deepEqual(await heights(), before);
  });
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`nothing of the hours reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    await openAll(page);
    assert.deepEqual(await beyondEdge(page), []);
    await page.getByLabel("Kind of day 1 of special days 1").selectOption("From, until");
    await page.getByRole("button", { name: "Add hours that come once" }).click();
    await page.getByRole("button", { name: "Add hours", exact: true }).click();
    await block(page, "Wednesday 09:00 to 17:00").focus();
    await page.getByRole("tab", { name: "Rust" }).click();
    assert.deepEqual(await beyondEdge(page), []);
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`the page of hours is easy to read in ${colorScheme}`, async (t) => {
    const page = await open(t, { colorScheme });
    await openAll(page);
    assert.deepEqual(await faintTexts(page), []);
    await block(page, "Wednesday 09:00 to 17:00").focus();
    await page.keyboard.press("Enter");
    await page.locator("#date").fill("2026-12-25");
    await page.getByLabel("Day 1 of special days 1", { exact: true }).fill("");
    assert.deepEqual(await faintTexts(page), []);
    await begin(page, "Night shift: over midnight");
    assert.deepEqual(await faintTexts(page), []);
  });
}

test("blocks can be told where colours are forced", async (t) => {
  const page = await open(t, { forcedColors: "active" });
  const edge = await block(page, "Monday 09:00 to 17:00").evaluate((node) => {
    const { borderTopWidth, borderTopColor } = getComputedStyle(node);
    return { borderTopWidth, isGround: borderTopColor === getComputedStyle(document.body).backgroundColor };
  });
  assert.deepEqual(edge, { borderTopWidth: "2px", isGround: false });
});

test("nothing of the hours glides where motion is not wanted", async (t) => {
  const page = await open(t, { reducedMotion: "reduce" });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((node) => Number.parseFloat(getComputedStyle(node).transitionDuration) > 0)
      .map((node) => node.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(moving, []);
});

test("from right to left nothing reaches over the edge", async (t) => {
  const page = await open(t);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const [first, last] = await week(page)
      .locator(".week-add")
      .evaluateAll((nodes) => [nodes[0], nodes[6]].map((node) => node.getBoundingClientRect().x));
    if (width === 1280) assert.ok(first > last, "Monday stands to the right");
  }
});

test("what the page of hours consists of is said to those who do not see it", async (t) => {
  const page = await open(t);
  assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), ["Hours"]);
  assert.equal(await page.title(), "Hours – latchwork console");
  assert.equal(await page.locator("nav [aria-current=page]").getAttribute("href"), path);
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await danglingReferences(page), []);
  const doubled = await page
    .locator("[id]")
    .evaluateAll((nodes) => nodes.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i));
  assert.deepEqual(doubled, []);
  const offered = await page
    .locator("main :is(input, select, textarea)")
    .evaluateAll((controls) => controls.filter(({ autocomplete }) => autocomplete !== "off").map(({ id }) => id));
  assert.deepEqual(offered, []);
  const names = await page
    .locator("main :is(input, select, button)")
    .evaluateAll((controls) => controls.map((control) => control.getAttribute("aria-label")).filter(Boolean));
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
    "no two controls have one name",
  );
});

test("rules, special days and the zone are reached by the Tab key", async (t) => {
  const page = await open(t);
  await tabTo(page, page.getByLabel("From, rule 1", { exact: true }));
  await page.keyboard.type("0815");
  await tabTo(page, page.getByRole("button", { name: "Add special days" }));
  await page.keyboard.press("Enter");
  assert.ok(await focused(page.locator("#special-2-name")));
  await tabTo(page, page.locator("#zone"));
});
