import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseType, submit, useConsole } from "./console.mjs";

const { open } = useConsole();

/** Adds up every shift of the layout from the first paint on, those after input as well. */
const watchShifts = (page) =>
  page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      window.shifts.push(
        ...list.getEntries().map(({ value, sources }) => ({
          value,
          nodes: sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node)),
        })),
      );
    }).observe({ type: "layout-shift", buffered: true });
  });

/** Two frames on, what was painted has been judged. */
async function shiftsOf(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(() => window.shifts.filter(({ value }) => value > 0.0005));
}

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`nothing moves on a ${name} screen while the page loads and issues come and go`, async (t) => {
    const page = await open(t, { viewport, prepare: watchShifts });
    assert.deepEqual(await shiftsOf(page), []);
    for (const [id, wrong] of [
      ["code", "12x"],
      ["userId", "someone"],
      ["mobilePhoneNumber", "+0123456789012345678"],
    ]) {
      const control = page.locator(`#${id}`);
      // Arriving may scroll, which is no shift; the room is measured from the document's top.
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await control.fill(wrong);
      await page.getByRole("switch", { name: "Send a notification" }).focus();
      await control.fill("");
      await control.pressSequentially(wrong);
      assert.equal(await control.getAttribute("aria-invalid"), "true");
      assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), height);
    }
    await submit(page);
    assert.deepEqual(await shiftsOf(page), []);
  });

  test(`the longest sentences find room on a ${name} screen`, async (t) => {
    const page = await open(t, { viewport });
    await chooseType(page, /^Card/);
    await page.getByRole("button", { name: "As text: Valid from" }).click();
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await page.locator("#validFrom-text").fill("2026-03-01T08:00:0?");
    await page.locator("#card-number").fill("99999999999999999");
    await page.locator("#pin").fill("123456789");
    await page.locator("#userId").fill("nobody in particular");
    await page.locator("#mobilePhoneNumber").fill("+4670123456x");
    await submit(page);
    assert.equal(await page.locator("form [aria-invalid]:not([type=checkbox])").count(), 5);
    assert.equal(await height(), before);
  });
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`nothing reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    const reach = () =>
      page.evaluate(() => {
        const edge = document.documentElement.clientWidth;
        return [...document.querySelectorAll("body *")]
          .filter(
            (node) =>
              node.checkVisibility() && !node.closest(".visually-hidden, .brand, .theme, .shell-nav, svg"),
          )
          .filter((node) => node.getBoundingClientRect().right > edge + 0.5)
          .map((node) => node.outerHTML.slice(0, 100));
      });
    for (const type of [/^Card/, /^Phone/, /^Code/]) {
      await chooseType(page, type);
      assert.deepEqual(await reach(), []);
    }
    await page.getByRole("button", { name: "Add an access by uuid" }).click();
    await page.getByRole("tab", { name: "curl" }).click();
    await submit(page);
    assert.deepEqual(await reach(), []);
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    );
  });
}

/** Every visible text below 4.5:1 on what it stands on. */
const faintTexts = (page) =>
  page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = channels(colour)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (channels(backgroundColor)[3] !== 0) return backgroundColor;
      }
      throw new Error("the page has no ground");
    };
    const holdsText = (node) =>
      [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    return [...document.querySelectorAll("body *")]
      .filter(
        (node) =>
          (holdsText(node) || node.matches("input:not([type=checkbox], [type=radio])")) &&
          node.checkVisibility({ visibilityProperty: true }),
      )
      .filter((node) => !node.closest("svg, option, :disabled"))
      .map((node) => {
        const pair = [getComputedStyle(node).color, ground(node)].map(luminance);
        return {
          text: node.outerHTML.slice(0, 100),
          ratio: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05),
        };
      })
      .filter(({ ratio }) => ratio < 4.5);
  });

const groundColour = (page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

for (const colorScheme of ["light", "dark"]) {
  test(`text is easy to read in ${colorScheme}`, async (t) => {
    const page = await open(t, { colorScheme });
    assert.deepEqual(await faintTexts(page), []);
    await submit(page);
    assert.deepEqual(await faintTexts(page), []);
    await page.locator("#code").fill("482913");
    await page.getByRole("checkbox", { name: "Main entrance" }).check();
    assert.deepEqual(await faintTexts(page), []);
  });
}

test("the colours follow the system, and the choice of the person before it", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  const light = await groundColour(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await groundColour(page);
  assert.notEqual(light, dark);
  await page.getByLabel("Theme").selectOption("light");
  assert.equal(await groundColour(page), light);
  await page.reload();
  assert.equal(await groundColour(page), light);
  assert.equal(await page.getByLabel("Theme").inputValue(), "light");
  await page.getByLabel("Theme").selectOption("");
  assert.equal(await groundColour(page), dark);
});

test("nothing glides where motion is not wanted", async (t) => {
  const page = await open(t, { reducedMotion: "reduce" });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((node) =>
      ["", "::before", "::after"]
        .filter((part) => Number.parseFloat(getComputedStyle(node, part || null).transitionDuration) > 0)
        .map(() => node.outerHTML.slice(0, 80)),
    ),
  );
  assert.deepEqual(moving, []);
});
