import { element } from "../shell/element.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** JSON as text for people: two spaces a level. */
export function jsonText(value) {
  return JSON.stringify(value, null, 2);
}

/** The same text as nodes, its tokens marked for colour. */
export function jsonNodes(value) {
  const text = jsonText(value);
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
