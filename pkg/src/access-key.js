// Create access key (KiiAccess).
import { checkBody } from "./body.js";
import { call } from "./border.js";
import { instant } from "./instant.js";
import { standard } from "./standard.js";

/** Stands for a `now` whose getter throws: the core then says that it cannot be read. */
const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
revoke();

function instantOf(state) {
  try {
    return instant(state.now ?? Date.now());
  } catch {
    return state === null || state === undefined ? undefined : unreadable;
  }
}

const check = (input, options) => call("check_create_access_key", [input, options]);

export const createAccessKey = Object.freeze({
  check,
  checkJson: (body, options) => checkBody("check_create_access_key_json", body, options),
  refuse: (issues) => call("refuse_create_access_key", [issues]),
  decide: (request, state) =>
    call("decide_create_access_key", [request, state, instantOf(state)]),
  "~standard": standard((input) => check(input)),
});
