// The value of a request, made of what stands in its fields.

const PLAIN = {};

/**
 * The object of these fields in their order, and those that are true anyway.
 *
 * @param {object} fields those of the request, as xtask/src/generated.rs writes them
 * @param {unknown[]} given what stands in each, by its place
 * @param {number} mask a bit for each that is there
 */
export function valueOf(fields, given, mask) {
  // A setter that a page has put on every object would be asked in place of a member that is new.
  if (fields.areIn(PLAIN)) return { ...fields.fill(Object.create(null), given, mask) };
  return fields.fill({}, given, mask);
}
