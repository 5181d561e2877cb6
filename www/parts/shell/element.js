const SVG = "http://www.w3.org/2000/svg";

/** Makes an HTML element. An attribute that is `undefined` or `false` is left out, `true` is set empty. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Makes an SVG element, in the same way. */
export function svgElement(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  // append() makes text nodes of strings: nothing that a person typed is ever read as markup.
  node.append(...children);
  return node;
}
