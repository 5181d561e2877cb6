/**
 * A copy of a request that is plain data, for its checked value to be made of: members read once,
 * lists copied. `undefined` where the request is anything else; it is then read where it stands.
 */
export function copied(input) {
  if (typeof input !== "object" || input === null) return undefined;
  try {
    if (Array.isArray(input)) return undefined;
    const copy = { ...input };
    for (const name of Object.keys(copy)) {
      const member = copy[name];
      if (member === undefined) return undefined;
      if (typeof member === "object" && Array.isArray(member)) copy[name] = listed(member);
    }
    return Object.getOwnPropertySymbols(copy).length === 0 ? copy : undefined;
  } catch {
    return undefined;
  }
}

/** A list as one that only this package holds. One too long to be right stays as it is. */
function listed(list) {
  const { length } = list;
  if (!(length <= 1000)) return list;
  const copy = [];
  for (let index = 0; index < length; index += 1) copy.push(list[index]);
  return copy;
}
