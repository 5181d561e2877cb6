// Time zones, and a slow way to know their local times: every instant of a quarter of an hour is
// written out, and looked up.

const MINUTE = 60_000;
export const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** Zones, each with the years in which to look for changes of its clocks. */
export const zones = new Map([
  ["Europe/Stockholm", [2026, 2027]],
  ["Europe/London", [1968, 1971]],
  ["Europe/Dublin", [2026, 2026]],
  ["Europe/Lisbon", [1992, 1996]],
  ["Europe/Moscow", [2011, 2014]],
  ["Europe/Istanbul", [2015, 2016]],
  ["Europe/Chisinau", [2020, 2020]],
  ["Atlantic/Azores", [2026, 2026]],
  ["America/New_York", [2026, 2027]],
  ["America/St_Johns", [2006, 2011]],
  ["America/Caracas", [2007, 2016]],
  ["America/Havana", [2026, 2026]],
  ["America/Sao_Paulo", [2018, 2019]],
  ["America/Santiago", [2026, 2026]],
  ["America/Asuncion", [2023, 2023]],
  ["America/Scoresbysund", [2023, 2024]],
  ["America/Nuuk", [2023, 2024]],
  ["America/Los_Angeles", [2026, 2026]],
  ["Africa/Casablanca", [2020, 2021]],
  ["Africa/Cairo", [2023, 2023]],
  ["Africa/Juba", [2021, 2021]],
  ["Asia/Kathmandu", [1985, 1986]],
  ["Asia/Kolkata", [1941, 1945]],
  ["Asia/Tehran", [2021, 2022]],
  ["Asia/Gaza", [2022, 2022]],
  ["Asia/Beirut", [2022, 2022]],
  ["Asia/Pyongyang", [2015, 2018]],
  ["Asia/Tokyo", [1948, 1951]],
  ["Australia/Lord_Howe", [2026, 2027]],
  ["Australia/Sydney", [2026, 2026]],
  ["Australia/Adelaide", [2026, 2026]],
  ["Pacific/Auckland", [2026, 2026]],
  ["Pacific/Chatham", [2026, 2026]],
  ["Pacific/Apia", [2011, 2012]],
  ["Pacific/Kwajalein", [1993, 1993]],
  ["Pacific/Norfolk", [2015, 2019]],
  ["Antarctica/Troll", [2026, 2027]],
  ["Antarctica/Casey", [2018, 2020]],
]);

/** The local time of an instant: `2026-03-29T03:00:00`. */
function walls(timeZone) {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return (instant) => format.format(instant).replace(" ", "T");
}

/** The changes of a zone's clocks within years: when, and how many minutes forward. */
export function transitions(timeZone, [first, last]) {
  const wallOf = walls(timeZone);
  const offsetAt = (instant) => Date.parse(`${wallOf(instant)}Z`) - instant;
  const found = [];
  const end = Date.UTC(last + 1, 0, 1);
  for (let from = Date.UTC(first, 0, 1); from < end; from += DAY) {
    if (offsetAt(from) === offsetAt(from + DAY)) continue;
    let at = from;
    while (offsetAt(at + QUARTER) === offsetAt(from)) at += QUARTER;
    at += QUARTER;
    found.push({ at, jump: (offsetAt(at) - offsetAt(from)) / MINUTE });
  }
  return found;
}

/** The instants that a local time is, of those within so many minutes of an instant. */
export function instantsByWall(timeZone, around, minutes) {
  const wallOf = walls(timeZone);
  const byWall = new Map();
  for (let instant = around - minutes * MINUTE; instant <= around + minutes * MINUTE; instant += QUARTER) {
    const wall = wallOf(instant);
    byWall.set(wall, [...(byWall.get(wall) ?? []), instant]);
  }
  return { wallOf, of: (wall) => byWall.get(wall) ?? [] };
}
