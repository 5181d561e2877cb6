import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, description, useConsole } from "./console.mjs";
import { FakeHouse, FRONT, GARAGE, problem } from "./house.mjs";
import { danglingReferences, namelessControls } from "./keys.mjs";
import { beyondEdge, faintTexts } from "./looks.mjs";

const { visit } = useConsole();

/** A page of a house. What the browser logs of answers that the test asks for is no trouble. */
async function atHouse(t, path, { house = new FakeHouse(), ...options } = {}) {
  const { page, troubles } = await visit(t, { path, prepare: (page) => house.attach(page), ...options });
  t.after(() => assert.deepEqual(troubles.filter((text) => !/Failed to load resource/.test(text)), []));
  await page.locator("#page-heading").waitFor();
  return { page, house };
}

const form = (page) => page.getByRole("form", { name: "New key" });
const makeKey = (page) => page.getByRole("button", { name: "Make the key" }).click();

test("who is not signed in is asked for a key, and a wrong one is told", async (t) => {
  const house = new FakeHouse();
  house.session = undefined;
  const { page } = await atHouse(t, "?page=people", { house });
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  const key = page.getByLabel("Your sign-in key");
  await key.fill("another key");
  await key.press("Enter");
  await page.getByText("This key is not known.").waitFor();
  assert.match(await description(key), /not known/);
  await key.fill("the right key");
  await key.press("Enter");
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]).includes("right key")), false);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
});

test("a ticket in the address signs in once and leaves the address", async (t) => {
  const { page, house } = await atHouse(t, "?page=keys#ticket=abc%2Fdef");
  await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor();
  assert.deepEqual(house.requests.find(({ method, path }) => method === "POST" && path === "/session").body, { ticket: "abc/def" });
  assert.equal(new URL(page.url()).hash, "");
});

test("a session that ends while a page stands leads to the sign-in", async (t) => {
  const { page, house } = await atHouse(t, "?page=keys");
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
  house.refusals.push({ path: "/keys", ...problem(401, "authorization_missing") });
  await page.getByLabel("Name or phone").fill("ada");
  await page.getByText("Your sign-in has ended.").waitFor();
});

test("what the service refuses stands at its field, in words for people", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
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
  const { page } = await atHouse(t, "?page=new-key");
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
  const { page, house } = await atHouse(t, "?page=new-key");
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
  const { page, house } = await atHouse(t, "?page=new-key");
  await page.getByLabel("Name optional").fill("lindq");
  await page.getByRole("button", { name: "Ada Lindqvist +46701234567" }).click();
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await makeKey(page);
  await page.getByRole("heading", { name: "Key made for Ada Lindqvist" }).waitFor();
  const { body } = house.requests.find(({ method, path }) => method === "POST" && path === "/keys");
  assert.equal(body.userId, house.people[0].id);
});

test("a key whose hours are refused is not made, and the hours say so", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
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

test("keys that could not be made are made when it is tried again, and none twice", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
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
  assert.equal(await page.locator(".slip").count(), 3);
  assert.deepEqual(house.keys.map(({ person }) => person.firstName), ["Cy", "Bo", "Ann", "Ada"]);
  assert.equal(new Set(wordsSent(house)).size, 4);
});

test("what failed is asked for by the same word where nothing was changed", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
  house.refusals.push({ path: "/keys", ...problem(503, "too_busy") });
  await askForMany(page, ["Ann", "Bo", "Cy"]);
  await page.locator(".send .wrong").waitFor();
  await page.getByRole("button", { name: "Make 3 keys" }).click();
  await page.getByRole("heading", { name: "3 keys made" }).waitFor();
  const words = wordsSent(house);
  assert.deepEqual([words.length, words[0] === words[1], new Set(words).size], [4, true, 3]);
});

test("a reload amid many keys makes none twice and loses no code", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
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
  const { page, house } = await atHouse(t, "?page=new-key");
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
  const { page, house } = await atHouse(t, "?page=new-key");
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
  const { page, house } = await atHouse(t, "?page=new-key");
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

test("a key is paused, its code shown once, its time changed", async (t) => {
  const { page, house } = await atHouse(t, "?page=keys");
  await page.getByRole("button", { name: /^Ada/ }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Done: paused.").waitFor();
  await page.getByRole("button", { name: "Let it work again" }).click();
  await page.getByText("Done: works.").waitFor();
  await page.getByRole("button", { name: "Show the number" }).click();
  await page.getByText("0012345678").waitFor();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Until optional").fill("2030-01-01T12:00");
  await page.getByRole("radio", { name: "Weekdays, 8 to 17" }).check();
  await page.getByLabel("How many times it opens in all").fill("3");
  await page.getByLabel("To have gone out before it goes in").check();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText("Done: works.").waitFor();
  const { body } = house.requests.findLast(({ method }) => method === "PATCH");
  assert.deepEqual([body.mostUses, body.exempt], [3, ["passback"]]);
  assert.equal(house.keys[0].validTo, "2030-01-01T11:00:00Z");
  assert.equal(house.keys[0].schedule.weekly[0].until, 1020);
});

test("the search stays out of the address, filters stand in it", async (t) => {
  const { page, house } = await atHouse(t, "?page=keys");
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
  await page.getByLabel("Door", { exact: true }).selectOption("Hall");
  await page.getByText("No such key.").waitFor();
  await page.getByLabel("Door", { exact: true }).selectOption("Garage");
  await page.getByLabel("Name or phone").fill("0701");
  await page.getByText("No such key.").waitFor();
  await page.getByLabel("Name or phone").fill("+46701");
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
  assert.equal(new URL(page.url()).search, `?page=keys&door=${GARAGE}`);
  assert.ok(house.requests.some(({ query }) => query.search === "+46701"));
});

test("of a door is sent what was changed, and what is beside it stays", async (t) => {
  const { page, house } = await atHouse(t, "?page=doors");
  const change = async (act) => {
    await page.getByRole("button", { name: "Garage" }).click();
    await act();
    await page.getByRole("button", { name: "Keep" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    return house.requests.findLast(({ method }) => method === "PATCH").body;
  };
  const first = await change(async () => {
    await page.getByLabel("Locked for everybody").check();
    await page.getByLabel("Wait in seconds").fill("120");
  });
  assert.deepEqual(first, { condition: { lockdown: true, lockout: { tries: 5, thenWaitSeconds: 120, thenLonger: [60] } } });
  await page.getByRole("cell", { name: "Locked for everybody" }).waitFor();
  // As the service merges it.
  const garage = house.doors.find(({ id }) => id === GARAGE);
  garage.condition = { ...house.doors[0].condition, ...garage.condition, security: { otherwise: [["card"], ["phone"]], within: 20 } };
  await page.reload();
  const second = await change(async () => {
    await page.getByLabel("After wrong tries it waits").uncheck();
    await page.getByText("Who comes in, and how").click();
    await page.getByLabel("What is shown").selectOption("A code");
    await page.getByLabel("How many have to come together").selectOption("2");
    await page.getByLabel("It counts who goes in and out").check();
    await page.getByLabel("Of which room").fill("Hall");
    await page.getByLabel("No more than").fill("40");
  });
  assert.deepEqual(second, {
    condition: {
      lockout: "off",
      security: { otherwise: [["code"]], within: 20 },
      persons: 2,
      occupancy: { area: "Hall", most: 40 },
    },
  });
  // Nothing was changed: nothing is sent.
  const sent = house.requests.filter(({ method }) => method === "PATCH").length;
  await page.getByRole("button", { name: "Garage" }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(house.requests.filter(({ method }) => method === "PATCH").length, sent);
});

test("what a door is refused for stands at its field, and what is needed is asked for before", async (t) => {
  const { page, house } = await atHouse(t, "?page=doors");
  await page.getByRole("button", { name: "Garage" }).click();
  await page.getByText("Who comes in, and how").click();
  await page.getByLabel("It counts who goes in and out").check();
  await page.getByRole("button", { name: "Keep" }).click();
  const room = page.getByLabel("Of which room");
  await page.locator("#field-condition-occupancy-area[aria-invalid]").waitFor();
  assert.equal(await description(room), "Fill this in.");
  await room.fill("Hall");
  const most = page.getByLabel("No more than");
  for (const text of ["-1", "a few", "1.5", "1e3"]) {
    await most.fill(text);
    await page.getByRole("button", { name: "Keep" }).click();
    assert.equal(await description(most), "Type a whole number.", text);
  }
  assert.equal(house.requests.filter(({ method }) => method === "PATCH").length, 0, "what is none is nothing to be sent");
  await most.fill("0");
  house.refusals.push({ path: `/doors/${GARAGE}`, ...problem(400, "number_out_of_range", ["condition", "occupancy", "most"], "expected a whole number from 0 to 9, found another") });
  await page.getByRole("button", { name: "Keep" }).click();
  await page.locator("#field-condition-occupancy-most-note", { hasText: "Expected" }).waitFor();
  assert.match(await description(most), /^Expected a whole number/);
});

test("who is kept out by wrong tries is seen, until when, and let try again", async (t) => {
  const house = new FakeHouse();
  house.doors.find(({ id }) => id === GARAGE).lockedUntil = { door: "2199-01-01T11:30:00Z", afar: null };
  const { page } = await atHouse(t, "?page=doors", { house });
  await page.getByRole("cell", { name: /^Waits after wrong tries until 1 Jan 2199, 12:30/ }).waitFor();
  await page.getByRole("button", { name: "Garage" }).click();
  await page.getByText("Who stands before it is kept out after wrong tries until 1 Jan 2199, 12:30, whatever is shown.").waitFor();
  await page.getByRole("button", { name: "Let them try again now" }).click();
  await page.getByText("is kept out").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(await page.getByRole("cell", { name: "Works" }).count(), 3);
});

test("who did it stands beside what was done", async (t) => {
  const house = new FakeHouse();
  const [key] = house.keys;
  const event = (seq, actor, type, data = {}) => ({ seq, stream: `access-key/${key.id}`, version: seq, at: "2026-11-20T08:00:00Z", actor, person: key.person.id, type, data });
  house.events = [
    event(5, "principal/gone", "AccessKeyResumed"),
    event(4, "principal/r", "AccessKeySuspended"),
    event(3, "principal/q", "AccessKeyReported", { state: "lost" }),
    event(2, "principal/p", "AccessKeyShown"),
    event(1, "operator", "AccessKeyCreated"),
  ];
  const { page } = await atHouse(t, "?page=activity", { house });
  await page.getByText("by Lena at the desk").waitFor();
  const said = await page.locator(".event p").evaluateAll((rows) => rows.map((row) => /by .*/.exec(row.textContent)?.[0].trim()));
  assert.deepEqual(said, [undefined, "by a manager", "by Lena at the desk", "by you", "by who runs the service"]);
  await page.goto(new URL("?page=keys", page.url()).href);
  await page.getByRole("button", { name: /^Ada/ }).click();
  await page.getByText("Key reported (lost) by Lena at the desk").waitFor();
  assert.equal(await page.locator(".deeds li").count(), 5);
});

test("a key says when it was tried last, and that wrong numbers keep it out", async (t) => {
  const house = new FakeHouse();
  const [key] = house.keys;
  const tried = (seq, type, door, reason) => ({ seq, stream: `door/${door}`, version: seq, at: "2026-11-20T08:00:00Z", actor: "door", person: key.person.id, type, data: { credential: key.id, reason } });
  house.events = [tried(2, "DoorStayedShut", GARAGE, "credential-locked-out"), tried(1, "DoorOpened", FRONT, "granted")];
  const { page } = await atHouse(t, "?page=keys", { house });
  await page.getByRole("button", { name: /^Ada/ }).click();
  const last = page.locator(".key-facts > div", { hasText: "Last tried" });
  await last.waitFor();
  assert.match(await last.textContent(), /Stayed shut at Garage, 20 Nov 2026, 09:00.*Too many wrong codes were typed for this card/s);
});

test("what somebody else changed meanwhile is shown as it is, and can be changed then", async (t) => {
  const { page, house } = await atHouse(t, "?page=doors");
  await page.getByRole("button", { name: "Garage" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Mine");
  Object.assign(house.doors[1], { name: "Theirs", revision: 7 });
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("Somebody else changed this").waitFor();
  await becomes(() => page.getByLabel("Name", { exact: true }).inputValue(), "Theirs");
  await page.getByLabel("Name", { exact: true }).fill("Ours");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Ours" }).waitFor();

  await page.goto(new URL("?page=keys", page.url()).href);
  await page.getByRole("button", { name: /^Ada/ }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  house.keys[0].revision = 9;
  house.keys[0].uses = { used: 0, most: 4 };
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText("Somebody else changed this").waitFor();
  const most = page.getByLabel(/^How many times it opens/);
  await becomes(() => most.inputValue(), "4");
  await most.fill("5");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText(/^Done:/).waitFor();
});

test("where a list could not be had nobody says that it is empty, and it is asked for anew", async (t) => {
  for (const [path, list, empty, row] of [
    ["?page=keys", "/keys", "No key was given out yet.", /^Ada/],
    ["?page=people", "/people", "Nobody yet.", /^Ada/],
    ["?page=activity", "/events", "Nothing happened.", undefined],
  ]) {
    for (const status of [0, 503]) {
      const house = new FakeHouse();
      house.refusals.push({ path: list, ...problem(status, "too_busy") });
      const { page } = await atHouse(t, path, { house });
      await page.locator(".refusal").waitFor();
      assert.equal(await page.getByText(empty).count(), 0, `${path} ${status}`);
      await page.getByRole("button", { name: "Try again" }).click();
      await (row ? page.getByRole("button", { name: row }) : page.getByText(empty)).waitFor();
      assert.equal(await page.locator(".refusal").count(), 0);
      await page.context().close();
    }
  }
});

test("a service that fails amid signing in, or with the doors, is told as what it is", async (t) => {
  const house = new FakeHouse();
  house.refusals.push({ path: "/doors", ...problem(503, "too_busy") }, { path: "/doors", ...problem(503, "too_busy") });
  const { page } = await atHouse(t, "?page=keys", { house });
  await page.getByRole("heading", { level: 1, name: "No service" }).waitFor();
  house.session = undefined;
  await page.getByRole("button", { name: "Try again" }).click();
  const key = page.getByLabel("Your sign-in key");
  await key.fill("the right key");
  house.refusals.push({ path: "/session", ...problem(503, "too_busy") });
  await key.press("Enter");
  await page.getByText("The service failed. Try again in a moment.").waitFor();
  await key.press("Enter");
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
});

test("names that are long, or read from the right, stay within a phone and in their place", async (t) => {
  const house = new FakeHouse();
  const [key] = house.keys;
  const long = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-of-the-Northern-Territories";
  house.doors[0].name = `The door behind the second staircase, ${long}`;
  house.doors[1].name = "مدخل المبنى";
  key.person.lastName = house.people[0].lastName = long;
  key.keyName = long;
  const { page } = await atHouse(t, "?page=keys", { house, viewport: { width: 390, height: 844 } });
  const fits = async () => assert.equal(await page.locator("dialog").evaluate((node) => node.scrollWidth - node.clientWidth), 0);
  assert.match(await page.locator("tbody td").nth(1).textContent(), /\u2068مدخل المبنى\u2069/);
  await page.getByRole("button", { name: /^Ada/ }).click();
  for (const name of ["Show the number", "Change"]) {
    await fits();
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator(name === "Change" ? "dialog form" : "dialog .slip").waitFor();
  }
  await fits();
  assert.deepEqual(await beyondEdge(page), []);
});

test("a time of the activity that the clock jumps over or that comes twice is asked about", async (t) => {
  const { page, house } = await atHouse(t, "?page=activity");
  await page.getByRole("button", { name: "Other times" }).click();
  const from = page.getByLabel("From optional");
  await from.fill("2027-03-28T02:30");
  await from.blur();
  await page.getByRole("button", { name: /^Take 28 Mar 2027, 03:00/ }).click();
  const asked = () => house.requests.findLast(({ path }) => path === "/events").query.from;
  await page.waitForFunction(() => document.querySelectorAll(".filters .wrong").length === 0);
  await becomes(async () => asked(), "2027-03-28T01:00:00Z");
  const before = house.requests.length;
  await from.fill("2027-10-31T02:30");
  await from.blur();
  await page.getByText("this time comes twice").waitFor();
  assert.equal(house.requests.filter(({ path }, i) => i >= before && path === "/events").length, 0);
  await page.getByRole("radio", { name: "the second" }).check();
  await becomes(async () => asked(), "2027-10-31T01:30:00Z");
});

test("what people come to the activity for stands above what narrows it down, and the list is in sight", async (t) => {
  const house = new FakeHouse();
  house.events = [{ seq: 1, stream: `door/${GARAGE}`, version: 1, at: new Date().toISOString(), actor: "door", person: null, type: "DoorStayedShut", data: { reason: "unknown-credential" } }];
  const { page } = await atHouse(t, "?page=activity", { house, viewport: { width: 390, height: 844 } });
  const top = (locator) => locator.evaluate((node) => node.getBoundingClientRect().top);
  const night = page.getByRole("button", { name: "Last night" });
  assert.ok((await top(night)) < (await top(page.getByLabel("Door", { exact: true }))));
  await page.locator(".event").waitFor();
  assert.ok((await top(page.locator(".event"))) < 600);
  await night.click();
  await page.getByText(/^from .* until /).waitFor();
  assert.equal(await night.getAttribute("aria-pressed"), "true");
  const { query } = house.requests.findLast(({ path }) => path === "/events");
  assert.equal((Date.parse(query.until) - Date.parse(query.from)) / 3_600_000, 14);
});

test("the doors of the panel's locks are set by their names", async (t) => {
  const { page, house } = await atHouse(t, "?page=doors");
  const open = () => page.getByRole("button", { name: "Panel at the entrance" }).click();
  await open();
  await page.getByLabel("The second lock is at").selectOption("Garage");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(house.panel, { first: null, second: GARAGE });
  await open();
  await page.getByLabel("The first lock is at").selectOption("Main entrance");
  await page.getByLabel("The second lock is at").selectOption("No door");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(house.panel, { first: FRONT, second: null });
  house.refusals.push({ path: "/panel/doors", ...problem(503, "too_busy") });
  await open();
  await page.locator(".house > .refusal").waitFor();
});

test("a manager sets no panel", async (t) => {
  const house = new FakeHouse();
  house.session.role = "manager";
  const { page } = await atHouse(t, "?page=doors", { house });
  await page.getByRole("button", { name: "Garage" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Panel at the entrance" }).count(), 0);
});

test("a key opens so many times as is said, and another one begins with its doors or empty", async (t) => {
  const { page, house } = await atHouse(t, "?page=new-key");
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

test("a person is added and changed", async (t) => {
  const { page, house } = await atHouse(t, "?page=people");
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("First name optional").fill("Mara");
  await page.getByLabel("Phone optional", { exact: true }).fill("+46 70-111 22 33");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Mara" }).click();
  assert.equal(house.people[0].phone, "+46701112233");
  await page.getByLabel("State").selectOption("Gone");
  await page.getByLabel("Comes first, and opens for others").check();
  await page.getByLabel("Comes in with somebody only").check();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { body } = house.requests.findLast(({ method }) => method === "PATCH");
  assert.deepEqual(body, { state: "left", party: ["needs-escort", "first-person"] });
});

test("a person who is kept by two clicks, or again after no answer, is asked for by one word", async (t) => {
  const { page, house } = await atHouse(t, "?page=people");
  const words = () =>
    house.requests.filter(({ method, path }) => method === "POST" && path === "/people").map(({ headers }) => headers["idempotency-key"]);
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("First name optional").fill("Mara");
  house.refusals.push({ path: "/people", ...problem(503, "too_busy") });
  const keep = page.getByRole("button", { name: "Keep" });
  await keep.click();
  await page.locator(".refusal").waitFor();
  await keep.evaluate((button) => {
    button.click();
    button.click();
  });
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await becomes(async () => words().length, 3);
  assert.match(words()[0], /^[0-9a-f]{32}$/);
  assert.equal(new Set(words()).size, 1);
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("First name optional").fill("Mara");
  await keep.click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(new Set(words()).size, 2);
});

test("who may only look is offered nothing to change", async (t) => {
  const house = new FakeHouse();
  house.session.role = "reader";
  const { page } = await atHouse(t, "?page=keys", { house });
  await page.getByText("shows the doors and what happens at them").waitFor();
  assert.equal(house.requests.some(({ path }) => path === "/keys"), false);
  await page.locator("main").getByRole("link", { name: "Doors" }).click();
  await page.getByRole("cell", { name: "Works" }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Garage" }).count(), 0);
});

const STATES = {
  "?page=keys": ["", "Ada"],
  "?page=new-key": ["", "many", "made", "wrong"],
  "?page=people": ["", "Ada"],
  "?page=doors": ["", "Garage"],
  "?page=activity": [""],
};

/** What nobody who runs a house should have to read; developers' views stand behind a word of theirs. */
const PROGRAMMERS = /uuid|UUID|RFC|[Bb]earer|JSON|\bnull|undefined|\bNaN\b|\[object|T\d\d:\d\d|[a-z]_[a-z]/;

const wordsOf = (page) =>
  page.locator("main, dialog").evaluateAll((nodes) =>
    nodes
      .map((node) => {
        const copy = node.cloneNode(true);
        for (const part of copy.querySelectorAll(".developers")) part.remove();
        return copy.textContent;
      })
      .join(" "),
  );

/** Leads a page into a state by the name that `STATES` has for it. */
async function leadTo(page, state) {
  if (["Ada", "Garage"].includes(state)) await page.getByRole("button", { name: new RegExp(`^${state}`) }).click();
  if (state === "many") await page.getByRole("radio", { name: "Codes for many" }).check();
  if (state === "wrong") await makeKey(page);
  if (state === "made") {
    await page.getByRole("checkbox", { name: "Garage" }).check();
    await makeKey(page);
    await page.getByRole("heading", { name: /^Key made/ }).waitFor();
  }
}

function eventsOf(house) {
  const at = new Date().toISOString();
  return [
    { seq: 2, stream: `door/${GARAGE}`, version: 2, at, actor: "door", person: house.people[0].id, type: "DoorOpened", data: { credential: house.keys[0].id } },
    { seq: 1, stream: `door/${FRONT}`, version: 1, at, actor: "door", person: null, type: "DoorStayedShut", data: { reason: "unknown-credential" } },
  ];
}

for (const width of [1280, 768, 390, 320]) {
  test(`on every page of the house all has a name and stands within ${width} pixels, light and dark`, async (t) => {
    for (const [path, states] of Object.entries(STATES)) {
      for (const state of states) {
        for (const colorScheme of width === 1280 ? ["light", "dark"] : ["light"]) {
          const house = new FakeHouse();
          house.events = eventsOf(house);
          const { page } = await atHouse(t, path, { house, colorScheme, viewport: { width, height: 844 } });
          await page.locator(".house-head").waitFor();
          await leadTo(page, state);
          const where = `${path} ${state} ${colorScheme}`;
          assert.deepEqual(await namelessControls(page), [], where);
          assert.deepEqual(await danglingReferences(page), [], where);
          assert.deepEqual(await beyondEdge(page), [], where);
          assert.deepEqual(await faintTexts(page), [], where);
          assert.doesNotMatch(await wordsOf(page), PROGRAMMERS, where);
          await page.context().close();
        }
      }
    }
  });
}

test("an administrator lets somebody sign in, ends a key and shuts somebody out", async (t) => {
  const { page, house } = await atHouse(t, "?page=people");
  await page.getByRole("link", { name: "Who may sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Who may sign in" }).waitFor();
  await page.getByRole("button", { name: "Somebody new" }).click();
  await page.getByRole("button", { name: "Let them sign in" }).click();
  assert.equal(await description(page.getByLabel("Name", { exact: true })), "Fill this in.");
  await page.getByLabel("Name", { exact: true }).fill("Gate of the yard");
  await page.getByLabel("What they may do").selectOption({ label: "Door controller: a program" });
  await page.getByRole("button", { name: "Let them sign in" }).click();
  await page.getByText("Tick at least one door.").waitFor();
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByLabel("Good for").selectOption("30 days");
  await page.getByRole("button", { name: "Let them sign in" }).click();
  const secret = page.getByRole("region", { name: "The sign-in key" });
  await secret.waitFor();
  assert.match(await secret.textContent(), /shown now and never again.*lw_\w+/s);
  const { body, headers } = house.requests.findLast(({ method, path }) => method === "POST" && path === "/principals");
  assert.deepEqual(body, { name: "Gate of the yard", role: "controller", doors: [GARAGE], days: 30 });
  assert.ok(headers["idempotency-key"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Gate of the yard" }).click();
  assert.equal(await secret.count(), 0, "it is told once");

  await page.getByRole("button", { name: "New sign-in key" }).click();
  await page.getByRole("button", { name: "Make the key" }).click();
  await secret.waitFor();
  await page.getByRole("button", { name: /^End it/ }).first().click();
  await page.getByRole("button", { name: "Back" }).click();
  assert.equal(house.principals[0].keys.filter(({ revokedAt }) => revokedAt).length, 0);
  await page.getByRole("button", { name: /^End it/ }).first().click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByText(/, ended /).waitFor();
  await page.getByRole("button", { name: "Shut out" }).click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByRole("button", { name: "Let in again" }).waitFor();
  assert.ok(house.principals[0].disabledAt);
  await page.getByRole("button", { name: "Let in again" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  await page.keyboard.press("Escape");
  // Nobody shuts the door behind which he stands.
  await page.getByRole("button", { name: "Kim (you)" }).click();
  await page.getByText("This is how you are signed in yourself.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^(Shut out|End it)/ }).count(), 0);
});

test("a manager sees who may sign in, and changes nothing", async (t) => {
  const house = new FakeHouse();
  house.session.role = "manager";
  const { page } = await atHouse(t, "?page=sign-ins", { house });
  await page.getByRole("rowheader", { name: "Lena at the desk" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /Lena|Somebody new/ }).count(), 0);
});
