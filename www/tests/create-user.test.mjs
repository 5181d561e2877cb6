import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, askCore, decided, description, shownRequest, useConsole } from "./console.mjs";
import { asListed, fillUser, listedIssues, path, toggle, USER_STATE } from "./panel.mjs";
import { curlOf, HOSTILE, shellWords } from "./shell.mjs";

const { open } = useConsole();

const create = (page) => page.getByRole("button", { name: "Create user" }).click();
const focusedId = (page) => page.evaluate(() => document.activeElement.id);
test("the request holds every field, in the order of the API", async (t) => {
  const page = await open(t, { path });
  await fillUser(page);
  await page.getByRole("checkbox", { name: "QR code" }).check();
  await page.getByRole("checkbox", { name: "License plate" }).check();
  await page.getByRole("radio", { name: /^Second/ }).check();
  await toggle(page, "Use this user’s own ways").check();
  const request = {
    name: "Ben Okafor",
    info: "Flat 12",
    auth_factors: ["card", "qr", "license_plate"],
    lock_number: 2,
    is_custom_user_access: true,
  };
  const shown = await shownRequest(page);
  assert.deepEqual(shown, request);
  assert.deepEqual(Object.keys(shown), Object.keys(request));
});

test("the boxes are the ways that the core takes", async (t) => {
  const page = await open(t, { path });
  const boxes = page.locator('[data-field="auth_factors"] input');
  const values = await boxes.evaluateAll((all) => all.map(({ value }) => value));
  const request = { name: "", info: "", lock_number: 0, is_custom_user_access: false };
  const { issues } = await askCore("createUser.check", { ...request, auth_factors: ["knock"] });
  assert.equal(values.join(", "), issues[0].params.expected);
});

for (const [name, number] of [
  [/^Both/, 0],
  [/^First/, 1],
  [/^Second/, 2],
]) {
  test(`the lock number ${number} is a choice`, async (t) => {
    const page = await open(t, { path });
    await page.getByRole("radio", { name }).check();
    assert.equal((await shownRequest(page)).lock_number, number);
  });
}

test("information is left out, empty or some, as it is asked for", async (t) => {
  const page = await open(t, { path });
  const empty = toggle(page, "Send it empty");
  assert.equal("info" in (await shownRequest(page)), false);
  await empty.check();
  assert.equal((await shownRequest(page)).info, "");
  await page.locator("#info").fill("Flat 12");
  assert.equal(await empty.isChecked(), false);
  await empty.check();
  assert.equal(await page.locator("#info").inputValue(), "");
});

test("the panel says one thing at a time; the list beside it says all", async (t) => {
  const page = await open(t, { path });
  const { issues } = await askCore("createUser.check", await shownRequest(page));
  assert.deepEqual(
    issues.map(({ path, code }) => [path[0], code]),
    [
      ["name", "missing_field"],
      ["info", "missing_field"],
      ["auth_factors", "list_empty"],
    ],
  );
  assert.deepEqual(await listedIssues(page), asListed(issues));
  assert.deepEqual(await decided(page), await askCore("createUser.refuse", issues));
  assert.equal((await decided(page)).body.error, "Wrong JSON body: no value for `name`");
  await page.locator("#name").fill("Ben");
  assert.equal((await decided(page)).body.error, "Wrong JSON body: no value for `info`");
  await page.locator("#info").fill("Flat 12");
  assert.equal((await decided(page)).body.error, "auth_factors must contain at least one item");
  await page.getByRole("checkbox", { name: "Face" }).check();
  assert.deepEqual(await listedIssues(page), []);
  assert.equal((await decided(page)).status, 200);
});

test("issues stand beside their fields, and submitting goes to the first, then sends", async (t) => {
  const page = await open(t, { path });
  await create(page);
  assert.equal(await focusedId(page), "name");
  assert.match(await description(page.locator("#name")), /^Fill this in\|/);
  assert.match(
    await description(page.getByRole("checkbox", { name: "Face" })),
    /^Choose at least one\|/,
  );
  assert.match(
    await page.getByRole("status").filter({ hasText: "fields to correct" }).textContent(),
    /^3 fields to correct: Name, Additional information, Ways to be let in$/,
  );
  const sent = await answering(page, { json: { uid: 1, has_dublicates: false } });
  await fillUser(page);
  await create(page);
  await page.getByText("It is kept there.").waitFor();
  assert.deepEqual(sent, [{ method: "POST", path: "/access/users/item", body: await shownRequest(page) }]);
  assert.equal(await focusedId(page), "reply-heading");
  assert.equal(await page.locator("form [aria-invalid]").count(), 0);
});

test("200 with what the core decides, and a name that is there already is said to be", async (t) => {
  const page = await open(t, { path });
  await fillUser(page);
  const expected = await askCore("createUser.decide", await shownRequest(page), USER_STATE);
  assert.deepEqual(await decided(page), JSON.parse(JSON.stringify(expected)));
  assert.equal(expected.status, 200);
  await page.locator("#name").fill("Ada Lindqvist");
  assert.deepEqual((await decided(page)).body, { uid: 3, has_dublicates: true });
});

test("401 comes before 403, and both before what is wrong with the request", async (t) => {
  const page = await open(t, { path });
  assert.deepEqual(await decided(page, (state) => (state.administrator = false)), {
    status: 403,
    contentType: "application/json",
    body: { error: "Administrator rights required" },
  });
  const { status, body } = await decided(page, (state) => (state.loggedIn = false));
  assert.deepEqual([status, body], [401, { error: "Log In" }]);
});

test("a uid that is none says so, and nothing is decided", async (t) => {
  const page = await open(t, { path });
  await fillUser(page);
  const { message } = await decided(page, (state) => (state.nextUid = "three"));
  assert.ok(message);
  assert.match(await description(page.locator("#user-state")), /^At nextUid: /);
});

for (const name of HOSTILE) {
  test(`a name stays a name: ${JSON.stringify(name)}`, async (t) => {
    const page = await open(t, { path });
    await fillUser(page, name);
    assert.equal((await shownRequest(page)).name, name);
    assert.equal((await decided(page)).effect.storeUser.name, name);
    const words = shellWords(await curlOf(page));
    assert.equal(words[2], new URL("/access/users/item", page.url()).href);
    assert.deepEqual(JSON.parse(words.at(-1)), await shownRequest(page));
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.title(), "Create user – latchwork console");
  });
}
