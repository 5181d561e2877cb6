/**
 * The compiled core. Imported when the page already stands, so that a core that does not load
 * leaves a page that can say so.
 */
export async function loadCore() {
  const core = await import("/latchwork/loaders/web.js");
  await core.init();
  return core;
}
