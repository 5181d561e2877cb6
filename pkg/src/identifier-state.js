// Identifiers in a door panel.
import { call } from "./border.js";
import { instant } from "./instant.js";

export const identifierState = (valid, passesUsed, at) =>
  call("identifier_state", valid, passesUsed, instant(at));
