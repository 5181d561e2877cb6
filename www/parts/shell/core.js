import { LatchworkError } from "latchwork-error";

/** The parts of the package that pages use, each a script and a core of its own. */
const PARTS = {
  "access-keys": () => import("latchwork-dist/workerd/access-keys.js"),
  cards: () => import("latchwork-dist/workerd/cards.js"),
  codes: () => import("latchwork-dist/workerd/codes.js"),
  doors: () => import("latchwork-dist/workerd/doors.js"),
  forms: () => import("latchwork-dist/workerd/forms.js"),
  locks: () => import("latchwork-dist/workerd/locks.js"),
  makers: () => import("latchwork-dist/workerd/makers.js"),
  panels: () => import("latchwork-dist/workerd/panels.js"),
  schedules: () => import("latchwork-dist/workerd/schedules.js"),
};

/**
 * What the named parts of the package export; of one name, that of the later part, which can do
 * more. Imported when the page already stands, so that a core that does not load leaves a page that
 * can say so.
 */
export async function loadCore(parts) {
  const modules = await Promise.all(parts.map((part) => PARTS[part]()));
  return Object.assign({ LatchworkError }, ...modules);
}
