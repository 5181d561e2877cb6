import { useConsole } from "./console.mjs";

/** H10301, facility code 123, card number 4567. */
export const WORD = {
  bits: "10111101100010001110101110",
  hex: "2F623AE",
  prox: "2006F623AE",
  pacs: "06BD88EB80",
  sentinel: "6F623AE",
};

/** The last parity bit is wrong. */
export const FAILED = "10111101100010001110101111";

/** Of 37 bits, which verifies in more than one format. */
export const AMBIGUOUS = "1001100100001000111000100101111100001";

/** A browser whose `open(t, options)` gives the page of cards. */
export function useCards() {
  const { open } = useConsole();
  return { open: (t, options) => open(t, { path: "?page=cards", ...options }) };
}

export const number = (page) => page.getByLabel("Number of the card", { exact: true });

export const read = (page, text) => number(page).fill(text);

/** Turns to another tab. */
export const turnTo = (page, name) => page.getByRole("tab", { name }).click();

/** What the list says that the number may be. */
export const readings = (page) =>
  page.locator(".reading").evaluateAll((rows) =>
    rows.map((row) => ({
      title: row.querySelector(".reading-title").textContent,
      badge: row.querySelector(".badge").textContent,
      says: row.querySelector(".reading-says").textContent,
      why: row.querySelector(".reading-why").textContent,
      chosen: row.querySelector("input").checked,
    })),
  );

export const choose = (page, title) => page.getByRole("radio", { name: title }).first().check();

/** Unfolds what is less likely. */
export const unfold = (page) => page.locator(".readings-more summary").click();

/** Unfolds what else a card's number may be written as. */
export const elsewhere = (page) => page.locator(".conversions summary").click();

/** The panel that is in sight. */
export const panel = (page) => page.locator(".panel-card:visible");

/** The rows of a table in sight. */
export const rowsOf = (page) =>
  panel(page)
    .locator(".card-table tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map(({ textContent }) => textContent)));

/** The bits that are drawn, as text, and the places that stand out. */
export const drawn = (page) =>
  panel(page)
    .locator(".bit")
    .evaluateAll((cells) => ({
      bits: cells.map((cell) => cell.querySelector(".bit-value").textContent).join(""),
      covered: cells.flatMap((cell, at) => (cell.classList.contains("bit-covered") ? [at] : [])),
    }));

/** Each part of the drawing: what it is for and from which bit on. */
export const groups = (page) =>
  panel(page)
    .locator(".bits-group")
    .evaluateAll((groups) =>
      groups.map((group) => [group.dataset.role, Number(group.querySelector(".bit-place").textContent)]),
    );

/** The word in every way to write it. */
export const forms = (page) =>
  panel(page)
    .locator(".word-forms dl > div:not([hidden])")
    .evaluateAll((rows) =>
      Object.fromEntries(
        rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("code").textContent]),
      ),
    );
