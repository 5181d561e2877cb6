// latchwork/plain: what only a service asks, the plain API and what a panel keeps beside its users.
import * as schemas from "#schemas";
import { call } from "./border.js";
import { form, panel, panelOfBody, panelOfChange } from "./system.js";

export { LatchworkError } from "./error.js";

export const createDoor = /* @__PURE__ */ form(11, schemas.createDoor);

export const changeDoor = /* @__PURE__ */ form(12, schemas.changeDoor);

export const createPerson = /* @__PURE__ */ form(13, schemas.createPerson);

export const changePerson = /* @__PURE__ */ form(14, schemas.changePerson);

export const createKey = /* @__PURE__ */ form(30, schemas.createKey);

export const changeKey = /* @__PURE__ */ form(15, schemas.changeKey);

export const lookUpKeys = /* @__PURE__ */ form(16, schemas.lookUpKeys);

export const giveReason = /* @__PURE__ */ form(17, schemas.giveReason);

export const reportKey = /* @__PURE__ */ form(18, schemas.reportKey);

export const showKey = /* @__PURE__ */ form(19, schemas.showKey);

export const tryDoor = /* @__PURE__ */ form(20, schemas.tryDoor);

export const tellOutcome = /* @__PURE__ */ form(21, schemas.tellOutcome);

export const beginSession = /* @__PURE__ */ form(34, schemas.beginSession);

export const createWebhook = /* @__PURE__ */ form(35, schemas.createWebhook);

export const setPanelDoors = /* @__PURE__ */ form(36, schemas.setPanelDoors);

export const createPrincipal = /* @__PURE__ */ form(37, schemas.createPrincipal);

export const changePrincipal = /* @__PURE__ */ form(39, schemas.changePrincipal);

export const createApiKey = /* @__PURE__ */ form(38, schemas.createApiKey);

export const createTimeProfile = /* @__PURE__ */ panelOfBody(/* @__PURE__ */ form(22, schemas.createTimeProfile), 22);

export const readTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(23, schemas.readTimeProfile), 23);

export const deleteTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(24, schemas.deleteTimeProfile), 24);

export const detachTimeProfile = /* @__PURE__ */ panel(/* @__PURE__ */ form(25, schemas.detachTimeProfile), 25);

export const changeTimeProfile = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(31, schemas.changeTimeProfile), 31);

export const createApartment = /* @__PURE__ */ panelOfBody(/* @__PURE__ */ form(26, schemas.createApartment), 26);

export const readApartment = /* @__PURE__ */ panel(/* @__PURE__ */ form(27, schemas.readApartment), 27);

export const changeApartment = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(32, schemas.changeApartment), 32);

export const readIdentifier = /* @__PURE__ */ panel(/* @__PURE__ */ form(28, schemas.readIdentifier), 28);

export const deleteIdentifier = /* @__PURE__ */ panel(/* @__PURE__ */ form(29, schemas.deleteIdentifier), 29);

export const changeIdentifier = /* @__PURE__ */ panelOfChange(/* @__PURE__ */ form(33, schemas.changeIdentifier), 33);

export const changedCondition = (change, before) => call("changed_condition", change, before);

export const readShown = (shown) => call("read_shown", shown);
