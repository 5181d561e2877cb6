/** Until when wrong tries keep somebody out. */

import { lockOutState } from "latchwork";

/** What was counted, as JSON, at a door of a condition; null where it keeps nobody out. */
export function lockedUntil({ lockout: policy }, tries, now) {
  if (tries === null || typeof policy !== "object" || policy === null) return null;
  return lockOutState({ policy, state: JSON.parse(tries) }, now).until ?? null;
}
