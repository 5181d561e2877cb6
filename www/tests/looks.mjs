/** The screens that the console is drawn for. */
export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

/** Adds up every shift of the layout from the first paint on, those after input as well. */
export const watchShifts = (page) =>
  page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      window.shifts.push(
        ...list.getEntries().map(({ value, sources }) => ({
          value,
          nodes: sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? String(node)),
        })),
      );
    }).observe({ type: "layout-shift", buffered: true });
  });

/** Two frames on, what was painted has been judged. */
export async function shiftsOf(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(() => window.shifts.filter(({ value }) => value > 0.0005));
}

/** Forgets the shifts so far: what a person opens may well make room for itself. */
export const forgetShifts = async (page) => {
  await shiftsOf(page);
  await page.evaluate(() => {
    window.shifts = [];
  });
};

/** Every visible text below 4.5:1 on what it stands on. */
export const faintTexts = (page) =>
  page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = (colour) => {
      const [r, g, b] = channels(colour)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (channels(backgroundColor)[3] !== 0) return backgroundColor;
      }
      throw new Error("the page has no ground");
    };
    const holdsText = (node) =>
      [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    return [...document.querySelectorAll("body *")]
      .filter(
        (node) =>
          (holdsText(node) || node.matches("input:not([type=checkbox], [type=radio])")) &&
          node.checkVisibility({ visibilityProperty: true }),
      )
      .filter((node) => !node.closest("svg, option, :disabled"))
      .map((node) => {
        const pair = [getComputedStyle(node).color, ground(node)].map(luminance);
        return {
          text: node.outerHTML.slice(0, 100),
          ratio: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05),
        };
      })
      .filter(({ ratio }) => ratio < 4.5);
  });

/** What reaches over the right edge, the page itself if it scrolls sideways. */
export const beyondEdge = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const nodes = [...document.querySelectorAll("body *")]
      .filter(
        (node) => node.checkVisibility() && !node.closest(".visually-hidden, .brand, .theme, .shell-nav, svg"),
      )
      .filter((node) => node.getBoundingClientRect().right > root.clientWidth + 0.5)
      .map((node) => node.outerHTML.slice(0, 100));
    return root.scrollWidth > root.clientWidth ? [...nodes, "the page scrolls sideways"] : nodes;
  });

/** How tall the forms in sight are: what stands below them may be as tall as what it holds. */
export const heightOf = (page) =>
  page
    .locator("form:visible")
    .evaluateAll((forms) => forms.reduce((sum, form) => sum + form.getBoundingClientRect().height, 0));
