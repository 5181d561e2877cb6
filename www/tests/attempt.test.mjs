import assert from "node:assert/strict";
import { test } from "node:test";

import { askCore, description, useConsole } from "./console.mjs";
import { danglingReferences, namelessControls, tabTo } from "./keys.mjs";
import { beyondEdge, faintTexts, shiftsOf, SIZES, watchShifts } from "./looks.mjs";
import { HOSTILE } from "./shell.mjs";

const { open: openConsole } = useConsole();

const path = "?page=attempt";
const open = (t, options) => openConsole(t, { path, ...options });

const begin = (page, label) => page.getByLabel("Begin with").selectOption({ label });
const answer = (page) => page.getByRole("region", { name: "Answer", exact: true });

/** What the page answers, and what the core does to the same question. */
async function answered(page) {
  const panel = answer(page);
  const question = JSON.parse(await page.locator("#attempt-json").textContent());
  const { attempt, door, credentials, clock } = question;
  const opening = await askCore("decideAttempt", attempt, door, credentials, clock);
  const reasons = await panel.locator(".answer-more > .answer-reasons code").allTextContents();
  assert.deepEqual(reasons, opening.reasons, "all reasons, in their order");
  const verdict = await panel.locator(".answer-verdict").textContent();
  assert.equal(verdict, opening.open ? "It opens." : "It stays shut.");
  return {
    open: opening.open,
    reasons,
    stored: await panel.locator("tbody").first().getByRole("rowheader").allTextContents(),
  };
}

const OUTCOMES = {
  "Ada types her code": { open: true, reasons: ["granted"] },
  "The cleaner at noon": { open: true, reasons: ["granted"] },
  "The cleaner at night": { open: false, reasons: ["outside-schedule"] },
  "The cleaner on Christmas Day": { open: false, reasons: ["special-day"] },
  "A code that nobody has": {
    open: false,
    reasons: ["unknown-credential"],
    stored: ["Wrong tries at this reader"],
  },
  "Ben shows his card, and no PIN": { open: false, reasons: ["factor-missing"] },
  "Ben shows his card and types a wrong PIN": {
    open: false,
    reasons: ["wrong-factor"],
    stored: ["Wrong tries at this reader"],
  },
  "Ben is threatened: the last digit one higher": { open: true, reasons: ["duress", "granted"] },
  "Ben comes in, though he is inside": { open: false, reasons: ["passback"] },
  "A lost card": { open: false, reasons: ["lost"] },
  "A visitor for the second time": { open: false, reasons: ["used-up"] },
  "A child alone": { open: false, reasons: ["no-escort"] },
  "A child with Ben": { open: true, reasons: ["accompanied", "granted"] },
  "Ada from afar": { open: false, reasons: ["remote-not-allowed"] },
  "After five wrong tries": { open: false, reasons: ["locked-out"] },
  "The house is locked down": { open: false, reasons: ["locked-down", "used-up"] },
  "The clock is not known": { open: false, reasons: ["clock-unknown"] },
  "Privacy is not known": { open: false, reasons: ["cannot-decide"] },
};

test("every situation has the answer that its name promises", async (t) => {
  const page = await open(t);
  const offered = await page.locator("#situation option").allTextContents();
  assert.deepEqual(offered.slice(0, -1), Object.keys(OUTCOMES));
  for (const [label, { open, reasons, stored }] of Object.entries(OUTCOMES)) {
    await begin(page, label);
    const found = await answered(page);
    assert.deepEqual({ open: found.open, reasons: found.reasons }, { open, reasons }, label);
    if (stored) assert.deepEqual(found.stored, stored, label);
  }
});

test("the keypad learns one sentence for every refusal", async (t) => {
  const page = await open(t);
  const said = new Set();
  for (const [label, { open }] of Object.entries(OUTCOMES)) {
    await begin(page, label);
    if (!open) said.add(await answer(page).locator("dd").first().textContent());
  }
  assert.deepEqual([...said], ["The door stays shut"]);
});

test("the reason is said in the words of seven systems", async (t) => {
  const page = await open(t);
  await begin(page, "The cleaner at night");
  const rows = await answer(page).locator("table").last().locator("tbody tr").allTextContents();
  assert.equal(rows.length, 7);
  assert.deepEqual(rows.slice(0, 3), ["BACnet136", "ONVIFNotPermittedAtThisTime", "MatterRestricted"]);
});

test("the door, the time and what is shown are changed, and the answer follows", async (t) => {
  const page = await open(t);
  await page.getByRole("switch", { name: "Locked down" }).check();
  await page.getByRole("switch", { name: "House is full" }).check();
  assert.deepEqual((await answered(page)).reasons, ["locked-down", "occupancy-upper"]);
  assert.equal(await page.locator("#situation option:checked").textContent(), "Own situation");
  await page.getByRole("switch", { name: "Locked down" }).uncheck();
  await page.getByRole("switch", { name: "House is full" }).uncheck();
  await page.getByLabel("Text of thing shown 1").fill("271936");
  assert.deepEqual((await answered(page)).reasons, ["granted"]);
  await page.locator("#time-picker").fill("2026-11-28T12:00");
  assert.deepEqual((await answered(page)).reasons, ["outside-schedule"]);
  await page.getByRole("radio", { name: "Not known It has lost the time" }).check();
  assert.deepEqual((await answered(page)).reasons, ["clock-unknown"]);
  await page.getByLabel("Persons").selectOption("Two");
  assert.ok((await answered(page)).reasons.includes("second-person"));
});

test("what is typed as no code at all is a reason, not a fault", async (t) => {
  const page = await open(t);
  for (const text of [...HOSTILE, "", "12"]) {
    await page.getByLabel("Text of thing shown 1").fill(text);
    assert.ok((await answered(page)).reasons.includes("bad-format"), text);
  }
  assert.equal(await page.locator("main img").count(), 0);
});

test("own credentials count, and what is wrong with them is said where it is", async (t) => {
  const page = await open(t);
  await page.getByText("Change them").click();
  const json = page.getByLabel("Credentials as JSON");
  const all = JSON.parse(await json.inputValue());
  await json.fill(JSON.stringify(all.map((one) => ({ ...one, state: "suspended" }))));
  assert.deepEqual((await answered(page)).reasons, ["suspended"]);
  await json.fill(JSON.stringify([{ ...all[0], state: "asleep" }]));
  assert.match(await description(json), /^At 0\.state: /);
  assert.equal(await json.getAttribute("aria-invalid"), "true");
  assert.equal(await answer(page).locator(".badge").textContent(), "No answer");
  await json.fill("[");
  assert.match(await description(json), /^Expected JSON/);
  await json.fill("[]");
  assert.deepEqual((await answered(page)).reasons, ["unknown-credential"]);
});

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`nothing moves on a ${name} screen while the attempt loads and goes wrong`, async (t) => {
    const page = await open(t, { viewport, prepare: watchShifts });
    assert.deepEqual(await shiftsOf(page), []);
    // The answer is as long as it is; what is filled in stays where it is.
    const form = () =>
      page.locator("form.card").evaluate((form) => {
        const { top, height } = form.getBoundingClientRect();
        return { top: top + scrollY, height };
      });
    const before = await form();
    await page.getByLabel("Text of thing shown 1").fill("");
    await page.locator("#wrong").fill("x");
    await page.locator("#time-picker").fill("");
    assert.deepEqual(await form(), before);
  });
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`nothing of the attempt reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    assert.deepEqual(await beyondEdge(page), []);
    await begin(page, "Ben shows his card and types a wrong PIN");
    await page.getByText("Change them").click();
    await page.getByRole("tab", { name: "Rust" }).click();
    assert.deepEqual(await beyondEdge(page), []);
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`the attempt is easy to read in ${colorScheme}`, async (t) => {
    const page = await open(t, { colorScheme });
    for (const label of ["Ada types her code", "The house is locked down", "Privacy is not known"]) {
      await begin(page, label);
      assert.deepEqual(await faintTexts(page), []);
    }
  });
}

test("an attempt is made with the keyboard alone, and everything is said", async (t) => {
  const page = await open(t);
  assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), ["Attempt"]);
  assert.equal(await page.locator("nav [aria-current=page]").getAttribute("href"), path);
  assert.deepEqual(await namelessControls(page), []);
  assert.deepEqual(await danglingReferences(page), []);
  await tabTo(page, page.getByLabel("Text of thing shown 1"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("590417");
  await tabTo(page, page.getByRole("switch", { name: "Household away" }));
  await page.keyboard.press("Space");
  assert.deepEqual((await answered(page)).reasons, ["vacation", "used-up"]);
  await tabTo(page, page.getByRole("region", { name: "Answer and reasons" }));
});
