// Formats numbers for display.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const count = (number) => whole.format(number);
export const short = (number) => (Math.abs(number) < 10000 ? fine.format(number) : compact.format(number));

export function percent(fraction) {
  const value = fraction * 100;
  if (value > 0 && value < 0.1) return "<0.1 %";
  return `${value < 10 && value !== 0 ? value.toFixed(1) : value.toFixed(0)} %`;
}

export function rate(number) {
  return number === 0 || number >= 100 ? count(number) : number.toFixed(number < 10 ? 1 : 0);
}

// Mesos counts memory and disk in MiB.
const inMebibytes = new Set(["mem", "disk"]);
const units = ["MiB", "GiB", "TiB", "PiB"];

export function amount(resource, number) {
  if (!inMebibytes.has(resource)) return short(number);
  let value = number;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value >= 100 ? whole.format(value) : fine.format(value)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

export function milliseconds(number) {
  return `${number < 1 ? number.toFixed(2) : number < 100 ? number.toFixed(1) : count(number)} ms`;
}

export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

export const timeOfDay = (time) => clock.format(time);
export const dateAndTime = (time) => moment.format(time);

// Compares names naturally: "agent-2" before "agent-10".
export const byName = new Intl.Collator("en", { numeric: true }).compare;
