import assert from "node:assert/strict";
import { test } from "node:test";

import {
  AMBIGUOUS,
  choose,
  drawn,
  elsewhere,
  FAILED,
  forms,
  number,
  panel,
  read,
  readings,
  rowsOf,
  turnTo,
  unfold,
  useCards,
  WORD,
} from "./cards-page.mjs";
import { FakeHouse } from "./house.mjs";
import { askCore, description } from "./console.mjs";

const { open } = useCards();

const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const way = (page) => page.getByLabel("Read it as");

for (const text of ["0045131261", "00623,27706", "0102B0A5FD", "04:A1:B2:C3:D4:E5:F6"]) {
  test(`${text} is read in every way that the core knows, the likelier first`, async (t) => {
    const page = await open(t);
    await read(page, text);
    const known = (await askCore("identifyCard", text)).filter(({ identifier }) => identifier);
    const conversions = await askCore("cardConversions");
    const shown = await readings(page);
    assert.ok(known.length > 0);
    assert.deepEqual(
      shown.filter(({ says }) => !says.includes("number")),
      known.map(({ kind, conversion, identifier, fit, why }, i) => ({
        title:
          kind === "identifier"
            ? `An identifier of ${identifier.bytes} bytes`
            : conversions.find(({ name }) => name === conversion).description,
        badge: upper(fit),
        says: identifier.hex.match(/../g).join(" "),
        why: upper(why),
        chosen: i === 0,
      })),
    );
    assert.equal(
      await page.getByRole("region", { name: "What it may be" }).locator(".card-head .badge").textContent(),
      shown.length === 1 ? "1 reading" : `${shown.length} readings`,
    );
  });
}

test("what a number does not hold is shown and said to be unknown", async (t) => {
  const page = await open(t);
  await read(page, "0045131261");
  const known = await askCore("identifyCard", "0045131261");
  const partial = known.findIndex(({ identifier }) => identifier && !identifier.whole);
  await page.getByRole("radio").nth(partial).check();
  const { hex } = known[partial].identifier;
  const bytes = panel(page).locator(".byte");
  assert.deepEqual(await bytes.allTextContents(), hex.match(/../g));
  assert.deepEqual(
    await bytes.evaluateAll((bytes) => bytes.map(({ dataset }) => dataset.known)),
    hex.match(/../g).map((byte) => String(!byte.includes("?"))),
  );
  const unknown = hex.replaceAll(/[^?]/g, "").length;
  assert.match(
    await panel(page).locator(".bytes").textContent(),
    new RegExp(`\\(${unknown} digits not known\\)`),
  );
  for (const { message } of known[partial].notes) {
    assert.ok((await panel(page).locator(".doubts").textContent()).includes(message.slice(1)), message);
  }
});

for (const [label, text] of [
  ["Wiegand bits", "1011 1101 1000 1000 1110 1011 10"],
  ["Wiegand bits in hex", WORD.hex],
  ["HID Prox in hex", WORD.prox],
  ["iCLASS SE, Seos in hex", WORD.pacs],
  ["iCLASS in hex", WORD.sentinel],
]) {
  test(`a word given as ${label} is read in every format of its length`, async (t) => {
    const page = await open(t);
    await way(page).selectOption({ label });
    await read(page, text);
    const candidates = await askCore("decodeCard", { bits: WORD.bits });
    const shown = await readings(page);
    assert.deepEqual(
      shown.map(({ says }) => says),
      candidates.map(({ fields: { facility, card } }) => `Facility code ${facility}, card number ${card}`),
    );
    assert.deepEqual(
      shown.map(({ badge }) => badge),
      candidates.map(() => "Parity holds"),
    );
    assert.deepEqual(Object.values(await forms(page)), Object.values(WORD));
  });
}

test("bits and frames are found without being told", async (t) => {
  const page = await open(t);
  await read(page, WORD.bits);
  assert.equal((await readings(page))[0].says, "Facility code 123, card number 4567");
  await read(page, WORD.prox);
  const { why } = (await readings(page)).find(({ says }) => says === "Facility code 123, card number 4567");
  assert.match(why, /HID Prox/);
});

test("a length is asked for hex only, and what is wrong stands beside its field", async (t) => {
  const page = await open(t);
  const length = page.getByLabel("Length in bits");
  assert.equal(await length.isDisabled(), true);
  await way(page).selectOption("hex");
  await read(page, WORD.hex);
  await length.fill("25");
  assert.match(await description(number(page)), /^Expected a number of 25 bits, found one of 26\|/);
  assert.deepEqual(await readings(page), []);
  await length.fill("x");
  assert.match(await description(length), /^Expected a whole number from 1 to 128, found another\|/);
  assert.equal(await number(page).getAttribute("aria-invalid"), null);
  await length.fill("23");
  await read(page, "1");
  assert.match(await page.locator(".readings-empty").textContent(), /No known format has 23 bits/);
  await way(page).selectOption("bits");
  await read(page, "10x");
  assert.match(
    await description(number(page)),
    /^Expected 0 and 1 only, found another character at position 3\|/,
  );
  await read(page, "");
  assert.match(await description(number(page)), /^\|/, "an empty field is no issue");
});

test("what is unlikely is folded away, and can be chosen all the same", async (t) => {
  const page = await open(t);
  await read(page, "0102B0A5FD");
  const unlikely = (await readings(page)).filter(({ badge }) => badge === "Unlikely");
  assert.ok(unlikely.length > 0);
  assert.equal(await page.locator(".reading:visible .badge", { hasText: "Unlikely" }).count(), 0);
  await unfold(page);
  assert.equal(
    await page.locator(".reading:visible .badge", { hasText: "Unlikely" }).count(),
    unlikely.length,
  );
  await choose(page, unlikely[0].title);
  assert.equal(await panel(page).locator(".card-title").textContent(), unlikely[0].title);
});

test("of 37 bits every format is listed, and which one verifies is told", async (t) => {
  const page = await open(t);
  await read(page, AMBIGUOUS);
  const candidates = await askCore("decodeCard", { bits: AMBIGUOUS });
  const shown = await readings(page);
  assert.equal(shown.length, candidates.length);
  const words = { ok: "Parity holds", failed: "Parity fails", none: "No parity" };
  assert.deepEqual(
    shown.map(({ badge }) => badge),
    candidates.map(({ parity }) => words[parity]),
  );
  await choose(page, /H10304/);
  assert.match(await panel(page).locator(".doubts").textContent(), /H10302 has the same parity bits/);
  await choose(page, /MDI37/);
  assert.match(await panel(page).locator(".doubts").textContent(), /Sources contradict each other/);
});

test("a word of swapped data lines is noticed, and drawn as it was meant", async (t) => {
  const page = await open(t);
  const swapped = [...WORD.bits].map((bit) => (bit === "0" ? "1" : "0")).join("");
  await read(page, swapped);
  const shown = await readings(page);
  assert.equal(shown[0].badge, "Parity fails");
  assert.equal((await drawn(page)).bits, swapped);
  const nth = shown.findIndex(({ badge }) => badge === "Lines swapped?");
  assert.equal(shown[nth].says, "Facility code 123, card number 4567");
  await page.getByRole("radio").nth(nth).check();
  assert.equal((await drawn(page)).bits, WORD.bits);
  assert.match(await panel(page).locator(".doubts").textContent(), /D0 and D1 may be swapped/);

  await read(page, [...WORD.bits].reverse().join(""));
  const reversed = (await readings(page)).findIndex(
    ({ badge, says }) => badge === "Bits reversed?" && says === "Facility code 123, card number 4567",
  );
  await page.getByRole("radio").nth(reversed).check();
  assert.equal((await drawn(page)).bits, WORD.bits);
});

test("what is nothing known says so, and hostile text is only ever text", async (t) => {
  const page = await open(t);
  assert.match(await page.locator(".readings-empty").textContent(), /^Type or paste a number/);
  await read(page, "<img src=x>");
  assert.deepEqual(await readings(page), []);
  assert.match(
    await page.locator(".readings-empty").textContent(),
    /^It is no number of a card that is known/,
  );
  assert.match(await panel(page).textContent(), /Nothing to show/);
  await turnTo(page, "Compare");
  await page.getByLabel("First reading").fill("<img src=x>");
  await page.getByLabel("Second reading").fill("<b>0</b>");
  await turnTo(page, "Encode");
  await page.locator("#card").fill("<img src=x>");
  assert.equal(await page.locator("main img").count(), 0);
});

for (const [order, reversed] of [
  ["First", false],
  ["Last", true],
]) {
  test(`an identifier is shown in every conversion, its most significant byte ${order.toLowerCase()}`, async (t) => {
    const page = await open(t);
    await read(page, "A1B2C3D4");
    await choose(page, "An identifier of 4 bytes");
    await elsewhere(page);
    await page.getByRole("radio", { name: new RegExp(`^${order} `) }).check();
    const rows = await rowsOf(page);
    assert.equal(rows[0][0], reversed ? "D4 C3 B2 A1" : "A1 B2 C3 D4");
    const conversions = (await askCore("cardConversions")).filter(
      ({ bytes, steps }) => bytes === 4 && steps.includes("bytes reversed") === reversed,
    );
    assert.ok(conversions.length > 0);
    for (const { name, description } of conversions) {
      const { value } = await askCore("convertCard", "A1B2C3D4", { to: name });
      const row = rows.find(
        ([number]) => number.replaceAll(" ", "").replace("Useforakey", "") === value.text,
      );
      assert.ok(row?.[1].includes(description), name);
    }
    assert.ok(rows.some(([number]) => number.startsWith(String(reversed ? 0xd4c3b2a1 : 0xa1b2c3d4))));
  });
}

test("of a number that lost bits only what it holds is converted", async (t) => {
  const page = await open(t);
  await read(page, "11576829");
  const known = await askCore("identifyCard", "11576829");
  const nth = known.findIndex(({ identifier }) => identifier.hex === "????B0A5FD");
  if (nth > 0) await unfold(page);
  await page.locator(".readings input").nth(nth).check();
  const [[hex], ...rows] = await rowsOf(page);
  assert.equal(hex, "?? ?? B0 A5 FD");
  const from = known[nth].conversion;
  const numbers = rows.map(([number]) => number.replace("Use for a key", ""));
  for (const { name: to, bytes } of await askCore("cardConversions")) {
    if (bytes !== 5) continue;
    const converted = await askCore("convertCard", "11576829", { from, to });
    if (converted.ok) assert.ok(numbers.includes(converted.value.text), to);
  }
  assert.ok(numbers.some((number) => number.startsWith("176")));
  assert.ok(!numbers.some((number) => number.includes("45131261")));
  assert.match(await panel(page).textContent(), /What needs digits that are not known is left out/);
});

test("bytes that no conversion is known to turn are turned all the same", async (t) => {
  const page = await open(t);
  await read(page, "0102B0A5FD");
  await choose(page, "An identifier of 5 bytes");
  await elsewhere(page);
  await page.getByRole("radio", { name: /^Last / }).check();
  const [[hex], ...rows] = await rowsOf(page);
  assert.equal(hex, "FD A5 B0 02 01");
  assert.ok(rows.some(([number]) => number.startsWith(String(0xfda5b00201))));
  assert.ok(rows.every(([, made]) => made.includes("bytes reversed")));
});

test("a number is taken over into the form of a new key, once, and in no address", async (t) => {
  const house = new FakeHouse();
  const page = await open(t, { prepare: (page) => house.attach(page) });
  const addresses = [];
  page.on("request", (request) => addresses.push(request.url()));
  await read(page, "0102B0A5FD");
  await choose(page, "An identifier of 5 bytes");
  await elsewhere(page);
  await page.getByRole("button", { name: "Use for a key: 4340098557" }).click();
  await page.getByText("Taken over from Cards: 4340098557, format EM").waitFor();
  const kept = await page.evaluate(() => Object.values({ ...sessionStorage }).join("\n"));
  assert.ok(!kept.includes("4340098557"), "the number is kept nowhere");
  assert.deepEqual(
    addresses.filter((address) => address.includes("4340098557")),
    [],
  );

  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  const { keyType, keyFormat, keyIdentification } = house.requests.findLast(({ method, path }) => method === "POST" && path === "/keys").body;
  assert.deepEqual([keyType, keyFormat, keyIdentification], ["rfid", "EM", "4340098557"]);

  await page.goto(new URL("?page=new-key", page.url()).href);
  await page.getByRole("heading", { level: 1, name: "New key" }).waitFor();
  assert.equal(await page.getByText("Taken over").count(), 0);
});

test("the card number of a word is taken over as it is, of any format", async (t) => {
  const house = new FakeHouse();
  const page = await open(t, { prepare: (page) => house.attach(page) });
  await read(page, WORD.bits);
  await page.getByRole("button", { name: "Use for a key: 4567" }).click();
  await page.locator(".taken-over").waitFor();
  assert.equal(await page.getByLabel("Number on it").inputValue(), "4567");
  assert.match(await page.locator(".taken-over").textContent(), /4567, any format.*H10301/s);
});

test("where the browser stores nothing the number stays, and says so", async (t) => {
  const page = await open(t, {
    prepare: (page) =>
      page.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("refused", "SecurityError");
        };
      }),
  });
  await read(page, WORD.bits);
  const use = page.getByRole("button", { name: "Use for a key: 4567" });
  await use.click();
  assert.equal(await use.textContent(), "Not allowed");
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Cards");
});

for (const [a, b, word] of [
  ["01:02:B0:A5:FD", "0102b0a5fd", "Same card"],
  ["11576829", "0102B0A5FD", "Possibly the same card"],
  ["0102B0A5FD", "0102B0A5FE", "Different cards"],
]) {
  test(`${a} and ${b}: ${word.toLowerCase()}`, async (t) => {
    const page = await open(t);
    await turnTo(page, "Compare");
    assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "No verdict");
    await page.getByLabel("First reading").fill(a);
    assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "No verdict");
    await page.getByLabel("Second reading").fill(b);
    const { ways } = await askCore("matchCards", a, b);
    assert.equal(await panel(page).locator(".panel-head .badge").textContent(), word);
    assert.deepEqual(
      await panel(page).locator(".way-bits").allTextContents(),
      ways.map(({ bits }) => `${bits} bits are held by both, and are the same`),
    );
    for (const [i, { a, b }] of ways.entries()) {
      const bytes = await panel(page).locator(".way").nth(i).locator(".byte").allTextContents();
      assert.equal(bytes.join(""), [a, b].map(({ identifier }) => identifier?.hex ?? "").join(""));
    }
  });
}

test("of what is no number of a card there is no verdict", async (t) => {
  const page = await open(t);
  await turnTo(page, "Compare");
  await page.getByLabel("First reading").fill("0102B0A5FD");
  await page.getByLabel("Second reading").fill("hello");
  assert.equal(await panel(page).locator(".panel-head .badge").textContent(), "No verdict");
  assert.match(await panel(page).locator(".card-why").textContent(), /^The second reading is no number/);
});

test("a failed parity bit is told in words", async (t) => {
  const page = await open(t);
  await read(page, FAILED);
  assert.deepEqual(
    (await readings(page)).map(({ badge, why }) => [badge, why]),
    [
      ["Parity fails", "Parity bit 25 does not hold"],
      ["Parity fails", "Parity bit 25 does not hold"],
    ],
  );
});
