import { element } from "../shell/element.js";
import { renew } from "../shell/renew.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** JSON as text for people: two spaces a level. */
export function jsonText(value) {
  return JSON.stringify(value, null, 2);
}

/** Shows the same text in a node, its tokens marked for colour. */
export function showJson(node, value) {
  const text = jsonText(value);
  renew(node, text, () => tokens(text));
}

function tokens(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    const kind = string === undefined ? "literal" : colon === undefined ? "string" : "name";
    nodes.push(text.slice(end, match.index), element("span", { class: `json-${kind}` }, string ?? whole));
    end = match.index + (string ?? whole).length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
