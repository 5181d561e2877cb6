// The requests of the HTTP systems, as a service needs them.
import { call, large } from "./border.js";
import * as form from "./request.js";
import { service } from "./system.js";

export const createAccessKey = /* @__PURE__ */ service(form.createAccessKey, 0);

export const grantLockAccess = /* @__PURE__ */ service(form.grantLockAccess, 1, {
  apply: (aggregate, event) => call("apply_lock_event", large(aggregate), event),
});

export const removeLockAccess = /* @__PURE__ */ service(form.removeLockAccess, 2);

export const createUser = /* @__PURE__ */ service(form.createUser, 3);

export const createIdentifier = /* @__PURE__ */ service(form.createIdentifier, 4);
