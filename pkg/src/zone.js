// Local times of a time zone, by the rules that the host has for it.
import { TimeZoneUnknown } from "#catalogue";
import { misuse } from "./issue.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;

/** Between two looks at a zone: a change of its clocks that is taken back sooner is not known of. */
export const STEP = DAY / 4;

/** More zones than a service meets; beyond them, formatters are made anew. */
const MOST_ZONES = 64;

const zones = new Map();

/**
 * A time zone by its IANA name.
 *
 * @param {(string | number)[]} path where an issue of it is
 * @throws {LatchworkError} `invalid_argument` for what is no name of one
 */
export function zoneOf(name, path = ["timeZone"]) {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = new Zone(name, formatterOf(name, path));
  if (zones.size === MOST_ZONES) zones.clear();
  zones.set(name, zone);
  return zone;
}

function formatterOf(name, path) {
  // Newer hosts take offsets such as +01:00 too, older ones do not: no answer may hang on that.
  const isName = typeof name === "string" && /^[a-z]/i.test(name);
  try {
    if (!isName) throw new RangeError("no name");
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      era: "narrow",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // What the host throws repeats the name.
    throw misuse(TimeZoneUnknown, path);
  }
}

/** A date and time of the calendar as milliseconds, as if it were one of UTC. */
export function wallMillis(year, month, day, hour, minute, second) {
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

class Zone {
  #formatter;

  constructor(name, formatter) {
    this.name = name;
    this.#formatter = formatter;
  }

  /** How far the clocks are from UTC at an instant, in milliseconds; of whole seconds. */
  offsetAt(instant) {
    const read = Object.create(null);
    for (const { type, value } of this.#formatter.formatToParts(instant)) read[type] = value;
    const year = read.era === "B" ? 1 - read.year : Number(read.year);
    return wallMillis(year, read.month, read.day, read.hour, read.minute, read.second) - instant;
  }

  /**
   * The offsets from UTC that the clocks have when they show a local time, in milliseconds: that of
   * the earliest instant first; none where they skip it, mostly one.
   *
   * @param {number} wall the local time as if it were one of UTC, in whole seconds
   */
  offsetsOf(wall) {
    const offsets = new Set();
    // No clock was ever a day away from UTC, so the instants meant lie in between.
    for (let near = wall - DAY; near <= wall + DAY; near += STEP) offsets.add(this.offsetAt(near));
    // The larger the offset, the earlier the instant.
    return [...offsets]
      .filter((offset) => this.offsetAt(wall - offset) === offset)
      .sort((one, other) => other - one);
  }
}

/** An offset as RFC 3339 writes it; `undefined` for one that is not of whole minutes. */
export function writtenOffset(offset) {
  if (offset % MINUTE !== 0) return undefined;
  const minutes = Math.abs(offset) / MINUTE;
  const digits = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${digits(minutes / 60)}:${digits(minutes % 60)}`;
}
