// latchwork: what a form needs, and what a service decides and issues. Each part has a core of its
// own, so that a bundler takes only those that a page uses; they are named in xtask/src/entry.rs too.
export { createAccessKey, freeCodes } from "./access-keys.js";
export {
  checkCode,
  codeLengthsOutside,
  codePolicies,
  codesToEqualChance,
  deBruijnPresses,
  equalChance,
  generateCode,
  generateCodes,
  guessOdds,
  keyspace,
  prefixClashChance,
  recommendedLength,
  triesIn,
  triesOfPresses,
} from "./codes.js";
export { decideAttempt, doorReasons, lockOutAfter, lockOutState, reasonIn, reasonsFrom } from "./doors.js";
export {
  accessLevels,
  checkAccessLevel,
  checkKeyNumber,
  checkPhone,
  checkUserId,
  checkUuid,
  checkWindow,
  fromForm,
  keyFormats,
  LatchworkError,
  parsePhone,
  parseTimestamp,
  windowState,
} from "./forms.js";
export {
  checkAuthorization,
  grantLockAccess,
  grantState,
  mayGrant,
  mayOpen,
  removeLockAccess,
  temporaryKeyState,
} from "./locks.js";
export {
  scheduleFrom,
  scheduleFromICalendar,
  scheduleMakers,
  scheduleTo,
  scheduleToICalendar,
  weekdayNumbers,
  weekdaysOf,
} from "./makers.js";
export {
  addToApartment,
  attachIdentifier,
  attachTimeProfile,
  changeUser,
  createIdentifier,
  createUser,
  deleteUser,
  identifierState,
  readUser,
} from "./panels.js";
export { checkSchedule, hours } from "./schedules.js";
