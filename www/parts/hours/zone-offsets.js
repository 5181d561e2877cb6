const DAY = 86_400_000;

/** So far ahead the changes of the clock are told, in days. */
const AHEAD = 400;

/**
 * The offset of a zone from UTC, and when it becomes another in the coming year: `{ offset, changes }`,
 * for clocks that know no zones. `undefined` for what is no zone.
 */
export function offsetsOf(zone, now) {
  const offsetAt = offsetIn(zone);
  if (!offsetAt) return undefined;
  const start = Math.floor(now / 1_000) * 1_000;
  const changes = [];
  for (let day = 0; day < AHEAD; day += 1) {
    let [from, until] = [start + day * DAY, start + (day + 1) * DAY];
    const before = offsetAt(from);
    const offset = offsetAt(until);
    if (offset === before) continue;
    while (until - from > 1_000) {
      const middle = Math.floor((from + until) / 2_000) * 1_000;
      if (offsetAt(middle) === before) from = middle;
      else until = middle;
    }
    changes.push({ at: `${new Date(until).toISOString().slice(0, 19)}Z`, offset });
  }
  return { offset: offsetAt(start), changes };
}

/** Tells the offset of a zone at an instant, `+01:00`. */
function offsetIn(zone) {
  try {
    const shown = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    return (millis) => {
      const { value } = shown.formatToParts(millis).find(({ type }) => type === "timeZoneName");
      return value === "GMT" ? "+00:00" : value.slice(3, 9);
    };
  } catch {
    return undefined;
  }
}
