const shown = new WeakMap();

/**
 * Fills a node where what it shows, as `key` says, is another than before. What stays is left
 * alone: a text that a person has selected stays selected while the page follows the clock.
 */
export function renew(node, key, make) {
  if (shown.get(node) === key) return;
  shown.set(node, key);
  node.replaceChildren(...make());
}
