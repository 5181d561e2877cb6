import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, description, useConsole } from "./console.mjs";
import { atHouse, FakeHouse, FRONT, GARAGE, problem } from "./house.mjs";
import { danglingReferences, namelessControls } from "./keys.mjs";
import { beyondEdge, faintTexts } from "./looks.mjs";

const { visit } = useConsole();
const open = (t, path, options) => atHouse(visit, t, path, options);

const makeKey = (page) => page.getByRole("button", { name: "Make the key" }).click();

test("who is not signed in is asked for a key, and a wrong one is told", async (t) => {
  const house = new FakeHouse();
  house.session = undefined;
  const { page } = await open(t, "?page=people", { house });
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
  const { page, house } = await open(t, "?page=keys#ticket=abc%2Fdef");
  await page.getByRole("heading", { level: 1, name: "Keys" }).waitFor();
  const sent = async () => house.requests.find(({ method, path }) => method === "POST" && path === "/session")?.body;
  await becomes(sent, { ticket: "abc/def" });
  await becomes(async () => new URL(page.url()).hash, "");
});

test("a session that ends while a page stands leads to the sign-in", async (t) => {
  const { page, house } = await open(t, "?page=keys");
  await page.getByRole("button", { name: /^Ada/ }).waitFor();
  house.refusals.push({ path: "/keys", ...problem(401, "authorization_missing") });
  await page.getByLabel("Name or phone").fill("ada");
  await page.getByText("Your sign-in has ended.").waitFor();
});

test("the search stays out of the address, filters stand in it", async (t) => {
  const { page, house } = await open(t, "?page=keys");
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
  const { page } = await open(t, "?page=activity", { house });
  await page.getByText("by Lena at the desk").waitFor();
  const said = await page.locator(".event p").evaluateAll((rows) => rows.map((row) => /by .*/.exec(row.textContent)?.[0].trim()));
  assert.deepEqual(said, [undefined, "by a manager", "by Lena at the desk", "by you", "by who runs the service"]);
  await page.goto(new URL("?page=keys", page.url()).href);
  await page.getByRole("button", { name: /^Ada/ }).click();
  await page.getByText("Key reported (lost) by Lena at the desk").waitFor();
  await becomes(() => page.locator(".deeds li").count(), 5);
});

test("a key says when it was tried last, and that wrong numbers keep it out", async (t) => {
  const house = new FakeHouse();
  const [key] = house.keys;
  const tried = (seq, type, door, reason) => ({ seq, stream: `door/${door}`, version: seq, at: "2026-11-20T08:00:00Z", actor: "door", person: key.person.id, type, data: { credential: key.id, reason } });
  house.events = [tried(2, "DoorStayedShut", GARAGE, "credential-locked-out"), tried(1, "DoorOpened", FRONT, "granted")];
  const { page } = await open(t, "?page=keys", { house });
  await page.getByRole("button", { name: /^Ada/ }).click();
  const last = page.locator(".key-facts > div", { hasText: "Last tried" });
  await last.waitFor();
  assert.match(await last.textContent(), /Stayed shut at Garage, 20 Nov 2026, 09:00.*Too many wrong codes were typed for this card/s);
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
      const { page } = await open(t, path, { house });
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
  const { page } = await open(t, "?page=keys", { house });
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
  const { page } = await open(t, "?page=keys", { house, viewport: { width: 390, height: 844 } });
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
  const { page, house } = await open(t, "?page=activity");
  await page.getByRole("button", { name: "Other times" }).click();
  const from = page.getByLabel("From optional");
  await from.fill("2027-03-28T02:30");
  await from.blur();
  await page.getByRole("button", { name: /^Take 28 Mar 2027, 03:00/ }).click();
  const asked = () => house.requests.findLast(({ path }) => path === "/events")?.query.from;
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
  const { page } = await open(t, "?page=activity", { house, viewport: { width: 390, height: 844 } });
  const top = (locator) => locator.evaluate((node) => node.getBoundingClientRect().top);
  const night = page.getByRole("button", { name: "Last night" });
  assert.ok((await top(night)) < (await top(page.getByLabel("Door", { exact: true }))));
  await page.locator(".event").waitFor();
  assert.ok((await top(page.locator(".event"))) < 600);
  // The words may be there before the question is asked.
  const asked = page.waitForRequest((request) => {
    const { pathname, searchParams } = new URL(request.url());
    return pathname === "/events" && searchParams.has("from");
  });
  await night.click();
  await page.getByText(/^from .* until /).waitFor();
  assert.equal(await night.getAttribute("aria-pressed"), "true");
  const { searchParams } = new URL((await asked).url());
  const [from, until] = ["from", "until"].map((name) => Date.parse(searchParams.get(name)));
  assert.equal((until - from) / 3_600_000, 14);
});

test("who may only look is offered nothing to change", async (t) => {
  const house = new FakeHouse();
  house.session.role = "reader";
  const { page } = await open(t, "?page=keys", { house });
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
          const { page } = await open(t, path, { house, colorScheme, viewport: { width, height: 844 } });
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
