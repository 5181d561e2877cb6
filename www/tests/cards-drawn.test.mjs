import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, FAILED, forms, groups, panel, read, rowsOf, turnTo, useCards, WORD } from "./cards-page.mjs";
import { askCore, description } from "./console.mjs";
import { focused, tabTo } from "./keys.mjs";

const { open } = useCards();

const FIELDS = { facility: "Facility code", card: "Card number", issue: "Issue level", oem: "OEM code" };
const field = (page, name) => page.locator(`#${name}`);
const format = (page) => page.getByLabel("Format", { exact: true });
const places = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test("the bits are drawn field by field, with what each part says", async (t) => {
  const page = await open(t);
  await read(page, WORD.bits);
  assert.equal((await drawn(page)).bits, WORD.bits);
  assert.deepEqual(await groups(page), [
    ["parity", 0],
    ["facility", 1],
    ["card", 9],
    ["parity", 25],
  ]);
  const said = await panel(page).locator(".bits-group > .visually-hidden").allTextContents();
  assert.deepEqual(said, [
    "Facility code 123, bits 1–8: 01111011",
    "Card number 4567, bits 9–24: 0001000111010111",
  ]);
  assert.deepEqual(await rowsOf(page), [
    ["Facility code", "123 at most 255", "Bits 1–8"],
    ["Card number", "4567 at most 65535Use for a key", "Bits 9–24"],
    ["Parity, even", "Holds", "Bit 0, over bits 1–12"],
    ["Parity, odd", "Holds", "Bit 25, over bits 13–24"],
  ]);
});

test("a parity bit shows what it covers, pointed at, focused or pressed", async (t) => {
  const page = await open(t);
  await read(page, FAILED);
  const first = page.getByRole("button", { name: "1 0: parity bit 0 is 1, even over bits 1–12, holds" });
  const last = page.getByRole("button", { name: "1 25: parity bit 25 is 1, odd over bits 13–24, does not hold" });
  const saying = panel(page).locator(".bits-saying");
  assert.deepEqual((await drawn(page)).covered, []);
  await first.hover();
  assert.deepEqual((await drawn(page)).covered, places(0, 12));
  assert.equal(
    await saying.textContent(),
    "Bit 0: the ones of bits 1–12 and itself are to be even in number, which holds.",
  );
  await page.mouse.move(0, 0);
  assert.deepEqual((await drawn(page)).covered, []);
  await tabTo(page, last);
  assert.deepEqual((await drawn(page)).covered, places(13, 25));
  assert.equal(
    await saying.textContent(),
    "Bit 25: the ones of bits 13–24 and itself are to be odd in number, which does not hold.",
  );
  await page.keyboard.press("Tab");
  assert.deepEqual((await drawn(page)).covered, []);
  await first.click();
  assert.deepEqual((await drawn(page)).covered, places(0, 12));
  assert.ok(await focused(first), "what was drawn is not drawn anew");
});

test("every format is drawn with every bit in its place", async (t) => {
  const page = await open(t);
  await turnTo(page, "Encode");
  const formats = await askCore("cardFormats");
  const options = await format(page)
    .locator("optgroup")
    .evaluateAll((groups) =>
      groups.map((group) => [group.label, ...[...group.children].map(({ value }) => value)]),
    );
  assert.deepEqual(
    options.map(([label]) => Number.parseInt(label, 10)),
    [...new Set(formats.map(({ bits }) => bits))].sort((a, b) => a - b),
  );
  for (const { name, bits, fields, parity = [], fixed = [] } of formats) {
    assert.ok(
      options.some(([label, ...names]) => label === `${bits} bits` && names.includes(name)),
      name,
    );
    await format(page).selectOption(name);
    const role = (at) =>
      parity.some(({ bit }) => bit === at)
        ? "parity"
        : (Object.keys(FIELDS).find((field) => fields[field]?.bits.includes(at)) ??
          (fixed.some(({ bit }) => bit === at) ? "fixed" : "unused"));
    const shown = await panel(page)
      .locator(".bit")
      .evaluateAll((cells) =>
        cells.map((cell) => [
          Number(cell.querySelector(".bit-place").textContent),
          cell.closest(".bits-group").dataset.role,
        ]),
      );
    assert.deepEqual(
      shown,
      places(0, bits - 1).map((at) => [at, role(at)]),
      name,
    );
    const asked = await page
      .locator("#cards-encode form .field:visible label > span:first-child")
      .allTextContents();
    assert.deepEqual(
      asked,
      [
        "Format",
        ...Object.keys(FIELDS)
          .filter((name) => fields[name])
          .map((name) => FIELDS[name]),
      ],
      name,
    );
  }
});

test("fields become a word in every way to write it", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await turnTo(page, "Encode");
  await field(page, "facility").fill("123");
  await field(page, "card").fill("4567");
  assert.deepEqual(await forms(page), {
    Bits: WORD.bits,
    Hexadecimal: WORD.hex,
    "HID Prox": WORD.prox,
    "iCLASS SE, Seos": WORD.pacs,
    iCLASS: WORD.sentinel,
  });
  assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "26 bits");
  for (const [label, text] of Object.entries(await forms(page))) {
    await panel(page)
      .getByRole("button", { name: `Copy: ${label}`, exact: true })
      .click();
    await panel(page).getByRole("status").filter({ hasText: "Copied" }).first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  }
  await format(page).selectOption("C1k35s");
  assert.deepEqual(
    await forms(page).then(Object.values),
    await askCore("encodeCard", "C1k35s", { facility: "123", card: "4567" }).then(
      ({ value: { bits, hex, prox, pacs, sentinel } }) => [bits, hex, prox, pacs, sentinel],
    ),
  );
});

test("a format of one's own is judged, encoded by and read", async (t) => {
  const page = await open(t);
  await turnTo(page, "Encode");
  const own = page.getByLabel("Format as JSON");
  await format(page).selectOption("H10306");
  await page.getByRole("heading", { name: "A format of your own" }).click();
  await page.getByRole("button", { name: "Start from the chosen one" }).click();
  assert.ok(await focused(own));
  const example = JSON.parse(await own.inputValue());
  assert.equal(example.name, "Own H10306");
  assert.equal((await askCore("checkCardFormat", example)).ok, true);

  const site = {
    name: "Site 30",
    bits: 30,
    fields: { facility: { bits: places(1, 12) }, card: { bits: places(13, 28) } },
    parity: [
      { bit: 0, kind: "even", over: places(1, 14) },
      { bit: 29, kind: "odd", over: places(15, 28) },
    ],
  };
  await own.fill(JSON.stringify(site));
  await format(page).selectOption("Site 30");
  await field(page, "facility").fill("4095");
  await field(page, "card").fill("12");
  const { value } = await askCore("encodeCard", site, { facility: "4095", card: "12" });
  assert.equal((await drawn(page)).bits, value.bits);
  await turnTo(page, "Read");
  await read(page, value.bits);
  assert.match(
    await page
      .getByRole("radio")
      .evaluateAll((radios) => radios.map(({ labels }) => labels[0].textContent).join("|")),
    /Site 30.*Facility code 4095, card number 12/,
  );

  await turnTo(page, "Encode");
  for (const [text, message] of [
    ["{", "Expected JSON, found something else"],
    [
      JSON.stringify({ ...site, bits: 27 }),
      "Expected a whole number from 0 to 26, found another, at fields.card.bits.14; and ",
    ],
    [
      JSON.stringify({ ...site, name: "H10301" }),
      "Expected a name that no known format has, found one, at name",
    ],
  ]) {
    await own.fill(text);
    assert.ok((await description(own)).startsWith(message), await description(own));
    assert.equal(await format(page).inputValue(), "H10301", "what is no format is not offered");
  }
});

test("the largest number of each field is told, and every issue stands beside its field", async (t) => {
  const page = await open(t);
  await turnTo(page, "Encode");
  assert.match(await description(field(page, "facility")), /\|0 to 255; empty: 0\.$/);
  assert.match(await description(field(page, "card")), /\|0 to 65535; empty: 0\.$/);
  await field(page, "facility").fill("256");
  await field(page, "card").fill("65536");
  assert.match(await description(field(page, "facility")), /^Expected at most 255, found a larger number\|/);
  assert.match(await description(field(page, "card")), /^Expected at most 65535, found a larger number\|/);
  assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "2 issues");
  await field(page, "card").fill("4x");
  assert.match(await description(field(page, "facility")), /^Expected at most 255, found a larger number\|/);
  assert.match(await description(field(page, "card")), /^Expected digits, found another character/);
  assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "2 issues");
  await field(page, "facility").fill("255");
  await field(page, "card").fill("");
  assert.equal(await field(page, "facility").getAttribute("aria-invalid"), null);
  assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "26 bits");
});
