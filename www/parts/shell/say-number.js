const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const share = new Intl.NumberFormat("en-GB", { style: "percent", maximumSignificantDigits: 3 });
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `524,880` */
export function sayNumber(number) {
  return whole.format(number);
}

/** `52.5%`; what is not all is never said to be 100%. */
export function sayShare(part) {
  return part < 1 && part > 0.999 ? "over 99.9%" : share.format(part);
}

/** `1 in 2,100`, `1 in 1.5`. */
export function sayOneIn(part) {
  if (part === 0) return "never";
  const one = 1 / part;
  return `1 in ${one < 10 ? Number(one.toFixed(1)) : sayNumber(one)}`;
}

/** `6 digits`, `4, 5 and 6 digits`. */
export function sayLengths(lengths) {
  return `${list.format(lengths.map(String))} digits`;
}

/** What is typed as a whole number becomes one; anything else is NaN, for the core to refuse. */
export function readNumber(text) {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : NaN;
}
