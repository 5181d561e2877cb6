import { judge, large, textual } from "./border.js";

/** Checks a text, which is its own value where the core changes nothing. */
export const checkText = (name, text, option) =>
  option === undefined ? judge(name, textual(text)) : judge(name, textual(text), large(option));
