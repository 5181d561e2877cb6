import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, description, useConsole } from "./console.mjs";
import { atHouse, FakeHouse, FRONT, GARAGE, problem } from "./house.mjs";

const { visit } = useConsole();
const open = (t, path, options) => atHouse(visit, t, path, options);

test("a key is paused, its code shown once, its time changed", async (t) => {
  const { page, house } = await open(t, "?page=keys");
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

test("of a door is sent what was changed, and what is beside it stays", async (t) => {
  const { page, house } = await open(t, "?page=doors");
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
  const { page, house } = await open(t, "?page=doors");
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
  const { page } = await open(t, "?page=doors", { house });
  await page.getByRole("cell", { name: /^Waits after wrong tries until 1 Jan 2199, 12:30/ }).waitFor();
  await page.getByRole("button", { name: "Garage" }).click();
  await page.getByText("Who stands before it is kept out after wrong tries until 1 Jan 2199, 12:30, whatever is shown.").waitFor();
  await page.getByRole("button", { name: "Let them try again now" }).click();
  await page.getByText("is kept out").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Close" }).click();
  await becomes(() => page.getByRole("cell", { name: "Works" }).count(), 3);
});

test("a key that wrong tries keep out is seen, until when, and let try again", async (t) => {
  const house = new FakeHouse();
  house.keys[0].lockedUntil = "2199-01-01T11:30:00Z";
  const { page } = await open(t, "?page=keys", { house });
  await page.getByRole("cell", { name: /^Waits after wrong tries until 1 Jan 2199, 12:30/ }).waitFor();
  await page.getByRole("button", { name: /^Ada/ }).click();
  await page.getByText("Locked until 1 Jan 2199, 12:30: it is kept out after wrong tries, whatever is shown.").waitFor();
  const state = page.getByRole("dialog").getByRole("definition").first();
  assert.equal(await state.textContent(), "Waits after wrong tries");
  await page.getByRole("button", { name: "Let them try again now" }).click();
  await page.getByText("is kept out").waitFor({ state: "detached" });
  assert.equal(await state.textContent(), "Works");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("cell", { name: "Works" }).waitFor();
});

test("what somebody else changed meanwhile is shown as it is, and can be changed then", async (t) => {
  const { page, house } = await open(t, "?page=doors");
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

test("the doors of the panel's locks are set by their names", async (t) => {
  const { page, house } = await open(t, "?page=doors");
  const openPanel = () => page.getByRole("button", { name: "Panel at the entrance" }).click();
  await openPanel();
  await page.getByLabel("The second lock is at").selectOption("Garage");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(house.panel, { first: null, second: GARAGE });
  await openPanel();
  await page.getByLabel("The first lock is at").selectOption("Main entrance");
  await page.getByLabel("The second lock is at").selectOption("No door");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(house.panel, { first: FRONT, second: null });
  house.refusals.push({ path: "/panel/doors", ...problem(503, "too_busy") });
  await openPanel();
  await page.locator(".house > .refusal").waitFor();
});

test("a manager sets no panel", async (t) => {
  const house = new FakeHouse();
  house.session.role = "manager";
  const { page } = await open(t, "?page=doors", { house });
  await page.getByRole("button", { name: "Garage" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Panel at the entrance" }).count(), 0);
});

test("a person is added and changed", async (t) => {
  const { page, house } = await open(t, "?page=people");
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
  const { page, house } = await open(t, "?page=people");
  const words = () =>
    house.requests.filter(({ method, path }) => method === "POST" && path === "/people").map(({ headers }) => headers["idempotency-key"]);
  // Of which the list, asked for by the same path, is none.
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
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
