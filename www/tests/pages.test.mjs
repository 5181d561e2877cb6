import assert from "node:assert/strict";
import { test } from "node:test";

import { answering, decided, shownReply, shownRequest, useConsole } from "./console.mjs";
import { danglingReferences, focused, namelessControls, tabTo } from "./keys.mjs";
import * as lock from "./lock-access.mjs";
import { beyondEdge, faintTexts, forgetShifts, heightOf, shiftsOf, SIZES, watchShifts } from "./looks.mjs";
import * as panel from "./panel.mjs";

const { open } = useConsole();

const removal = async (page) => {
  await lock.removing(page);
};
const identifier = async (page) => {
  await panel.toIdentifier(page);
  await page.getByRole("radio", { name: /^From and to/ }).check();
  await page.getByRole("radio", { name: /^A count/ }).check();
};

/** What each page is brought to, and how it then gives a 200; `wrong` are texts that are issues. */
const VIEWS = {
  grant: {
    path: lock.path,
    prepare: async () => {},
    fill: lock.fillGrant,
    wrong: { id: "someone", lockId: "front door", grantedBy: "6f1b2c3d-4e5a-4b6c-8d7e-9f0a1b2c3d4?" },
  },
  removal: {
    path: lock.path,
    prepare: removal,
    fill: lock.fillRemoval,
    wrong: { id: "someone", lockId: "front door", removedBy: "nobody", reason: " " },
  },
  user: { path: panel.path, prepare: async () => {}, fill: panel.fillUser, wrong: {} },
  identifier: {
    path: panel.path,
    prepare: identifier,
    fill: async (page) => {
      await panel.fillIdentifier(page);
      await page.locator("#valid-to-picker").fill("2999-01-01T00:00");
      await page.locator("#max_passes").fill("5");
    },
    wrong: { identifier_number: "4A", max_passes: "4294967296" },
  },
};

const WIDTHS = [1280, 1024, 768, 390, 320];

const submit = (page) => page.locator("form:visible button[type=submit]").click();

for (const [name, { path, prepare, fill, wrong }] of Object.entries(VIEWS)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`${name}: nothing moves on a ${size} screen while it loads and issues come and go`, async (t) => {
      const page = await open(t, { path, viewport, prepare: watchShifts });
      assert.deepEqual(await shiftsOf(page), []);
      await prepare(page);
      await forgetShifts(page);
      for (const [id, text] of Object.entries(wrong)) {
        const control = page.locator(`#${id}`);
        const height = await heightOf(page);
        await control.fill(text);
        await page.locator("form:visible button[type=submit]").focus();
        await control.fill("");
        await control.pressSequentially(text);
        assert.equal(await control.getAttribute("aria-invalid"), "true");
        assert.equal(await heightOf(page), height, id);
      }
      const height = await heightOf(page);
      await submit(page);
      assert.equal(await heightOf(page), height);
      await fill(page);
      assert.equal(await heightOf(page), height);
      assert.deepEqual(await shiftsOf(page), []);
      await answering(page);
      await submit(page);
      await page.getByText("It is kept there.").waitFor();
      assert.equal(await heightOf(page), height);
    });
  }

  test(`${name}: nothing reaches over the edge, however narrow the screen`, async (t) => {
    const page = await open(t, { path });
    await prepare(page);
    await submit(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      assert.deepEqual(await beyondEdge(page), [], `${width}`);
    }
    await fill(page);
    await page.getByRole("tab", { name: "curl" }).click();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 844 });
      assert.deepEqual(await beyondEdge(page), [], `${width}`);
    }
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`${name}: text is easy to read in ${colorScheme}`, async (t) => {
      const page = await open(t, { path, colorScheme });
      await prepare(page);
      assert.deepEqual(await faintTexts(page), []);
      await submit(page);
      assert.deepEqual(await faintTexts(page), []);
      await fill(page);
      assert.deepEqual(await faintTexts(page), []);
    });
  }

  test(`${name}: everything is said to those who do not see it`, async (t) => {
    const page = await open(t, { path });
    await prepare(page);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    assert.equal(await page.locator("nav [aria-current=page]").getAttribute("href"), path);
    assert.deepEqual(await namelessControls(page), []);
    assert.deepEqual(await danglingReferences(page), []);
    const doubled = await page
      .locator("[id]")
      .evaluateAll((nodes) => nodes.map(({ id }) => id).filter((id, i, all) => all.indexOf(id) !== i));
    assert.deepEqual(doubled, []);
  });
}

test("a grant is given with the keyboard alone, and looked at before", async (t) => {
  const page = await open(t, { path: lock.path });
  await answering(page);
  await tabTo(page, page.getByLabel("User: samples"));
  await page.keyboard.type("Ada");
  await tabTo(page, page.locator("#lockId"));
  await page.keyboard.type(lock.CELLAR);
  await tabTo(page, page.locator("#lockName"));
  await page.keyboard.type("Cellar");
  await tabTo(page, page.getByRole("radio", { name: /^USER/ }));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.getByRole("button", { name: "As text: Valid until" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type("2999-03-01T08:00:00Z");
  await tabTo(page, page.getByLabel("Granted by: samples"));
  await page.keyboard.type("Ben");
  await tabTo(page, page.getByRole("button", { name: "Grant access", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByText("It is kept there.").waitFor();
  assert.ok(await focused(page.locator("#reply-heading")));
  assert.deepEqual(await shownRequest(page), {
    lockId: lock.CELLAR,
    lockName: "Cellar",
    accessLevel: "GUEST",
    validUntil: "2999-03-01T08:00:00Z",
    grantedBy: lock.BEN,
  });
  await page.getByRole("button", { name: "Grant access", exact: true }).focus();
  await tabTo(page, page.locator(".what-if summary"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator("#locks-state"));
  assert.equal((await decided(page)).status, 200);
});

test("a user and an identifier are created with the keyboard alone", async (t) => {
  const page = await open(t, { path: panel.path });
  await answering(page);
  await tabTo(page, page.locator("#name"));
  await page.keyboard.type("Ben");
  await tabTo(page, page.getByRole("switch", { name: "Send it empty" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("checkbox", { name: "Face" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("radio", { name: /^Both/ }));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.getByRole("button", { name: "Create user" }));
  await page.keyboard.press("Enter");
  await page.getByText("It is kept there.").waitFor();
  assert.ok(await focused(page.locator("#reply-heading")));
  assert.equal((await shownReply(page)).status, 200);

  await page.getByRole("tab", { name: "User" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await focused(page.getByRole("tab", { name: "Identifier" })));
  await tabTo(page, page.locator("#owner-name"));
  await page.keyboard.type("Ben");
  await tabTo(page, page.locator("#identifier_type"));
  await page.keyboard.type("License");
  await tabTo(page, page.locator("#identifier_number"));
  await page.keyboard.type("DEF 456");
  await page.keyboard.press("Enter");
  await page.getByText("It is kept there.").waitFor();
  assert.ok(await focused(page.locator("#reply-heading")));
  assert.deepEqual(await shownRequest(page), {
    identifier_owner: { name: "Ben", type: "owner" },
    identifier_type: "license_plate",
    identifier_number: "DEF 456",
    lock: "all",
    valid: { time: { is_permanent: true }, passes: { is_permanent: true } },
  });
});

test("the pages lead to one another", async (t) => {
  const page = await open(t);
  for (const title of ["Grant lock access", "Create user", "Hours", "Attempt", "Create access key"]) {
    if (title !== "Hours") await page.locator("summary", { hasText: "For developers" }).click();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: title }).click();
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    assert.equal(await page.title(), `${title} – latchwork console`);
  }
});
