/** Sets a text that is read aloud when it changes: setting the same again would have it read again. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
