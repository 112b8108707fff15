// The page's store: the picture, row by row, and the samples of the plots.

// Ten minutes of samples, one per second.
const maximumSamples = 600;

export const store = {
  cluster: "",
  pulse: null,
  run: null,
  trouble: null,
  // The start of the trouble and the time of the last event, by the browser's clock.
  troubleAt: 0,
  heardAt: 0,
  // The number of changes of the picture.
  changes: 0,
  totals: null,
  roles: new Map(),
  frameworks: new Map(),
  agents: new Map(),
  samples: [],
};

export function take(name, message) {
  store.heardAt = Date.now();
  switch (name) {
    case "hello":
      // A new connection resets the state, but the shown picture stays until the new one arrives.
      store.cluster = message.cluster;
      store.samples = message.samples;
      store.trouble = null;
      break;
    case "pulse": store.pulse = message; break;
    case "run": store.run = message; break;
    case "trouble":
      if (!store.trouble) store.troubleAt = Date.now();
      store.trouble = message.words ?? null;
      break;
    case "sample":
      if (store.samples.length > 0 && message.time <= store.samples.at(-1).time) return;
      store.samples.push(message);
      if (store.samples.length > maximumSamples) store.samples.shift();
      break;
    case "picture":
      store.changes += 1;
      store.totals = message.totals;
      for (const kind of ["roles", "frameworks", "agents"]) change(store[kind], message[kind], message.isWhole);
      break;
  }
}

function change(rows, { changed, removed }, isWhole) {
  if (isWhole) rows.clear();
  for (const id of removed) rows.delete(id);
  for (const row of changed) rows.set(row.id, row);
}
