// Lock-outs: what wrong tries at a reader, or for a card, lead to.
import { call } from "./border.js";
import { instant } from "./instant.js";

/** Null is a clock that is not known. */
const clock = (now) => (now === null ? null : instant(now));

export const lockOutState = (lockOut, now) => call("lock_out_state", lockOut, clock(now));

export const lockOutAfter = (lockOut, tried, now) => call("lock_out_after", lockOut, tried, clock(now));
