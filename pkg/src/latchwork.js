// latchwork: what a form needs, and what a service decides and issues.
export * from "./forms.js";
export {
  addToApartment,
  attachIdentifier,
  attachTimeProfile,
  changeUser,
  createAccessKey,
  createIdentifier,
  createUser,
  deleteUser,
  grantLockAccess,
  readUser,
  removeLockAccess,
} from "./decision.js";
export { decideAttempt, doorReasons, reasonIn, reasonsFrom } from "./door.js";
export { freeCodes } from "./free.js";
export { generateCode, generateCodes, keyspace } from "./generate.js";
export { checkAuthorization, grantState, mayGrant, mayOpen, temporaryKeyState } from "./grant.js";
export { lockOutAfter, lockOutState } from "./lock-out.js";
export {
  codesToEqualChance,
  deBruijnPresses,
  equalChance,
  guessOdds,
  prefixClashChance,
  recommendedLength,
  triesIn,
  triesOfPresses,
} from "./odds.js";
export {
  scheduleFrom,
  scheduleFromICalendar,
  scheduleMakers,
  scheduleTo,
  scheduleToICalendar,
  weekdayNumbers,
  weekdaysOf,
} from "./maker.js";
export { identifierState } from "./panel.js";
export { checkSchedule, hours } from "./schedule.js";
