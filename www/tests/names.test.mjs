import assert from "node:assert/strict";
import { test } from "node:test";

import { useConsole } from "./console.mjs";
import { faintTexts, SIZES } from "./looks.mjs";

const { open } = useConsole();

const submit = (page) => page.locator("form:visible button[type=submit]").click();

/** Every page in the states that draw what it has. */
const STATES = {
  "create-access-key": { wrong: submit },
  "grant-lock-access": { wrong: submit },
  "create-user": {
    wrong: submit,
    identifier: async (page) => {
      await page.getByRole("tab", { name: "Identifier" }).click();
      await submit(page);
    },
  },
  codes: {
    drawn: (page) => page.getByLabel("How many").press("Enter"),
    wrong: (page) => page.getByLabel("Active codes at the door").fill("x"),
  },
  cards: {
    read: (page) => page.getByLabel("Number of the card", { exact: true }).fill("0102B0A5FD"),
    compared: async (page) => {
      await page.getByRole("tab", { name: "Compare" }).click();
      await page.getByRole("button", { name: "Try a sample pair" }).click();
    },
    encoded: async (page) => {
      await page.getByRole("tab", { name: "Encode" }).click();
      await page.getByLabel("Facility code").fill("999");
    },
  },
  hours: {
    wrong: async (page) => {
      await page.locator("#valid-from").fill("2030-01-01T00:00");
      await page.locator("#valid-until").fill("2029-01-01T00:00");
    },
  },
  attempt: { wrong: (page) => page.locator("#time-picker").fill("") },
};

/** Landmarks of one kind and one name, between which nobody can choose. */
const doubledLandmarks = (page) =>
  page.evaluate(() => {
    const nameOf = (node) =>
      node.getAttribute("aria-label") ??
      (node.getAttribute("aria-labelledby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "")
        .join(" ");
    const landmarks = [...document.querySelectorAll("main, nav, section, form, [role=region]")]
      .filter((node) => node.checkVisibility())
      .map((node) => [node.localName === "section" ? "region" : (node.role ?? node.localName), nameOf(node).trim()])
      .filter(([role, name]) => name !== "" || role === "main")
      .map((pair) => pair.join(": "));
    return landmarks.filter((landmark, at) => landmarks.indexOf(landmark) !== at);
  });

/** Controls whose name leaves out what is written on them, so that nobody can say it to them. */
const unspeakable = (page) =>
  page
    .locator("main :is(button, a, summary, [role=tab])[aria-label]:visible")
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const seen = control.cloneNode(true);
          for (const part of seen.querySelectorAll("[aria-hidden=true]")) part.remove();
          const words = seen.textContent.trim().toLowerCase();
          return !control.getAttribute("aria-label").toLowerCase().includes(words);
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 120)),
    );

/** Roles on elements that have a meaning of their own, which the role would take away. */
const misplacedRoles = (page) =>
  page
    .locator(":is(h1, h2, h3, h4, label, legend, form, ol, ul, table, a[href], summary, details)[role]")
    .evaluateAll((nodes) => nodes.map(({ outerHTML }) => outerHTML.slice(0, 120)));

for (const [name, states] of Object.entries(STATES)) {
  for (const [state, go] of Object.entries({ start: () => {}, ...states })) {
    test(`${name}, ${state}: names, landmarks, roles and contrast hold`, async (t) => {
      for (const colorScheme of ["light", "dark"]) {
        const page = await open(t, { path: `?page=${name}`, colorScheme, viewport: SIZES.wide });
        await go(page);
        assert.deepEqual(await doubledLandmarks(page), []);
        assert.deepEqual(await unspeakable(page), []);
        assert.deepEqual(await misplacedRoles(page), []);
        assert.deepEqual(await faintTexts(page), []);
        const faded = await page
          .locator("main *")
          .evaluateAll((nodes) =>
            nodes
              .filter((node) => getComputedStyle(node).opacity < 1 && node.textContent.trim() !== "")
              .filter((node) => !node.matches(":disabled, :disabled *, label:has(:disabled)"))
              .map(({ outerHTML }) => outerHTML.slice(0, 100)),
          );
        assert.deepEqual(faded, [], "what is faded is hard to read, whatever its colours");
      }
    });
  }
}

test("without colours the page in sight and the field that is wrong are marked by lines", async (t) => {
  const page = await open(t, { forcedColors: "active" });
  await submit(page);
  const line = (selector, side) =>
    page.locator(selector).first().evaluate((node, side) => getComputedStyle(node)[`border${side}Width`], side);
  assert.equal(await line("#code[aria-invalid]", "Top"), "3px");
  assert.equal(await line("#keyName", "Top"), "1px");
  assert.equal(await line(".shell-nav a[aria-current]", "Bottom"), "4px");
});

test("where scripts run from right to left JSON, codes and bits stay in order", async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
  for (const selector of ["#request-json", "#code", ".timeline"])
    assert.equal(
      await page.locator(selector).evaluate((node) => getComputedStyle(node).direction),
      "ltr",
      selector,
    );
});

test("nothing is moved by the type of the key, but by the person who chooses it", async (t) => {
  const page = await open(t, {
    prepare: (page) =>
      page.addInitScript(() => {
        window.unasked = 0;
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.unasked += value;
        }).observe({ type: "layout-shift", buffered: true });
      }),
  });
  for (const type of [/^Card/, /^Phone/, /^Code/]) await page.getByRole("radio", { name: type }).check();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await page.evaluate(() => window.unasked), 0);
});
