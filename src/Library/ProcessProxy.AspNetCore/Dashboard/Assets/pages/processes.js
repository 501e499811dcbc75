// All processes at a glance.

import { pageOf } from '../api.js';
import { chart } from '../chart.js';
import { commandButtons } from '../commands.js';
import { h, nothing, set, text } from '../dom.js';
import { bytes, duration, failureWords, share, stateWords } from '../format.js';
import * as resources from '../resources.js';
import { standing } from '../standing.js';
import * as store from '../store.js';
import { table } from '../table.js';

const Columns = [
  'Process', 'State', 'Health', { title: 'Uptime', num: true }, { title: 'Restarts', num: true },
  { title: 'CPU', num: true }, { title: 'Memory', num: true }, { title: 'Commands', bare: true },
];

/** The processes whose instances are shown, also when the page is opened again. */
const open = new Set();

export function show(main) {
  const search = h('input', { type: 'search', id: 'search', placeholder: 'Name, state or reason', autocomplete: 'off', spellcheck: 'false' });
  const count = h('p', { class: 'muted', role: 'status' });
  const rows = table('Processes', Columns);
  const place = h('div', { class: 'card table', hidden: true }, rows.element);
  const hint = nothing('');
  main.append(
    h('div', { class: 'bar' }, h('h1', {}, 'Processes'), h('label', { for: 'search' }, 'Search ', search)), count, place, hint);

  function update() {
    const all = store.all();
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (all ?? []).filter(process => words.every(word => haystack(process).includes(word)));
    rows.show(found.flatMap(process => open.has(process.id) ? [process, ...process.instances ?? []] : [process]), process => process.id,
      process => makeRow(process, update));
    place.hidden = found.length === 0;
    text(count, all === null ? 'Loading …' : summary(all, found, words));
    text(hint, all === null ? '' : all.length === 0 ? 'No process is configured.'
      : resources.isMissing() ? 'This server does not measure CPU and memory.' : '');
  }

  search.addEventListener('input', update);
  const unwatch = store.watch(update);
  const tick = setInterval(update, 1000);
  return () => {
    unwatch();
    clearInterval(tick);
  };
}

function haystack(process) {
  const instances = process.instances?.map(one => `${one.id} ${one.reason}`).join(' ') ?? '';
  return `${process.id} ${process.name} ${process.state} ${stateWords(process)} ${process.health} ${process.reason} ${process.description ?? ''} ${instances}`.toLowerCase();
}

function summary(all, found, words) {
  if (words.length > 0) return `${found.length} of ${all.length} processes match.`;
  const count = (what, test) => {
    const number = all.filter(test).length;
    return number > 0 ? `${number} ${what}` : null;
  };
  return [
    count('running', process => process.state === 'running'), count('unhealthy', process => process.health === 'unhealthy'),
    count('waiting for a restart', process => process.state === 'backoff'), count('crash-looping', process => process.crashLooping), count('failed', process => process.state === 'failed'),
    count('outdated', process => process.outdated), count('asleep', process => process.asleep),
    count('stopped', process => process.state === 'stopped' && !process.asleep),
  ].filter(Boolean).join(', ');
}

function makeRow(first, update) {
  const name = h('a', { href: pageOf(first.id) });
  const [why, failure] = [h('span', { class: 'why' }), h('span', { class: 'why bad' })];
  const toggle = h('button', { type: 'button', class: 'quiet toggle', onclick: () => {
    if (!open.delete(first.id)) open.add(first.id);
    update();
  } });
  const how = standing(first);
  const [up, restarts] = [h('span', {}), h('span', {})];
  const [cpu, memory] = [measure('CPU', 0.1), measure('Memory', 1)];
  const commands = commandButtons();

  return {
    className: first.whole ? 'instance' : null,
    cells: [[name, why, failure, toggle], how.state, how.health, up, restarts, cpu.element, memory.element, commands.element],
    update(now) {
      text(name, now.name);
      text(why, now.whole ? place(now) : now.reason);
      why.title = now.reason;
      text(failure, now.whole ? null : failureWords(now));
      failure.title = failure.textContent;
      failure.hidden = !failure.textContent;
      toggle.hidden = !now.instances;
      text(toggle, `${now.instances?.length} instances`);
      set(toggle, { 'aria-expanded': String(open.has(now.id)), 'aria-label': `${toggle.textContent} of ${now.name}` });
      how.update(now);
      text(up, duration(store.uptime(now)));
      text(restarts, String(now.restartCount));
      const samples = now.isRunning ? resources.samplesOf(now) : [];
      cpu.update(samples, 'cpu', now.resources?.cpu, share);
      memory.update(samples, 'memory', now.resources?.memory, bytes);
      commands.update(now);
    },
  };
}

/** Where an instance is, and why it is as it is. */
function place(instance) {
  return [instance.port === null ? null : `port ${instance.port}`, instance.pid === null ? null : `pid ${instance.pid}`, instance.reason].filter(Boolean).join(', ');
}

function measure(label, atLeast) {
  const drawing = chart(72, 24, label, atLeast);
  const value = h('span', {});
  return {
    element: h('span', { class: 'measure' }, drawing.element, value),
    update(samples, key, now, describe) {
      text(value, describe(now));
      drawing.element.classList.toggle('empty', samples.length < 2);
      drawing.update(samples.map(sample => ({ at: sample.at, value: sample[key] })), describe);
    },
  };
}
