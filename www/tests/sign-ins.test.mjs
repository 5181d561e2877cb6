import assert from "node:assert/strict";
import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { useService } from "./service.mjs";

const { visit } = useConsole();
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
});
