/** How often a page that runs by the clock looks at it, in milliseconds. */
const TICK = 10_000;

/** Keeps a page up to date with what is typed and with the clock. */
export function live(page, update) {
  page.addEventListener("input", update);
  page.addEventListener("focusout", update);
  setInterval(update, TICK);
  update();
}
