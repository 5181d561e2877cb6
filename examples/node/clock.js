/** Instants as the database has them: microseconds since 1970. Those of windows may be no numbers, after 2255. */

import { parseTimestamp } from "latchwork";

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
