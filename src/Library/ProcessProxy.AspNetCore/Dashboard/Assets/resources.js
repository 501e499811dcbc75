// CPU and memory of the last hour, as far as this server measures them.

import { get, processPath } from './api.js';

const histories = new Map();
const Refresh = 30_000;
let missing = false;

/** Whether this server has no such measurements. */
export function isMissing() {
  return missing;
}

/** The samples of a process: asked for at most twice a minute, and in between with what the list of processes told. */
export function samplesOf(process) {
  if (process.instances) return []; // The server measures each instance.
  const known = histories.get(process.id) ?? { samples: [], asked: -Infinity };
  histories.set(process.id, known);
  if (!missing && performance.now() - known.asked > Refresh) {
    known.asked = performance.now();
    ask(process.id, known);
  }
  const latest = process.resources;
  const last = known.samples.at(-1);
  return latest && (!last || Date.parse(latest.at) > Date.parse(last.at)) ? [...known.samples, latest] : known.samples;
}

async function ask(id, known) {
  try {
    known.samples = (await get(processPath(id, '/resources'))).samples;
  } catch (failure) {
    // Whatever it was, there is nothing to draw; only a server without the call is not asked again.
    missing ||= failure.isMissing === true;
  }
}
