// Of `latchwork`: attempts at a door.
export { decideAttempt, doorReasons, reasonIn, reasonsFrom } from "./door.js";
export { lockOutAfter, lockOutState } from "./lock-out.js";
