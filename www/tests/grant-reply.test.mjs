import assert from "node:assert/strict";
import { test } from "node:test";

import { askCore, decided, description, shownRequest, useConsole } from "./console.mjs";
import { ADA, byKey, fillGrant, fillRemoval, grantor, level, path, pick, STATE, typeMoment } from "./lock-access.mjs";

const { open } = useConsole();

const NOW = "2026-03-01T08:00:00Z";
const refused = async (page, change) => {
  const { status, body } = await decided(page, change);
  return [status, body.error];
};

async function opened(t) {
  const page = await open(t, { path });
  await decided(page, (state) => (state.now = NOW));
  return page;
}

test("what is decided is what the core decides for the shown request and state", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  const expected = await askCore("grantLockAccess.decide", { id: ADA, ...(await shownRequest(page)) }, { ...STATE, now: NOW });
  const found = await decided(page);
  assert.equal(found.status, 200);
  assert.deepEqual(found, JSON.parse(JSON.stringify(expected)));
  assert.equal(found.effect.event.type, "AccessibleLockAdded");
  await fillRemoval(page);
  const removed = await askCore("removeLockAccess.decide", { id: ADA, ...(await shownRequest(page)) }, { ...STATE, now: NOW });
  assert.deepEqual(await decided(page), JSON.parse(JSON.stringify(removed)));
});

test("a version, a user and a lock of the state are held against the request, in their order", async (t) => {
  const page = await opened(t);
  await fillGrant(page, "Garage");
  assert.deepEqual(await refused(page), [400, "lock_already_accessible"]);
  assert.deepEqual(await refused(page, (state) => (state.expectedVersion = 9)), [409, "version_conflict"]);
  assert.deepEqual(await refused(page, (state) => (state.userExists = false)), [404, "user_unknown"]);
});

for (const [what, grant, error] of [
  ["none", null, "grantor_without_grant"],
  ["a revoked one", { accessLevel: "OWNER", revoked: true }, "grantor_not_valid"],
  ["an expired one", { accessLevel: "OWNER", validUntil: "2026-02-01T00:00:00Z" }, "grantor_not_valid"],
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
    assert.equal((await decided(page, (state) => (state.caller.id = ADA))).status, 200);
  });
}

test("403 in one line for all that the caller's access does not reach", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await level(page, "GUEST");
  await grantor(page, { accessLevel: "GUEST", validFrom: "2026-02-01T00:00:00Z", validUntil: "2026-04-01T00:00:00Z" });
  await typeMoment(page, "Valid from", "2026-01-01T00:00:00Z");
  await typeMoment(page, "Valid until", "2026-05-01T00:00:00Z");
  const { status, body } = await decided(page);
  assert.deepEqual([status, body.error], [403, "level_not_grantable"]);
  assert.match(body.message, /accessLevel: .*; validFrom: .*; validUntil: /);
});

test("the organisation gives its lock a first owner and nothing else", async (t) => {
  const page = await opened(t);
  await fillGrant(page);
  await level(page, "OWNER");
  assert.equal((await byKey(page, true)).status, 200);
  await level(page, "USER");
  assert.deepEqual(await refused(page), [403, "level_not_grantable"]);
  assert.deepEqual(await refused(page, (state) => (state.organisationOwnsLock = false)), [403, "lock_not_owned"]);
});

for (const [place, change] of Object.entries({
  "aggregate.version": (state) => (state.aggregate.version = "many"),
  expectedVersion: (state) => (state.expectedVersion = 1.5),
  "caller.id": (state) => (state.caller.id = "Ben"),
  "caller.grant.validFrom": (state) => (state.caller.grant.validFrom = "noon"),
  "aggregate.locks.0.validUntil": (state) => (state.aggregate.locks[0].validUntil = "soon"),
})) {
  test(`a state whose ${place} is none says so, and nothing is decided`, async (t) => {
    const page = await opened(t);
    await fillGrant(page);
    const { message } = await decided(page, change);
    assert.ok(message);
    assert.ok((await description(page.locator("#locks-state"))).startsWith(`At ${place}: `));
  });
}
