import cards from "latchwork-dist/cards.wasm";
import latchwork from "latchwork-dist/latchwork.wasm";

const ENTRIES = {
  cards: { script: () => import("latchwork-dist/web/cards.js"), wasm: cards },
  latchwork: { script: () => import("latchwork-dist/web/latchwork.js"), wasm: latchwork },
};

/**
 * The compiled core of an entry of the package. Imported when the page already stands, so that a
 * core that does not load leaves a page that can say so.
 */
export async function loadCore(entry) {
  const { script, wasm } = ENTRIES[entry];
  const [core, file] = await Promise.all([script(), fetch(new URL(wasm, import.meta.url))]);
  await core.init(file);
  return core;
}
