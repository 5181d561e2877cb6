// Cards: identifiers, and the numbers made of them.
import { call } from "./border.js";
import { Frame } from "./frame.js";

export const cardConversions = () => call("card_conversions", new Frame());

export const checkCardConversion = (conversion) => call("check_card_conversion", new Frame().with(conversion));

export const identifyCard = (text, options) => call("identify_card", new Frame().with(text).with(options));

export const convertCard = (text, steps) => call("convert_card", new Frame().with(text).with(steps));

export const matchCards = (a, b, options) => call("match_cards", new Frame().with(a).with(b).with(options));
