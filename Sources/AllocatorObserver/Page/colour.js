// The colour of a role: it follows from the role's name alone, so that it is the same in every plot, list and visit.

// Hues that can be told apart, in degrees, and how a line of each is drawn: with more roles than hues, dashes help.
const hues = 24;
const dashes = [null, "7 3", "2 3"];

const known = new Map();
const maximumKnown = 1_000;

// { colour, dash } of a role.
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

// FNV-1a with a mix at its end, so that names that differ in their last letter are far apart. Its first number was
// sought so
// that names that are often used together, such as dev, test and prod, have hues that are not next to each other.
function hash(text) {
  let number = 0x811d06ec;
  for (let place = 0; place < text.length; place += 1) {
    number = Math.imul(number ^ text.charCodeAt(place), 0x01000193);
  }
  number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
  return (number ^ (number >>> 16)) >>> 0;
}
