// The odds of a guess, and of codes clashing.
import { call } from "./border.js";
import { Frame, LARGEST_STATE } from "./frame.js";

export function guessOdds(guess) {
  const odds = call("guess_odds", new Frame().with(guess, LARGEST_STATE));
  // JSON has no word for it: where no code is active, no number of tries will do.
  return { ...odds, expectedTries: odds.expectedTries ?? Infinity };
}

export const recommendedLength = (active, factor) =>
  call("recommended_length", new Frame().with(active).with(factor));

export const triesIn = (throttle, seconds) =>
  // Where nothing holds a thief up, there is no end of tries.
  call("tries_in", new Frame().with(throttle).with(seconds)) ?? Infinity;

export const triesOfPresses = (keypad, digits, presses) =>
  call("tries_of_presses", new Frame().with(keypad).with(digits).with(presses));

export const deBruijnPresses = (digits) => call("de_bruijn_presses", new Frame().with(digits));

export const equalChance = (draws) => call("equal_chance", new Frame().with(draws, LARGEST_STATE));

export const codesToEqualChance = (draws) =>
  call("codes_to_equal_chance", new Frame().with(draws, LARGEST_STATE));

export const prefixClashChance = (codesByLength) =>
  call("prefix_clash_chance", new Frame().with(codesByLength));
