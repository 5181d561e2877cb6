// Of `latchwork`: what makers' locks hold of a schedule.
export {
  scheduleFrom,
  scheduleFromICalendar,
  scheduleMakers,
  scheduleTo,
  scheduleToICalendar,
  weekdayNumbers,
  weekdaysOf,
} from "./maker.js";
