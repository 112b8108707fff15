// The role tree: a bar for each role's dominant resource; an opened role has a bar for each resource.
import { ofRole } from "./colour.js";
import { element, reconcile, setPart, setText, showEmpty } from "./dom.js";
import { amount, byName, percent, plural } from "./format.js";

const opened = new Set();

export function drawRoles(parent, store, redraw) {
  const rows = inTreeOrder([...store.roles.values()]);
  if (rows.length === 0) return showEmpty(parent,
    "No roles yet: a role is there as soon as a framework or a quota names it.");
  parent.querySelector(":scope > .empty")?.remove();
  reconcile(parent, rows, (row) => row.id, (row) => create(row, redraw), update);
}

// Parents before their children, siblings by name.
function inTreeOrder(rows) {
  const parts = new Map(rows.map((row) => [row, row.id.split("/")]));
  return rows.sort((one, other) => {
    const [left, right] = [parts.get(one), parts.get(other)];
    for (let depth = 0; depth < Math.min(left.length, right.length); depth += 1) {
      const order = byName(left[depth], right[depth]);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  });
}

function bar() {
  const node = element("div", { class: "bar-track", role: "img" });
  node.parts = {};
  // The held part is drawn over the consumed part, which is never shorter.
  const parts = { consumed: "bar-consumed", held: "bar-held", limit: "bar-limit", guarantee: "bar-guarantee" };
  for (const [name, className] of Object.entries(parts)) {
    node.parts[name] = element("i", { class: className });
    node.append(node.parts[name]);
  }
  return node;
}

function updateBar(node, use) {
  const part = (number) => (use && use.total > 0 ? (number ?? 0) / use.total : 0);
  setPart(node.parts.held, "--held-to", part(use?.used));
  setPart(node.parts.consumed, "--consumed-to", part(use?.consumed));
  node.parts.guarantee.hidden = !use?.guarantee;
  setPart(node.parts.guarantee, "--guarantee-at", part(use?.guarantee));
  node.parts.limit.hidden = use?.limit === undefined;
  setPart(node.parts.limit, "--limit-at", part(use?.limit));
  const words = use ? `${use.name}: ${useInWords(use)}` : "nothing held";
  if (node.getAttribute("aria-label") !== words) {
    node.setAttribute("aria-label", words);
    node.title = words;
  }
}

function useInWords(use) {
  const words = [`${amount(use.name, use.used)} of ${amount(use.name, use.total)}`];
  if (use.consumed > use.used) words.push(`${amount(use.name, use.consumed)} with reservations`);
  return [...words, ...quotaInWords(use)].join(", ");
}

// The resource of a role's single bar: its dominant one, unless that would hide a quota on another resource.
function mainResource(row) {
  const dominant = row.resources.find((use) => use.name === row.dominant);
  const hasQuota = (use) => use.guarantee > 0 || use.limit !== undefined;
  return dominant && hasQuota(dominant) ? dominant : row.resources.find(hasQuota) ?? dominant;
}

function quotaInWords(use) {
  const words = [];
  if (use.guarantee) words.push(`guarantee ${amount(use.name, use.guarantee)}`);
  if (use.limit !== undefined) words.push(`limit ${amount(use.name, use.limit)}`);
  return words;
}

function create(row, redraw) {
  const node = element("div", { class: "role" });
  node.parts = {};
  node.parts.toggle = element("button", { type: "button", "aria-expanded": "false",
    "aria-label": `Resources of ${row.id}` });
  node.parts.label = element("span", { class: "role-label" });
  const colour = element("i", { class: "role-colour" });
  colour.style.background = ofRole(row.id).colour;
  node.parts.flag = element("span", { class: "flag", "data-kind": "bad" });
  node.parts.bar = bar();
  node.parts.share = element("span", {});
  node.parts.dominant = element("small", {});
  node.parts.quota = element("div", { class: "role-quota" });
  node.parts.more = element("div", { class: "role-more", hidden: true });
  node.append(
    element("div", { class: "role-name" }, node.parts.toggle, colour, node.parts.label, node.parts.flag),
      node.parts.bar,
    element("div", { class: "role-number" }, node.parts.share, " ", node.parts.dominant), node.parts.quota,
      node.parts.more);
  node.parts.toggle.addEventListener("click", () => {
    if (!opened.delete(row.id)) opened.add(row.id);
    redraw();
  });
  return node;
}

function update(node, row) {
  const depth = row.id.split("/").length - 1;
  node.style.setProperty("--depth", Math.min(depth, 6));
  setText(node.parts.label, depth > 0 ? row.id.slice(row.id.lastIndexOf("/") + 1) : row.id);
  node.parts.label.title = row.id;
  node.dataset.role = row.id;
  const flag = row.isLimitReached ? "at its limit" : row.isGuaranteeUnmet ? "below guarantee" : "";
  setText(node.parts.flag, flag);
  node.parts.flag.hidden = flag === "";
  const use = mainResource(row);
  updateBar(node.parts.bar, use);
  const quota = use ? quotaInWords(use) : [];
  // The share beside the bar belongs to another resource.
  if (quota.length > 0 && use.name !== row.dominant) quota.unshift(`${use.name} ${amount(use.name, use.used)}`);
  setText(node.parts.quota, quota.join(" · "));
  setText(node.parts.share, percent(row.share));
  node.parts.share.title = "The dominant share, not divided by the weight. "
    + `The order goes by share/weight: ${percent(row.weightedShare)}`;
  setText(node.parts.dominant, row.dominant ? `of ${row.dominant}` : "");
  const isOpen = opened.has(row.id);
  node.parts.toggle.setAttribute("aria-expanded", String(isOpen));
  node.parts.more.hidden = !isOpen;
  if (isOpen) drawMore(node.parts.more, row);
}

function drawMore(parent, row) {
  if (!parent.parts) {
    parent.parts = { lines: element("div", {}), words: element("div", { class: "words" }) };
    parent.append(parent.parts.lines, parent.parts.words);
  }
  const facts = [plural(row.frameworks, "framework"), `weight ${row.weight}`];
  if (row.position > 0) facts.push(`${ordinal(row.position)} in the order`);
  setText(parent.parts.words, facts.join(" · "));
  reconcile(parent.parts.lines, row.resources, (use) => use.name, () => {
    const line = element("div", { class: "resource-line" });
    line.parts = {};
    line.parts.name = element("span", {});
    line.parts.bar = bar();
    line.parts.words = element("span", { class: "words" });
    line.append(line.parts.name, line.parts.bar, line.parts.words);
    return line;
  }, (line, use) => {
    setText(line.parts.name, use.name);
    updateBar(line.parts.bar, use);
    setText(line.parts.words, useInWords(use));
  });
}

function ordinal(number) {
  const ending = number % 100 >= 11 && number % 100 <= 13 ? "th" : ["th", "st", "nd", "rd"][number % 10] ?? "th";
  return `${number}${ending}`;
}
