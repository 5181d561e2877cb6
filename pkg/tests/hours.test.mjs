// Hours in zones, minute by minute against Intl over the weeks in which clocks change: what the wall
// shows is asked of it for every instant, and nothing is told by how clocks change.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hours } from "latchwork";

const MINUTE = 60_000;
const DAY = 1440;
const ALL = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Zones, and a day around which their clocks do something, or nothing. */
const PLACES = [
  ["Europe/Rome", "2026-03-29"],
  ["Europe/Rome", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Africa/Casablanca", "2026-03-22"],
  ["Asia/Kolkata", "2026-03-29"],
  ["Asia/Kolkata", "2026-10-25"],
  ["Pacific/Apia", "2011-12-30"],
  ["Pacific/Kwajalein", "1969-09-30"],
];

const daily = (from, until) => ({ weekly: [{ days: ALL, from, until }] });

/** Inside of an hour that is passed over or comes twice, into it, out of it, around it. */
const schedulesOf = (day) => [
  daily(135, 165),
  daily(150, 240),
  daily(60, 150),
  daily(1320, 360),
  daily(540, 1020),
  daily(0, 1440),
  { weekly: [{ days: ["fri"], from: 0, until: 1440 }] },
  { dated: [{ from: `${day}T02:15`, until: `${day}T02:45` }] },
  { dated: [{ from: `${day}T01:45`, until: `${day}T02:15` }] },
  { ...daily(0, 0), valid: { until: `${day}T02:30` } },
  { ...daily(60, 1380), special: [{ days: [day], periods: [] }] },
];

/** The minutes of eleven days around a day, and what clocks show at each. */
function around(timeZone, day) {
  const formatter = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const middle = Date.parse(`${day}T00:00:00Z`);
  const instants = Array.from({ length: 11 * DAY }, (_, minute) => middle + (minute - 5 * DAY) * MINUTE);
  const shown = instants.map((instant) => formatter.format(instant).replace(" ", "T"));
  const places = new Map();
  shown.forEach((local, at) => places.set(local, [...(places.get(local) ?? []), at]));
  return { instants, shown, places };
}

const minuteBefore = (local) => new Date(Date.parse(`${local}:00Z`) - MINUTE).toISOString().slice(0, 16);

describe("hours in a zone", () => {
  for (const [timeZone, day] of PLACES) {
    test(`${timeZone}, ${day}`, () => {
      const { instants, shown, places } = around(timeZone, day);
      for (const schedule of schedulesOf(day)) {
        const made = hours(schedule);
        const known = new Map();
        const isOpen = (local) => {
          if (!known.has(local)) known.set(local, made.state(`${local}:00Z`).state === "open");
          return known.get(local);
        };
        const which = (at) => {
          const local = shown[at];
          if (isOpen(minuteBefore(local)) === isOpen(local)) return "jump";
          const all = places.get(local);
          return all.length === 1 ? "only" : all[0] === at ? "first" : "second";
        };
        let next;
        for (let at = instants.length - 2; at >= 0; at -= 1) {
          if (isOpen(shown[at + 1]) !== isOpen(shown[at])) next = at + 1;
          const isNear = at > 6_600 && at < 8_700;
          if ((at % 97 !== 0 && !(isNear && at % 7 === 0)) || at > 9 * DAY) continue;
          const clock = { at: instants[at], timeZone };
          const { state, until } = made.state(clock);
          const said = `${JSON.stringify(schedule)} ${shown[at]} ${JSON.stringify(until)}`;
          assert.equal(state === "open", isOpen(shown[at]), said);
          if (next === undefined) {
            assert.ok(until === undefined || Date.parse(until.instant) > instants.at(-1), said);
            continue;
          }
          const expected = { local: shown[next], opens: isOpen(shown[next]), which: which(next) };
          assert.deepEqual({ local: until.local, opens: until.opens, which: until.which }, expected, said);
          assert.equal(Date.parse(until.instant), instants[next], said);
          assert.ok(until.instant.startsWith(`${until.local}:00`), said);
          if (at % 97 === 0) assert.deepEqual(made.nextChange(clock), until);
        }
      }
    });
  }

  test("an instant is read as text, as a number or as a Date", () => {
    const made = hours(daily(540, 1020));
    const timeZone = "America/New_York";
    const state = made.state({ at: "2026-11-26T14:00:00Z", timeZone });
    assert.deepEqual(state, {
      state: "open",
      until: { local: "2026-11-26T17:00", opens: false, instant: "2026-11-26T17:00:00-05:00", which: "only" },
    });
    for (const at of [new Date("2026-11-26T14:00:00Z"), Date.parse("2026-11-26T14:00:00Z"), "2026-11-26T15:00:00+01:00"]) {
      assert.deepEqual(made.state({ at, timeZone }), state);
    }
  });

  test("clocks without an offset of whole minutes are read, and told in UTC", () => {
    const { until } = hours(daily(540, 1020)).state({ at: "1850-05-05T06:00:00Z", timeZone: "Europe/Amsterdam" });
    assert.equal(until.local, "1850-05-05T09:00");
    assert.match(until.instant, /^1850-05-05T08:4\d:\d\dZ$/);
  });

  test("a change years away is found at once", () => {
    const made = hours({ dated: [{ from: "9990-07-01T09:00", until: "9990-07-01T10:00" }] });
    const { state, until } = made.state({ at: 0, timeZone: "America/New_York" });
    assert.equal(state, "closed");
    assert.equal(until.local, "9990-07-01T09:00");
    assert.equal(made.nextChange({ at: "9990-07-01T14:00:00Z", timeZone: "America/New_York" }), undefined);
  });

  test("at the ends of the calendar nothing is open that is not known", () => {
    const always = hours(daily(0, 0));
    assert.deepEqual(always.state({ at: "0000-01-01T00:00:00Z", timeZone: "America/New_York" }), { state: "unknown" });
    assert.deepEqual(always.state({ at: "0000-01-01T00:00:00Z", timeZone: "Asia/Tokyo" }), { state: "open" });
    assert.deepEqual(always.state({ at: "9999-12-31T23:59:59Z", timeZone: "Asia/Tokyo" }), { state: "unknown" });
  });
});

describe("a clock", () => {
  const made = hours(daily(540, 1020));

  /** The issues of a misuse. */
  function misuseOf(call) {
    try {
      call();
    } catch (error) {
      assert.equal(error.code, "invalid_argument");
      return error.issues.map(({ code, path }) => [code, path.join(".")]);
    }
    return assert.fail("expected a misuse");
  }

  test("that is not known opens nothing", () => {
    for (const clock of [undefined, null, "2026-11-26T12:00:00-00:00"]) {
      assert.deepEqual(made.state(clock), { state: "unknown" });
      assert.equal(made.nextChange(clock), undefined);
    }
  });

  test("that is an instant alone is refused: nobody knows what the wall shows", () => {
    const alone = [new Date(), Date.now(), 0, 1n, true, Symbol("now"), () => "now", {}, new Map()];
    for (const clock of alone) assert.deepEqual(misuseOf(() => made.state(clock)), [["clock_without_zone", "clock"]]);
  });

  test("whose text has no offset, or no seconds, is refused", () => {
    assert.deepEqual(misuseOf(() => made.state("2026-11-26T12:00:00")), [["timestamp_no_offset", "clock"]]);
    assert.deepEqual(misuseOf(() => made.nextChange("2026-11-26T12:00+01:00")), [["timestamp_no_seconds", "clock"]]);
    assert.deepEqual(misuseOf(() => made.state("")), [["timestamp_malformed", "clock"]]);
  });

  test("in a zone that is none, or at an instant that is none, is refused", () => {
    const zones = [undefined, null, "", "Mars/Olympus", "+01:00", 60, {}, new String("UTC")];
    for (const timeZone of zones) {
      assert.deepEqual(misuseOf(() => made.state({ at: 0, timeZone })), [["time_zone_unknown", "clock.timeZone"]]);
    }
    const instants = [[NaN, "instant_out_of_range"], [Infinity, "instant_out_of_range"], [8.64e15, "instant_out_of_range"], [new Date(NaN), "instant_out_of_range"], ["now", "timestamp_malformed"], [undefined, "wrong_type"], [null, "wrong_type"], [{}, "wrong_type"], [5n, "wrong_type"]];
    for (const [at, code] of instants) {
      assert.deepEqual(misuseOf(() => made.state({ at, timeZone: "UTC" })), [[code, "clock.at"]]);
    }
  });

  test("that throws when it is read says nothing of what was thrown", () => {
    const throwing = { get at() { throw new Error("secret"); } };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const clock of [throwing, revoked.proxy]) {
      assert.deepEqual(misuseOf(() => made.state(clock)), [["unreadable", "clock"]]);
    }
  });
});

describe("hours", () => {
  test("are put together", () => {
    const morning = hours(daily(480, 720));
    const afternoon = hours(daily(720, 1020));
    const day = hours(daily(480, 1020));
    assert.ok(morning.union(afternoon).equals(day));
    assert.ok(day.covers(morning) && !morning.covers(day));
    assert.ok(day.without(morning).equals(afternoon));
    assert.ok(morning.intersection(afternoon).isNever);
    assert.ok(!day.isAlways && hours(daily(0, 0)).isAlways);
    assert.deepEqual(morning.union(afternoon).toSchedule(), daily(480, 1020));
    assert.deepEqual(day.week("2026-12-28").map(({ date }) => date).at(-1), "2027-01-03");
    assert.deepEqual(day.day("2026-12-28"), [{ from: 480, until: 1020 }]);
  });

  test("are put together with nothing but hours", () => {
    const day = hours(daily(480, 1020));
    const proxy = new Proxy(day, {});
    for (const other of [undefined, null, {}, daily(1, 2), proxy, Object.create(day)]) {
      for (const name of ["union", "intersection", "without", "covers", "equals"]) {
        assert.throws(() => day[name](other), { code: "invalid_argument" });
      }
    }
  });

  test("of a date that is none are misuse", () => {
    const day = hours(daily(480, 1020));
    for (const date of ["2026-02-29", "2026-11-26T00:00", "", 5, null, undefined, new Date(), {}]) {
      assert.throws(() => day.day(date), { code: "invalid_argument" });
      assert.throws(() => day.week(date), { code: "invalid_argument" });
    }
  });

  test("are of a schedule only", () => {
    for (const schedule of [undefined, null, [], "always", { weekly: "always" }, { hours: [] }]) {
      assert.throws(() => hours(schedule), { code: "invalid_argument" });
    }
  });

  test("that would take more rules than there are say so", () => {
    const dated = Array.from({ length: 200 }, (_, day) => {
      const date = new Date(Date.UTC(2026, 0, 1 + 2 * day)).toISOString().slice(0, 10);
      return { from: `${date}T0${Math.floor(day / 60)}:${String(day % 60).padStart(2, "0")}`, until: `${date}T09:00` };
    });
    const both = hours({ dated }).union(hours({ dated: dated.map(({ from, until }) => ({ from: from.replace("T0", "T1"), until: until.replace("T09", "T18") })) }));
    assert.throws(() => both.toSchedule(), (error) => error.issues[0].code === "schedule_too_intricate");
  });
});
