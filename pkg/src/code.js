// Access codes and the policies of locks.
import { policies } from "#presets";
import { checkText } from "./text.js";

export const checkCode = (code, policy) => checkText("check_code", code, policy);

/** Data that nobody can change: a policy loosened here would be loosened for everyone. */
function frozen(data) {
  if (typeof data === "object" && data !== null) Object.values(data).forEach(frozen);
  return Object.freeze(data);
}

export const codePolicies = /* @__PURE__ */ frozen(
  /* @__PURE__ */ Object.assign(/* @__PURE__ */ Object.create(null), policies),
);

/** Which of the policies that nobody can change a policy is; -1 for any other. */
export const presetOf = (policy) => frozenPolicies.indexOf(policy);

const frozenPolicies = /* @__PURE__ */ Object.values(codePolicies);
