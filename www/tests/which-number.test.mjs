import assert from "node:assert/strict";
import { test } from "node:test";

import { whichNumber } from "../parts/cards/which-number.js";
import { panel, turnTo, useCards } from "./cards-page.mjs";
import { core } from "./console.mjs";

const { open } = useCards();

/** Numbers of one card, and what is told of it. */
const CARDS = [
  { texts: ["0045131261", "688,42493", "0102B0A5FD"], identifier: "0102B0A5FD", keyed: [["EM", "4340098557", -1]] },
  { texts: ["0102B0A5FD", "4340098557"], identifier: "0102B0A5FD", keyed: [["EM", "4340098557", 1]] },
  { texts: ["0045131261", "688,42493"], identifier: "??02B0A5FD", keyed: [] },
  {
    texts: ["04:A1:B2:C3", "3283263748"],
    identifier: "04A1B2C3",
    keyed: [
      ["MC", "77705923", -1],
      ["MC", "3283263748", 1],
    ],
  },
];

for (const { texts, identifier, keyed } of CARDS) {
  test(`of ${texts.join(" and ")} it is told which to type where`, async () => {
    const told = whichNumber(await core(), texts);
    assert.equal(told.identifier, identifier);
    assert.deepEqual(
      told.rows
        .filter(({ field }) => field.includes("format"))
        .map(({ field, number, is }) => [field.split(" ").at(-1), number, is]),
      keyed,
    );
  });
}

test("every number that is told can be of the card that the others are of", async () => {
  const known = await core();
  for (const { texts } of CARDS)
    for (const { number, field } of whichNumber(known, texts).rows.filter(({ field }) => field.includes("format")))
      for (const text of texts)
        assert.notEqual(known.matchCards(number, text).verdict, "different", `${field}: ${number}, ${text}`);
});

test("where numbers can be of several cards, or of none, nothing is told", async () => {
  const known = await core();
  for (const texts of [
    ["176,17642", "0102B044EA", "0011551978"],
    ["0102B0A5FD", "0102B0A5FE"],
    ["04:A1:B2:C3:D4:E5:F6", "1"],
  ])
    assert.deepEqual(whichNumber(known, texts), { rows: [] }, texts.join());
});

test("three numbers on one card: the page says which to type, the one that was given first", async (t) => {
  const page = await open(t);
  await turnTo(page, "Compare");
  await page.getByLabel("First reading").fill("0045131261");
  await page.getByLabel("Second reading").fill("688,42493");
  assert.match(await panel(page).textContent(), /None of these numbers holds the whole identifier/);
  await page.getByLabel("Third reading").fill("4340098557");
  const rows = await panel(page).locator(".which-rows > div").allTextContents();
  assert.equal(
    rows[0],
    "Card number, format EM4340098557Type this one: the third as it stands. It holds the whole identifier.",
  );
});
