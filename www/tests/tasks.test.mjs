import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, useConsole } from "./console.mjs";
import { FakeHouse, FRONT, GARAGE, HALL } from "./house.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
const service = useService();

/**
 * A page of the service, or of a house that answers in its place, and a count of what was done on
 * it: each click, each text that is typed.
 */
async function atHouse(t, path, house) {
  const asked = house ? { path, prepare: (page) => house.attach(page) } : { path: await service.path(path) };
  const { page, troubles } = await visit(t, asked);
  t.after(() => assert.deepEqual(troubles, []));
  await page.locator(".house-head").waitFor();
  let actions = 0;
  const act = {
    click: async (role, name) => {
      actions += 1;
      await page.getByRole(role, { name, exact: typeof name === "string" }).click();
    },
    type: async (label, text) => {
      actions += 1;
      await page.getByLabel(label, { exact: true }).fill(text);
    },
    pick: async (label, option) => {
      actions += 1;
      await page.getByLabel(label, { exact: true }).selectOption(option);
    },
  };
  return { page, act, actions: () => actions };
}

/** The keys of people of this name as the service keeps them, newest first. */
const keysOf = async (search) => (await service.ask("GET", `/keys?${new URLSearchParams({ search, limit: 200 })}`)).items;

test("a cleaner gets a code for weekdays and three months", async (t) => {
  const { page, act, actions } = await atHouse(t, "?page=keys");
  await act.click("link", "New key");
  await act.type("Name optional", "Mara Silva");
  await act.click("checkbox", "Main entrance");
  await act.click("button", "Three months");
  await act.click("radio", "Weekdays, 8 to 17");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Mara Silva" }).waitFor();
  const [key] = await keysOf("Mara Silva");
  assert.deepEqual(key.accesses, [FRONT]);
  assert.deepEqual(key.schedule, { weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: 480, until: 1020 }] });
  const days = (Date.parse(key.validTo) - Date.now()) / 86_400_000;
  assert.ok(days > 88 && days < 94, key.validTo);
  const slip = await page.getByRole("region", { name: "Slip for Mara Silva" }).textContent();
  assert.match(slip, /\d{6}.*Main entrance.*Mon–Fri 08:00–17:00/s);
  assert.equal(actions(), 6);
});

test("forty people of a hall get a code each, named, one slip a sheet", async (t) => {
  const { page, act, actions } = await atHouse(t, "?page=new-key");
  await act.click("radio", "Codes for many");
  await act.type("Called", "Choir");
  await act.click("button", "Fill in");
  await act.click("checkbox", "Hall");
  await act.click("button", "One day");
  await act.click("button", "Make 40 keys");
  await page.getByRole("heading", { name: "40 keys made" }).waitFor();
  const keys = await keysOf("Choir");
  assert.equal(keys.filter(({ accesses, keyType }) => accesses.join() === HALL && keyType === "code").length, 40);
  assert.equal(new Set(keys.map(({ person }) => person.lastName)).size, 40);
  await becomes(() => page.locator(".slip").count(), 40);
  const codes = await page.locator(".slip-code").allTextContents();
  assert.equal(new Set(codes).size, 40);
  const pdf = await page.pdf({ format: "A6" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 40);
  assert.equal(actions(), 6);
});

test("a spouse gets a phone key, and it is taken back", async (t) => {
  const { page, act, actions } = await atHouse(t, "?page=new-key");
  await act.click("radio", "A phone");
  await act.type("Name optional", "Noor Haddad");
  await act.type("Phone number", "+46 70 765 43 21");
  await act.click("checkbox", "Main entrance");
  await act.click("checkbox", "Garage");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Noor Haddad" }).waitFor();
  assert.deepEqual((await keysOf("Noor"))[0].accesses, [FRONT, GARAGE]);
  assert.equal(actions(), 6);
  await act.click("link", "To the keys");
  await act.click("button", /^Noor Haddad/);
  await act.click("button", "Take back");
  await act.click("button", "Take it back");
  await page.getByText("Done: taken back.").waitFor();
  assert.equal((await keysOf("Noor"))[0].state, "revoked");
  assert.equal(actions(), 10);
});

test("a lost card stops working, and another one takes its place", async (t) => {
  const { page, act, actions } = await atHouse(t, "?page=keys");
  await act.type("Name or phone", "ada");
  await act.click("button", /^Ada Lindqvist/);
  await act.click("button", "Lost or stolen");
  await act.click("button", "It is lost");
  await page.getByText("Done: lost.").waitFor();
  assert.equal((await keysOf("Ada"))[0].state, "lost");
  assert.equal(actions(), 4);
  await act.click("link", "Give a new one in its place");
  await page.getByText("Ada Lindqvist").waitFor();
  await act.type("Number on it", "0012345679");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Ada Lindqvist" }).waitFor();
  const [next, lost] = await keysOf("Ada");
  assert.deepEqual([next.accesses, next.state, lost.state], [[FRONT, GARAGE], "active", "lost"]);
  assert.equal(next.person.id, lost.person.id);
  assert.equal(actions(), 7);
});

test("who opened the garage last night is seen", async (t) => {
  const house = new FakeHouse();
  const [ada] = house.people;
  // In the night before the morning of the house, whatever the time is elsewhere.
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(new Date());
  const at = `${today}T00:30:00Z`;
  const event = (seq, type, door, more) => ({ seq, stream: `door/${door}`, version: seq, at, actor: "door", person: ada.id, type, data: { attempt: "a", from: "door", credential: house.keys[0].id, ...more } });
  house.events = [
    event(3, "DoorOpened", GARAGE, { reason: "granted" }),
    event(2, "DoorStayedShut", GARAGE, { reason: "outside-schedule" }),
    event(1, "DoorOpened", FRONT, { reason: "granted" }),
  ];
  const { page, act, actions } = await atHouse(t, "?page=activity", house);
  await act.pick("Door", "Garage");
  await act.click("button", "Last night");
  const rows = page.getByRole("list", { name: "What happened" }).getByRole("listitem");
  await rows.nth(1).waitFor();
  await becomes(() => rows.count(), 2);
  await rows.first().filter({ hasText: /Opened.*Ada Lindqvist.*Garage/s }).waitFor();
  assert.match(await rows.last().textContent(), /Stayed shut.*It does not open at this time of the week/s);
  assert.equal(actions(), 2);
});
