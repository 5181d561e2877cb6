// latchwork/plain: what only a service asks, the plain API and what a panel keeps beside its users.
import * as fields from "#fields";
import * as schemas from "#schemas";
import { call } from "./border.js";
import { form, panel, panelOfBody, panelOfChange } from "./system.js";

export { LatchworkError } from "./error.js";

export const createDoor = /* @__PURE__ */ form(11, fields.createDoor, schemas.createDoor);

export const changeDoor = /* @__PURE__ */ form(12, fields.changeDoor, schemas.changeDoor);

export const createPerson = /* @__PURE__ */ form(13, fields.createPerson, schemas.createPerson);

export const changePerson = /* @__PURE__ */ form(14, fields.changePerson, schemas.changePerson);

export const createKey = /* @__PURE__ */ form(30, fields.createKey, schemas.createKey);

export const changeKey = /* @__PURE__ */ form(15, fields.changeKey, schemas.changeKey);

export const lookUpKeys = /* @__PURE__ */ form(16, fields.lookUpKeys, schemas.lookUpKeys);

export const giveReason = /* @__PURE__ */ form(17, fields.giveReason, schemas.giveReason);

export const reportKey = /* @__PURE__ */ form(18, fields.reportKey, schemas.reportKey);

export const showKey = /* @__PURE__ */ form(19, fields.showKey, schemas.showKey);

export const tryDoor = /* @__PURE__ */ form(20, fields.tryDoor, schemas.tryDoor);

export const tellOutcome = /* @__PURE__ */ form(21, fields.tellOutcome, schemas.tellOutcome);

export const beginSession = /* @__PURE__ */ form(34, fields.beginSession, schemas.beginSession);

export const createWebhook = /* @__PURE__ */ form(35, fields.createWebhook, schemas.createWebhook);

export const setPanelDoors = /* @__PURE__ */ form(36, fields.setPanelDoors, schemas.setPanelDoors);

export const createPrincipal = /* @__PURE__ */ form(37, fields.createPrincipal, schemas.createPrincipal);

export const changePrincipal = /* @__PURE__ */ form(39, fields.changePrincipal, schemas.changePrincipal);

export const createApiKey = /* @__PURE__ */ form(38, fields.createApiKey, schemas.createApiKey);

export const createTimeProfile = /* @__PURE__ */ panelOfBody(/* @__PURE__ */ form(22, fields.createTimeProfile, schemas.createTimeProfile), 22);

export const readTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(23, fields.readTimeProfile, schemas.readTimeProfile), 23);

export const deleteTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(24, fields.deleteTimeProfile, schemas.deleteTimeProfile), 24);

export const detachTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(25, fields.detachTimeProfile, schemas.detachTimeProfile), 25);

export const changeTimeProfile = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(31, fields.changeTimeProfile, schemas.changeTimeProfile), 31);

export const createApartment = /* @__PURE__ */ panelOfBody(/* @__PURE__ */ form(26, fields.createApartment, schemas.createApartment), 26);

export const readApartment = /* @__PURE__ */ panel(/* @__PURE__ */ form(27, fields.readApartment, schemas.readApartment), 27);

export const changeApartment = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(32, fields.changeApartment, schemas.changeApartment), 32);

export const readIdentifier = /* @__PURE__ */ panel(/* @__PURE__ */ form(28, fields.readIdentifier, schemas.readIdentifier), 28);

export const deleteIdentifier = /* @__PURE__ */ panel(/* @__PURE__ */ form(29, fields.deleteIdentifier, schemas.deleteIdentifier), 29);

export const changeIdentifier = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(33, fields.changeIdentifier, schemas.changeIdentifier), 33);

export const changedCondition = (change, before) => call("changed_condition", change, before);

export const readShown = (shown) => call("read_shown", shown);
