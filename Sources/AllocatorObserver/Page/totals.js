// The cluster's total of each resource, and the parts that are offered or in use.
import { element, reconcile, setPart, setText } from "./dom.js";
import { amount, count, percent } from "./format.js";

export function drawTotals(parent, store) {
  const totals = store.totals;
  const tiles = totals ? totals.resources.map(resourceTile) : [];
  if (totals) tiles.push(countsTile(totals));
  parent.hidden = tiles.length === 0;
  reconcile(parent, tiles, (tile) => tile.name, create, update);
}

function resourceTile(use) {
  const part = use.total > 0 ? use.used / use.total : 0;
  return {
    name: use.name, value: percent(part), part,
    more: `${amount(use.name, use.used)} of ${amount(use.name, use.total)}`,
  };
}

function countsTile(totals) {
  return {
    name: totals.agents === 1 ? "agent" : "agents", value: count(totals.agents), part: null,
    more: `${count(totals.frameworks)} frameworks, ${count(totals.roles)} roles${totals.isPaused ? " · paused" : ""}`,
  };
}

function create() {
  const node = element("div", { class: "tile" });
  node.parts = {};
  node.parts.name = element("div", { class: "name" });
  node.parts.value = element("div", { class: "value" });
  node.parts.more = element("div", { class: "more" });
  node.parts.part = element("i", {});
  node.parts.meter = element("div", { class: "meter" }, node.parts.part);
  node.append(node.parts.name, node.parts.value, node.parts.more, node.parts.meter);
  return node;
}

function update(node, tile) {
  setText(node.parts.name, tile.name);
  setText(node.parts.value, tile.value);
  setText(node.parts.more, tile.more);
  node.parts.meter.hidden = tile.part === null;
  setPart(node.parts.part, "--part", tile.part ?? 0);
}
