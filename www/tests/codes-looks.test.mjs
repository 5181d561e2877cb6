import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, drawn, generateSheet, rule, shownPolicy, trial, useCodes, verdict } from "./codes-page.mjs";
import { danglingReferences, focused, namelessControls, tabTo } from "./keys.mjs";
import { beyondEdge, faintTexts, forgetShifts, heightOf, shiftsOf, SIZES, watchShifts } from "./looks.mjs";

const { open } = useCodes();

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`nothing moves on a ${name} screen while the page loads, counts and judges`, async (t) => {
    const page = await open(t, { viewport, prepare: watchShifts });
    assert.deepEqual(await shiftsOf(page), []);
    const before = await heightOf(page);
    for (const length of [4, 5, 7, 8]) await page.getByRole("checkbox", { name: `${length} digits` }).check();
    await counted(page);
    for (const rule of await page.getByRole("switch").all()) await rule.check();
    await counted(page);
    await trial(page).fill("000000");
    await page.getByLabel("Block list").fill("12");
    await page.getByLabel("Phone number").fill("none");
    await page.getByLabel("Codes in use").fill("x");
    await page.locator("#from-picker").fill("2026-03-05T12:00");
    await page.locator("#until-picker").fill("2026-03-01T12:00");
    assert.deepEqual(await shiftsOf(page), []);
    // What is drawn, or why nothing is, makes room for itself.
    await page.getByRole("button", { name: "Generate one code" }).click();
    await forgetShifts(page);
    await page.locator("#until-picker").fill("2026-03-09T12:00");
    await page.getByLabel("Block list").fill("271828");
    await page.getByLabel("Phone number").fill("+46701234567");
    await page.getByLabel("Codes in use").fill("");
    await counted(page);
    assert.deepEqual(await shiftsOf(page), []);
    await generateSheet(page, 500);
    await forgetShifts(page);
    await page.getByLabel("Active codes at the door").fill("x");
    await counted(page);
    assert.deepEqual(await shiftsOf(page), []);
    assert.equal(await heightOf(page), before);
  });
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`nothing of the codes reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    assert.deepEqual(await beyondEdge(page), []);
    for (const length of [4, 5, 7, 8]) await page.getByRole("checkbox", { name: `${length} digits` }).check();
    await page.getByLabel("Block list").fill("271828");
    await page.getByLabel("Birth date").fill("1984-02-29");
    await trial(page).fill("1".repeat(16));
    await generateSheet(page, 30);
    await page.getByLabel("Tries before lock-out").fill("1000000");
    await page.getByLabel("Active codes at the door").fill("50000");
    await counted(page);
    assert.deepEqual(await beyondEdge(page), []);
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`the page of codes is easy to read in ${colorScheme}`, async (t) => {
    const page = await open(t, { colorScheme });
    assert.deepEqual(await faintTexts(page), []);
    await trial(page).fill("120045");
    await page.getByLabel("Active codes at the door").fill("5000");
    await generateSheet(page, 10);
    await counted(page);
    assert.deepEqual(await faintTexts(page), []);
    await trial(page).fill("271828");
    await page.getByLabel("Block list").fill("12");
    await page.getByLabel("Codes in use").fill("12");
    await generateSheet(page, 10);
    await counted(page);
    assert.deepEqual(await faintTexts(page), []);
  });
}

test("a policy is built, tried and drawn from with the keyboard alone", async (t) => {
  const page = await open(t);
  await tabTo(page, page.getByLabel("Preset"));
  await page.keyboard.type("Tedee");
  await tabTo(page, page.getByRole("checkbox", { name: "5 digits" }));
  await page.keyboard.press("Space");
  await tabTo(page, rule(page, "no_zeros"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel("Block list"));
  await page.keyboard.type("27182818");
  assert.deepEqual(await shownPolicy(page), {
    lengths: [6, 7, 8],
    rules: ["no_zeros", "no_ascending_or_descending_sequence", "at_least_three_unique_digits"],
    blocked: ["27182818"],
  });
  await tabTo(page, trial(page));
  await page.keyboard.type("27182818");
  assert.deepEqual((await verdict(page)).codes, ["code_blocked"]);
  await tabTo(page, page.getByLabel("How many"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("12");
  await tabTo(page, page.getByRole("button", { name: "Generate a sheet" }));
  await page.keyboard.press("Enter");
  assert.equal((await drawn(page)).length, 12);
  await tabTo(page, page.locator("#codes"));
  assert.ok(await focused(page.locator("#codes")), "what scrolls can be reached");
});

test("what the page of codes consists of is said to those who do not see it", async (t) => {
  const page = await open(t);
  assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), ["Codes"]);
  assert.equal(await page.title(), "Codes – latchwork console");
  assert.equal(await page.getByRole("link", { name: "Codes" }).getAttribute("aria-current"), "page");
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await danglingReferences(page), []);
  const offered = await page
    .locator("main :is(input, select, textarea)")
    .evaluateAll((controls) => controls.filter(({ autocomplete }) => autocomplete !== "off").map(({ id }) => id));
  assert.deepEqual(offered, []);
});
