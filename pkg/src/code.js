// Access codes and the policies of locks.
import { outside, policies } from "#presets";
import { frozen } from "./frozen.js";
import { checkText } from "./text.js";

export const checkCode = (code, policy) => checkText("check_code", code, policy);

// A policy loosened here would be loosened for everyone.
export const codePolicies = /* @__PURE__ */ frozen(
  /* @__PURE__ */ Object.assign(/* @__PURE__ */ Object.create(null), policies),
);

export const codeLengthsOutside = /* @__PURE__ */ frozen(
  /* @__PURE__ */ Object.assign(/* @__PURE__ */ Object.create(null), outside),
);

/** Which of the policies that nobody can change a policy is; -1 for any other. */
export const presetOf = (policy) => frozenPolicies.indexOf(policy);

const frozenPolicies = /* @__PURE__ */ Object.values(codePolicies);
