import { rustJson } from "../calls/call-panel.js";
import { jsonText } from "../calls/json.js";

/** How a program asks what a schedule says. */
export function scheduleCall(schedule, timeZone) {
  const clock = `{ at: new Date(), timeZone: ${JSON.stringify(timeZone)} }`;
  return {
    value: schedule,
    javascript: `import { hours } from "latchwork";

const open = hours(${jsonText(schedule)});

open.state(${clock});
open.nextChange(${clock});
`,
    rust: `use latchwork::schedule::{LocalTime, Schedule};

let schedule: Schedule = serde_json::from_str(${rustJson(schedule)})?;

// What the door's clock shows, with its offset.
let now = LocalTime::of("2026-11-26T09:15:00+01:00".parse()?);
let state = schedule.hours().state(now);
`,
  };
}
