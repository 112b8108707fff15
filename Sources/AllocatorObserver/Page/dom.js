// Creates elements. Text is always set as text, never parsed as markup, which the page's policy forbids.

const svgNamespace = "http://www.w3.org/2000/svg";

// element("td", { class: "number" }, "5") · Children are nodes or text. Null and undefined are omitted.
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

// Sets text only if it differs, so that selections and screen readers are not disturbed.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Sets a custom property of the style sheet, in percent.
export function setPart(node, property, fraction) {
  const percent = `${(Math.min(Math.max(fraction, 0), 1) * 100).toFixed(2)}%`;
  if (node.style.getPropertyValue(property) !== percent) node.style.setProperty(property, percent);
}

// Reconciles the children of `parent` with `rows`: one child per row, in their order, created once and then updated.
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

// Shows the reason why a section is empty.
export function showEmpty(parent, words) {
  parent.rowNodes = undefined;
  const shown = parent.querySelector(":scope > .empty");
  if (shown && parent.childNodes.length === 1) setText(shown, words);
  else parent.replaceChildren(element("p", { class: "empty" }, words));
}
