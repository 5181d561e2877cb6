// Of `latchwork`: what decides on the users and identifiers of a door panel.
export {
  addToApartment,
  attachIdentifier,
  attachTimeProfile,
  changeUser,
  createIdentifier,
  createUser,
  deleteUser,
  readUser,
} from "./decision.js";
export { identifierState } from "./identifier-state.js";
