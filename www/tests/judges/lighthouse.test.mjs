import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";

import { useService } from "../service.mjs";

/** The largest paint on a phone, in milliseconds, on a slow network as Lighthouse reckons it. */
const LARGEST_PAINT = 2_500;

/** How much of the screen may move by itself. */
const SHIFT = 0.02;

/** A machine with other work makes a page seem slow, and none makes it seem quick. */
const TRIES = 3;

const PAGES = [
  "keys",
  "new-key",
  "people",
  "sign-ins",
  "doors",
  "activity",
  "hours",
  "codes",
  "cards",
  "create-access-key",
  "grant-lock-access",
  "create-user",
  "attempt",
];

const SETTINGS = {
  onlyCategories: ["performance", "accessibility", "best-practices"],
  // What takes time and is asked for by none of the figures.
  disableFullPageScreenshot: true,
  skipAudits: ["bf-cache", "final-screenshot", "screenshot-thumbnails"],
  pauseAfterFcpMs: 200,
  pauseAfterLoadMs: 200,
  networkQuietThresholdMs: 500,
  cpuQuietThresholdMs: 500,
};

const FORMS = {
  mobile: { extends: "lighthouse:default", settings: SETTINGS },
  desktop: { ...desktopConfig, settings: { ...desktopConfig.settings, ...SETTINGS } },
};

const service = useService();
let chrome;
let browser;
let tab;

before(async () => {
  chrome = await launch({
    chromePath: process.env.CHROMIUM,
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  });
  browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${chrome.port}` });
  tab = await browser.newPage();
  await tab.goto(await service.path("?page=keys"));
  await tab.waitForSelector(".house-head");
});
after(async () => {
  await browser?.disconnect();
  chrome?.kill();
});

/** What Lighthouse says of a page on a phone or a desk. */
async function judged(page, form) {
  const { lhr } = await lighthouse(new URL(`?page=${page}`, service.url).href, { logLevel: "error" }, FORMS[form], tab);
  assert.equal(lhr.runtimeError, undefined);
  const { categories, audits } = lhr;
  const requests = audits["network-requests"].details.items;
  const number = (audit) => audits[audit].numericValue;
  // A category of 100 may hold a failure that rounds away.
  const failures = ["accessibility", "best-practices"].flatMap((category) =>
    categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => `${id}: ${JSON.stringify(audits[id].details?.items?.slice(0, 3))?.slice(0, 600)}`),
  );
  return {
    failures,
    accessibility: categories.accessibility.score * 100,
    practices: categories["best-practices"].score * 100,
    paint: Math.round(number("largest-contentful-paint")),
    shift: number("cumulative-layout-shift"),
    kilobytes: Math.round(requests.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0) / 1000),
    requests: requests.filter(({ url }) => !url.startsWith("data:")).length,
  };
}

const isSlow = (form, { paint, shift }) => shift > SHIFT || (form === "mobile" && paint > LARGEST_PAINT);

for (const page of PAGES) {
  for (const form of Object.keys(FORMS)) {
    test(`Lighthouse finds nothing on ?page=${page}, ${form}`, async (t) => {
      let found = await judged(page, form);
      for (let tries = 1; tries < TRIES && isSlow(form, found); tries += 1) found = await judged(page, form);
      const { failures, accessibility, practices, paint, shift, kilobytes, requests } = found;
      t.diagnostic(
        `${page} ${form}: accessibility ${accessibility}, best practices ${practices}, largest paint ${paint} ms, ` +
          `shift ${shift.toFixed(3)}, ${kilobytes} kB in ${requests} requests`,
      );
      assert.deepEqual({ failures, accessibility, practices }, { failures: [], accessibility: 100, practices: 100 });
      assert.ok(!isSlow(form, found), `the largest paint after ${paint} ms, ${shift} of the screen moved`);
    });
  }
}
