import axe from "axe-core";

const SCREENS = { 1280: { width: 1280, height: 800 }, 390: { width: 390, height: 844 } };

/** The rules that judge colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Where a state of a page is looked at: on each size of screen, in both colours. Of the second
 * colour only the colours are judged anew: nothing else differs.
 */
export const LOOKS = Object.entries(SCREENS).flatMap(([size, viewport]) => [
  { name: `${size} light`, viewport, media: { colorScheme: "light" }, rules: {} },
  { name: `${size} dark`, viewport, media: { colorScheme: "dark" }, rules: { runOnly: OF_COLOURS } },
]);

/** What the first state of each page is looked at in as well. */
export const RARE_LOOKS = [
  {
    name: "forced colours",
    viewport: SCREENS[1280],
    media: { colorScheme: "dark", forcedColors: "active" },
    // These are the reader's own, and axe reads those of the page.
    rules: { rules: Object.fromEntries(OF_COLOURS.map((id) => [id, { enabled: false }])) },
  },
  { name: "right to left", viewport: SCREENS[390], media: { colorScheme: "light" }, dir: "rtl", rules: {} },
];

/** What is printed is read too: a sheet of A6. */
export const PAPER = {
  name: "paper",
  viewport: { width: 397, height: 559 },
  media: { colorScheme: "light", media: "print" },
  // Of what goes through a page by its headings nobody hears on paper.
  rules: { rules: { "page-has-heading-one": { enabled: false } } },
};

const PLAIN = { colorScheme: "light", forcedColors: "none", media: "screen" };

/** Brings a page that stands into a look, without loading it anew. */
export async function take(page, { viewport, media, dir = "ltr" }) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ ...PLAIN, ...media, reducedMotion: "reduce" });
  await page.evaluate((dir) => document.documentElement.setAttribute("dir", dir), dir);
}

/** Every rule of axe that the page breaks as it stands: one line for each place. */
export async function violations(page, { rules }) {
  // By evaluation: the policy of the page lets no other script in.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    (rules) => window.axe.run(document, { ...rules, resultTypes: ["violations"] }),
    rules,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => `${id}: ${html.slice(0, 160)} (${[...any, ...all, ...none][0]?.message})`),
  );
}
