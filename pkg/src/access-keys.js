// Of `latchwork`: what decides on access keys, and the sets of free codes that it draws from.
export { createAccessKey } from "./decision.js";
export { freeCodes } from "./free.js";
