export { render as attempt } from "./attempt.js";
export { render as createAccessKey } from "./create-access-key.js";
export { render as createUser } from "./create-user.js";
export { render as grantLockAccess } from "./grant-lock-access.js";
