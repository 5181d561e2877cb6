const whole = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});
const distance = new Intl.RelativeTimeFormat("en-GB", { numeric: "always" });

/** From the largest; a unit is used from one and a half of it. */
const UNITS = [
  ["year", 365.25 * 86_400_000],
  ["month", 30.44 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
];

/** `1 Mar 2026, 08:00 CET`, in this device's zone. */
export function sayInstant(epochMillis) {
  return whole.format(epochMillis);
}

/** `in 3 days`, `2 hours ago`. */
export function sayDistance(epochMillis, now) {
  const millis = epochMillis - now;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(millis) >= 1.5 * size) ?? UNITS.at(-1);
  return distance.format(Math.round(millis / size), unit);
}
