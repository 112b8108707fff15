// The colour of a role, derived from its name alone, so that it is the same in every plot, list and visit.

// The number of distinguishable hues, and the dash patterns that distinguish roles of the same hue.
const hues = 24;
const dashes = [null, "7 3", "2 3"];

const known = new Map();
const maximumKnown = 1_000;

// Returns the { colour, dash } of a role.
export function ofRole(name) {
  let look = known.get(name);
  if (look) return look;
  const number = hash(name);
  const hue = (number % hues) * (360 / hues);
  look = {
    colour: `oklch(var(--role-lightness) var(--role-chroma) ${hue}deg)`,
    dash: dashes[Math.floor(number / hues) % dashes.length],
  };
  if (known.size >= maximumKnown) known.clear();
  known.set(name, look);
  return look;
}

// FNV-1a with a final mix, so that names that differ in their last letter get distant values. The offset basis is
// chosen so that names often used together, such as dev, test and prod, get distinct hues.
function hash(text) {
  let number = 0x811d06ec;
  for (let place = 0; place < text.length; place += 1) {
    number = Math.imul(number ^ text.charCodeAt(place), 0x01000193);
  }
  number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
  return (number ^ (number >>> 16)) >>> 0;
}
