export { render as cards } from "./cards.js";
export { render as codes } from "./codes.js";
export { render as hours } from "./hours.js";
