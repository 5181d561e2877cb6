import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import {
  chooseLengths,
  choosePreset,
  counted,
  drawn,
  generateOne,
  generateSheet,
  rule,
  shownPolicy,
  useCodes,
} from "./codes-page.mjs";
import { askCore, becomes, decided, description, useConsole } from "./console.mjs";

const { open } = useCodes();
const { open: openKey } = useConsole();

const taken = (page) => page.getByLabel("Codes in use");
const alert = (page) => page.getByRole("alert").textContent();

test("one code is drawn by the policy", async (t) => {
  const page = await open(t);
  await rule(page, "block_common").check();
  await generateOne(page);
  const [code, ...others] = await drawn(page);
  assert.deepEqual(others, []);
  assert.deepEqual(await askCore("checkCode", code, await shownPolicy(page)), { ok: true, value: code });
  assert.equal(await page.getByRole("status").filter({ hasText: "1 code" }).count(), 1);
});

test("a sheet holds as many different codes as were asked for, leading zeros kept", async (t) => {
  const page = await open(t);
  await choosePreset(page, "");
  for (const name of ["no_zeros", "cannot_start_with_12"]) await rule(page, name).uncheck();
  await chooseLengths(page, [4]);
  await generateSheet(page, 500);
  const codes = await drawn(page);
  assert.equal(new Set(codes).size, 500);
  assert.ok(codes.every((code) => /^\d{4}$/.test(code)));
  assert.ok(codes.some((code) => code.startsWith("0")));
});

for (const count of ["0", "501", "2.5", "", "many"]) {
  test(`a sheet of ${JSON.stringify(count)} codes is none`, async (t) => {
    const page = await open(t);
    await generateSheet(page, count);
    const field = page.getByLabel("How many");
    assert.match(await description(field), /^Expected a number from 1 to 500\|/);
    assert.equal(await field.evaluate((node) => node === document.activeElement), true);
    assert.deepEqual(await drawn(page), []);
    assert.equal(await page.getByRole("button", { name: "Print" }).count(), 0);
  });
}

test("codes in use are not drawn again, until none is left", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [4]);
  await rule(page, "cannot_contain_0789").check();
  const seen = new Set();
  for (const count of [500, 500]) {
    await generateSheet(page, count);
    for (const code of await drawn(page)) seen.add(code);
    await page.getByRole("button", { name: "Mark as in use" }).click();
  }
  assert.equal(seen.size, 1000);
  await counted(page);
  const all = await askCore("keyspace", await shownPolicy(page));
  await generateSheet(page, 500);
  assert.equal(await alert(page), `Expected 500 free codes, found ${all - 1000} of ${all}`);
  await generateSheet(page, all - 1000);
  await page.getByRole("button", { name: "Mark as in use" }).click();
  await generateOne(page);
  assert.equal(await alert(page), `Expected a free code, found none of ${all}`);
  assert.equal((await drawn(page)).length, all - 1000, "what was drawn before stays");
});

test("how codes collide is for the person to say", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [5]);
  await rule(page, "cannot_contain_0789").check();
  const fours = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"));
  await taken(page).fill(fours.filter((code) => /^[1-6]*$/.test(code)).join("\n"));
  const collision = page.getByLabel("Two codes collide when they are");
  for (const mode of ["prefix", "inside"]) {
    await collision.selectOption(mode);
    await generateOne(page);
    assert.match(await alert(page), /^Expected a free code, found none of/);
  }
  assert.match(await description(collision), /test the last digits pressed/);
  await collision.selectOption("buttons");
  assert.match(await description(collision), /1357 is 2468/);
  await collision.selectOption("equal");
  await generateOne(page);
  assert.equal(await alert(page), "");
  assert.equal((await drawn(page)).length, 1);
});

test("a code in use that is none is told, and nothing is drawn", async (t) => {
  const page = await open(t);
  await taken(page).fill("271828\n12\n314159");
  await generateOne(page);
  assert.match(await description(taken(page)), /^Code 2 of the list: Expected 4 to 8 digits, found 2\|/);
  assert.equal(await alert(page), "The codes in use have an issue");
  assert.deepEqual(await drawn(page), []);
});

const opens = async (page, end, text) => {
  const typed = page.locator(`#${end}-text`);
  if (await typed.isHidden()) await page.getByRole("button", { name: `As text: New code opens ${end}` }).click();
  await typed.fill(text);
};

test("a code in use blocks only while windows overlap, an end not counted", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [4]);
  await page.getByLabel("Block list").fill(
    Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"))
      .filter((code) => code !== "2718" && code !== "3141")
      .join(" "),
  );
  await counted(page);
  await taken(page).fill("2718 2026-03-01T12:00:00Z 2026-03-05T12:00:00Z\n3141 - 2026-03-05T12:00:00Z");
  await generateOne(page);
  assert.match(await alert(page), /^Expected a free code, found none of 2/, "always overlaps");
  await opens(page, "from", "2026-03-05T11:59:59Z");
  await generateOne(page);
  assert.match(await alert(page), /^Expected a free code, found none of 2/);
  await opens(page, "from", "2026-03-05T12:00:00Z");
  await opens(page, "until", "2026-03-06T12:00:00Z");
  await generateSheet(page, 2);
  assert.equal(await alert(page), "");
  assert.deepEqual((await drawn(page)).sort(), ["2718", "3141"]);

  await opens(page, "from", "");
  await opens(page, "until", "2026-03-01T12:00:00Z");
  await generateOne(page);
  assert.deepEqual(await drawn(page), ["2718"]);
});

test("drawn codes are marked as in use for their window, and saved with it", async (t) => {
  const page = await open(t);
  await taken(page).fill("271828 2026-03-01T12:00:00Z, 314159");
  await opens(page, "until", "2026-03-05T12:00:00+01:00");
  await generateOne(page);
  const [code] = await drawn(page);
  assert.match(await page.locator(".print-sheet p").textContent(), /^1 code, drawn .*, until 2026-03-05T12:00:00\+01:00\. 6 digits;/);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  assert.equal(
    await readFile(await (await download).path(), "utf8"),
    `"number","code","until"\r\n"1","${code}","2026-03-05T12:00:00+01:00"\r\n`,
  );
  await opens(page, "until", "");
  await page.getByRole("button", { name: "Mark as in use" }).click();
  assert.equal(
    await taken(page).inputValue(),
    `271828 2026-03-01T12:00:00Z\n314159\n${code} - 2026-03-05T12:00:00+01:00`,
  );
});

for (const [list, message] of [
  ["314159 2026-03-01T12:00Z", "Code 1 of the list: The seconds are missing: write them after the minutes, such as :00"],
  [
    "314159, 271828 2026-03-05T12:00:00Z 2026-03-01T12:00:00Z",
    "Code 2 of the list: The end must come after the start",
  ],
  ["- 314159", "Code 1 of the list: Expected digits only, found another character at position 1"],
]) {
  test(`codes in use ${list} are told to be wrong`, async (t) => {
    const page = await open(t);
    await taken(page).fill(list);
    await generateOne(page);
    assert.ok((await description(taken(page))).startsWith(`${message}|`), await description(taken(page)));
    assert.equal(await alert(page), "The codes in use have an issue");
  });
}

test("a window that is none is told beside its field, and nothing is drawn", async (t) => {
  const page = await open(t);
  await opens(page, "from", "2026-03-05T12:00:00Z");
  await opens(page, "until", "2026-03-05T12:00:00Z");
  await generateOne(page);
  const until = page.locator("#until-text");
  assert.match(await description(until), /^The end must come after the start\|/);
  assert.equal(await alert(page), "The window of the new code has an issue");
  assert.deepEqual(await drawn(page), []);
});

test("Copy takes one code a line", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await generateSheet(page, 3);
  const sheet = page.locator(".sheet");
  await sheet.getByRole("button", { name: "Copy" }).click();
  await sheet.getByRole("button", { name: "Copied" }).waitFor();
  const clipboard = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(clipboard, (await drawn(page)).join("\n"));
});

test("the CSV keeps every digit, by RFC 4180, and its address is let go", async (t) => {
  const page = await open(t, {
    prepare: (page) =>
      page.addInitScript(() => {
        window.addresses = [];
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
          const url = createObjectURL.call(URL, blob);
          window.addresses.push({ url, type: blob.type, revoked: false });
          return url;
        };
        URL.revokeObjectURL = (url) => {
          window.addresses.find((address) => address.url === url).revoked = true;
          revokeObjectURL.call(URL, url);
        };
      }),
  });
  await choosePreset(page, "igloohome");
  await chooseLengths(page, [4]);
  await generateSheet(page, 200);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "codes.csv");
  const text = await readFile(await file.path(), "utf8");
  const codes = await drawn(page);
  assert.ok(codes.some((code) => code.startsWith("0")));
  assert.equal(
    text,
    ['"number","code"', ...codes.map((code, i) => `"${i + 1}","${code}"`)].map((line) => `${line}\r\n`).join(""),
  );
  const addresses = () => page.evaluate(() => window.addresses.map(({ type, revoked }) => ({ type, revoked })));
  await becomes(addresses, [{ type: "text/csv;charset=utf-8", revoked: true }]);
});

test("a printer is given the table of codes and nothing else", async (t) => {
  const page = await open(t, { colorScheme: "dark" });
  const table = page.locator(".print-sheet table");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("heading", { name: "Codes allowed" }).isVisible(), true, "before a sheet, the page");
  assert.equal(await table.isVisible(), false);

  await page.emulateMedia({ media: "screen" });
  await generateSheet(page, 90);
  assert.equal(await table.isVisible(), false);
  await page.emulateMedia({ media: "print" });
  const codes = await drawn(page);
  const rows = await table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));
  assert.deepEqual(rows, codes.map((code, i) => [String(i + 1), code, "", ""]));
  assert.match(await page.locator(".print-sheet p").textContent(), /^90 codes, drawn .*; no zeros; not starting with 12\.$/);
  const visible = await page
    .locator("header, form, section, .page-head, button")
    .filter({ visible: true })
    .evaluateAll((nodes) => nodes.map(({ className }) => className));
  assert.deepEqual(visible, ["print-sheet"]);
  assert.equal(await table.evaluate((node) => getComputedStyle(node).color), "rgb(0, 0, 0)");
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
    "rgb(255, 255, 255)",
  );
});

test("Print asks the browser to", async (t) => {
  const page = await open(t, {
    prepare: (page) =>
      page.addInitScript(() => {
        window.print = () => {
          window.printed = (window.printed ?? 0) + 1;
        };
      }),
  });
  await generateSheet(page, 2);
  await page.getByRole("button", { name: "Print" }).click();
  assert.equal(await page.evaluate(() => window.printed), 1);
});

const rowsOf = (page) =>
  page
    .locator(".odds-table tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));

test("the odds are those of the core, with the lock-out among them", async (t) => {
  const page = await open(t);
  await chooseLengths(page, [4]);
  await page.getByLabel("Active codes at the door").fill("250");
  await page.getByLabel("Tries before lock-out").fill("7");
  await counted(page);
  const policy = await shownPolicy(page);
  const rows = await rowsOf(page);
  assert.deepEqual(rows.map(([tries]) => tries), ["1", "5", "7 (lock-out)", "10", "20", "50"]);
  for (const [tries, chance] of rows) {
    const guess = { policy, active: 250, tries: Number.parseInt(tries, 10) };
    const { success } = await askCore("guessOdds", guess);
    assert.ok(Math.abs(Number.parseFloat(chance) / 100 - success) < 0.005 * success, `${tries}: ${chance}`);
  }
  const plot = page.getByRole("img", { name: /^Chance that a guess opens/ });
  const label = await plot.getAttribute("aria-label");
  for (const [tries, chance] of rows) assert.ok(label.includes(`${chance} after ${Number.parseInt(tries, 10)}`));
  assert.equal(await plot.locator(".plot-label").last().textContent(), "lock-out after 7 tries");
  assert.equal(await plot.locator(".plot-lock").getAttribute("x1"), "14%");
  const { success } = await askCore("guessOdds", { policy, active: 250, tries: 7 });
  const top = Number.parseFloat(await plot.locator(".plot-tick").nth(4).textContent()) / 100;
  const dot = Number(await plot.locator(".plot-dot").getAttribute("cy"));
  assert.ok(Math.abs(1 - dot / 220 - success / top) < 1e-9);
  const said = await page.locator(".odds-verdict").textContent();
  assert.match(said, new RegExp(`^7 tries open with a chance of ${rows[2][1].replace(".", "\\.")}`));
});

for (const [active, words] of [
  ["10", "For 10 active codes 4 digits or more are recommended"],
  ["11", "For 11 active codes 5 digits or more are recommended"],
  ["1", "For 1 active code 4 digits or more are recommended"],
  ["500000", "For 500,000 active codes no length up to 8 digits is long enough"],
]) {
  test(`the length for ${active} active codes is that of the core`, async (t) => {
    const page = await open(t);
    await page.getByLabel("Active codes at the door").fill(active);
    await counted(page);
    const length = await askCore("recommendedLength", Number(active));
    const advice = await page.locator(".odds-advice").textContent();
    assert.ok(advice.startsWith(words), advice);
    assert.ok(length === null || advice.includes(`${length} digits or more`));
  });
}

test("the recommended length is named beside the plot, and nothing is written across its lines", async (t) => {
  const page = await open(t);
  const plot = page.getByRole("img", { name: /^Chance that a guess opens/ });
  const recommended = () => page.locator(".legend-recommended").textContent();
  assert.equal(await recommended(), "Every code of 4 digits, recommended");
  assert.equal(await plot.locator(".plot-dot-recommended").count(), 0, "far above what this policy leaves");
  await page.getByLabel("Active codes at the door").fill("5000");
  await counted(page);
  assert.equal(await recommended(), "Every code of 7 digits, recommended");
  const { success } = await askCore("guessOdds", { policy: { lengths: [7] }, active: 5000, tries: 5 });
  const top = Number.parseFloat(await plot.locator(".plot-tick").nth(4).textContent()) / 100;
  const dot = Number(await plot.locator(".plot-dot-recommended").getAttribute("cy"));
  assert.ok(Math.abs(1 - dot / 220 - success / top) < 1e-9);
  assert.match(await plot.getAttribute("aria-label"), /With 7 digits, recommended: 0\.25% after 5\.$/);
  await page.getByLabel("Active codes at the door").fill("200000");
  await counted(page);
  assert.equal(await recommended(), "Every code of the recommended length");
  const crossed = await plot.evaluate((drawing) => {
    const lines = [...drawing.querySelectorAll("line, polyline")].map((line) => line.getBoundingClientRect());
    const label = drawing.querySelector(".plot-label").getBoundingClientRect();
    return lines.some(({ top }) => top < label.bottom);
  });
  assert.equal(crossed, false);
  assert.equal(await plot.locator(".plot-recommended").count(), 0);
});

test("whether there are enough codes for each active one is said", async (t) => {
  const page = await open(t);
  const badge = page.locator(".odds .badge");
  assert.equal(await badge.textContent(), "52,488 codes for each active one");
  assert.equal(await badge.getAttribute("data-tone"), "good");
  await page.getByLabel("Active codes at the door").fill("525");
  await counted(page);
  assert.equal(await badge.getAttribute("data-tone"), "warn");
  await page.getByLabel("Active codes at the door").fill("0");
  await counted(page);
  assert.equal(await badge.textContent(), "No code to guess");
  assert.deepEqual((await rowsOf(page)).at(-1), ["20", "0%", "never"]);
});

for (const [label, text, message] of [
  ["Active codes at the door", "some", "Expected a whole number from 0 to 9007199254740991, found another"],
  ["Active codes at the door", "524881", "Expected a whole number from 0 to 524880, found another"],
  ["Tries before lock-out", "-1", "Expected a whole number from 0 to 9007199254740991, found another"],
]) {
  test(`${label}: ${text} is told to be none`, async (t) => {
    const page = await open(t);
    const field = page.getByLabel(label);
    await field.fill(text);
    await counted(page);
    assert.ok((await description(field)).startsWith(`${message}|`), await description(field));
    assert.equal(await page.locator(".odds .badge").textContent(), "No odds");
    await field.fill("3");
    await counted(page);
    assert.equal(await field.getAttribute("aria-invalid"), null);
    assert.notEqual(await page.locator(".odds .badge").textContent(), "No odds");
  });
}

test("an access key's code is generated by the policy that is chosen, here and by the system", async (t) => {
  const page = await openKey(t);
  const policy = { lengths: [6], rules: ["no_zeros", "cannot_start_with_12"] };
  const choose = (name) => page.getByLabel("Code policy").selectOption(name);
  await choose("nuki");
  // Of the codes of the default policy about half are of this one: 20 of them are not by chance.
  const generated = [];
  for (let times = 0; times < 20; times += 1) {
    await page.getByRole("button", { name: "Generate" }).click();
    await page.waitForFunction((before) => document.getElementById("code").value !== before, generated.at(-1) ?? "");
    generated.push(await page.locator("#code").inputValue());
  }
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
  await page.getByRole("switch", { name: "Let the system generate it" }).check();
  for (let times = 0; times < 20; times += 1) {
    await choose("");
    await choose("nuki");
    generated.push((await decided(page)).body.keyIdentification);
  }
  assert.ok(new Set(generated).size > 30, "each is drawn anew");
  for (const code of generated) assert.equal((await askCore("checkCode", code, policy)).ok, true);
});

test("the default policy of an access key is six digits", async (t) => {
  const page = await openKey(t);
  assert.equal(await page.getByLabel("Code policy").inputValue(), "");
  await page.getByRole("button", { name: "Generate" }).click();
  await becomes(async () => /^\d{6}$/.test(await page.locator("#code").inputValue()), true);
});
