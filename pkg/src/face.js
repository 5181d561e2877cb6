// The public functions: what types.d.ts says, over the core.
import { call } from "./border.js";
import { LatchworkError } from "./error.js";
import { instant } from "./instant.js";

export { createAccessKey } from "./access-key.js";
export { LatchworkError };

/** More taken codes than this are refused: beyond it lie only endless iterables. */
const MOST_TAKEN = 10_000_000;

export const checkCode = (code, policy) => call("check_code", [code, policy]);

export const generateCode = (policy, taken) => call("generate_code", [policy, listed(taken)]);

/** What an iterable gives; a text or what cannot be iterated stays as it is, for the core to refuse. */
function listed(taken) {
  if (typeof taken === "string" || typeof taken?.[Symbol.iterator] !== "function") return taken;
  const codes = [];
  for (const code of taken) {
    if (codes.push(code) > MOST_TAKEN) {
      throw new LatchworkError(
        "invalid_argument",
        `taken: expected at most ${MOST_TAKEN} codes, found more`,
      );
    }
  }
  return codes;
}

export const checkPhone = (text) => call("check_phone", [text]);

export const checkUserId = (text) => call("check_user_id", [text]);

export const checkUuid = (text) => call("check_uuid", [text]);

export const parseTimestamp = (text, options) => call("parse_timestamp", [text, options]);

export const checkWindow = (window) => call("check_window", [window]);

export const windowState = (window, at) => call("window_state", [window, instant(at)]);

// Known before the wasm is loaded, for a page that draws its form first.
export const accessLevels = Object.freeze(["OWNER", "ADMIN", "USER", "GUEST"]);

export const checkAccessLevel = (text) => call("check_access_level", [text]);

export const keyFormats = () => call("key_formats", []);

export const checkKeyNumber = (format, number) => call("check_key_number", [format, number]);
