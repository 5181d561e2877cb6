// What hours say now, of a schedule of 20 rules and a year's holidays.
//
//   node pkg/bench/hours.mjs [--only NAME]… [--seconds 60] [--quick] [--json] [--entry latchwork]
//
// Run it after `cargo xtask build`. Aim: 1 µs for a clock that is text. The peer knows weekly rules
// only: not until when, no nights, no holidays, no zones.
import assert from "node:assert/strict";
import { options, report } from "./support/race.mjs";

const asked = options({ entry: { type: "string", default: "latchwork" } });
const { hours } = await import(asked.entry);

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const weekly = Array.from({ length: 20 }, (_, rule) => {
  const from = 360 + Math.floor(rule / 7) * 240;
  return { days: [DAYS[rule % 7]], from, until: from + 180 };
});
const holidays = ["01-01", "01-06", "04-06", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"];
const special = [{ days: holidays.map((day) => `2026-${day}`), periods: [] }];
const made = hours({ weekly, special });

function isOpen(clock) {
  const local = new Date(`${clock.slice(0, 19)}Z`);
  const day = DAYS[local.getUTCDay()];
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return weekly.some(({ days, from, until }) => days.includes(day) && from <= minute && minute < until);
}

const START = Date.parse("2026-01-01T00:00:00Z");
const instant = (index) => START + ((index * 7_919_000) % (365 * 86_400_000));
const texts = (count) =>
  Array.from({ length: count }, (_, index) => new Date(instant(index)).toISOString().replace(".000Z", "+01:00"));
const zoned = (at) => (count) =>
  Array.from({ length: count }, (_, index) => ({ at: at(index), timeZone: "Europe/Rome" }));
assert.equal(made.state("2026-11-26T10:15:00+01:00").state, "open");

report(
  {
    hours: [
      {
        name: "the state by a clock that is text",
        inputs: texts,
        contestants: { latchwork: (clock) => made.state(clock), "a loop over the rules": isOpen },
      },
      {
        name: "the next change by a clock that is text",
        inputs: texts,
        contestants: { latchwork: (clock) => made.nextChange(clock), "a loop over the rules": isOpen },
      },
      {
        name: "the state in a zone, as the clock runs",
        inputs: zoned((index) => START + index * 1_000),
        contestants: { latchwork: (clock) => made.state(clock) },
      },
      {
        name: "the state in a zone, at any time of a year",
        inputs: zoned(instant),
        contestants: { latchwork: (clock) => made.state(clock) },
      },
      {
        name: "hours made",
        inputs: (count) => Array.from({ length: count }, () => ({ weekly, special })),
        contestants: { latchwork: (schedule) => hours(schedule) },
      },
    ],
  },
  asked,
);
