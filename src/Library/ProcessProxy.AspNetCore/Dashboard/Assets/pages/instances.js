// The instances of a process: how each of them is, and how many there should be.

import { get, pageOf, processPath } from '../api.js';
import { commandButtons } from '../commands.js';
import { scale } from '../dialog.js';
import { h, set, text } from '../dom.js';
import { bytes, duration } from '../format.js';
import { standing } from '../standing.js';
import * as store from '../store.js';
import { table } from '../table.js';

const Most = 100;
const Columns = [
  'Instance', { title: 'Port', num: true }, { title: 'Pid', num: true }, 'State', 'Health', { title: 'Uptime', num: true }, { title: 'Restarts', num: true },
  { title: 'Memory', num: true }, { title: 'Log', bare: true }, { title: 'Commands', bare: true },
];

/** Makes the section; update(process) shows what is so now. */
export function instances(id) {
  const rows = table(`Instances of ${id}`, Columns);
  const place = h('div', { class: 'table' }, rows.element);
  const control = scaleControl(id);
  const element = h('section', { class: 'card instances', hidden: true }, h('div', { class: 'bar' }, h('h2', {}, 'Instances'), control.element), place);
  return {
    element,
    update(process) {
      control.update(process);
      rows.show(process.instances ?? [], one => one.id, makeRow);
      place.hidden = !process.instances;
      element.hidden = place.hidden && control.element.hidden;
    },
  };
}

function makeRow(first) {
  const here = pageOf(first.id);
  const why = h('span', { class: 'why' });
  const [port, pid, up, restarts, memory] = Array.from({ length: 5 }, () => h('span', {}));
  const how = standing(first);
  const commands = commandButtons();
  return {
    cells: [
      [h('a', { href: here }, first.id), why], port, pid, how.state, how.health, up, restarts, memory,
      h('a', { href: here, 'aria-label': `Log of ${first.id}` }, 'Log'), commands.element,
    ],
    update(now) {
      text(why, now.reason);
      text(port, String(now.port ?? '–'));
      text(pid, String(now.pid ?? '–'));
      how.update(now);
      text(up, duration(store.uptime(now)));
      text(restarts, String(now.restartCount));
      text(memory, bytes(now.resources?.memory));
      commands.update(now);
    },
  };
}

/** How many instances there should be. It is hidden where there can be only one. */
function scaleControl(id) {
  let process = null;
  let wanted = null;
  let asked = null;
  const number = h('input', { type: 'number', id: 'instances', min: 1, max: Most, step: 1, inputmode: 'numeric', oninput: () => change(number.value) });
  const step = (sign, by, words) => h('button', {
    type: 'button', 'aria-label': words, onclick: () => change(String(Math.min(Math.max(Math.trunc(Number(number.value)) + by, 1), Most))),
  }, sign);
  const button = h('button', { type: 'submit' }, 'Scale');
  const hint = h('span', { class: 'muted', role: 'status' });
  const element = h('form', { class: 'scale', novalidate: true, hidden: true, onsubmit: submit },
    hint, h('label', { for: 'instances' }, 'Number of instances'), step('−', -1, 'One instance fewer'), number, step('+', 1, 'One instance more'), button);

  function change(value) {
    wanted = value;
    show();
  }

  async function submit(event) {
    event.preventDefault();
    if (!button.disabled && await scale(process, number.value)) change(null);
  }

  function show() {
    const count = String(process.instances?.length ?? 1);
    const value = wanted ?? count;
    if (number.value !== value && document.activeElement !== number) number.value = value;
    button.disabled = value === count;
    text(hint, value === count ? '' : `Now ${count}, not changed yet`);
  }

  // Only the configuration tells whether there can be several; a reload may change that.
  async function ask(since) {
    if (asked === since) return;
    asked = since;
    try {
      const { configuration, schedule } = await get(processPath(id));
      element.hidden = Boolean(schedule) || typeof configuration?.port === 'number';
    } catch {
      element.hidden = true; // It is gone, or the server is away; the page says so.
    }
  }

  return {
    element,
    update(now) {
      process = now;
      ask(now.since);
      show();
    },
  };
}
