// The table of frameworks.
import { byId, element, reconcile, setPart, setText, showEmpty } from "./dom.js";
import { byName, count, percent } from "./format.js";

// The maximum number of rows: the frameworks with the largest shares.
const maximumRows = 100;

export function frameworkAddress(id) {
  return `#/frameworks/${encodeURIComponent(id)}`;
}

// The framework's status as a short text, and whether it is a problem.
export function stateOf(row) {
  if (!row.isActive) return { words: "inactive", kind: "bad" };
  if (!row.isListenedTo) return { words: "not subscribed", kind: "bad" };
  if (row.roles.length > 0 && row.suppressed.length >= row.roles.length) return { words: "suppressed", kind: "" };
  if (row.suppressed.length > 0) return { words: "partly suppressed", kind: "" };
  return { words: "active", kind: "good" };
}

export function drawFrameworks(parent, store) {
  const all = [...store.frameworks.values()];
  if (all.length === 0) return showEmpty(parent, "No frameworks yet.");
  const sought = byId("framework-filter").value.trim().toLowerCase();
  const rows = all
    .filter((row) => [row.id, ...row.roles].some((text) => text.toLowerCase().includes(sought)))
    .sort((one, other) => other.share - one.share || byName(one.id, other.id));
  if (rows.length === 0) return showEmpty(parent, `None of ${count(all.length)} frameworks is like that.`);
  if (!parent.querySelector("table")) build(parent);
  reconcile(parent.parts.rows, rows.slice(0, maximumRows), (row) => row.id, create, update);
  const more = rows.length - maximumRows;
  const existing = store.totals.frameworks;
  const words = more > 0 ? [`${count(more)} more are not shown: filter them.`] : [];
  if (existing > store.frameworks.size) {
    const known = count(store.frameworks.size);
    words.push(`Of ${count(existing)} frameworks, only the first ${known} by id are known here.`);
  }
  setText(parent.parts.note, words.join(" "));
}

function build(parent) {
  parent.parts = { rows: element("tbody", {}), note: element("p", { class: "empty" }) };
  const head = element("tr", {},
    element("th", { scope: "col" }, "Framework"), element("th", { scope: "col", class: "wide-only" }, "Roles"),
    element("th", { scope: "col" }, "State"), element("th", { scope: "col", class: "wide-only" }, ""),
    element("th", { scope: "col", class: "number" }, "Share"),
      element("th", { scope: "col", class: "number wide-only" }, "Filters"));
  parent.replaceChildren(element("div", { class: "table" },
    element("table", {}, element("thead", {}, head), parent.parts.rows)), parent.parts.note);
}

function create(row) {
  const node = element("tr", {});
  node.parts = {};
  node.parts.link = element("a", { href: frameworkAddress(row.id) });
  node.parts.roles = element("td", { class: "wide-only" });
  node.parts.rolesBelow = element("span", { class: "phone-only" });
  node.parts.state = element("span", { class: "flag" });
  node.parts.meter = element("i", {});
  node.parts.share = element("td", { class: "number" });
  node.parts.filters = element("td", { class: "number wide-only" });
  node.append(
    element("td", {}, node.parts.link, node.parts.rolesBelow), node.parts.roles, element("td", {}, node.parts.state),
    element("td", { class: "wide-only" }, element("div", { class: "meter" }, node.parts.meter)), node.parts.share,
      node.parts.filters);
  return node;
}

function update(node, row) {
  setText(node.parts.link, row.id);
  setText(node.parts.roles, row.roles.join(", "));
  setText(node.parts.rolesBelow, row.roles.join(", "));
  const state = stateOf(row);
  setText(node.parts.state, state.words);
  node.parts.state.dataset.kind = state.kind;
  setPart(node.parts.meter, "--part", row.share);
  setText(node.parts.share, percent(row.share));
  setText(node.parts.filters, count(row.filters));
}
