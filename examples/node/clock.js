/** Instants as the database has them: microseconds since 1970, which are no numbers after 2255. */

import { parseTimestamp } from "latchwork";

/** Of a Date. */
export const micros = (date) => BigInt(date.getTime()) * 1000n;

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
