// latchwork/cards: words that readers send, and the numbers on cards.
export {
  cardFormats,
  checkCardFormat,
  checkCardWord,
  decodeCard,
  decodeCards,
  encodeCard,
} from "./card.js";
export { LatchworkError } from "./error.js";
export { cardConversions, checkCardConversion, convertCard, identifyCard, matchCards } from "./identifier.js";
export { checkKeyNumber, keyFormats } from "./key.js";
