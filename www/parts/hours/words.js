/** The days of a week as a schedule names them, and as people do. */
export const DAYS = [
  { name: "mon", label: "Monday", short: "Mon" },
  { name: "tue", label: "Tuesday", short: "Tue" },
  { name: "wed", label: "Wednesday", short: "Wed" },
  { name: "thu", label: "Thursday", short: "Thu" },
  { name: "fri", label: "Friday", short: "Fri" },
  { name: "sat", label: "Saturday", short: "Sat" },
  { name: "sun", label: "Sunday", short: "Sun" },
];

export const DAY = 1_440;

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const longDates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const shortDates = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

const two = (number) => String(number).padStart(2, "0");

/** `09:05` of a minute after midnight; the end of a day is `24:00`. */
export function sayTime(minute) {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** The minute after midnight of what a control for a time holds; `undefined` where it holds none. */
export function readTime(text) {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** How a control for a time shows a minute: it knows no 24:00. */
export function timeText(minute) {
  return minute === undefined ? "" : sayTime(minute % DAY);
}

/** `09:00 to 17:00`; what goes on after midnight names the next day. */
export function sayPeriod({ from, until }, day) {
  if (until > from) return `${sayTime(from)} to ${sayTime(until)}`;
  const next = day === undefined ? "the next day" : DAYS[(day + 1) % 7].label;
  return `${sayTime(from)} to ${sayTime(until)} on ${next}`;
}

/** `Monday 22:00 to 06:00 on Tuesday`, and when it begins to hold and ceases to. */
export function sayBlock({ day, from, until, first, last }) {
  const bounds = [...(first ? [`from ${sayDate(first)}`] : []), ...(last ? [`until ${sayDate(last)}`] : [])];
  return [`${DAYS[day].label} ${sayPeriod({ from, until }, day)}`, ...bounds].join(", ");
}

/** `Monday to Friday`, `Saturday and Sunday`. */
export function sayDays(names) {
  const days = DAYS.map(({ name }, at) => (names.includes(name) ? at : -1)).filter((at) => at >= 0);
  if (days.length === 7) return "Every day";
  if (days.length > 2 && days.at(-1) - days[0] === days.length - 1)
    return `${DAYS[days[0]].label} to ${DAYS[days.at(-1)].label}`;
  return list.format(days.map((at) => DAYS[at].label));
}

/** `Friday 25 December 2026`, of `2026-12-25`. */
export function sayDate(date) {
  const day = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) ? date : `${DAYS[weekdayOf(date)].label} ${longDates.format(day)}`;
}

/** `25 Dec` */
export function sayShortDate(date) {
  const day = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) ? date : shortDates.format(day);
}

/** `17:00`, `tomorrow at 17:00`, or with the whole date: of `2026-11-27T17:00`, as it is said on a date. */
export function sayMoment(local, today) {
  const [date, time] = local.slice(0, 16).split("T");
  if (date === today) return time;
  return date === dateAfter(today, 1) ? `tomorrow at ${time}` : sayLocal(local);
}

/** `Friday 27 November 2026 at 17:00` */
export function sayLocal(local) {
  const [date, time] = local.slice(0, 16).split("T");
  return `${sayDate(date)} at ${time}`;
}

/** The date so many days after another. */
export function dateAfter(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What day of the week a date is, 0 for Monday. */
export function weekdayOf(date) {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The date and time that a clock in a zone shows, as `2026-11-27T17:00`. */
export function clockIn(zone, millis = Date.now()) {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return shown.format(millis).replace(" ", "T");
}
