import { rustJson } from "../calls/call-panel.js";
import { jsonText } from "../calls/json.js";

/** How a program asks what becomes of an attempt. `now` is the clock, as the core takes it. */
export function attemptCall({ attempt, door, credentials, now }) {
  const isZone = typeof now === "object" && now !== null;
  const clock = isZone
    ? `{ at: new Date(), timeZone: ${JSON.stringify(now.timeZone)} }`
    : JSON.stringify(now);
  const shown = isZone ? "2026-11-26T09:15:00+01:00" : now;
  const rustClock =
    now === null
      ? "// The clock is not known.\nlet now = None;"
      : `// What the door's clock shows, with its offset.\nlet now = LocalTime::of(${JSON.stringify(shown)}.parse()?);`;
  return {
    value: { attempt, door, credentials, clock: now },
    javascript: `import { decideAttempt } from "latchwork";

const attempt = ${jsonText(attempt)};

const door = ${jsonText(door)};

const credentials = ${jsonText(credentials)};

const opening = decideAttempt(attempt, door, credentials, ${clock});
`,
    rust: `use latchwork::door::{Attempt, Credentials, Door, decide};
use latchwork::time::LocalTime;

let attempt: Attempt = serde_json::from_str(${rustJson(attempt)})?;

let door: Door = serde_json::from_str(${rustJson(door)})?;

let credentials: Credentials = serde_json::from_str(${rustJson(credentials)})?;

${rustClock}
let opening = decide(&attempt, &door, &credentials, now);
`,
  };
}
