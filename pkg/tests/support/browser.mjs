// Chromium, and pages that tell of everything that goes wrong in them.
import assert from "node:assert/strict";
import { chromium as playwright } from "playwright-core";
import { chromium } from "./environment.mjs";

export const launch = () =>
  playwright.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });

/**
 * Opens a page, hands it to `use`, and asserts that it wrote no error.
 *
 * @param {string} ready an expression that is true once the page has done its work
 */
export async function withPage(browser, url, ready, use) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("response", (response) => {
    if (!response.ok()) errors.push(`${response.status()} for ${response.url()}`);
  });
  try {
    await page.goto(url);
    await page.waitForFunction(ready, undefined, { timeout: 30_000 }).catch((error) => {
      errors.push(String(error));
    });
    assert.deepEqual(errors, []);
    const answer = await use(page);
    assert.deepEqual(errors, []);
    return answer;
  } finally {
    await page.close();
  }
}
