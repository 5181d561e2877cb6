// What the peers share.
export const PHONE = /^\+[1-9][0-9]{1,14}$/;
export const DIGITS = /^[0-9]{1,17}$/;
export const PIN = /^[0-9]{4,8}$/;
export const FORMATS = ["EM", "MC", "MD"];

export const isUnique = (list) => new Set(list).size === list.length;
export const isInOrder = ({ validFrom, validTo }) =>
  validFrom === undefined || validTo === undefined || Date.parse(validFrom) < Date.parse(validTo);
