// Texts of a request that are checked by themselves.
import { checkText } from "./text.js";

export const checkPhone = (text) => checkText("check_phone", text);

export const parsePhone = (text) => checkText("parse_phone", text);

export const checkUserId = (text) => checkText("check_user_id", text);

export const checkUuid = (text) => checkText("check_uuid", text);
