import assert from "node:assert/strict";
import { test } from "node:test";

import { description, useConsole } from "./console.mjs";
import { atHouse, FakeHouse, GARAGE } from "./house.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
const open = (t, path, options) => atHouse(visit, t, path, options);
const service = useService();

test("who is let in signs in by the key that was shown, until shut out", async (t) => {
  const { page, troubles } = await visit(t, { path: await service.path("?page=sign-ins") });
  t.after(() => assert.deepEqual(troubles, []));
  await page.getByRole("button", { name: "Somebody new" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Lena at the desk");
  await page.getByRole("checkbox", { name: "Hall" }).check();
  await page.getByRole("button", { name: "Let them sign in" }).click();
  const secret = await page.locator(".slip-secret").textContent();
  await page.getByText("Made", { exact: false }).first().waitFor();

  const lena = await visit(t, { path: new URL("?page=doors", service.url).href });
  const signIn = async () => {
    await lena.page.getByLabel("Your sign-in key").fill(secret);
    await lena.page.getByRole("button", { name: "Sign in" }).click();
  };
  await signIn();
  await lena.page.getByRole("button", { name: "Hall" }).waitFor();
  assert.equal(await lena.page.getByRole("button", { name: "Garage" }).count(), 0, "not hers");

  // Another name, and another door: at the next request of hers.
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Lena of the garage");
  await page.getByRole("checkbox", { name: "Hall" }).uncheck();
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("heading", { name: "Lena of the garage" }).waitFor();
  await lena.page.reload();
  await lena.page.getByRole("button", { name: "Garage" }).waitFor();
  assert.equal(await lena.page.getByRole("button", { name: "Hall" }).count(), 0, "no longer hers");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("What they may do").selectOption({ label: "Administrator: everything" });
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  await lena.page.reload();
  await lena.page.getByRole("button", { name: "Hall" }).waitFor();

  await page.getByRole("button", { name: "Shut out" }).click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByRole("button", { name: "Let in again" }).waitFor();
  await lena.page.reload();
  await signIn();
  await lena.page.getByText("This key is not known.").waitFor();
  await page.getByRole("button", { name: "Let in again" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  await signIn();
  await lena.page.getByRole("button", { name: "Hall" }).waitFor();

  await page.getByRole("button", { name: /^End it/ }).click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByText(/, ended /).waitFor();
  await lena.page.reload();
  await lena.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await page.goto(new URL("?page=activity", service.url).href);
  await page.locator(".event", { hasText: "Sign-in key ended" }).waitFor();
  await page.locator(".event", { hasText: "Sign-in changed" }).first().waitFor();
});

test("what somebody may do is changed alone, and not by what another changed meanwhile", async (t) => {
  const { page, house } = await open(t, "?page=sign-ins");
  const lena = house.principals[1];
  const change = async () => {
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByLabel("What they may do").waitFor();
  };
  const sent = () => house.requests.filter(({ method }) => method === "PATCH");
  await page.getByRole("button", { name: "Lena at the desk" }).click();
  await change();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  assert.deepEqual(sent(), [], "nothing was changed");
  await change();
  await page.getByLabel("What they may do").selectOption({ label: "May look, not change" });
  assert.equal(await page.getByRole("checkbox").count(), 0, "at all doors");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  assert.deepEqual([sent()[0].body, sent()[0].headers["if-match"]], [{ role: "reader" }, '"1"']);
  await page.keyboard.press("Escape");
  await page.getByRole("row", { name: /Lena at the desk.*May look/ }).waitFor();
  await page.getByRole("button", { name: "Lena at the desk" }).click();
  await change();
  await page.getByLabel("What they may do").selectOption({ label: "Door controller: a program" });
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("Tick at least one door.").waitFor();
  // Another administrator was first.
  Object.assign(lena, { name: "Lena Ek", revision: 9 });
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByRole("heading", { name: "Lena Ek" }).waitFor();
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Lena Ek");
  await page.getByLabel("What they may do").selectOption({ label: "Door controller: a program" });
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  assert.deepEqual([sent().at(-1).body, sent().at(-1).headers["if-match"]], [{ role: "controller", doors: [GARAGE] }, '"9"']);
  await page.keyboard.press("Escape");
  // One's own name is one's own to change, and nothing else.
  await page.getByRole("button", { name: "Kim (you)" }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Kim Berg");
  assert.equal(await page.getByLabel("What they may do").count(), 0);
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("button", { name: "Kim Berg (you)" }).waitFor();
});

test("an administrator lets somebody sign in, ends a key and shuts somebody out", async (t) => {
  const { page, house } = await open(t, "?page=people");
  await page.getByRole("link", { name: "Who may sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Who may sign in" }).waitFor();
  await page.getByRole("button", { name: "Somebody new" }).click();
  await page.getByRole("button", { name: "Let them sign in" }).click();
  assert.equal(await description(page.getByLabel("Name", { exact: true })), "Fill this in.");
  await page.getByLabel("Name", { exact: true }).fill("Gate of the yard");
  await page.getByLabel("What they may do").selectOption({ label: "Door controller: a program" });
  await page.getByRole("button", { name: "Let them sign in" }).click();
  await page.getByText("Tick at least one door.").waitFor();
  await page.getByRole("checkbox", { name: "Garage" }).check();
  await page.getByLabel("Good for").selectOption("30 days");
  await page.getByRole("button", { name: "Let them sign in" }).click();
  const secret = page.getByRole("region", { name: "The sign-in key" });
  await secret.waitFor();
  assert.match(await secret.textContent(), /shown now and never again.*lw_\w+/s);
  const { body, headers } = house.requests.findLast(({ method, path }) => method === "POST" && path === "/principals");
  assert.deepEqual(body, { name: "Gate of the yard", role: "controller", doors: [GARAGE], days: 30 });
  assert.ok(headers["idempotency-key"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Gate of the yard" }).click();
  assert.equal(await secret.count(), 0, "it is told once");

  await page.getByRole("button", { name: "New sign-in key" }).click();
  await page.getByRole("button", { name: "Make the key" }).click();
  await secret.waitFor();
  await page.getByRole("button", { name: /^End it/ }).first().click();
  await page.getByRole("button", { name: "Back" }).click();
  assert.equal(house.principals[0].keys.filter(({ revokedAt }) => revokedAt).length, 0);
  await page.getByRole("button", { name: /^End it/ }).first().click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByText(/, ended /).waitFor();
  await page.getByRole("button", { name: "Shut out" }).click();
  await page.getByRole("button", { name: "Yes, at once" }).click();
  await page.getByRole("button", { name: "Let in again" }).waitFor();
  assert.ok(house.principals[0].disabledAt);
  await page.getByRole("button", { name: "Let in again" }).click();
  await page.getByRole("button", { name: "Shut out" }).waitFor();
  await page.keyboard.press("Escape");
  // Nobody shuts the door behind which he stands.
  await page.getByRole("button", { name: "Kim (you)" }).click();
  await page.getByText("This is how you are signed in yourself.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^(Shut out|End it)/ }).count(), 0);
});

test("a manager sees who may sign in, and changes nothing", async (t) => {
  const house = new FakeHouse();
  house.session.role = "manager";
  const { page } = await open(t, "?page=sign-ins", { house });
  await page.getByRole("rowheader", { name: "Lena at the desk" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /Lena|Somebody new/ }).count(), 0);
});
