// Of `latchwork`: codes that are drawn, and the odds of guessing one.
export { checkCode, codeLengthsOutside, codePolicies } from "./code.js";
export { generateCode, generateCodes, keyspace } from "./generate.js";
export {
  codesToEqualChance,
  deBruijnPresses,
  equalChance,
  guessOdds,
  prefixClashChance,
  recommendedLength,
  triesIn,
  triesOfPresses,
} from "./odds.js";
