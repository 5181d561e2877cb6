import assert from "node:assert/strict";
import { test } from "node:test";

import { sayIssue } from "../parts/fields/issue-words.js";
import { answering, askCore, decided, description, shownRequest, useConsole } from "./console.mjs";
import {
  ADA,
  BEN,
  CELLAR,
  fillGrant,
  fillRemoval,
  FRONT_DOOR,
  GARAGE_LOCK,
  level,
  path,
  pick,
  removing,
  typeMoment,
} from "./lock-access.mjs";
import { curlOf, HOSTILE, shellWords } from "./shell.mjs";

const { open } = useConsole();

const grant = (page) => page.getByRole("button", { name: "Grant access", exact: true }).click();
const focusedId = (page) => page.evaluate(() => document.activeElement.id);

test("the body holds every field of a grant, in the order of the API, and the path the id", async (t) => {
  const page = await open(t, { path });
  await fillGrant(page);
  await level(page, "GUEST");
  await page.locator("#validFrom-picker").fill("2026-07-01T08:00");
  await page.getByLabel("Valid until: offset from UTC").selectOption("Z");
  await page.locator("#validUntil-picker").fill("2026-07-02T08:00");
  const body = {
    lockId: FRONT_DOOR,
    lockName: "Front door",
    accessLevel: "GUEST",
    validFrom: "2026-07-01T08:00:00+02:00",
    validUntil: "2026-07-02T08:00:00Z",
    grantedBy: BEN,
  };
  const shown = await shownRequest(page);
  assert.deepEqual(shown, body);
  assert.deepEqual(Object.keys(shown), Object.keys(body));
  assert.equal(
    await page.locator(".panel .request-line").textContent(),
    `POST /users/${ADA}/AddAccessibleLock`,
  );
});

test("a removal has fields of its own, and what both have stays", async (t) => {
  const page = await open(t, { path });
  await fillGrant(page, "Garage");
  await removing(page);
  assert.deepEqual(
    await page
      .locator("form [data-field]:visible")
      .evaluateAll((nodes) => nodes.map((node) => node.dataset.field)),
    ["id", "lockId", "removedBy", "reason"],
  );
  await fillRemoval(page);
  assert.deepEqual(await shownRequest(page), {
    lockId: GARAGE_LOCK,
    removedBy: BEN,
    reason: "Moved out",
  });
  assert.equal(
    await page.locator(".panel .request-line").textContent(),
    `POST /users/${ADA}/RemoveAccessibleLock`,
  );
  await page.getByRole("radio", { name: /^Grant/ }).check();
  assert.equal((await shownRequest(page)).grantedBy, BEN);
});

test("a sample fills its field, and other text is no sample", async (t) => {
  const page = await open(t, { path });
  await pick(page, "Lock", "Cellar");
  assert.equal(await page.locator("#lockId").inputValue(), CELLAR);
  assert.equal(await page.locator("#lockName").inputValue(), "Cellar");
  await page.locator("#lockId").fill("77");
  assert.equal(await page.getByLabel("Lock: samples").inputValue(), "");
  await page.locator("#lockId").fill(GARAGE_LOCK);
  assert.equal(await page.getByLabel("Lock: samples").inputValue(), GARAGE_LOCK);
});

test("an issue stands beside its own field once the field is left, tied to its control", async (t) => {
  const page = await open(t, { path });
  const id = page.locator("#id");
  await id.fill("someone");
  assert.equal(await id.getAttribute("aria-invalid"), null, "nothing is said before the field is left");
  await page.locator("#lockName").focus();
  assert.equal(await id.getAttribute("aria-invalid"), "true");
  assert.match(await description(id), /^This is no id: an id has 36 characters/);
  await id.fill(ADA);
  assert.equal(await id.getAttribute("aria-invalid"), null);
});

for (const [what, fill, check] of [
  ["a grant", async () => {}, "grantLockAccess.check"],
  ["a removal", removing, "removeLockAccess.check"],
]) {
  test(`the sentences beside the fields of ${what} say what the core does`, async (t) => {
    const page = await open(t, { path });
    await fill(page);
    await page.locator("#id").fill("x");
    await page.locator("#lockId").fill("front door");
    if (what === "a grant") {
      await page.locator("#lockName").fill("  ");
      await typeMoment(page, "Valid from", "2026-03-01");
      await page.locator("#grantedBy").fill("y");
    } else {
      await page.locator("#reason").fill(" ");
    }
    await page.locator("form button[type=submit]").click();
    const { issues } = await askCore(check, { id: "x", ...(await shownRequest(page)) });
    assert.equal(issues.length, what === "a grant" ? 5 : 4);
    for (const issue of issues) {
      const field = page.locator(`form [data-field="${issue.path[0]}"]`);
      assert.equal(await field.locator(".issue").textContent(), sayIssue(issue));
    }
    assert.equal(await page.locator("form [aria-invalid]").count(), issues.length);
    const refusal = await askCore("grantLockAccess.refuse", issues);
    assert.deepEqual(await decided(page), refusal);
  });
}

test("submitting moves the focus to the first wrong field, and in the end to the reply", async (t) => {
  const page = await open(t, { path });
  await grant(page);
  assert.equal(await focusedId(page), "id");
  await pick(page, "User", "Ada Lindqvist");
  await grant(page);
  assert.equal(await focusedId(page), "lockId");
  const sent = await answering(page);
  await fillGrant(page);
  await grant(page);
  await page.getByText("It is kept there.").waitFor();
  assert.equal(await focusedId(page), "reply-heading");
  assert.deepEqual(sent, [{ method: "POST", path: `/users/${ADA}/AddAccessibleLock`, body: await shownRequest(page) }]);
});

test("an end before the start is an issue of the end", async (t) => {
  const page = await open(t, { path });
  await page.locator("#validFrom-picker").fill("2026-03-05T08:00");
  await page.locator("#validUntil-picker").fill("2026-03-01T08:00");
  await page.locator("#lockName").focus();
  assert.match(await description(page.locator("#validUntil-picker")), /^The end must come after the start/);
});

test("the command asks the service of the page, with a key", async (t) => {
  const page = await open(t, { path });
  await fillGrant(page);
  const words = shellWords(await curlOf(page));
  assert.deepEqual(words.slice(0, -1), [
    "--request",
    "POST",
    new URL(`/users/${ADA}/AddAccessibleLock`, page.url()).href,
    "--header",
    "X-API-Key: a key",
    "--header",
    "Content-Type: application/json",
    "--data-raw",
  ]);
  assert.deepEqual(JSON.parse(words.at(-1)), await shownRequest(page));
});

for (const text of [...HOSTILE, "../../admin?x=1#y"]) {
  test(`hostile text stays text in path, body and page: ${JSON.stringify(text)}`, async (t) => {
    const page = await open(t, { path });
    await page.locator("#id").fill(text);
    await page.locator("#lockId").fill(text);
    await page.locator("#lockName").fill(text);
    await page.locator("#grantedBy").fill(text);
    await grant(page);
    const words = shellWords(await curlOf(page));
    const parts = new URL(words[2]).pathname.split("/");
    assert.equal(parts.length, 4);
    assert.equal(decodeURIComponent(parts[2]), text);
    assert.equal(JSON.parse(words.at(-1)).lockName, text);
    assert.equal((await shownRequest(page)).lockId, text);
    assert.equal(await page.locator("main img").count(), 0);
    assert.equal(await page.title(), "Grant lock access – latchwork console");
  });
}
