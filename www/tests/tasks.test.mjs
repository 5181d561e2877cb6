import assert from "node:assert/strict";
import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { FakeHouse, FRONT, GARAGE, HALL } from "./house.mjs";

const { visit } = useConsole();

/** A page of a house, and a count of what was done on it: each click, each text that is typed. */
async function atHouse(t, path, { house = new FakeHouse(), ...options } = {}) {
  const { page, troubles } = await visit(t, { path, prepare: (page) => house.attach(page), ...options });
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
  return { page, house, act, actions: () => actions };
}

test("a cleaner gets a code for weekdays and three months", async (t) => {
  const { page, house, act, actions } = await atHouse(t, "?page=keys");
  await act.click("link", "New key");
  await act.type("Name optional", "Mara Silva");
  await act.click("checkbox", "Main entrance");
  await act.click("button", "Three months");
  await act.click("radio", "Weekdays, 8 to 17");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Mara Silva" }).waitFor();
  const [key] = house.keys;
  assert.deepEqual(key.accesses, [FRONT]);
  assert.deepEqual(key.schedule, { weekly: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: 480, until: 1020 }] });
  const days = (Date.parse(key.validTo) - Date.now()) / 86_400_000;
  assert.ok(days > 88 && days < 94, key.validTo);
  const slip = await page.getByRole("region", { name: "Slip for Mara Silva" }).textContent();
  assert.match(slip, /\d{6}.*Main entrance.*Mon–Fri 08:00–17:00/s);
  assert.equal(actions(), 6);
});

test("forty people of a hall get a code each, named, one slip a sheet", async (t) => {
  const { page, house, act, actions } = await atHouse(t, "?page=new-key");
  await act.click("radio", "Codes for many");
  await act.type("Called", "Choir");
  await act.click("button", "Fill in");
  await act.click("checkbox", "Hall");
  await act.click("button", "One day");
  await act.click("button", "Make 40 keys");
  await page.getByRole("heading", { name: "40 keys made" }).waitFor();
  assert.equal(house.keys.filter(({ accesses }) => accesses.join() === HALL).length, 40);
  assert.equal(await page.locator(".slip").count(), 40);
  const codes = await page.locator(".slip-code").allTextContents();
  assert.equal(new Set(codes).size, 40);
  const pdf = await page.pdf({ format: "A6" });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 40);
  assert.equal(actions(), 6);
  const once = house.requests.filter(({ path }) => path === "/access-keys").map(({ headers }) => headers["idempotency-key"]);
  assert.equal(new Set(once).size, 40);
});

test("a spouse gets a phone key, and it is taken back", async (t) => {
  const { page, house, act, actions } = await atHouse(t, "?page=new-key");
  await act.click("radio", "A phone");
  await act.type("Name optional", "Noor Haddad");
  await act.type("Phone number", "+46 70 765 43 21");
  await act.click("checkbox", "Main entrance");
  await act.click("checkbox", "Garage");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Noor Haddad" }).waitFor();
  assert.deepEqual(house.keys[0].accesses, [FRONT, GARAGE]);
  assert.equal(actions(), 6);
  await act.click("link", "To the keys");
  await act.click("button", /^Noor Haddad/);
  await act.click("button", "Take back");
  await act.click("button", "Take it back");
  await page.getByText("Done: taken back.").waitFor();
  assert.equal(house.keys[0].state, "revoked");
  assert.equal(actions(), 10);
});

test("a lost card stops working, and another one takes its place", async (t) => {
  const { page, house, act, actions } = await atHouse(t, "?page=keys");
  await act.type("Name or phone", "ada");
  await act.click("button", /^Ada Lindqvist/);
  await act.click("button", "Lost or stolen");
  await act.click("button", "It is lost");
  await page.getByText("Done: lost.").waitFor();
  assert.equal(house.keys[0].state, "lost");
  assert.equal(actions(), 4);
  await act.click("link", "Give a new one in its place");
  await page.getByText("Ada Lindqvist").waitFor();
  await act.type("Number on it", "0012345679");
  await act.click("button", "Make the key");
  await page.getByRole("heading", { name: "Key made for Ada Lindqvist" }).waitFor();
  assert.deepEqual(house.keys[0].accesses, [FRONT, GARAGE]);
  assert.equal(house.keys[0].person.firstName, "Ada");
  assert.equal(actions(), 7);
});

test("who opened the garage last night is seen", async (t) => {
  const house = new FakeHouse();
  const [ada] = house.people;
  const at = new Date();
  at.setUTCHours(0, 30, 0, 0);
  const event = (seq, type, door, more) => ({ seq, stream: `door/${door}`, version: seq, at: at.toISOString(), actor: "door", person: ada.id, type, data: { attempt: "a", from: "door", credential: house.keys[0].id, ...more } });
  house.events = [
    event(3, "DoorOpened", GARAGE, { reason: "granted" }),
    event(2, "DoorStayedShut", GARAGE, { reason: "outside-schedule" }),
    event(1, "DoorOpened", FRONT, { reason: "granted" }),
  ];
  const { page, act, actions } = await atHouse(t, "?page=activity", { house });
  await act.pick("Door", "Garage");
  await act.click("button", "Last night");
  const rows = page.getByRole("list", { name: "What happened" }).getByRole("listitem");
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2);
  assert.match(await rows.first().textContent(), /Opened.*Ada Lindqvist.*Garage/s);
  assert.match(await rows.last().textContent(), /Stayed shut.*It does not open at this time of the week/s);
  assert.equal(actions(), 2);
});
