// The public functions: what types.d.ts says, over the core.
import { call } from "./border.js";
import { LatchworkError } from "./error.js";
import { Frame, LARGEST_STATE } from "./frame.js";
import { instant } from "./instant.js";

export { createAccessKey } from "./access-key.js";
export { LatchworkError };

/** More taken codes than this are refused: beyond it lie only endless iterables. */
const MOST_TAKEN = 10_000_000;

export const checkCode = (code, policy) => checkText("check_code", code, policy);

/** Checks a text, which is its own value where the core changes nothing. */
function checkText(name, text, option) {
  return call(name, new Frame().with(text).with(option), undefined, text);
}

export const generateCode = (policy, taken) =>
  call("generate_code", new Frame().with(policy).with(listed(taken), LARGEST_STATE));

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

export const checkPhone = (text) => checkText("check_phone", text);

export const checkUserId = (text) => checkText("check_user_id", text);

export const checkUuid = (text) => checkText("check_uuid", text);

export const parseTimestamp = (text, options) => 
  call("parse_timestamp", new Frame().with(text).with(options));

export const checkWindow = (window) => call("check_window", new Frame().with(window));

export const windowState = (window, at) => 
  call("window_state", new Frame().with(window).with(instant(at)));

// Known before the wasm is loaded, for a page that draws its form first.
export const accessLevels = Object.freeze(["OWNER", "ADMIN", "USER", "GUEST"]);

export const checkAccessLevel = (text) => checkText("check_access_level", text);

export const keyFormats = () => call("key_formats", new Frame());

export const checkKeyNumber = (format, number) => 
  call("check_key_number", new Frame().with(format).with(number), undefined, number);
