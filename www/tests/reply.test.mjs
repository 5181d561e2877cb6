import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, askCore, chooseType, decided, description, fillCode, shownReply, shownRequest, submit, useConsole, UUID } from "./console.mjs";

const { open } = useConsole();

const codes = ({ body }) => body.issues.map(({ code }) => code);
const NOW = "2026-03-01T08:00:00Z";
/** The state that stands there at first. */
const STATE = {
  userExists: true,
  mobileKeysEnabled: true,
  mayManageAccesses: true,
  inUse: [
    { keyType: "code", keyIdentification: "482913" },
    { keyType: "rfid", keyFormat: "EM", keyIdentification: "0012345678" },
  ],
};

test("the request is sent when it is submitted, and the reply is the service's", async (t) => {
  const page = await open(t);
  const reply = { keyType: "code", keyIdentification: "271828" };
  const sent = await answering(page, { json: reply });
  await submit(page);
  assert.deepEqual(sent, [], "what does not check is not sent");
  assert.equal(await page.getByRole("region", { name: /^Reply/ }).locator(".badge").textContent(), "Not sent");
  await fillCode(page, "271828");
  await submit(page);
  await page.getByText("It is kept there.").waitFor();
  assert.deepEqual(sent, [{ method: "POST", path: "/access-keys", body: await shownRequest(page) }]);
  assert.deepEqual(await shownReply(page), { status: 200, contentType: "application/json", body: reply });
  assert.equal(await page.evaluate(() => document.activeElement.id), "reply-heading");
  await page.getByLabel("First name").fill("Ada");
  await page.getByText("The request is another one by now.").waitFor();
});

test("a service that is away, and one where nobody is signed in, is said", async (t) => {
  const page = await open(t);
  await fillCode(page);
  await answering(page, { status: 0 });
  await submit(page);
  await page.getByText("The service cannot be reached.").waitFor();
  await answering(page, { status: 401, json: { issues: [{ code: "authorization_missing", path: [], message: "expected a key" }] } });
  await submit(page);
  await page.getByText("Nobody is signed in").waitFor();
  assert.equal(await page.getByRole("link", { name: "sign in" }).getAttribute("href"), "?page=keys");
  assert.equal(await page.locator(".summary:visible").textContent(), "Every field is valid.");
});

test("a request that does not check gets the core's refusal", async (t) => {
  const page = await open(t);
  const { issues } = await askCore("createAccessKey.check", await shownRequest(page));
  assert.deepEqual(await decided(page), await askCore("createAccessKey.refuse", issues));
});

test("what is decided is what the core decides of the shown request and state", async (t) => {
  const page = await open(t);
  await fillCode(page, "271828");
  await page.getByLabel("First name").fill("Ada");
  const request = await shownRequest(page);
  const found = await decided(page, (state) => (state.now = NOW));
  const expected = await askCore("createAccessKey.decide", request, { ...STATE, now: NOW });
  assert.deepEqual(found, JSON.parse(JSON.stringify(expected)));
  assert.equal(found.status, 200);
});

test("every member of the state counts", async (t) => {
  const page = await open(t);
  await fillCode(page, "482913");
  assert.deepEqual(codes(await decided(page)), ["identification_in_use"]);
  assert.equal((await decided(page, (state) => state.inUse.shift())).status, 200);
  const managed = await decided(page, (state) => (state.mayManageAccesses = false));
  assert.deepEqual([managed.status, codes(managed)], [403, ["accesses_not_managed"]]);
  await page.getByLabel("User id").fill(UUID);
  const unknown = await decided(page, (state) => Object.assign(state, { mayManageAccesses: true, userExists: false }));
  assert.deepEqual([unknown.status, codes(unknown)], [400, ["user_unknown"]]);
  await page.locator("#validTo-picker").fill("2026-03-01T08:00");
  const over = await decided(page, (state) => Object.assign(state, { userExists: true, now: "2026-03-01T07:00:00Z" }));
  assert.deepEqual(codes(over), ["window_over"]);
  await chooseType(page, /^Card/);
  await page.getByLabel("Card number").fill("12345678");
  await page.locator("#validTo-picker").fill("");
  assert.equal((await decided(page)).status, 409);
  assert.equal((await decided(page, (state) => (state.inUse = []))).status, 200);
});

test("a state that is none says what is wrong with it, and nothing is decided", async (t) => {
  const page = await open(t);
  await fillCode(page);
  const state = page.locator("#key-state");
  await decided(page, (state) => (state.inUse[0].keyIdentification = "48"));
  assert.equal(await page.locator(".what-if .badge").textContent(), "Nothing is decided");
  assert.equal(await state.getAttribute("aria-invalid"), "true");
  assert.match(await description(state), /^At inUse\.0\.keyIdentification: Expected 4 to 8 digits, found 2/);
  for (const text of ["", "[", "null", "7", "[]", '"state"', "{}", '{ "now": "noon" }']) {
    const { message, status } = await decided(page, text);
    assert.ok(message && status === undefined, text);
    assert.equal(await state.getAttribute("aria-invalid"), "true", text);
  }
  assert.equal(await page.locator("form [aria-invalid=true]").count(), 0);
});

test("a code that would be drawn stays the same until the question changes", async (t) => {
  const page = await open(t);
  await fillCode(page, "*");
  const drawn = (await decided(page)).body.keyIdentification;
  assert.match(drawn, /^[0-9]{6}$/);
  await page.locator("#code").focus();
  await page.keyboard.press("Tab");
  assert.equal((await decided(page)).body.keyIdentification, drawn);
  assert.equal((await shownRequest(page)).keyIdentification, "*");
});
