/** A Date as its milliseconds; anything else as it is, for the core to judge. */
export function instant(value) {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return value;
  }
}
