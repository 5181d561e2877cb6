/**
 * The host's random source, as it is now. What was drawn ahead from one is not given away once the
 * host has another.
 */
export const randomSource = () => globalThis.crypto?.getRandomValues;
