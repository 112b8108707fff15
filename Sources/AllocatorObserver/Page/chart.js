// A plot of lines over time, drawn as SVG.
import { element, setText, svg } from "./dom.js";
import { timeOfDay } from "./format.js";

const height = 190;
const margin = { top: 8, right: 8, bottom: 22, left: 44 };
// The spans of the horizontal axis in seconds, with the labels of the whole and the half. The first sufficient one is
// used.
const spans = [
  { seconds: 60, words: "1 min", half: "30 s" }, { seconds: 120, words: "2 min", half: "1 min" },
  { seconds: 300, words: "5 min", half: "2.5 min" }, { seconds: 600, words: "10 min", half: "5 min" },
];
// The maximum distance of connected samples: a larger gap means that samples are missing.
const gap = 5_000;

// A few outliers must not flatten the other values: the axis then ends at a multiple of a high quantile,
// and a mark shows where a line exceeds it. With fewer values, outliers cannot be told apart.
const usualPart = 0.95;
const outlier = 4;
const headroom = 2;
const fewestValues = 20;

// `name` is the plot's title; `format` formats a value; `ceiling` is the minimum end of the vertical axis.
export function makeChart(parent, { name, format, ceiling }) {
  const chart = {
    parent, format, ceiling, series: [], samples: [], cursor: null,
    picture: svg("svg", { tabindex: 0, role: "img", "aria-label": name, height }),
    list: element("ul", { class: "series" }),
    when: element("span", { class: "aside" }),
    beyond: element("p", { class: "aside beyond", hidden: true }),
  };
  const plot = element("div", { class: "plot" }, chart.picture);
  parent.replaceChildren(plot, chart.list, chart.beyond);
  const draw = () => requestAnimationFrame(() => render(chart));
  chart.picture.addEventListener("pointermove", (event) => {
    const box = chart.picture.getBoundingClientRect();
    const part = (event.clientX - box.left - margin.left) / (box.width - margin.left - margin.right);
    chart.cursor = nearest(chart.samples, end(chart) - (1 - part) * span(chart).seconds * 1000);
    draw();
  });
  const leave = () => { chart.cursor = null; draw(); };
  chart.picture.addEventListener("pointerleave", leave);
  chart.picture.addEventListener("blur", leave);
  chart.picture.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || chart.samples.length === 0) return;
    event.preventDefault();
    const last = chart.samples.length - 1;
    const place = (chart.cursor === null ? last : chart.samples.indexOf(chart.cursor)) + step;
    chart.cursor = chart.samples[Math.min(Math.max(place, 0), last)];
    draw();
  });
  new ResizeObserver(draw).observe(plot);
  return chart;
}

// `series` is a list of { name, colour, dash, value(sample) }. A value of undefined is missing, and a line without dash
// is solid.
export function drawChart(chart, samples, series) {
  chart.samples = samples;
  chart.series = series;
  if (chart.cursor && !samples.includes(chart.cursor)) chart.cursor = null;
  render(chart);
}

function render(chart) {
  const width = chart.picture.clientWidth || 600;
  const right = end(chart);
  const { top, highest } = scale(chart);
  const { seconds, words, half } = span(chart);
  const x = (time) => margin.left + (1 - (right - time) / (seconds * 1000)) * (width - margin.left - margin.right);
  const y = (value) => height - margin.bottom - (Math.min(value, top) / top) * (height - margin.top - margin.bottom);
  chart.picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const nodes = [];
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    const at = y(part * top);
    nodes.push(svg("line", { class: "grid", x1: margin.left, x2: width - margin.right, y1: at, y2: at }));
    if (part % 0.5 === 0) {
      nodes.push(svg("text", { x: margin.left - 8, y: at + 4, "text-anchor": "end" }, chart.format(part * top)));
    }
  }
  const labels = [[1, "start", `−${words}`], [0.5, "middle", `−${half}`], [0, "end", "now"]];
  for (const [part, anchor, label] of labels) {
    nodes.push(svg("text", { x: x(right - part * seconds * 1000), y: height - 5, "text-anchor": anchor }, label));
  }
  for (const line of chart.series) {
    nodes.push(svg("path", { stroke: line.colour, "stroke-dasharray": line.dash, d: path(chart.samples, line, x, y),
      "data-series": line.name }));
  }
  for (const line of highest > top ? chart.series : []) {
    for (const sample of peaks(chart.samples, line, top)) {
      const at = x(sample.time);
      const mark = svg("path", { class: "peak", fill: line.colour,
        d: `M${(at - 4).toFixed(1)} ${margin.top + 1}h8l-4 -7z` });
      mark.append(svg("title", {}, `${line.name} ${chart.format(line.value(sample))} at ${timeOfDay(sample.time)}`));
      nodes.push(mark);
    }
  }
  chart.beyond.hidden = highest <= top;
  setText(chart.beyond, highest > top ? `▲ beyond the scale, up to ${chart.format(highest)}` : "");
  if (chart.cursor) {
    const at = x(chart.cursor.time);
    nodes.push(svg("line", { class: "cursor", x1: at, x2: at, y1: margin.top, y2: height - margin.bottom }));
    for (const line of chart.series) {
      const value = line.value(chart.cursor);
      if (value !== undefined) nodes.push(svg("circle", { cx: at, cy: y(value), r: 3, fill: line.colour }));
    }
  }
  chart.picture.replaceChildren(...nodes);
  list(chart);
}

// Computes the end of the vertical axis, and the highest value.
function scale(chart) {
  let highest = 0;
  let usual = 0;
  let isKnown = false;
  for (const line of chart.series) {
    const values = chart.samples.map((sample) => line.value(sample) ?? 0)
      .filter((value) => value > 0).sort((one, other) => one - other);
    if (values.length === 0) continue;
    highest = Math.max(highest, values.at(-1));
    if (values.length < fewestValues) continue;
    isKnown = true;
    usual = Math.max(usual, values[Math.floor((values.length - 1) * usualPart)]);
  }
  const isClipped = isKnown && highest > Math.max(usual * outlier, chart.ceiling);
  return { top: niceCeiling(Math.max(chart.ceiling, isClipped ? usual * headroom : highest)), highest };
}

// Finds the peak of each stretch that exceeds the axis.
function peaks(samples, line, top) {
  const found = [];
  let peak = null;
  for (const sample of samples) {
    const value = line.value(sample) ?? 0;
    if (value > top) {
      if (peak === null || value > line.value(peak)) peak = sample;
    } else if (peak !== null) {
      found.push(peak);
      peak = null;
    }
  }
  return peak === null ? found : [...found, peak];
}

// Fills the legend: the name of each line with its value under the cursor, or else its newest.
function list(chart) {
  const sample = chart.cursor ?? chart.samples.at(-1);
  const items = chart.series.map((line) => {
    const swatch = element("i", { class: "swatch" });
    swatch.style.background = line.dash
      ? `repeating-linear-gradient(to right, ${line.colour} 0 3px, transparent 3px 5px)` : line.colour;
    const value = sample ? line.value(sample) : undefined;
    return element("li", {}, swatch, element("span", { class: "who", title: line.name }, line.name),
      element("span", {}, value === undefined ? "–" : chart.format(value)));
  });
  setText(chart.when, chart.cursor ? `at ${timeOfDay(chart.cursor.time)}` : "");
  chart.list.replaceChildren(...items, chart.when);
}

function path(samples, line, x, y) {
  const parts = [];
  let last = null;
  for (const sample of samples) {
    const value = line.value(sample);
    if (value === undefined) { last = null; continue; }
    const begins = last === null || sample.time - last > gap;
    parts.push(`${begins ? "M" : "L"}${x(sample.time).toFixed(1)} ${y(value).toFixed(1)}`);
    last = sample.time;
  }
  return parts.join("");
}

function span(chart) {
  const elapsed = chart.samples.length > 0 ? (end(chart) - chart.samples[0].time) / 1000 : 0;
  return spans.find(({ seconds }) => seconds >= elapsed) ?? spans.at(-1);
}

function end(chart) {
  return chart.samples.at(-1)?.time ?? Date.now();
}

function nearest(samples, time) {
  let best = null;
  for (const sample of samples) {
    if (best === null || Math.abs(sample.time - time) < Math.abs(best.time - time)) best = sample;
  }
  return best;
}

// Rounds up to 1, 2, 4 or 5 times a power of ten, so that the label of its half is short, too.
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999) ?? value;
}
