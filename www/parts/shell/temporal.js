/** Temporal: the browser's own, else one that is loaded. */
export async function temporal() {
  return globalThis.Temporal ?? (await import("temporal-polyfill")).Temporal;
}
