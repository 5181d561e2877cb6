/** Data that nobody can change, however deep. */
export function frozen(data) {
  if (typeof data === "object" && data !== null) Object.values(data).forEach(frozen);
  return Object.freeze(data);
}
