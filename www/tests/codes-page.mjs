import { useConsole } from "./console.mjs";

/** A browser whose `open(t, options)` gives the page of codes when everything is counted. */
export function useCodes() {
  const { open } = useConsole();
  return {
    async open(t, options) {
      const page = await open(t, { path: "?page=codes", ...options });
      await counted(page);
      return page;
    },
  };
}

/** Waits until the numbers are those of what stands in the fields. */
export const counted = (page) => page.locator('.page[aria-busy="false"]').waitFor();

/** The policy that the page shows as JSON. */
export const shownPolicy = async (page) => JSON.parse(await page.locator("#policy-json").textContent());

export const choosePreset = async (page, name) => {
  await page.getByLabel("Preset").selectOption(name);
  await counted(page);
};

/** Ticks these lengths and no other. */
export async function chooseLengths(page, lengths) {
  for (const length of [4, 5, 6, 7, 8]) {
    await page.getByRole("checkbox", { name: `${length} digits` }).setChecked(lengths.includes(length));
  }
  await counted(page);
}

export const rule = (page, name) => page.locator(`#rule-${name}`);

export const trial = (page) => page.getByLabel("Code to try");

/** What is said of the code that is tried. */
export async function verdict(page) {
  const panel = page.getByRole("region", { name: "Try a code" });
  return {
    badge: await panel.locator(".badge").textContent(),
    sentences: await panel.locator("li > span").allTextContents(),
    codes: await panel.locator("li").evaluateAll((items) => items.map((item) => item.dataset.code)),
    marked: await panel
      .locator(".cell")
      .evaluateAll((cells) => cells.flatMap((cell, i) => (cell.localName === "mark" ? [i + 1] : []))),
  };
}

export const generateOne = (page) => page.getByRole("button", { name: "Generate one code" }).click();

export async function generateSheet(page, count) {
  await page.getByLabel("How many").fill(String(count));
  await page.getByRole("button", { name: "Generate a sheet" }).click();
}

export const drawn = (page) => page.locator("#codes code").allTextContents();

export const number = (value) => value.toLocaleString("en-GB");
