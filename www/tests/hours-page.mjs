import { useConsole } from "./console.mjs";

export const path = "?page=hours";

/** Thursday 26 November 2026, 10:00 in Stockholm. */
export const NOW = "2026-11-26T09:00:00Z";

const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"];

/** What the page begins with: working days from nine to five, not on holidays. */
export const CLEANER = {
  weekly: [{ days: WORKDAYS, from: 540, until: 1020 }],
  special: [
    { name: "Holidays", days: ["2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01"], periods: [] },
  ],
};

/** A browser whose `open(t, options)` gives the page of hours, on a day and at a time that stand still. */
export function useHours() {
  const { open } = useConsole();
  return {
    open: (t, { now = NOW, prepare, ...options } = {}) =>
      open(t, {
        path,
        prepare: async (page) => {
          await page.clock.setFixedTime(now);
          await prepare?.(page);
        },
        ...options,
      }),
  };
}

/** The schedule that the page shows as JSON. */
export const shown = async (page) => JSON.parse(await page.locator("#schedule-json").textContent());

export const begin = (page, label) => page.getByLabel("Begin with").selectOption({ label });

export const week = (page) => page.getByRole("application", { name: "Hours of the week" });

/** The block whose name begins so. */
export const block = (page, name) => week(page).getByRole("button", { name, exact: true });

export const blocks = (page) =>
  week(page)
    .locator("button.slot")
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label")));

export const saying = (page) => page.locator(".section > .visually-hidden[role=status]").textContent();

/** Where a day, 0 for Monday, and a time lie in the drawing. */
export async function placeOf(page, day, minute, { narrow = false, rtl = false } = {}) {
  const { x, y, width, height } = await week(page).locator(".week-grid").boundingBox();
  const days = (day + 0.5) / 7;
  const time = minute / 1440;
  const across = (part) => x + width * (rtl ? 1 - part : part);
  return narrow ? { x: across(time), y: y + height * days } : { x: across(days), y: y + height * time };
}

/** Drags from one place of the drawing to another; `drop` false leaves it in the air. */
export async function drag(page, [fromDay, fromMinute], [day, minute], { drop = true, ...layout } = {}) {
  await week(page).scrollIntoViewIfNeeded();
  const from = await placeOf(page, fromDay, fromMinute, layout);
  const to = await placeOf(page, day, minute, layout);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  if (drop) await page.mouse.up();
}

export const now = (page) => page.locator(".now-says").textContent();
