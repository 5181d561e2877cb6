// Instants and validity windows.
import { call, judge, textual } from "./border.js";
import { instant } from "./instant.js";

export const parseTimestamp = (text, options) => judge("parse_timestamp", textual(text), options);

export const checkWindow = (window) => judge("check_window", window);

export const windowState = (window, at) => call("window_state", window, instant(at));
