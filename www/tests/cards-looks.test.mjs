import assert from "node:assert/strict";
import { test } from "node:test";

import {
  AMBIGUOUS,
  drawn,
  FAILED,
  forms,
  number,
  panel,
  read,
  readings,
  turnTo,
  useCards,
  WORD,
} from "./cards-page.mjs";
import { FakeHouse } from "./house.mjs";
import { danglingReferences, focused, namelessControls, tabTo } from "./keys.mjs";
import { beyondEdge, faintTexts, forgetShifts, heightOf, shiftsOf, SIZES, watchShifts } from "./looks.mjs";

const { open } = useCards();

/** What the page is brought to, one after the other. */
const STATES = {
  empty: async () => {},
  "a printed number": (page) => read(page, "0045131261"),
  "parity that holds": (page) => read(page, WORD.bits),
  "parity that fails": (page) => read(page, FAILED),
  "37 bits": (page) => read(page, AMBIGUOUS),
  "the longest word": async (page) => {
    await page.getByLabel("Read it as").selectOption("bits");
    await read(page, "10".repeat(28));
  },
  "nothing known": async (page) => {
    await page.getByLabel("Read it as").selectOption("");
    await read(page, "x".repeat(160));
  },
  "two readings": async (page) => {
    await turnTo(page, "Compare");
    await page.getByRole("button", { name: "Try a sample pair" }).click();
  },
  "a word": async (page) => {
    await turnTo(page, "Encode");
    await page.locator("#format").selectOption("C15001");
    await page.locator("#card").fill("1");
  },
  "no word": (page) => page.locator("#card").fill("99999x"),
};

for (const [name, viewport] of Object.entries(SIZES)) {
  test(`nothing moves on a ${name} screen while the page loads, covers and finds fault`, async (t) => {
    const page = await open(t, { viewport, prepare: watchShifts });
    assert.deepEqual(await shiftsOf(page), []);
    await read(page, FAILED);
    // The list makes room for what there is.
    await forgetShifts(page);
    const height = await heightOf(page);
    for (const parity of await panel(page).locator(".bit-parity").all()) await parity.focus();
    await number(page).focus();
    assert.equal(await heightOf(page), height);
    assert.deepEqual(await shiftsOf(page), []);
    await turnTo(page, "Encode");
    await forgetShifts(page);
    const encoding = await heightOf(page);
    await page.locator("#facility").fill("99999999999999999999");
    await page.locator("#card").fill("x");
    assert.equal(await heightOf(page), encoding);
    assert.deepEqual(await shiftsOf(page), []);
  });
}

for (const width of [1440, 1280, 1024, 768, 390, 320]) {
  test(`nothing of the cards reaches over the edge at ${width} pixels`, async (t) => {
    const page = await open(t, { viewport: { width, height: 844 } });
    for (const [name, bring] of Object.entries(STATES)) {
      await bring(page);
      assert.deepEqual(await beyondEdge(page), [], name);
    }
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`the page of cards is easy to read in ${colorScheme}`, async (t) => {
    const page = await open(t, { colorScheme });
    for (const [name, bring] of Object.entries(STATES)) {
      await bring(page);
      assert.deepEqual(await faintTexts(page), [], name);
    }
    await turnTo(page, "Read");
    await read(page, FAILED);
    await panel(page).locator(".bit-parity").first().focus();
    assert.deepEqual(await faintTexts(page), [], "a parity bit with the focus");
  });
}

test("no part of a word is told by its colour alone", async (t) => {
  const page = await open(t);
  await turnTo(page, "Encode");
  const looks = new Map();
  for (const format of ["S12906", "C15001", "P10001", "P10004"]) {
    await page.locator("#format").selectOption(format);
    const parts = await panel(page)
      .locator(".bits-group")
      .evaluateAll((groups) =>
        groups.map((group) => {
          const { borderTopStyle, backgroundImage } = getComputedStyle(group.querySelector(".bit"));
          const name = group.querySelector(".bits-name").textContent;
          return { role: group.dataset.role, name, look: `${borderTopStyle} ${backgroundImage !== "none"}` };
        }),
      );
    for (const { role, name, look } of parts) {
      assert.notEqual(name, "", role);
      looks.set(role, look);
    }
  }
  const { facility, card, issue, oem } = Object.fromEntries(looks);
  assert.equal(new Set([facility, card, issue, oem]).size, 4);
});

test("a word is read, covered, encoded and taken over with the keyboard alone", async (t) => {
  const page = await open(t, { prepare: (page) => new FakeHouse().attach(page) });
  await tabTo(page, number(page));
  await page.keyboard.type(FAILED);
  await tabTo(page, page.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(
    (await readings(page)).map(({ chosen }) => chosen),
    [false, true],
  );
  assert.ok(await focused(page.getByRole("radio").nth(1)));
  await tabTo(page, panel(page).getByRole("region", { name: "The reading in full" }));
  await tabTo(page, panel(page).locator(".bit-parity").first());
  assert.ok((await drawn(page)).covered.length > 1);

  await page.getByRole("tab", { name: "Read" }).focus();
  await page.keyboard.press("End");
  assert.ok(await focused(page.getByRole("tab", { name: "Encode" })));
  await tabTo(page, page.locator("#facility"));
  await page.keyboard.type("123");
  await tabTo(page, page.locator("#card"));
  await page.keyboard.type("4567");
  assert.equal((await forms(page)).Hexadecimal, WORD.hex);

  await page.getByRole("tab", { name: "Encode" }).focus();
  await page.keyboard.press("Home");
  await tabTo(page, panel(page).getByRole("button", { name: /^Use for a key: \d+$/ }));
  await page.keyboard.press("Enter");
  await page.locator(".taken-over").waitFor();
  assert.equal(await page.getByLabel("Number on it").inputValue(), "471");
});

test("what the page of cards consists of is said to those who do not see it", async (t) => {
  const page = await open(t);
  assert.deepEqual(await page.getByRole("heading", { level: 1 }).allTextContents(), ["Cards"]);
  assert.equal(await page.title(), "Cards – latchwork console");
  assert.equal(await page.getByRole("link", { name: "Cards" }).getAttribute("aria-current"), "page");
  for (const [name, bring] of Object.entries(STATES)) {
    await bring(page);
    assert.deepEqual(await namelessControls(page), [], name);
    assert.deepEqual(await danglingReferences(page), [], name);
    const doubled = await page
      .locator("[id]")
      .evaluateAll((nodes) => nodes.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i));
    assert.deepEqual(doubled, [], name);
  }
  const offered = await page
    .locator("main :is(input, select, textarea)")
    .evaluateAll((controls) =>
      controls.filter(({ autocomplete }) => autocomplete !== "off").map(({ id }) => id),
    );
  assert.deepEqual(offered, []);
});
