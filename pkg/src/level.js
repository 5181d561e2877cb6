// Access levels.
import { levels } from "#presets";
import { checkText } from "./text.js";

// Known before the wasm is loaded, for a page that draws its form first.
export const accessLevels = /* @__PURE__ */ Object.freeze(levels);

export const checkAccessLevel = (text) => checkText("check_access_level", text);
