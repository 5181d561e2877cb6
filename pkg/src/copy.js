/** The longest list that is copied; a longer one is read where it stands. */
const LONGEST = 1000;

/**
 * A copy of a request that is plain data, for its checked value to be made of: members read once,
 * lists of texts and numbers copied. `undefined` where the request is anything else; the core then
 * writes the value whole, so that nothing of the caller's own is ever given back as checked.
 */
export function copied(input) {
  if (typeof input !== "object" || input === null) return undefined;
  try {
    if (Array.isArray(input)) return undefined;
    const copy = { ...input };
    for (const name of Object.keys(copy)) {
      const member = copy[name];
      if (isPlain(member)) continue;
      const list = Array.isArray(member) ? listed(member) : undefined;
      if (list === undefined) return undefined;
      copy[name] = list;
    }
    return Object.getOwnPropertySymbols(copy).length === 0 ? copy : undefined;
  } catch {
    return undefined;
  }
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

function listed(list) {
  const { length } = list;
  if (!(length <= LONGEST)) return undefined;
  const copy = [];
  for (let index = 0; index < length; index += 1) {
    const item = list[index];
    if (!isPlain(item)) return undefined;
    copy.push(item);
  }
  return copy;
}
