// Grants of access to a lock: who may give one, whether one holds, and who asks.
import { call, flat, judge, large } from "./border.js";
import { instant } from "./instant.js";

export const mayGrant = (grantor, level, policy) => call("may_grant", grantor, level, policy);

export const grantState = (grant, at) => call("grant_state", grant, instant(at));

export const temporaryKeyState = (key, at) => call("temporary_key_state", key, instant(at));

export const mayOpen = (grants, lockId, at) => call("may_open", large(grants), lockId, instant(at));

export const checkAuthorization = (headers, now = Date.now()) =>
  judge("check_authorization", flat(headers, 1), instant(now));
