import assert from "node:assert/strict";
import { test } from "node:test";

import { askCore, description, fixTime, shownReply, shownRequest, useConsole } from "./console.mjs";
import {
  ADA,
  byKey,
  fillGrant,
  fillRemoval,
  grantor,
  level,
  path,
  pick,
  STATE,
  typeMoment,
} from "./lock-access.mjs";

const { open } = useConsole();

const NOW = "2026-03-01T08:00:00Z";
const toggle = (page, name) => page.getByRole("switch", { name });
const apply = (page) => page.getByRole("button", { name: "Apply to sample state" });
const refused = async (page) => {
  const { status, body } = await shownReply(page);
  return [status, body.error];
};

async function opened(t) {
  const page = await open(t, { path });
  await fixTime(page, NOW);
  return page;
}

test("200 with what the core decides for the shown request and state", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  const request = { id: ADA, ...(await shownRequest(page)) };
  const expected = await askCore("grantLockAccess.decide", request, { ...STATE, now: NOW });
  const { status, contentType, body, effect } = await shownReply(page);
  assert.equal(status, 200);
  assert.equal(contentType, "application/json");
  assert.deepEqual(body, expected.body);
  assert.deepEqual(effect, {
    Event: "AccessibleLockAdded, Front door",
    Version: "becomes 4",
    "Opens now": "no, because there is no access",
  });
});

test("what was granted can be applied, is accessible then, and can be removed again", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await apply(page).click();
  assert.equal(await page.locator("#version").inputValue(), "4");
  assert.equal(await page.getByLabel("Id of lock 2").inputValue(), (await shownRequest(page)).lockId);
  assert.equal((await shownReply(page)).status, 200, "as it was answered");
  assert.equal((await shownReply(page)).effect["Opens now"], "yes, because the access is valid");
  assert.ok(await apply(page).isDisabled());
  assert.equal(await page.evaluate(() => document.activeElement.id), "reply-heading");

  await fillRemoval(page);
  await pick(page, "Lock", "Front door");
  const { status, body, effect } = await shownReply(page);
  assert.equal(status, 200);
  assert.equal(body.event.type, "AccessibleLockRemoved");
  assert.equal(body.event.data.removedAt, NOW);
  assert.equal(body.accessLevel, "USER");
  assert.equal(effect.Version, "becomes 5");
  await apply(page).click();
  assert.ok(await apply(page).isDisabled());
  await page.getByLabel("Reason").fill("Moved");
  assert.deepEqual(await refused(page), [400, "lock_not_accessible"]);
  assert.equal(await page.locator("#version").inputValue(), "5");
});

test("404 for a user who does not exist, before the version and the lock", async (t) => {
  const page = await opened(t);
  await fillGrant(page, "Garage");
  await page.locator("#expectedVersion").fill("9");
  await toggle(page, "The user exists").uncheck();
  assert.deepEqual(await refused(page), [404, "user_unknown"]);
});

test("409 when another version was expected, none when it is the same", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await page.locator("#expectedVersion").fill("2");
  assert.deepEqual((await shownReply(page)).body, {
    error: "version_conflict",
    message: "expectedVersion: expected version 3, found 2",
  });
  assert.equal((await shownReply(page)).status, 409);
  await page.locator("#expectedVersion").fill("3");
  assert.equal((await shownReply(page)).status, 200);
});

test("403 in one line for all that the caller's access does not reach", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await level(page, "GUEST");
  assert.deepEqual(await refused(page), [400, "guest_without_end"]);
  await grantor(page, { level: "GUEST", from: "2026-02-01T00:00:00Z", until: "2026-04-01T00:00:00Z" });
  await typeMoment(page, "Valid from", "2026-01-01T00:00:00Z");
  await typeMoment(page, "Valid until", "2026-05-01T00:00:00Z");
  const { status, body } = await shownReply(page);
  assert.deepEqual([status, body.error], [403, "level_not_grantable"]);
  assert.match(body.message, /accessLevel: .*; validFrom: .*; validUntil: /);
  await grantor(page, { level: "USER", from: "", until: "" });
  assert.equal((await shownReply(page)).status, 200);
});

for (const [what, grant, error] of [
  ["none", { level: "" }, "grantor_without_grant"],
  ["a revoked one", { level: "OWNER", revoked: true }, "grantor_not_valid"],
  ["an expired one", { level: "OWNER", until: "2026-02-01T00:00:00Z" }, "grantor_not_valid"],
  ["a later one", { level: "OWNER", from: "2026-04-01T00:00:00Z" }, "grantor_not_valid"],
]) {
  test(`403 when the caller's own access is ${what}, to grant and to remove`, async (t) => {
    const page = await opened(t);
    await fillGrant(page);
    await grantor(page, grant);
    assert.deepEqual(await refused(page), [403, error]);
    await fillRemoval(page);
    assert.deepEqual(await refused(page), [403, error]);
    // Nobody's leave is needed to give up a lock, and nobody else gives it up.
    await pick(page, "Removed by", "Ada Lindqvist");
    assert.deepEqual(await refused(page), [403, "grantor_not_caller"]);
    await page.locator("#callerId").fill(ADA);
    assert.equal((await shownReply(page)).status, 200);
  });
}

test("the organisation gives its lock a first owner and nothing else", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await level(page, "OWNER");
  await toggle(page, "The organisation owns the lock").check();
  assert.deepEqual(await refused(page), [403, "level_not_grantable"], "no user has the organisation's right");
  await byKey(page);
  assert.equal((await shownReply(page)).status, 200);
  assert.ok(await page.locator("#callerId").isHidden());
  await level(page, "USER");
  assert.deepEqual(await refused(page), [403, "level_not_grantable"]);
  await toggle(page, "The organisation owns the lock").uncheck();
  assert.deepEqual(await refused(page), [403, "lock_not_owned"]);
});

test("a lock that can be none says so beside its row, at the member, and nothing is decided", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  const until = page.getByLabel("Until of lock 1");
  await until.fill("soon");
  const badge = page.getByRole("region", { name: /^Reply/ }).locator(".badge");
  assert.equal(await badge.textContent(), "No reply");
  assert.equal(await until.getAttribute("aria-invalid"), "true");
  assert.match(await description(until), /^Write the date and the time/);
  assert.equal(await page.getByLabel("Id of lock 1").getAttribute("aria-invalid"), null);
  await until.fill("");
  assert.equal((await shownReply(page)).status, 200);
  assert.equal(await until.getAttribute("aria-invalid"), null);
});

for (const [id, wrong] of [
  ["version", "many"],
  ["expectedVersion", "1.5"],
  ["callerId", "Ben"],
  ["grantorFrom", "noon"],
  ["grantorUntil", "night"],
]) {
  test(`a state whose ${id} is none says so there`, async (t) => {
    const page = await opened(t);
    await fillGrant(page);
    await page.locator(`#${id}`).fill(wrong);
    assert.equal(await page.locator(`#${id}`).getAttribute("aria-invalid"), "true");
    assert.match(await description(page.locator(`#${id}`)), /^(This is no id|Write the date|Expected a)/);
    assert.match(
      await page.getByRole("region", { name: "Body of the reply" }).textContent(),
      /^The sample service cannot decide: /,
    );
  });
}

test("rows of locks come and go", async (t) => {
  const page = await opened(t);
  await fillGrant(page, "Garage");
  assert.deepEqual(await refused(page), [400, "lock_already_accessible"]);
  await page.getByRole("button", { name: "Remove lock 1" }).click();
  assert.equal((await shownReply(page)).status, 200);
  await page.getByRole("button", { name: "Add a lock" }).click();
  assert.ok(await page.getByLabel("Id of lock 2").evaluate((node) => node === document.activeElement));
  assert.equal((await shownReply(page)).status, 200, "a row that is not filled in is no lock");
});

for (const [until, from, now, sentence] of [
  ["", "", NOW, "yes, because the access is valid"],
  ["2026-03-01T08:00:00Z", "", NOW, "no, because the access has expired"],
  ["", "2026-03-01T08:00:01Z", NOW, "no, because the access is not yet valid"],
]) {
  test(`whether the lock opens now: ${sentence}`, async (t) => {
    const page = await opened(t);
    await fillGrant(page, "Garage");
    await page.getByLabel("Until of lock 1").fill(until);
    await page.getByLabel("From of lock 1").fill(from);
    assert.equal((await shownReply(page)).effect["Opens now"], sentence);
  });
}
