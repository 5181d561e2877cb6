// Numbers printed on cards and key fobs, by their format.
import { formats } from "#presets";
import { judgeSecond, textual } from "./border.js";

export const keyFormats = () => formats.map((format) => ({ ...format }));

export const checkKeyNumber = (format, number) => judgeSecond("check_key_number", format, textual(number));
