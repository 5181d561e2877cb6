/**
 * The compiled core of an entry of the package. Imported when the page already stands, so that a
 * core that does not load leaves a page that can say so.
 */
export async function loadCore(entry) {
  const core = await import(`/latchwork/web/${entry}.js`);
  await core.init();
  return core;
}
