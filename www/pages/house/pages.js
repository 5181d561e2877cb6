export { activity } from "./activity.js";
export { doors } from "./doors.js";
export { enter } from "./enter.js";
export { keys } from "./keys.js";
export { newKey } from "./new-key.js";
export { people } from "./people.js";
export { signIns } from "./sign-ins.js";
