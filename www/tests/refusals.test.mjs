import assert from "node:assert/strict";
import { test } from "node:test";

import { description, fillCode, shownReply, useConsole } from "./console.mjs";
import { fillGrant, fillRemoval, grantor, level, path as lockPath } from "./lock-access.mjs";
import { fillIdentifier, fillUser, path as panelPath, toggle, toIdentifier } from "./panel.mjs";

const { open } = useConsole();

const summary = (page) => page.locator(".summary:visible");
const legend = (page, name) => page.locator("legend", { hasText: name }).first();

/** What the service refuses though the check has nothing against it, and what says so. */
const REFUSALS = {
  "a guest without an end": {
    path: lockPath,
    bring: async (page) => {
      await fillGrant(page);
      await level(page, "GUEST");
    },
    control: "#validUntil-picker",
    sentence: "A guest’s access needs an end",
    label: "Valid until",
  },
  "a grant beyond the caller's own": {
    path: lockPath,
    bring: async (page) => {
      await fillGrant(page);
      await grantor(page, { level: "OWNER", until: "2099-01-01T00:00:00Z" });
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
    },
    control: "#lockId",
    sentence: "The user has no access to this lock",
    label: "Lock",
  },
  "a code that is in use": {
    bring: (page) => fillCode(page, "482913"),
    control: "#code",
    sentence: "Somebody else has this code or number at that time; choose another",
    label: "Code",
  },
  "a number that the panel has": {
    path: panelPath,
    bring: async (page) => {
      await toIdentifier(page);
      await fillIdentifier(page, "license_plate", "abc123");
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
    assert.equal(await page.locator(control).getAttribute("aria-invalid"), "true");
    assert.equal((await description(page.locator(control))).split("|")[0], sentence);
    assert.equal(await summary(page).textContent(), `1 field to correct: ${label}`);
    assert.equal(await summary(page).getAttribute("data-tone"), "bad");
  });
}

test("a choice that is refused says so beside its name", async (t) => {
  const page = await open(t, { path: lockPath });
  await fillGrant(page);
  await grantor(page, { level: "GUEST" });
  assert.equal(await legend(page, "Level").textContent(), "Level: The caller may not grant this level");
  await grantor(page, { level: "OWNER" });
  assert.equal(await legend(page, "Level").textContent(), "Level");
});

test("what is refused of no field is said all the same", async (t) => {
  const page = await open(t, { path: panelPath });
  await fillUser(page);
  assert.equal(await summary(page).textContent(), "Every field is valid.");
  await toggle(page, "The caller is an administrator").uncheck();
  assert.equal(await summary(page).textContent(), "The caller is no administrator");
});

/** What a reply allows, done in the sample state. */
const TAKEN = {
  key: { bring: (page) => fillCode(page, "271828"), action: "Mark as in use" },
  user: { path: panelPath, bring: (page) => fillUser(page), action: "Mark as in use" },
  identifier: {
    path: panelPath,
    bring: async (page) => {
      await toIdentifier(page);
      await fillIdentifier(page);
    },
    action: "Mark as in use",
  },
  grant: { path: lockPath, bring: (page) => fillGrant(page), action: "Apply to sample state" },
};

for (const [what, { path, bring, action }] of Object.entries(TAKEN)) {
  test(`a ${what} that was created stays created when it is put among what there is`, async (t) => {
    const page = await open(t, { path });
    await bring(page);
    const before = await shownReply(page);
    assert.equal(before.status, 200);
    const button = page.getByRole("button", { name: action });
    await button.click();
    const after = await shownReply(page);
    assert.deepEqual([after.status, after.body], [before.status, before.body]);
    assert.equal(await summary(page).textContent(), "Every field is valid.");
    assert.ok(await button.isDisabled(), "it is done once");
    assert.match(await page.locator(".effect-done").textContent(), /^(In use from now on|Applied)\.$/);
  });
}
