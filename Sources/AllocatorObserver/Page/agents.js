// The cluster as a grid of squares, one for each agent: the higher its utilisation, the deeper its colour. Arrow keys
// move the focus between squares.
import { element, reconcile, setPart, setText, showEmpty } from "./dom.js";
import { amount, byName, count, dateAndTime, duration, percent } from "./format.js";

// Sizes in pixels.
const areaHeight = 280;

let current = null;
let rows = [];

export function drawAgents(parent, store) {
  rows = [...store.agents.values()].sort((one, other) => byName(one.id, other.id));
  if (rows.length === 0) {
    parent.parts = undefined;
    return showEmpty(parent, "No agents yet.");
  }
  if (!parent.parts) build(parent);
  // The side length at which the squares fill about the same area for any number of agents.
  const side = Math.sqrt((parent.clientWidth * areaHeight) / rows.length) - 2;
  parent.parts.cells.style.setProperty("--cell", `${Math.min(Math.max(side, 7), 26).toFixed(0)}px`);
  reconcile(parent.parts.cells, rows, (row) => row.id, create, update);
  if (!rows.some((row) => row.id === current)) current = null;
  describe(parent, store.totals);
}

function build(parent) {
  parent.parts = {};
  parent.parts.cells = element("div", {
    class: "cells", tabindex: 0, role: "application", "aria-label": "Agents: arrow keys move from one to the next",
      "aria-describedby": "agent-words",
  });
  parent.parts.words = element("p", { class: "agent-words", id: "agent-words", "aria-live": "polite" });
  parent.replaceChildren(parent.parts.cells, parent.parts.words);
  parent.parts.cells.addEventListener("pointerover", (event) => select(parent, event.target.dataset?.agent));
  parent.parts.cells.addEventListener("click", (event) => select(parent, event.target.dataset?.agent));
  parent.parts.cells.addEventListener("keydown", (event) => {
    const columns = getComputedStyle(parent.parts.cells).gridTemplateColumns.split(" ").length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -Infinity,
      End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = rows.findIndex((row) => row.id === current);
    const next = place < 0 ? 0 : Math.min(Math.max(place + step, 0), rows.length - 1);
    select(parent, rows[next].id);
  });
}

function select(parent, id) {
  if (id === undefined || id === current) return;
  parent.parts.cells.querySelector("[data-current]")?.removeAttribute("data-current");
  current = id;
  parent.parts.cells.rowNodes.get(id)?.setAttribute("data-current", "");
  describe(parent, null);
}

function create(row) {
  return element("i", { class: "cell", "data-agent": row.id });
}

function update(node, row) {
  setPart(node, "--part", row.utilisation);
  const state = !row.isActive || !row.isTrusted ? "off" : row.unavailableFrom !== undefined ? "maintenance" : "";
  if (node.dataset.state !== state) node.dataset.state = state;
}

function maintenance(row) {
  const from = `maintenance from ${dateAndTime(row.unavailableFrom / 1e6)}`;
  return row.unavailableFor === undefined ? `${from}, without end`
    : `${from} for ${duration(row.unavailableFor / 1e9)}`;
}

let shownTotals = null;

function describe(parent, totals) {
  shownTotals = totals ?? shownTotals;
  const row = rows.find((row) => row.id === current);
  if (!row) {
    const all = shownTotals?.agents ?? rows.length;
    const mean = rows.reduce((sum, row) => sum + row.utilisation, 0) / rows.length;
    const shown = all > rows.length ? `The first ${count(rows.length)} of ${count(all)} agents`
      : `${count(all)} ${all === 1 ? "agent" : "agents"}`;
    parent.parts.words.replaceChildren(
      `${shown}, the fullest resource of each at ${percent(mean)} on average. `
        + "Point at one, or move with the arrow keys.");
    return;
  }
  const facts = row.resources.map((use) =>
    `${use.name} ${amount(use.name, use.used)} of ${amount(use.name, use.total)}`);
  if (!row.isActive) facts.push("deactivated");
  if (!row.isTrusted) facts.push("not on the whitelist");
  if (row.unavailableFrom !== undefined) facts.push(maintenance(row));
  const name = row.hostname && row.hostname !== row.id ? `${row.id} (${row.hostname})` : row.id;
  parent.parts.words.replaceChildren(element("b", {}, name), ` · ${percent(row.utilisation)} · ${facts.join(" · ")}`);
}
