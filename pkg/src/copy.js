/** The longest list that is copied; a longer one is read where it stands. */
const LONGEST = 1000;

/**
 * What of a request is to be read: each member of it once, getters and all. `given` is there when
 * what was read is plain data that nobody else holds, so that a checked value can be made of it.
 */
export function copied(input) {
  let copy;
  try {
    if (typeof input !== "object" || input === null || Array.isArray(input)) return { read: input };
    copy = { ...input };
  } catch {
    // A member that throws: read where it stands, to tell which.
    return { read: input };
  }
  let plain = Object.getOwnPropertySymbols(copy).length === 0;
  for (const name of Object.keys(copy)) {
    const member = copy[name];
    if (isPlain(member)) continue;
    const list = listed(member);
    if (list !== undefined) copy[name] = list;
    plain &&= list?.every(isPlain) ?? false;
  }
  return { read: copy, given: plain ? copy : undefined };
}

/** Whether a value is its own copy, and the same in JSON: -0 is not. */
function isPlain(value) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return !Object.is(value, -0);
    default:
      return false;
  }
}

/** The items of a list, each read once; `undefined` for what is no list, too long, or throws. */
function listed(list) {
  try {
    if (!Array.isArray(list)) return undefined;
    // Once: a hostile list could grow at every look.
    const { length } = list;
    if (!(length <= LONGEST)) return undefined;
    const copy = [];
    for (let index = 0; index < length; index += 1) copy.push(list[index]);
    return copy;
  } catch {
    return undefined;
  }
}
