// What a door's clock shows: as text with its own offset, or an instant and the zone of the door.
import { ClockWithoutZone, InstantOutOfRange, Unreadable } from "#catalogue";
import { judge, textual } from "./border.js";
import { LatchworkError } from "./error.js";
import { instant } from "./instant.js";
import { misuse, told } from "./issue.js";
import { DAY, STEP, wallMillis, writtenOffset, zoneOf } from "./zone.js";

const FIRST = wallMillis(0, 1, 1, 0, 0, 0);
const END = wallMillis(10_000, 1, 1, 0, 0, 0);

/**
 * A clock as a caller gives it: `undefined` for one that is not known, a text for the core to read,
 * or an instant in a zone.
 */
export function clockOf(clock) {
  if (clock === undefined || clock === null) return undefined;
  if (typeof clock === "string") return clock;
  if (typeof clock !== "object") throw misuse(ClockWithoutZone, ["clock"]);
  const [at, timeZone] = membersOf(clock);
  // A Date alone is an instant of which nobody knows what the wall shows.
  if (at === undefined && timeZone === undefined) throw misuse(ClockWithoutZone, ["clock"]);
  const zone = zoneOf(timeZone, ["clock", "timeZone"]);
  return new ZonedClock(millisOf(at), zone);
}

/** The same as text for the core to read: of a clock that no text can show, as of none. */
export function clockText(clock) {
  const given = clockOf(clock);
  return given instanceof ZonedClock ? given.text() : given;
}

function membersOf(clock) {
  try {
    return [clock.at, clock.timeZone];
  } catch {
    // What was thrown is the caller's.
    throw misuse(Unreadable, ["clock"]);
  }
}

/** Milliseconds since 1970, whole ones. */
function millisOf(at) {
  // To ask a number whether it is a Date takes longer than all the rest.
  const given = typeof at === "number" ? at : instant(at);
  if (typeof given === "number") {
    if (given >= FIRST && given < END) return Math.floor(given);
    throw misuse(InstantOutOfRange, ["clock", "at"]);
  }
  const parsed = judge("parse_timestamp", textual(given));
  if (parsed.ok) return parsed.value.epochMillis;
  const issues = parsed.issues.map((issue) => ({ ...issue, path: ["clock", "at", ...issue.path] }));
  throw new LatchworkError("invalid_argument", told(issues), issues);
}

/** What is known of a zone: where its offset was looked at last, and found the same. */
const stretches = new WeakMap();

/** An instant in a zone. Instants and offsets are in seconds, as the core has them. */
class ZonedClock {
  #millis;
  #zone;

  constructor(millis, zone) {
    this.start = Math.floor(millis / 1000);
    this.#millis = millis;
    this.#zone = zone;
  }

  /** What it shows, as text with its offset; undefined for an offset of seconds, which no text can say. */
  text() {
    const { offset } = this.pieceAt(this.start);
    const zone = writtenOffset(offset * 1000);
    return zone && new Date(this.#millis + offset * 1000).toISOString().slice(0, -1) + zone;
  }

  /** The offset at an instant, and until when it holds: until the clocks change, or as far as was looked. */
  pieceAt(second, ahead = 0) {
    const { offset, until } = this.#stretch(second * 1000, 0, ahead);
    return { offset: offset / 1000, until: until / 1000 };
  }

  /** A change that the core found, told with its instant. */
  change(second, local, isJump, opens) {
    const { offset } = this.#stretch(second * 1000, 0, 0);
    return {
      local,
      opens,
      instant: written(second * 1000, offset, local),
      which: isJump ? "jump" : this.#showing(second * 1000, offset),
    };
  }

  /** Which of the instants at which the clocks show the same as at one. */
  #showing(instant, offset) {
    const { from, until } = this.#stretch(instant, DAY, DAY);
    if (from <= instant - DAY && instant + DAY <= until) return "only";
    const offsets = this.#zone.offsetsOf(instant + offset);
    if (offsets.length < 2) return "only";
    return offsets[0] === offset ? "first" : "second";
  }

  /** The time around an instant with one offset, so far back and ahead as is asked for or further, unless the clocks change there. */
  #stretch(instant, back, ahead) {
    const zone = this.#zone;
    let stretch = stretches.get(zone);
    // A little behind it, it goes on growing: clocks run.
    const isNear = stretch !== undefined && stretch.from <= instant && instant < stretch.until + (stretch.ends ? 0 : DAY);
    if (isNear && instant >= stretch.until) grow(zone, stretch, 0, instant + 1 - stretch.until);
    if (!isNear || instant >= stretch.until) {
      const offset = zone.offsetAt(instant);
      stretch = { offset, from: instant, until: instant + 1000, begins: false, ends: false };
      stretches.set(zone, stretch);
    }
    grow(zone, stretch, back - (instant - stretch.from), ahead - (stretch.until - instant));
    return stretch;
  }
}

/** Looks so much further back and ahead. */
function grow(zone, stretch, back, ahead) {
  const { offset } = stretch;
  const first = stretch.from - back;
  while (!stretch.begins && stretch.from > first) {
    if (zone.offsetAt(stretch.from - STEP) === offset) stretch.from -= STEP;
    else stretch.begins = true;
  }
  const last = stretch.until + ahead;
  while (!stretch.ends && stretch.until < last) {
    if (zone.offsetAt(stretch.until + STEP) === offset) {
      stretch.until += STEP;
    } else {
      stretch.until = changeBetween(zone, offset, stretch.until, stretch.until + STEP);
      stretch.ends = true;
    }
  }
}

/** The first second behind which the clocks have another offset. */
function changeBetween(zone, offset, from, until) {
  let [low, high] = [Math.floor(from / 1000), Math.ceil(until / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle * 1000) === offset) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** An instant as RFC 3339. */
function written(instant, offset, local) {
  const zone = offset === 0 ? "Z" : writtenOffset(offset);
  // RFC 3339 has no seconds in an offset, as clocks had before there were zones.
  if (zone === undefined) return new Date(instant).toISOString().replace(".000Z", "Z");
  const second = (((instant + offset) / 1000) % 60 + 60) % 60;
  return `${local}:${String(second).padStart(2, "0")}${zone}`;
}
