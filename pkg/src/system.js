// The HTTP systems: one object of the same shape for each request.
import { checkBody } from "./body.js";
import { call } from "./border.js";
import { copied } from "./copy.js";
import { Frame, LARGEST_STATE } from "./frame.js";
import { instant } from "./instant.js";
import { standard } from "./standard.js";

/** Stands for a `now` whose getter throws: the core then says that it cannot be read. */
const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
revoke();

function instantOf(state) {
  try {
    const { now } = state;
    return instant(now === undefined ? Date.now() : now);
  } catch {
    return unreadable;
  }
}

/**
 * @param {string} request what the methods of Border call the request
 * @param {string} refuse the method that makes the system's own 400
 * @param {object} more what this request has beyond the others
 */
export function system(request, refuse, more = {}) {
  function check(input, options) {
    const { read, given } = copied(input);
    const frame = new Frame().with(read).with(options).with(given !== undefined);
    return call(`check_${request}`, frame, undefined, given);
  }
  return Object.freeze({
    check,
    checkJson: (body, options) => checkBody(`check_${request}_json`, body, options),
    refuse: (issues) => call(refuse, new Frame().with(issues, LARGEST_STATE)),
    decide: (checked, state) =>
      call(
        `decide_${request}`,
        new Frame().with(checked).with(state, LARGEST_STATE).with(instantOf(state)),
      ),
    ...more,
    "~standard": standard((input) => check(input)),
  });
}
