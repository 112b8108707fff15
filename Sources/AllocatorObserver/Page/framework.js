// The page of one framework: its resources, and the explanation of its offers.
import { element, reconcile, setText } from "./dom.js";
import { amount, plural } from "./format.js";
import { stateOf } from "./frameworks.js";

// The interval of questions to the worker, in milliseconds.
const pause = 2_000;

let shown = null;
let asked = null;

export function drawFramework(parent, store, id) {
  if (shown !== id) open(parent, id);
  const row = store.frameworks.get(id);
  setText(parent.parts.heading, id);
  const facts = row ? factsOf(row) : [["state", "not among the frameworks that are shown"]];
  reconcile(parent.parts.facts, facts.flatMap(([name, value]) => [{ key: `${name}?`, tag: "dt", text: name },
    { key: name, tag: "dd", text: value }]),
    (fact) => fact.key, (fact) => element(fact.tag, {}), (node, fact) => setText(node, fact.text));
}

// Stops the polling.
export function leaveFramework() {
  shown = null;
  clearTimeout(asked);
}

function open(parent, id) {
  leaveFramework();
  shown = id;
  parent.parts = {
    heading: element("h1", { tabindex: -1 }),
    facts: element("dl", { class: "about" }),
    reasons: element("ul", { class: "reasons" }),
    words: element("p", { class: "empty" }, "Asking the worker …"),
  };
  parent.replaceChildren(
    element("a", { class: "crumb", href: "#/" }, "← All of the cluster"),
    element("section", { class: "card" }, element("div", { class: "card-head" }, parent.parts.heading),
      parent.parts.facts),
    element("section", { class: "card" },
      element("div", { class: "card-head" }, element("h2", {}, "Offers, agent by agent"),
        element("span", { class: "aside" }, "what stands against one, or would be offered")),
      parent.parts.words, parent.parts.reasons));
  parent.parts.heading.focus({ preventScroll: true });
  ask(parent, id);
}

function factsOf(row) {
  const facts = [["state", stateOf(row).words], ["master", row.master], ["roles", row.roles.join(", ")]];
  if (row.suppressed.length > 0) facts.push(["suppressed in", row.suppressed.join(", ")]);
  facts.push(["holds", row.resources.filter((use) => use.used > 0).map((use) =>
    `${use.name} ${amount(use.name, use.used)}`).join(", ") || "nothing"]);
  facts.push(["offer filters", plural(row.filters, "refusal")]);
  return facts;
}

async function ask(parent, id) {
  let answer;
  try {
    const response = await fetch(`/api/explain?framework=${encodeURIComponent(id)}&form=words`, { cache: "no-store" });
    answer = await response.json();
  } catch {
    answer = { error: "the observer does not answer; it is asked again" };
  }
  if (shown !== id) return;
  show(parent, answer);
  asked = setTimeout(() => ask(parent, id), pause);
}

function show(parent, answer) {
  const groups = answer.groups ?? [];
  setText(parent.parts.words, answer.error ?? (groups.length === 0 ? "There are no agents." : answer.onlyFirst
    ? `Of the first ${plural(answer.onlyFirst, "agent")}:` : ""));
  parent.parts.words.hidden = parent.parts.words.textContent === "";
  reconcile(parent.parts.reasons, groups, (group) => `${group.role} ${group.words}`, create, update);
}

function create() {
  const node = element("li", { class: "reason" });
  node.parts = {};
  node.parts.number = element("span", {});
  node.parts.unit = element("small", {});
  node.parts.role = element("span", { class: "flag" });
  node.parts.words = element("span", { class: "words" });
  node.parts.remedy = element("div", { class: "remedy" });
  node.parts.examples = element("div", { class: "examples" });
  node.append(element("div", { class: "count" }, node.parts.number, node.parts.unit),
    element("div", {}, node.parts.words, " ", node.parts.role, node.parts.remedy, node.parts.examples));
  return node;
}

function update(node, group) {
  const [number, unit] = plural(group.agents, "agent").split(" ");
  setText(node.parts.number, number);
  setText(node.parts.unit, unit);
  setText(node.parts.words, group.words);
  setText(node.parts.remedy, group.remedy ? `to remove it: ${group.remedy}` : "");
  setText(node.parts.role, group.role);
  setText(node.parts.examples, group.examples.length > 0 ? `such as ${group.examples.join(", ")}` : "");
}
