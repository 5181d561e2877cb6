// The requests of the HTTP systems, as a form needs them.
import * as schemas from "#schemas";
import { form } from "./system.js";

export const createAccessKey = /* @__PURE__ */ form(0, schemas.createAccessKey);

export const grantLockAccess = /* @__PURE__ */ form(1, schemas.grantLockAccess);

export const removeLockAccess = /* @__PURE__ */ form(2, schemas.removeLockAccess);

export const createUser = /* @__PURE__ */ form(3, schemas.createUser);

export const createIdentifier = /* @__PURE__ */ form(4, schemas.createIdentifier);

export const changeUser = /* @__PURE__ */ form(5, schemas.changeUser);
