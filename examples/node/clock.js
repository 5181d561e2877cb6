/**
 * The clock of the operating system, which somebody may set; and instants as the database has them:
 * microseconds since 1970. Those of windows may be no numbers, after 2255.
 */

import { parseTimestamp } from "latchwork";
import * as log from "./log.js";

/**
 * A clock that moves by so much more or less than time passes was set, and by a thousandth of that time, which
 * those that are only put right stay below. So long after it was set nobody knows which time it is: it may be
 * set back. In milliseconds.
 */
const [STEP, SETTLING] = [1000, 30_000];
/** How much later the clock of another server may be: what is from later than that is of one that was wrong. */
export const SKEW = 60_000_000n;

/** What it showed when somebody looked last, between which moments that was, and when it was seen to be set. */
let last;

/** Looks at the clock. */
function look() {
  const [before, wall, after] = [performance.now(), Date.now(), performance.now()];
  const looked = { before, wall, after, set: last?.set };
  if (last && isSet(looked, last)) {
    looked.set = after;
    log.warn("the clock was set", { seconds: Math.trunc((wall - last.wall - (after - last.before)) / 1000) });
  }
  last = looked;
  return looked;
}

/** Whether the clock was set since it was looked at before. */
function isSet({ before, wall, after }, last) {
  const [shortest, longest] = [Math.max(0, before - last.after), after - last.before];
  const [moved, allowed] = [wall - last.wall, STEP + longest / 1000];
  return moved > longest + allowed || moved + allowed < shortest;
}

/** Now. */
export const now = () => new Date(look().wall);

/** Whether the clock was not set of late: what opens by the time opens by no other. */
export function isSteady() {
  const { after, set } = look();
  return set === undefined || after - set >= SETTLING;
}

/** Of a Date. */
export const micros = (date) => BigInt(date.getTime()) * 1000n;

/** As RFC 3339 has it, without a fraction where there is none. */
export function textOf(micros) {
  const second = Math.floor(micros / 1_000_000);
  const fraction = String(micros - second * 1_000_000).padStart(6, "0").replace(/0+$/, "");
  return `${new Date(second * 1000).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

/** The ends of a window, which grows by less than a microsecond and never shrinks; null is no end. */
export const ends = (from, until) => [from ? parts(from).down : null, until ? parts(until).up : null];

function parts(text) {
  const { iso, epochMillis } = parseTimestamp(text).value;
  const second = BigInt(Math.floor(epochMillis / 1000)) * 1_000_000n;
  // A leap second is before the midnight that it ends at, and has the seconds of it.
  if (iso.slice(17, 19) === "60") return { down: second - 1n, up: second };
  const [, fraction = ""] = /\.(\d+)/.exec(iso) ?? [];
  const down = second + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  return { down, up: /[1-9]/.test(fraction.slice(6)) ? down + 1n : down };
}
