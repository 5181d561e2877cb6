import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, askCore, description, fillCode, shownReply, useConsole } from "./console.mjs";
import { fillGrant, fillRemoval, level, path as lockPath, STATE } from "./lock-access.mjs";
import { fillIdentifier, fillUser, IDENTIFIER_STATE, path as panelPath, toIdentifier, USER_STATE } from "./panel.mjs";

const { open } = useConsole();

const summary = (page) => page.locator(".summary:visible");
const legend = (page, name) => page.locator("legend", { hasText: name }).first();
const send = (page) => page.locator("form:visible button[type=submit]").click();

/** Sends the request to a service that knows `state` and decides as the core does. */
async function sentTo(page, call, state, id) {
  await page.route(
    (url) => /^\/(access-keys|access\/|users\/)/.test(url.pathname),
    async (route) => {
      const request = { ...(id && { id }), ...route.request().postDataJSON() };
      const { status, body } = await askCore(`${call}.decide`, request, state);
      return route.fulfill({ status, json: body });
    },
  );
  await send(page);
  await page.getByText(/^(Nothing was kept|It is kept there)\.$/).waitFor();
}

const KEYS = { userExists: true, mobileKeysEnabled: true, mayManageAccesses: true, now: Date.now(), inUse: [{ keyType: "code", keyIdentification: "482913" }] };
const ADA = STATE.aggregate.userId;
const granted = (grant) => ({ ...STATE, now: Date.now(), caller: { ...STATE.caller, grant: { revoked: false, ...grant } } });

/** What the service refuses though the check has nothing against it, and what says so. */
const REFUSALS = {
  "a guest without an end": {
    path: lockPath,
    bring: async (page) => {
      await fillGrant(page);
      await level(page, "GUEST");
      await sentTo(page, "grantLockAccess", granted({ accessLevel: "OWNER" }), ADA);
    },
    control: "#validUntil-picker",
    sentence: "A guest’s access needs an end",
    label: "Valid until",
  },
  "a grant beyond the caller's own": {
    path: lockPath,
    bring: async (page) => {
      await fillGrant(page);
      await sentTo(page, "grantLockAccess", granted({ accessLevel: "OWNER", validUntil: "2099-01-01T00:00:00Z" }), ADA);
    },
    control: "#validUntil-picker",
    sentence: "The caller’s own access does not reach so far",
    label: "Valid until",
  },
  "a lock that is not the user's": {
    path: lockPath,
    bring: async (page) => {
      await fillRemoval(page);
      await page.locator("#lockId").fill("999");
      await sentTo(page, "removeLockAccess", granted({ accessLevel: "OWNER" }), ADA);
    },
    control: "#lockId",
    sentence: "The user has no access to this lock",
    label: "Lock",
  },
  "a code that is in use": {
    bring: async (page) => {
      await fillCode(page, "482913");
      await sentTo(page, "createAccessKey", KEYS);
    },
    control: "#code",
    sentence: "Somebody else has this code or number at that time; choose another",
    label: "Code",
  },
  "a number that the panel has": {
    path: panelPath,
    bring: async (page) => {
      await toIdentifier(page);
      await fillIdentifier(page, "license_plate", "abc123");
      await sentTo(page, "createIdentifier", IDENTIFIER_STATE);
    },
    control: "#identifier_number",
    sentence: "Somebody else has this code or number at that time; choose another",
    label: "Number",
  },
};

for (const [what, { path, bring, control, sentence, label }] of Object.entries(REFUSALS)) {
  test(`${what} is refused at its field, and nothing is said to be valid`, async (t) => {
    const page = await open(t, { path });
    await bring(page);
    assert.notEqual((await shownReply(page)).status, 200);
    const field = page.locator(control);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal((await description(field)).split("|")[0], sentence);
    assert.ok(await field.evaluate((node) => node === document.activeElement));
    assert.equal(await summary(page).textContent(), `1 field to correct: ${label}`);
    assert.equal(await summary(page).getAttribute("data-tone"), "bad");
  });
}

test("a choice that is refused says so beside its name, until another is chosen", async (t) => {
  const page = await open(t, { path: lockPath });
  await fillGrant(page);
  await sentTo(page, "grantLockAccess", granted({ accessLevel: "GUEST" }), ADA);
  assert.equal(await legend(page, "Level").textContent(), "Level: The caller may not grant this level");
  await level(page, "ADMIN");
  assert.equal(await legend(page, "Level").textContent(), "Level");
  assert.equal(await summary(page).textContent(), "Every field is valid.");
});

test("what was refused is sent again as it is, and may be kept then", async (t) => {
  const page = await open(t);
  await fillCode(page, "482913");
  await sentTo(page, "createAccessKey", KEYS);
  const sent = await answering(page, { json: {} });
  await send(page);
  await page.getByText("It is kept there.").waitFor();
  assert.equal(sent.length, 1);
  assert.equal(await page.locator("#code").getAttribute("aria-invalid"), null);
});

test("what is refused of no field is said all the same", async (t) => {
  const page = await open(t, { path: panelPath });
  await fillUser(page);
  assert.equal(await summary(page).textContent(), "Every field is valid.");
  await sentTo(page, "createUser", { ...USER_STATE, administrator: false });
  assert.equal(await summary(page).textContent(), "The caller is no administrator");
});
