// The odds of a guess, and of codes clashing.
import { call, large } from "./border.js";

export function guessOdds(guess) {
  const odds = call("guess_odds", large(guess));
  // JSON has no word for it: where no code is active, no number of tries will do.
  return { ...odds, expectedTries: odds.expectedTries ?? Infinity };
}

export const recommendedLength = (active, factor) =>
  call("recommended_length", active, factor);

export const triesIn = (throttle, seconds) =>
  // Where nothing holds a thief up, there is no end of tries.
  call("tries_in", throttle, seconds) ?? Infinity;

export const triesOfPresses = (keypad, digits, presses) =>
  call("tries_of_presses", keypad, digits, presses);

export const deBruijnPresses = (digits) => call("de_bruijn_presses", digits);

export const equalChance = (draws) => call("equal_chance", large(draws));

export const codesToEqualChance = (draws) =>
  call("codes_to_equal_chance", large(draws));

export const prefixClashChance = (codesByLength) =>
  call("prefix_clash_chance", codesByLength);
