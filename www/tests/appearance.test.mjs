import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseType, submit, useConsole } from "./console.mjs";
import { beyondEdge, faintTexts, heightOf, shiftsOf, SIZES, watchShifts } from "./looks.mjs";

const { open } = useConsole();

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
      const height = await heightOf(page);
      await control.fill(wrong);
      await page.getByRole("switch", { name: "Send a notification" }).focus();
      await control.fill("");
      await control.pressSequentially(wrong);
      assert.equal(await control.getAttribute("aria-invalid"), "true");
      assert.equal(await heightOf(page), height);
    }
    await submit(page);
    assert.deepEqual(await shiftsOf(page), []);
  });

  test(`the longest sentences find room on a ${name} screen`, async (t) => {
    const page = await open(t, { viewport });
    await chooseType(page, /^Card/);
    await page.getByRole("button", { name: "As text: Valid from" }).click();
    const before = await heightOf(page);
    await page.locator("#validFrom-text").fill("2026-03-01T08:00:0?");
    await page.locator("#card-number").fill("99999999999999999");
    await page.locator("#pin").fill("123456789");
    await page.locator("#userId").fill("nobody in particular");
    await page.locator("#mobilePhoneNumber").fill("+4670123456x");
    await submit(page);
    assert.equal(await page.locator("form [aria-invalid]:not([type=checkbox])").count(), 5);
    assert.equal(await heightOf(page), before);
  });
}

for (const width of [1280, 1024, 768, 390, 320]) {
  test(`nothing reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    for (const type of [/^Card/, /^Phone/, /^Code/]) {
      await chooseType(page, type);
      assert.deepEqual(await beyondEdge(page), []);
    }
    await page.getByRole("button", { name: "Add a door by its id" }).click();
    await page.getByRole("tab", { name: "curl" }).click();
    await submit(page);
    assert.deepEqual(await beyondEdge(page), []);
  });
}

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
