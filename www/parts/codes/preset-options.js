import { element } from "../shell/element.js";
import { sayPreset } from "./policy-words.js";

/** The core's policies as the options of a select, by name. */
export function presetOptions({ codePolicies }) {
  return Object.keys(codePolicies).map((name) => element("option", { value: name }, sayPreset(name)));
}
