// Of `latchwork`: what decides on access to locks.
export { grantLockAccess, removeLockAccess } from "./decision.js";
export { checkAuthorization, grantState, mayGrant, mayOpen, temporaryKeyState } from "./grant.js";
