// Connects, keeps the store up to date, and draws the visible parts.
import { drawAgents } from "./agents.js";
import { drawChart, makeChart } from "./chart.js";
import { ofRole } from "./colour.js";
import { byId, element, reconcile, setText } from "./dom.js";
import { count, duration, milliseconds, percent, rate } from "./format.js";
import { drawFramework, leaveFramework } from "./framework.js";
import { drawFrameworks } from "./frameworks.js";
import { drawRoles } from "./roles.js";
import { store, take } from "./store.js";
import { drawTotals } from "./totals.js";

// The maximum number of lines in a plot: more cannot be told apart.
const maximumLines = 8;

const shares = makeChart(byId("shares"), { name: "Dominant shares of the roles over the last minutes", format: percent,
  ceiling: 0.05 });
const rates = makeChart(byId("rates"),
  { name: "Offers, acceptances, declines and rescinds per second over the last minutes", format: rate, ceiling: 1 });

// The maximum silence of the observer, in milliseconds. It sends an event every second, so after that it may be down.
const silence = 10_000;

let isConnected = false;

// ---- Drawing

let isDrawing = false;
// The number of the last drawn change. The picture has thousands of elements, so it is drawn only after a change.
let drawnChange = null;

// Coalesces changes into one drawing. A hidden page draws nothing.
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawBar();
    const place = /^#\/frameworks\/(.+)$/.exec(location.hash);
    const id = place ? decoded(place[1]) : null;
    byId("overview").hidden = id !== null;
    byId("framework").hidden = id === null;
    setText(document.querySelector("title"), [id, store.cluster, "Quartermaster"].filter(Boolean).join(" · "));
    if (id !== null) return drawFramework(byId("framework"), store, id);
    leaveFramework();
    drawChart(shares, store.samples, shareLines());
    drawChart(rates, store.samples, rateLines);
    setText(byId("answers"), answersInWords(store.samples));
    if (drawnChange === store.changes) return;
    drawnChange = store.changes;
    drawTotals(byId("totals"), store);
    drawRoles(byId("roles"), store, drawAnew);
    drawAgents(byId("agents"), store);
    drawFrameworks(byId("frameworks"), store);
  });
}

// Redraws everything, even without a change of the picture.
function drawAnew() {
  drawnChange = null;
  draw();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function drawBar() {
  const { pulse, run } = store;
  const isHeard = isConnected && Date.now() - store.heardAt < silence;
  const state = !isHeard ? "waiting" : pulse?.isAlive ? "live" : "silent";
  const status = byId("status");
  status.dataset.state = state;
  setText(status, { waiting: "connecting to the observer", live: "live", silent: pulse?.worker ? "the worker is silent"
    : "waiting for the worker" }[state]);
  const age = ageOfWhatIsShown(state);
  byId("content").classList.toggle("stale", age !== null);
  setText(byId("age"), age === null ? "" : `shown is what was ${duration(age)} ago`);
  setText(byId("cluster"), store.cluster ? `cluster ${store.cluster}` : "");
  const facts = [];
  if (pulse?.worker) facts.push(["worker", pulse.worker], ["up", duration(pulse.uptimeSeconds)],
    ["events", count(pulse.events)]);
  if (run) facts.push(["run", `#${count(run.number)}`], ["offers in it", count(run.offers)],
    ["took", milliseconds(run.milliseconds)]);
  reconcile(byId("facts"), facts, ([name]) => name, ([name]) => (
    element("div", {}, element("dt", {}, name), element("dd", { "data-fact": name }))
  ), (node, [, value]) => setText(node.lastChild, value));
  const trouble = byId("trouble");
  trouble.hidden = !store.trouble;
  setText(trouble, store.trouble ?? "");
}

// The age of the shown state in seconds, or null if it is current or nothing is shown yet.
function ageOfWhatIsShown(state) {
  const { pulse, trouble } = store;
  if (!pulse?.worker) return null;
  const sinceHeard = (Date.now() - store.heardAt) / 1000;
  if (state !== "live") return sinceHeard + (pulse.ageSeconds ?? 0);
  return trouble ? (Date.now() - store.troubleAt) / 1000 : null;
}

// The roles with the largest recent shares.
function shareLines() {
  const newest = store.samples.at(-1)?.shares ?? {};
  const names = Object.entries(newest).sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, maximumLines).map(([name]) => name);
  return names.map((name) => ({ name, ...ofRole(name), value: (sample) => sample.shares[name] }));
}

// Summarizes the outcome of the offers in the plotted time.
function answersInWords(samples) {
  let [accepted, declined] = [0, 0];
  for (let place = 1; place < samples.length; place += 1) {
    const seconds = (samples[place].time - samples[place - 1].time) / 1000;
    accepted += samples[place].acceptances * seconds;
    declined += samples[place].declines * seconds;
  }
  if (accepted + declined < 0.5) return "";
  const part = percent(accepted / (accepted + declined));
  return `${count(accepted)} accepted, ${count(declined)} declined: ${part} accepted`;
}

const rateLines = [
  { name: "offers", colour: "var(--series-1)", value: (sample) => sample.offers },
  { name: "acceptances", colour: "var(--series-3)", value: (sample) => sample.acceptances },
  { name: "declines", colour: "var(--series-2)", value: (sample) => sample.declines },
  { name: "rescinds", colour: "var(--series-4)", value: (sample) => sample.rescinds },
];

// ---- Connecting

// EventSource reconnects by itself, except after a refusal of the observer.
function connect() {
  const source = new EventSource("/api/live");
  for (const name of ["hello", "pulse", "run", "sample", "picture", "trouble"]) {
    source.addEventListener(name, (event) => {
      isConnected = true;
      take(name, JSON.parse(event.data));
      draw();
    });
  }
  source.addEventListener("error", () => {
    isConnected = false;
    draw();
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5_000);
  });
}

addEventListener("hashchange", () => {
  drawAnew();
  scrollTo(0, 0);
});
byId("framework-filter").addEventListener("input", drawAnew);
addEventListener("resize", drawAnew);
// The shown age grows without events.
setInterval(() => { if (document.visibilityState === "visible") drawBar(); }, 1_000);
draw();
connect();
