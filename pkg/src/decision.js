// The requests of the HTTP systems, as a service needs them.
import * as fields from "#fields";
import * as schemas from "#schemas";
import { call, callFor, large } from "./border.js";
import { FreeCodes } from "./free.js";
import * as form from "./request.js";
import { apart, argumentsOf, form as formOf, panel, panelOfBody, service } from "./system.js";

/** Members of the state that are arguments of their own. */
const APART = ["now", "keyFormats", "free"];

export const createAccessKey = /* @__PURE__ */ service(form.createAccessKey, 0, {
  decide(checked, state) {
    const free = apart(state, "free");
    const values = argumentsOf(checked, state, APART);
    return free === undefined ? callFor("decide", 0, ...values) : FreeCodes.decide(free, values);
  },
});

export const grantLockAccess = /* @__PURE__ */ service(form.grantLockAccess, 1, {
  apply: (aggregate, event) => call("apply_lock_event", large(aggregate), large(event)),
});

export const removeLockAccess = /* @__PURE__ */ service(form.removeLockAccess, 2);

export const createUser = /* @__PURE__ */ panelOfBody(form.createUser, 3);

export const createIdentifier = /* @__PURE__ */ panelOfBody(form.createIdentifier, 4);

export const changeUser = /* @__PURE__ */ panelOfBody(form.changeUser, 5);

export const readUser = /* @__PURE__ */ panel(/* @__PURE__ */ formOf(6, fields.readUser, schemas.readUser), 6);

export const deleteUser = /* @__PURE__ */ panel(/* @__PURE__ */ formOf(7, fields.deleteUser, schemas.deleteUser), 7);

export const attachIdentifier = /* @__PURE__ */ panel(/* @__PURE__ */ formOf(8, fields.attachIdentifier, schemas.attachIdentifier), 8);

export const attachTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ formOf(9, fields.attachTimeProfile, schemas.attachTimeProfile), 9);

export const addToApartment = /* @__PURE__ */ panel(/* @__PURE__ */ formOf(10, fields.addToApartment, schemas.addToApartment), 10);
