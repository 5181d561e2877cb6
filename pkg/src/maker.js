// What makers' locks hold of a schedule.
import { call, judge, textual } from "./border.js";

export function scheduleTo(maker, schedule, options) {
  const held = judge("schedule_to", textual(maker), schedule, options);
  if (!held.ok) return held;
  const { value, opens } = held.value;
  return { ok: true, value, opens, notes: held.notes ?? [] };
}

export function scheduleFrom(maker, value, options) {
  const told = judge("schedule_from", textual(maker), value, options);
  return told.ok ? { ok: true, value: told.value, notes: told.notes ?? [] } : told;
}

export const scheduleMakers = () => call("schedule_makers");

export const weekdayNumbers = (numbers, days) => call("weekday_numbers", textual(numbers), days);

export const weekdaysOf = (numbers, given) => judge("weekdays_of", textual(numbers), given);

export const scheduleFromICalendar = (text) => judge("schedule_from_icalendar", textual(text));

export function scheduleToICalendar(schedule) {
  const { value, notes = [] } = judge("schedule_to_icalendar", schedule);
  return { text: value, notes };
}
