// Create access key (KiiAccess).
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
    return instant(state.now ?? Date.now());
  } catch {
    return unreadable;
  }
}

function check(input, options) {
  const copy = copied(input);
  const frame = new Frame().with(copy ?? input).with(options).with(copy !== undefined);
  return call("check_create_access_key", frame, undefined, copy);
}

export const createAccessKey = Object.freeze({
  check,
  checkJson: (body, options) => checkBody("check_create_access_key_json", body, options),
  refuse: (issues) => call("refuse_create_access_key", new Frame().with(issues, LARGEST_STATE)),
  decide: (request, state) =>
    call(
      "decide_create_access_key",
      new Frame().with(request).with(state, LARGEST_STATE).with(instantOf(state)),
    ),
  "~standard": standard((input) => check(input)),
});
