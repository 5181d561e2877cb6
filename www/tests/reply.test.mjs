import assert from "node:assert/strict";
import { test } from "node:test";

import {
  askCore,
  chooseType,
  description,
  fillCode,
  fixTime,
  MAIN_ENTRANCE,
  shownReply,
  shownRequest,
  useConsole,
  UUID,
} from "./console.mjs";

const { open } = useConsole();

const toggle = (page, name) => page.getByRole("switch", { name });
const codes = ({ body }) => body.issues.map(({ code }) => code);

test("a request that does not check gets the core's refusal", async (t) => {
  const page = await open(t);
  const { issues } = await askCore("createAccessKey.check", await shownRequest(page));
  const expected = await askCore("createAccessKey.refuse", issues);
  const { status, contentType, body, effect } = await shownReply(page);
  assert.deepEqual({ status, contentType, body }, expected);
  assert.deepEqual(effect, { Stores: "nothing", Creates: "no user", Notifies: "nobody" });
});

test("200 with what the core decides for the shown request and state", async (t) => {
  const page = await open(t);
  await fillCode(page, "271828");
  await page.getByLabel("First name").fill("Ada");
  await fixTime(page, "2026-03-01T08:00:00Z");
  const expected = await askCore("createAccessKey.decide", await shownRequest(page), {
    userExists: true,
    mobileKeysEnabled: true,
    mayManageAccesses: true,
    now: "2026-03-01T08:00:00Z",
    inUse: [
      { keyType: "code", keyIdentification: "482913" },
      { keyType: "rfid", keyFormat: "EM", keyIdentification: "0012345678" },
    ],
  });
  const reply = await shownReply(page);
  assert.equal(reply.status, 200);
  assert.equal(reply.contentType, "application/json");
  assert.deepEqual(reply.body, expected.body);
  assert.deepEqual(reply.effect, {
    Stores: "code key 271828 for 1 access",
    Creates: "a none-mobile user: Ada",
    Notifies: "the user",
  });
});

test("403 when the caller may not manage the accesses or mobile keys are off", async (t) => {
  const page = await open(t);
  await chooseType(page, /^Phone/);
  await page.getByLabel("Phone number of the user").fill("+46701234567");
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
  assert.equal((await shownReply(page)).status, 200);
  await toggle(page, "Mobile keys are enabled").uncheck();
  assert.deepEqual(codes(await shownReply(page)), ["mobile_keys_disabled"]);
  await toggle(page, "The caller may manage these doors").uncheck();
  const reply = await shownReply(page);
  assert.equal(reply.status, 403);
  assert.equal(reply.contentType, "application/problem+json");
  assert.deepEqual(codes(reply), ["mobile_keys_disabled", "accesses_not_managed"]);
});

test("400 for a user that the service does not know, and for a window that is over", async (t) => {
  const page = await open(t);
  await fillCode(page);
  await page.getByLabel("User id").fill(UUID);
  assert.equal((await shownReply(page)).status, 200);
  await toggle(page, "The user exists").uncheck();
  assert.deepEqual(codes(await shownReply(page)), ["user_unknown"]);
  await toggle(page, "The user exists").check();
  await page.locator("#validTo-picker").fill("2026-03-01T08:00");
  await fixTime(page, "2026-03-01T07:00:00Z");
  const reply = await shownReply(page);
  assert.equal(reply.status, 400);
  assert.deepEqual(codes(reply), ["window_over"]);
});

test("409 for an identification that is in use, 200 again when its row is gone", async (t) => {
  const page = await open(t);
  await fillCode(page, "482913");
  const reply = await shownReply(page);
  assert.equal(reply.status, 409);
  assert.deepEqual(codes(reply), ["identification_in_use"]);
  await page.getByRole("button", { name: "Remove identification 1" }).click();
  assert.equal((await shownReply(page)).status, 200);
});

test("card numbers clash by value and format, as the rows say", async (t) => {
  const page = await open(t);
  await chooseType(page, /^Card/);
  await page.getByLabel("Card number").fill("12345678");
  await page.getByRole("checkbox", { name: "Garage" }).check();
  assert.equal((await shownReply(page)).status, 409);
  await page.getByLabel("Number format").selectOption("MC");
  assert.equal((await shownReply(page)).status, 200);
  await page.getByLabel("Format of identification 2").selectOption("MC");
  assert.equal((await shownReply(page)).status, 409);
});

test("an identification that can be none says so beside its row, and nothing is decided", async (t) => {
  const page = await open(t);
  await fillCode(page);
  const number = page.getByLabel("Identification 1", { exact: true });
  await number.fill("48");
  assert.equal(
    await page
      .getByRole("region", { name: /^Reply/ })
      .locator(".badge")
      .textContent(),
    "No reply",
  );
  assert.equal(await number.getAttribute("aria-invalid"), "true");
  assert.match(await description(number), /^Expected 4 to 8 digits, found 2/);
  await page.getByRole("button", { name: "Generate" }).click();
  assert.match(await page.locator("#code").inputValue(), /^[0-9]{6}$/);
  await number.fill("");
  assert.equal((await shownReply(page)).status, 200);
  await number.fill("482913");
  assert.equal(await number.getAttribute("aria-invalid"), null);
});

test("a key that would be stored can be put among those in use", async (t) => {
  const page = await open(t);
  await fillCode(page, "271828");
  await page.getByRole("button", { name: "Mark as in use" }).click();
  assert.equal(await page.getByLabel("Identification 3", { exact: true }).inputValue(), "271828");
  assert.equal((await shownReply(page)).status, 200, "the request was answered before that");
  await page.getByLabel("First name").fill("Ada");
  assert.equal((await shownReply(page)).status, 409, "another is refused");
});

test("a generated code stays the same until the question changes", async (t) => {
  const page = await open(t);
  await fillCode(page, "*");
  const drawn = (await shownReply(page)).body.keyIdentification;
  assert.match(drawn, /^[0-9]{6}$/);
  await page.locator("#code").focus();
  await page.keyboard.press("Tab");
  assert.equal((await shownReply(page)).body.keyIdentification, drawn);
  assert.equal((await shownRequest(page)).keyIdentification, "*");
});

test("a phone number that is new creates a mobile user", async (t) => {
  const page = await open(t);
  await toggle(page, "The user exists").uncheck();
  await chooseType(page, /^Phone/);
  await page.getByLabel("Phone number of the user").fill("+46701234567");
  await page.getByLabel("Last name").fill("Lovelace");
  await page.getByRole("checkbox", { name: "Main entrance" }).check();
  await toggle(page, "Send a notification").uncheck();
  const { effect, body } = await shownReply(page);
  assert.deepEqual(effect, {
    Stores: "mobile key for 1 access",
    Creates: "a mobile user: Lovelace +46701234567",
    Notifies: "nobody",
  });
  assert.deepEqual(body.accesses, [MAIN_ENTRANCE]);
});

test("a fixed time that is none gives no reply and says why", async (t) => {
  const page = await open(t);
  await fillCode(page);
  await fixTime(page, "noon");
  const panel = page.getByRole("region", { name: /^Reply/ });
  assert.equal(await panel.locator(".badge").textContent(), "No reply");
  assert.equal(await page.getByLabel("Fixed time").getAttribute("aria-invalid"), "true");
  await page.getByLabel("Fixed time").fill("2026-03-01T12:00:00Z");
  assert.equal((await shownReply(page)).status, 200);
});
