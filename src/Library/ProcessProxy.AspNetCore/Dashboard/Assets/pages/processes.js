// All processes at a glance.

import { chart } from '../chart.js';
import { command } from '../dialog.js';
import { badge, h, nothing, set, setBadge, text } from '../dom.js';
import { bytes, duration, share, stateWords } from '../format.js';
import * as resources from '../resources.js';
import * as store from '../store.js';
import { table } from '../table.js';

const Columns = [
  'Process', 'State', 'Health', { title: 'Uptime', num: true }, { title: 'Restarts', num: true },
  { title: 'CPU', num: true }, { title: 'Memory', num: true }, { title: 'Commands', bare: true },
];

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
    rows.show(found, process => process.id, makeRow);
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
  return `${process.id} ${process.name} ${stateWords(process)} ${process.health} ${process.reason} ${process.description ?? ''}`.toLowerCase();
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
    count('stopped', process => process.state === 'stopped'),
  ].filter(Boolean).join(', ');
}

function makeRow(first) {
  let process = first;
  const name = h('a', { href: `#/processes/${encodeURIComponent(first.id)}` });
  const why = h('span', { class: 'why' });
  const state = badge(first.state, stateWords(first));
  const health = badge(first.health);
  const [up, restarts] = [h('span', {}), h('span', {})];
  const [cpu, memory] = [measure('CPU', 0.1), measure('Memory', 1)];
  const buttons = ['start', 'stop', 'restart'].map(verb =>
    h('button', { type: 'button', onclick: () => command(process, verb) }, verb[0].toUpperCase() + verb.slice(1)));

  function update(now) {
    process = now;
    text(name, now.name);
    text(why, now.reason);
    why.title = now.reason;
    setBadge(state, now.state, stateWords(now));
    setBadge(health, now.health, now.health === 'none' ? '–' : now.health);
    set(health, { 'aria-label': now.health === 'none' ? 'no health check' : null });
    text(up, duration(store.uptime(now)));
    text(restarts, String(now.restartCount));
    const samples = now.isRunning ? resources.samplesOf(now) : [];
    cpu.update(samples, 'cpu', now.resources?.cpu, share);
    memory.update(samples, 'memory', now.resources?.memory, bytes);
    showButton(buttons[0], !now.isRunning && now.state !== 'starting' && now.state !== 'stopping');
    showButton(buttons[1], now.isRunning || now.state === 'backoff' || now.state === 'starting');
    showButton(buttons[2], now.isRunning);
    buttons.forEach(button => set(button, { 'aria-label': `${button.textContent} ${now.name}` }));
  }

  return {
    update,
    cells: [[name, why], state, health, up, restarts, cpu.element, memory.element, h('div', { class: 'actions' }, buttons)],
  };
}

function showButton(button, visible) {
  // A button that has the focus stays, so that the keyboard does not lose its place.
  button.hidden = !visible && document.activeElement !== button;
  button.disabled = !visible;
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
