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
 * Waits until a page says that it has done its work: `document.documentElement.dataset.done = ""`.
 * An expression to wait for would be evaluated in the page, which a strict policy forbids.
 */
export const isDone = (page) => page.waitForSelector("html[data-done]", { timeout: 30_000 });

/** Opens a page, hands it to `use` once it is done, and asserts that it wrote no error. */
export async function withPage(browser, url, use) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("response", (response) => {
    if (!response.ok()) errors.push(`${response.status()} for ${response.url()}`);
  });
  try {
    await page.goto(url);
    await isDone(page).catch((error) => errors.push(String(error)));
    assert.deepEqual(errors, []);
    const answer = await use(page);
    assert.deepEqual(errors, []);
    return answer;
  } finally {
    await page.close();
  }
}
