// Of `latchwork`: schedules, and what they say by a clock.
export { checkSchedule, hours } from "./schedule.js";
