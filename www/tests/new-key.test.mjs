import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, description, useConsole } from "./console.mjs";
import { atHouse, problem } from "./house.mjs";

const { visit } = useConsole();
const open = (t, path, options) => atHouse(visit, t, path, options);

const form = (page) => page.getByRole("form", { name: "New key" });
const makeKey = (page) => page.getByRole("button", { name: "Make the key" }).click();

test("what the service refuses stands at its field, in words for people", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  await page.getByRole("radio", { name: "I have one" }).check();
  await page.getByRole("textbox", { name: "Code" }).fill("123");
  await makeKey(page);
  assert.match(await form(page).textContent(), /Tick at least one door/);
  await page.getByRole("checkbox", { name: "Garage" }).check();
  house.refusals.push({ path: "/keys", ...problem(400, "code_too_short", ["keyIdentification"], "expected 4 to 8 digits, found 3") });
  await makeKey(page);
  const code = page.getByRole("textbox", { name: "Code" });
  await page.locator("#code[aria-invalid]").waitFor();
  assert.equal(await description(code), "Expected 4 to 8 digits, found 3.");
  await code.fill("482913");
  house.refusals.push({ path: "/keys", ...problem(409, "identification_in_use", ["keyIdentification"]) });
  await makeKey(page);
  await page.getByText("Somebody else has this code").first().waitFor();
  house.refusals.push({ path: "/keys", ...problem(400, "guest_without_end", ["validTo"]) });
  await makeKey(page);
  await page.getByText("A guest’s access needs an end.").first().waitFor();
  assert.ok(await page.getByLabel("Until optional").getAttribute("aria-invalid"));
  assert.equal(house.keys.length, 1);
});

test("what was typed is there again after a reload and on the way back, but for codes", async (t) => {
  const { page } = await open(t, "?page=new-key");
  await page.getByLabel("Name optional").fill("Mara Silva");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("radio", { name: "Other days or times" }).check();
  await page.getByRole("checkbox", { name: "Sat" }).check();
  await page.getByRole("radio", { name: "I have one" }).check();
  await page.getByRole("textbox", { name: "Code" }).fill("739146");
  assert.equal(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]).includes("739146")), false);
  const look = async () => {
    await page.getByLabel("Name optional").waitFor();
    assert.equal(await page.getByLabel("Name optional").inputValue(), "Mara Silva");
    assert.ok(await page.getByRole("checkbox", { name: "Garage" }).isChecked());
    assert.ok(await page.getByRole("checkbox", { name: "Sat" }).isChecked());
    assert.equal(await page.getByRole("textbox", { name: "Code" }).inputValue(), "");
  };
  await page.reload();
  await look();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  await page.goBack();
  await look();
});

test("a time that the clock jumps over is refused with the next one, of one that comes twice it is asked which", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  const until = page.getByLabel("Until optional");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await until.fill("2027-03-28T02:30");
  await until.blur();
  await page.getByText("this time does not come").waitFor();
  await makeKey(page);
  assert.equal(house.keys.length, 1);
  await page.getByRole("button", { name: /^Take 28 Mar 2027, 03:00/ }).click();
  assert.equal(await until.inputValue(), "2027-03-28T03:00");
  await until.fill("2027-10-31T02:30");
  await until.blur();
  await page.getByText("this time comes twice").waitFor();
  await page.getByRole("radio", { name: "the second" }).check();
  await makeKey(page);
  await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  assert.equal(house.keys[0].validTo, "2027-10-31T01:30:00Z");
});

test("somebody who is known gets the key by one click", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  await page.getByLabel("Name optional").fill("lindq");
  await page.getByRole("button", { name: "Ada Lindqvist +46701234567" }).click();
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await makeKey(page);
  await page.getByRole("heading", { name: "Key made for Ada Lindqvist" }).waitFor();
  const { body } = house.requests.find(({ method, path }) => method === "POST" && path === "/keys");
  assert.equal(body.userId, house.people[0].id);
});

test("a key whose hours are refused is not made, and the hours say so", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("radio", { name: "Weekdays, 8 to 17" }).check();
  house.refusals.push({ path: "/keys", ...problem(400, "hours_empty", ["schedule"], "expected some hours, found none") });
  await makeKey(page);
  await page.getByText("Expected some hours, found none").first().waitFor();
  assert.equal(house.keys.length, 1);
  await makeKey(page);
  await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  const asked = house.requests.filter(({ method }) => method !== "GET");
  assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), ["POST /keys", "POST /keys"]);
  assert.equal(house.keys[0].schedule.weekly[0].until, 1020);
});

const wordsSent = (house) =>
  house.requests.filter(({ method, path }) => method === "POST" && path === "/keys").map(({ headers }) => headers["idempotency-key"]);

/** Asks for keys of these names, at the garage. */
async function askForMany(page, names) {
  await page.getByRole("radio", { name: "Codes for many" }).check();
  await page.getByLabel("Names, one a line").fill(names.join("\n"));
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: `Make ${names.length} keys` }).click();
}

test("what is wrong with the names is said until they are others", async (t) => {
  const { page } = await open(t, "?page=new-key");
  await page.getByRole("radio", { name: "Codes for many" }).check();
  await page.getByRole("button", { name: "Make the key" }).click();
  const names = page.getByLabel("Names, one a line");
  assert.equal(await names.getAttribute("aria-invalid"), "true");
  assert.equal(await page.locator("#names-note").textContent(), "Write one name a line.");
  await names.fill("Ann\nBo");
  assert.equal(await names.getAttribute("aria-invalid"), null);
  assert.equal(await page.locator("#names-note").textContent(), "2 keys");
});

test("keys that could not be made are made when it is tried again, and none twice", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  house.refusals.push({ path: "/keys", after: 1, ...problem(503, "too_busy") });
  await askForMany(page, ["Ann", "Bo", "Cy"]);
  // The one that was made is shown at once, and it is said what became of the others.
  await page.getByRole("heading", { name: "1 of 3 keys made" }).waitFor();
  await page.getByRole("alert").getByText("The service failed").waitFor();
  await page.getByRole("region", { name: "Slip for Ann" }).waitFor();
  await page.getByRole("button", { name: "Make the other 2" }).click();
  assert.equal(await page.getByLabel("Names, one a line").inputValue(), "Bo\nCy");
  // Other doors make other requests of those that are left, of which nothing is known to be made.
  await page.getByRole("checkbox", { name: "Hall" }).check();
  await page.getByRole("button", { name: "Make 2 keys" }).click();
  await page.getByRole("heading", { name: "3 keys made" }).waitFor();
  await becomes(() => page.locator(".slip").count(), 3);
  assert.deepEqual(house.keys.map(({ person }) => person.firstName), ["Cy", "Bo", "Ann", "Ada"]);
  assert.equal(new Set(wordsSent(house)).size, 4);
});

test("what failed is asked for by the same word where nothing was changed", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  house.refusals.push({ path: "/keys", ...problem(503, "too_busy") });
  await askForMany(page, ["Ann", "Bo", "Cy"]);
  await page.locator(".send .wrong").waitFor();
  await page.getByRole("button", { name: "Make 3 keys" }).click();
  await page.getByRole("heading", { name: "3 keys made" }).waitFor();
  const words = wordsSent(house);
  assert.deepEqual([words.length, words[0] === words[1], new Set(words).size], [4, true, 3]);
});

test("a reload amid many keys makes none twice and loses no code", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  const names = Array.from({ length: 12 }, (_, i) => `Guest ${i + 1}`);
  // The fifth is made, and its answer never comes.
  house.lost = 5;
  await askForMany(page, names);
  await page.getByText("5 of 12 …").waitFor();
  await page.waitForFunction(() => sessionStorage.getItem("latchwork-new-keys") !== null);
  const codes = house.codes;
  assert.equal(codes.length, 5);
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  for (const code of codes) assert.equal(stored.includes(code), false);
  await page.reload();
  await page.getByRole("heading", { name: "12 keys made" }).waitFor();
  assert.equal(house.keys.length, 13);
  const shown = await page.locator(".slip-code").allTextContents();
  assert.deepEqual(shown.slice(0, 5).map((text) => text.match(/\d+/)[0]), codes);
  assert.equal(new Set(shown).size, 12);
  assert.equal(new Set(wordsSent(house)).size, 12);
  // A reload of what is shown shows it again; who comes anew finds an empty form.
  await page.reload();
  await page.getByRole("heading", { name: "12 keys made" }).waitFor();
  assert.equal(house.keys.length, 13);
  await page.getByRole("link", { name: "To the keys" }).click();
  await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor();
  await page.getByRole("link", { name: "New key" }).click();
  await form(page).waitFor();
  assert.equal(await page.locator(".slip").count(), 0);
});

test("who comes back to keys that were begun is asked, and others do not see them", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  house.lost = 2;
  await askForMany(page, ["Ann", "Bo", "Cy"]);
  await page.getByText("2 of 3 …").waitFor();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  house.session = { ...house.session, principal: "another" };
  await page.goto(new URL("?page=new-key", page.url()).href);
  await form(page).waitFor();
  assert.equal(await page.getByText("when this page was left").count(), 0);
  house.session = { ...house.session, principal: "p" };
  await page.goto(new URL("?page=new-key", page.url()).href);
  await page.getByText("3 keys were asked for when this page was left.").waitFor();
  await page.getByRole("button", { name: "Make and show them" }).click();
  await page.getByRole("heading", { name: "3 keys made" }).waitFor();
  assert.equal(house.keys.length, 4);
});

test("keys that were begun and are asked for by the form again are the same keys", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  house.lost = 2;
  await askForMany(page, ["Ann", "Bo", "Cy"]);
  await page.getByText("2 of 3 …").waitFor();
  await page.goto(new URL("?page=people", page.url()).href);
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  await page.goto(new URL("?page=new-key", page.url()).href);
  await page.getByText("when this page was left").waitFor();
  await page.getByRole("button", { name: "Make 3 keys" }).click();
  await page.getByRole("heading", { name: "3 keys made" }).waitFor();
  assert.deepEqual([house.keys.length, new Set(wordsSent(house)).size], [4, 3]);
});

test("a code that was typed is not kept", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  await page.getByRole("radio", { name: "I have one" }).check();
  await page.getByRole("textbox", { name: "Code" }).fill("739146");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await makeKey(page);
  await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes("739146")), false);
  await page.reload();
  await form(page).waitFor();
  assert.equal(house.keys.length, 2);
});

test("a key opens so many times as is said, and another one begins with its doors or empty", async (t) => {
  const { page, house } = await open(t, "?page=new-key");
  const most = page.getByLabel(/^How many times it opens/);
  const hall = page.getByRole("checkbox", { name: "Hall" });
  await hall.check();
  await most.fill("a few");
  await makeKey(page);
  assert.match(await description(most), /whole number/);
  await most.fill("3");
  await page.getByLabel("Name optional").fill("Mara");
  await makeKey(page);
  await page.getByRole("heading", { name: "Key made for Mara" }).waitFor();
  assert.equal(house.requests.findLast(({ method, path }) => method === "POST" && path === "/keys").body.mostUses, 3);
  await page.getByRole("button", { name: "Make another" }).click();
  await page.getByText("are those of the last key").waitFor();
  assert.deepEqual([await hall.isChecked(), await most.inputValue(), await page.getByLabel("Name optional").inputValue()], [true, "3", ""]);
  await page.getByRole("button", { name: "Begin empty" }).click();
  assert.deepEqual([await hall.isChecked(), await most.inputValue()], [false, ""]);
  assert.equal(await page.getByText("are those of the last key").count(), 0);
});
