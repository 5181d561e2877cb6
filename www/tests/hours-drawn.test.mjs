import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, block, blocks, CLEANER, drag, placeOf, saying, shown, useHours, week } from "./hours-page.mjs";
import { focused, tabTo } from "./keys.mjs";
import { SIZES } from "./looks.mjs";

const { open } = useHours();

const [HOURS] = CLEANER.weekly;

test("hours are drawn on the ground, in steps of a quarter", async (t) => {
  const page = await open(t);
  await begin(page, "Never");
  await drag(page, [5, 601], [5, 844]);
  assert.deepEqual(await shown(page), { weekly: [{ days: ["sat"], from: 600, until: 840 }] });
  assert.deepEqual(await blocks(page), ["Saturday 10:00 to 14:00"]);
  assert.ok(await focused(block(page, "Saturday 10:00 to 14:00")));
  // The same upwards; and a click makes an hour.
  await drag(page, [6, 1200], [6, 1080]);
  const { x, y } = await placeOf(page, 0, 490);
  await page.mouse.click(x, y);
  assert.deepEqual(await blocks(page), [
    "Monday 08:00 to 09:00",
    "Saturday 10:00 to 14:00",
    "Sunday 18:00 to 20:00",
  ]);
});

test("a day that is dragged leaves its rule, and joins it again with the same hours", async (t) => {
  const page = await open(t);
  await drag(page, [1, 700], [1, 760]);
  assert.deepEqual((await shown(page)).weekly, [
    { ...HOURS, days: ["mon", "wed", "thu", "fri"] },
    { days: ["tue"], from: 600, until: 1080 },
  ]);
  await drag(page, [1, 760], [1, 700]);
  assert.deepEqual((await shown(page)).weekly, [HOURS]);
});

test("a block moves to another day, and its ends are pulled", async (t) => {
  const page = await open(t);
  await drag(page, [4, 700], [5, 700]);
  assert.deepEqual((await shown(page)).weekly, [{ ...HOURS, days: ["mon", "tue", "wed", "thu", "sat"] }]);
  await drag(page, [5, 1019], [5, 900]);
  await drag(page, [5, 541], [5, 615]);
  assert.deepEqual((await blocks(page)).at(-1), "Saturday 10:15 to 15:00");
});

test("what is over midnight belongs to the day on which it begins", async (t) => {
  const page = await open(t);
  await begin(page, "Never");
  await drag(page, [6, 1320], [6, 1440]);
  assert.deepEqual(await shown(page), { weekly: [{ days: ["sun"], from: 1320, until: 1440 }] });
  await drag(page, [6, 1436], [0, 360]);
  assert.deepEqual(await shown(page), { weekly: [{ days: ["sun"], from: 1320, until: 360 }] });
  assert.deepEqual(await blocks(page), ["Sunday 22:00 to 06:00 on Monday"]);
  // Its rest lies on Monday, and is dragged as the whole.
  await drag(page, [0, 120], [1, 180]);
  assert.deepEqual(await shown(page), { weekly: [{ days: ["mon"], from: 1380, until: 420 }] });
  await drag(page, [2, 60], [4, 1380]);
  assert.equal((await blocks(page)).length, 2, "what begins on the ground is new");
});

test("Escape gives a drag up, and Undo brings back what was deleted", async (t) => {
  const page = await open(t);
  await drag(page, [1, 700], [3, 1000], { drop: false });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.deepEqual((await shown(page)).weekly, [HOURS]);
  await block(page, "Friday 09:00 to 17:00").focus();
  await page.keyboard.press("Delete");
  assert.deepEqual((await shown(page)).weekly, [{ ...HOURS, days: HOURS.days.slice(0, 4) }]);
  assert.equal(await saying(page), "Friday 09:00 to 17:00 deleted");
  await page.getByRole("button", { name: "Undo" }).click();
  assert.deepEqual((await shown(page)).weekly, [HOURS]);
  assert.ok(await page.getByRole("button", { name: "Undo" }).isDisabled());
});

test("a week is made, moved, stretched and deleted with the keyboard alone", async (t) => {
  const page = await open(t);
  await begin(page, "Never");
  await tabTo(page, week(page).getByRole("button", { name: "Mon: add hours on Monday" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.ok(await focused(block(page, "Tuesday 09:00 to 17:00")));
  await page.keyboard.press("Enter");
  assert.equal(await block(page, "Tuesday 09:00 to 17:00").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("ArrowRight");
  assert.equal(await saying(page), "Wednesday 09:15 to 17:15");
  assert.deepEqual(await shown(page), { weekly: [{ days: ["tue"], from: 540, until: 1020 }] });
  await page.keyboard.press("Enter");
  assert.deepEqual(await shown(page), { weekly: [{ days: ["wed"], from: 555, until: 1035 }] });
  assert.ok(await focused(block(page, "Wednesday 09:15 to 17:15")));
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Escape");
  assert.deepEqual(await blocks(page), ["Wednesday 09:15 to 17:15"]);
  await page.keyboard.press("Delete");
  assert.deepEqual(await shown(page), {});
  await page.keyboard.press("Control+z");
  assert.deepEqual(await blocks(page), ["Wednesday 09:15 to 17:15"]);
});

test("the drawing is one stop of the Tab key, and arrows lead through all of it", async (t) => {
  const page = await open(t);
  await tabTo(page, week(page).getByRole("button", { name: "Mon: add hours on Monday" }));
  assert.equal(await week(page).locator("[tabindex='0']").count(), 1);
  await page.keyboard.press("ArrowDown");
  assert.ok(await focused(block(page, "Monday 09:00 to 17:00")));
  await page.keyboard.press("ArrowRight");
  assert.ok(await focused(block(page, "Tuesday 09:00 to 17:00")));
  await page.keyboard.press("End");
  assert.ok(await focused(week(page).getByRole("button", { name: "Sun: add hours on Sunday" })));
  await page.keyboard.press("Shift+Tab");
  assert.ok(await focused(page.getByLabel("Begin with")));
  assert.equal(await week(page).locator("[tabindex='0']").count(), 1);
});

test("what leaves the drawing lets go of what it held", async (t) => {
  const page = await open(t);
  await block(page, "Monday 09:00 to 17:00").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  assert.deepEqual((await shown(page)).weekly[1] ?? (await shown(page)).weekly[0], {
    days: ["mon"],
    from: 555,
    until: 1035,
  });
});

test("a screen reader's click takes hold of a block and lets it go", async (t) => {
  const page = await open(t);
  const monday = block(page, "Monday 09:00 to 17:00");
  await monday.evaluate((node) => node.click());
  assert.equal(await monday.getAttribute("aria-pressed"), "true");
  await monday.evaluate((node) => node.click());
  assert.equal(await block(page, "Monday 09:00 to 17:00").getAttribute("aria-pressed"), "false");
});

test("on a narrow screen the days are rows, dragged from left to right", async (t) => {
  const page = await open(t, { viewport: SIZES.narrow });
  await begin(page, "Never");
  await drag(page, [3, 600], [3, 960], { narrow: true });
  assert.deepEqual(await shown(page), { weekly: [{ days: ["thu"], from: 600, until: 960 }] });
  await drag(page, [3, 780], [1, 840], { narrow: true });
  assert.deepEqual(await blocks(page), ["Tuesday 11:00 to 17:00"]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.deepEqual(await blocks(page), ["Wednesday 11:15 to 17:15"]);
});

test("fingers tap hours into being, and drag them", async (t) => {
  const page = await open(t, { viewport: SIZES.narrow, hasTouch: true, isMobile: true });
  await begin(page, "Never");
  await week(page).scrollIntoViewIfNeeded();
  const at = await placeOf(page, 2, 490, { narrow: true });
  await page.touchscreen.tap(at.x, at.y);
  assert.deepEqual(await blocks(page), ["Wednesday 08:00 to 09:00"]);
  const touch = await page.context().newCDPSession(page);
  const to = await placeOf(page, 4, 850, { narrow: true });
  const send = (type, points) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(({ x, y }) => ({ x, y })) });
  const from = await placeOf(page, 2, 510, { narrow: true });
  await send("touchStart", [from]);
  await send("touchMove", [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }]);
  await send("touchMove", [to]);
  await send("touchEnd", []);
  assert.deepEqual(await blocks(page), ["Friday 13:45 to 14:45"]);
});

test("the drawing follows the writing direction", async (t) => {
  const page = await open(t);
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await begin(page, "Never");
  await drag(page, [0, 600], [0, 720], { rtl: true });
  assert.deepEqual(await blocks(page), ["Monday 10:00 to 12:00"]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  assert.deepEqual(await blocks(page), ["Tuesday 10:00 to 12:00"]);
});

test("blocks of the same time stand side by side, on the next day too", async (t) => {
  const page = await open(t);
  await begin(page, "Night shift: over midnight");
  await drag(page, [2, 1200], [2, 1410]);
  await drag(page, [3, 480], [3, 300]);
  const boxes = (day) =>
    week(page)
      .locator(".slot:visible")
      .evaluateAll(
        (nodes, day) =>
          nodes
            .filter((node) => node.style.getPropertyValue("--day") === String(day))
            .map((node) => node.getBoundingClientRect().toJSON()),
        day,
      );
  for (const [day, count] of [
    [2, 3],
    [3, 3],
  ]) {
    const found = await boxes(day);
    assert.equal(found.length, count);
    for (const [i, one] of found.entries())
      for (const other of found.slice(i + 1))
        assert.ok(
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top,
          `day ${day}: no block covers another`,
        );
  }
});

test("a pointer takes over from keys, and lets go of what they held", async (t) => {
  const page = await open(t);
  await block(page, "Monday 09:00 to 17:00").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await drag(page, [3, 700], [3, 640]);
  assert.deepEqual(await blocks(page), [
    "Monday 09:15 to 17:15",
    "Tuesday 09:00 to 17:00",
    "Wednesday 09:00 to 17:00",
    "Thursday 08:00 to 16:00",
    "Friday 09:00 to 17:00",
  ]);
});

test("the last Undo leaves the focus in the drawing", async (t) => {
  const page = await open(t);
  await block(page, "Friday 09:00 to 17:00").focus();
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  assert.ok(await week(page).evaluate((node) => node.contains(document.activeElement)));
});
