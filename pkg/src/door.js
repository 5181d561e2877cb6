// One attempt at a door, and why it opens or stays shut, here and in the words of other systems.
import { call, large } from "./border.js";
import { clockText } from "./clock.js";

export const doorReasons = () => call("door_reasons");

export const reasonIn = (vocabulary, reason) => call("reason_in", vocabulary, reason);

export const reasonsFrom = (vocabulary, word) => call("reasons_from", vocabulary, word);

export const decideAttempt = (attempt, door, credentials, clock) =>
  call("decide_attempt", attempt, large(door), large(credentials), clockText(clock));
