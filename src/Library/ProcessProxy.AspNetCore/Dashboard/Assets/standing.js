// State and health of a process, wherever it is shown.

import { badge, set, setBadge } from './dom.js';
import { stateWords } from './format.js';

/** Makes the badges; update(process) shows what is so now. */
export function standing(first) {
  const [state, health] = [badge(colour(first), stateWords(first)), badge(first.health)];
  return {
    state,
    health,
    update(now) {
      setBadge(state, colour(now), stateWords(now));
      setBadge(health, now.health, now.health === 'none' ? '–' : now.health);
      set(health, { 'aria-label': now.health === 'none' ? 'no health check' : null });
    },
  };
}

function colour(process) {
  return process.asleep ? 'asleep' : process.outdated && process.state === 'running' ? 'outdated' : process.state;
}
