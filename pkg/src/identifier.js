// Cards: identifiers, and the numbers made of them.
import { call, flat, judge, textual } from "./border.js";

export const cardConversions = () => call("card_conversions");

export const checkCardConversion = (conversion) => judge("check_card_conversion", conversion);

/** Of a list of texts nothing is looked at that lies deeper. */
export const identifyCard = (text, options) =>
  call("identify_card", typeof text === "object" ? flat(text, 1) : text, options);

export const convertCard = (text, steps) => judge("convert_card", textual(text), steps);

export const matchCards = (a, b, options) => call("match_cards", textual(a), textual(b), options);
