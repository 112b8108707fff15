// Makes elements. Text is always set as text: nothing here reads markup, and the page's policy forbids it.

const svgNamespace = "http://www.w3.org/2000/svg";

// element("td", { class: "number" }, "5") · Children are nodes or text; what is null or undefined is left out.
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

// Changes text only where it differs, so that a selection or a screen reader is not disturbed.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A custom property of the style sheet, in percent.
export function setPart(node, property, fraction) {
  const percent = `${(Math.min(Math.max(fraction, 0), 1) * 100).toFixed(2)}%`;
  if (node.style.getPropertyValue(property) !== percent) node.style.setProperty(property, percent);
}

// Brings the children of `parent` in line with `rows`: one child a row, in their order, made once and updated
// afterwards.
export function reconcile(parent, rows, key, create, update) {
  const before = parent.rowNodes ?? new Map();
  const after = new Map();
  let place = parent.firstChild;
  for (const row of rows) {
    const id = key(row);
    const node = before.get(id) ?? create(row);
    before.delete(id);
    after.set(id, node);
    update(node, row);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of before.values()) node.remove();
  parent.rowNodes = after;
}

// An empty section says why it is empty.
export function showEmpty(parent, words) {
  parent.rowNodes = undefined;
  const shown = parent.querySelector(":scope > .empty");
  if (shown && parent.childNodes.length === 1) setText(shown, words);
  else parent.replaceChildren(element("p", { class: "empty" }, words));
}
