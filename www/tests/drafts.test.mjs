import assert from "node:assert/strict";
import { test } from "node:test";

import { becomes, shownRequest, useConsole } from "./console.mjs";
import * as lock from "./lock-access.mjs";
import * as panel from "./panel.mjs";

const { open } = useConsole();

const SECRETS = ["271828", "9753", "0045131261", "4711"];

/** Each page, what is typed there, and what it then says; the secrets are typed and never kept. */
const PAGES = {
  "create-access-key": {
    type: async (page) => {
      await page.getByRole("radio", { name: /^Card/ }).check();
      await page.locator("#card-number").fill(SECRETS[2]);
      await page.locator("#pin").fill(SECRETS[1]);
      await page.locator("#keyName").fill("Cleaner");
      await page.locator("#userFirstName").fill("Mara");
      await page.getByRole("checkbox", { name: "Garage" }).check();
      await page.getByRole("button", { name: "Add a door by its id" }).click();
      await page.getByLabel("Id of the door").fill("5a1c9e70");
      await page.locator("#validTo-picker").fill("2026-10-25T02:30");
      await page.locator("#validTo-offset").selectOption({ label: "Later (UTC+01:00)" });
      await page.getByRole("button", { name: "As text: Valid from" }).click();
      await page.locator("#validFrom-text").fill("2026-03-01T08:00:00Z");
      await page.getByRole("switch", { name: "Send a notification" }).uncheck();
    },
    says: async (page) => {
      const { keyIdentification, pin, ...kept } = await shownRequest(page);
      return kept;
    },
  },
  "grant-lock-access": {
    type: async (page) => {
      await lock.fillRemoval(page);
    },
    says: shownRequest,
  },
  "create-user": {
    type: async (page) => {
      await panel.toIdentifier(page);
      await panel.fillIdentifier(page, "inputCode", SECRETS[3]);
      await page.getByRole("radio", { name: /^A count/ }).check();
      await page.locator("#max_passes").fill("12");
    },
    says: async (page) => {
      const { identifier_number, ...kept } = await shownRequest(page);
      return kept;
    },
  },
  codes: {
    type: async (page) => {
      await page.getByLabel("Block list").fill(SECRETS[0]);
      await page.getByLabel("Codes in use").fill(SECRETS[0]);
      await page.getByRole("checkbox", { name: "8 digits" }).check();
      await page.getByRole("switch", { name: "No zeros" }).uncheck();
      await page.getByLabel("How many").fill("33");
      await page.getByLabel("Apartment number").fill("1204");
    },
    says: async (page) => {
      const { blocked, ...policy } = JSON.parse(await page.locator("#policy-json").textContent());
      return [policy, await page.getByLabel("How many").inputValue()];
    },
  },
  hours: {
    type: async (page) => {
      await page.getByLabel("Begin with").selectOption({ index: 2 });
      await page.locator("#valid-until").fill("2030-01-01T00:00");
      await page.getByLabel("Zone of the door").fill("Asia/Tokyo");
    },
    says: async (page) => [
      JSON.parse(await page.locator("#schedule-json").textContent()),
      await page.getByLabel("Zone of the door").inputValue(),
    ],
  },
  attempt: {
    type: async (page) => {
      await page.getByRole("switch", { name: "Locked down" }).check();
      await page.getByRole("radio", { name: /^Out/ }).check();
      await page.locator("#time-picker").fill("2026-11-26T09:15");
    },
    says: async (page) => {
      const { door, clock } = JSON.parse(await page.locator("#attempt-json").textContent());
      return [door, clock];
    },
  },
};

for (const [name, { type, says }] of Object.entries(PAGES)) {
  test(`what is typed on ${name} is there again after a reload and after Back`, async (t) => {
    const page = await open(t, { path: `?page=${name}` });
    await type(page);
    const before = await says(page);
    const ready = () => page.locator("form:visible > fieldset:enabled").first().waitFor();
    await page.reload();
    await ready();
    await becomes(() => says(page), before);
    await page.goto(new URL("?page=cards", page.url()).href);
    await ready();
    await page.goBack();
    await ready();
    await becomes(() => says(page), before);
    const kept = await page.evaluate(() => Object.values({ ...sessionStorage, ...localStorage }).join("\n"));
    for (const secret of SECRETS) assert.ok(!kept.includes(secret), `${secret} is kept`);
  });
}

test("what is kept of another version, or is no draft at all, takes nothing away", async (t) => {
  for (const text of ["", "null", "[1]", '{"keyType":7,"accesses":3,"validFrom":null}']) {
    const page = await open(t, {
      prepare: (page) =>
        page.addInitScript((text) => sessionStorage.setItem("latchwork-draft-create-access-key", text), text),
    });
    assert.equal((await shownRequest(page)).keyType, "code");
    await page.context().close();
  }
});
