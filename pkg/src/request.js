// The requests of the HTTP systems, as a form needs them.
import * as fields from "#fields";
import * as schemas from "#schemas";
import { form } from "./system.js";

export const createAccessKey = /* @__PURE__ */ form(0, fields.createAccessKey, schemas.createAccessKey);

export const grantLockAccess = /* @__PURE__ */ form(1, fields.grantLockAccess, schemas.grantLockAccess);

export const removeLockAccess = /* @__PURE__ */ form(2, fields.removeLockAccess, schemas.removeLockAccess);

export const createUser = /* @__PURE__ */ form(3, fields.createUser, schemas.createUser);

export const createIdentifier = /* @__PURE__ */ form(4, fields.createIdentifier, schemas.createIdentifier);

export const changeUser = /* @__PURE__ */ form(5, fields.changeUser, schemas.changeUser);
