// latchwork/forms: what checks a form and the body of a request.
export { checkCode, codeLengthsOutside, codePolicies } from "./code.js";
export { LatchworkError } from "./error.js";
export { checkPhone, checkUserId, checkUuid, parsePhone } from "./field.js";
export { fromForm } from "./form.js";
export { checkKeyNumber, keyFormats } from "./key.js";
export { accessLevels, checkAccessLevel } from "./level.js";
export { changeUser, createAccessKey, createIdentifier, createUser, grantLockAccess, removeLockAccess } from "./request.js";
export { checkWindow, parseTimestamp, windowState } from "./time.js";
