// The buttons that start, stop and restart a process or an instance.

import { command } from './dialog.js';
import { h, set } from './dom.js';

const Verbs = ['start', 'stop', 'restart'];

/** Makes the buttons; update(process) shows those that change something. */
export function commandButtons() {
  let process = null;
  const buttons = Verbs.map(verb => h('button', { type: 'button', onclick: () => command(process, verb) }, verb[0].toUpperCase() + verb.slice(1)));
  return {
    element: h('div', { class: 'actions' }, buttons),
    update(now) {
      process = now;
      const can = possible(now);
      buttons.forEach((button, index) => {
        const isVisible = can[Verbs[index]];
        // A button that has the focus stays, so that the keyboard does not lose its place.
        button.hidden = !isVisible && document.activeElement !== button;
        button.disabled = !isVisible;
        set(button, { 'aria-label': `${button.textContent} ${now.name}` });
      });
    },
  };
}

/** Which commands change something. */
export function possible(process) {
  const parts = process.instances ?? [process];
  return {
    start: parts.some(one => !one.isRunning && one.state !== 'starting' && one.state !== 'stopping'),
    // Requests no longer wake what was asleep.
    stop: process.asleep || parts.some(one => one.isRunning || one.state === 'backoff' || one.state === 'starting'),
    restart: parts.some(one => one.isRunning),
  };
}
