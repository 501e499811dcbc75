// One process: how it is, what can be done, and a tab each for its log, why it is as it is, and its configuration.

import { chart } from '../chart.js';
import { command } from '../dialog.js';
import { badge, h, nothing, set, setBadge, text } from '../dom.js';
import { bytes, dateTime, duration, exit, share, stateWords } from '../format.js';
import * as resources from '../resources.js';
import * as store from '../store.js';
import { showDiagnosis } from './diagnosis.js';
import { showLog } from './log.js';
import { showSettings } from './settings.js';

const Tabs = { '': ['Log', showLog], diagnosis: ['Diagnosis', showDiagnosis], configuration: ['Configuration', showSettings] };

export function show(main, [id, tab = '']) {
  const here = `#/processes/${encodeURIComponent(id)}`;
  const title = h('h1', {}, id);
  const [state, health] = [badge('stopped', ''), badge('none', '')];
  const why = h('p', { class: 'muted', role: 'status' });
  const buttons = ['start', 'stop', 'restart'].map(verb =>
    h('button', { type: 'button', onclick: () => command(store.find(id), verb) }, verb[0].toUpperCase() + verb.slice(1)));
  const facts = Object.fromEntries(['Pid', 'Uptime', 'Restarts', 'Last exit', 'Last probe', 'Next attempt'].map(name => [name, h('dd', {}, '–')]));
  const charts = [measure('CPU', 'cpu', share, 0.1), measure('Memory', 'memory', bytes, 1)];
  const chartPlace = h('div', { class: 'charts' }, charts.map(one => one.element));
  const place = h('div', {});
  const tabs = h('nav', { class: 'tabs', 'aria-label': id }, Object.entries(Tabs).map(([name, [words]]) =>
    h('a', { href: name ? `${here}/${name}` : here, 'aria-current': name === tab ? 'page' : null }, words)));
  main.append(
    h('div', { class: 'bar' }, title, state, health, h('div', { class: 'actions' }, buttons)), why,
    h('dl', { class: 'card facts' }, Object.entries(facts).map(([name, value]) => h('div', {}, h('dt', {}, name), value))),
    chartPlace, tabs, place);

  function update() {
    const process = store.find(id);
    if (!process) {
      text(why, store.all() === null ? 'Loading …' : `There is no process '${id}'.`);
      buttons.forEach(button => { button.disabled = true; });
      return;
    }
    text(title, process.name);
    document.title = `${process.name} – ProcessProxy`;
    setBadge(state, process.state, stateWords(process));
    setBadge(health, process.health);
    health.hidden = process.health === 'none';
    text(why, process.description ? `${process.description} — ${process.reason}` : process.reason);
    text(facts.Pid, process.pid === null ? '–' : String(process.pid));
    text(facts.Uptime, duration(store.uptime(process)));
    text(facts.Restarts, `${process.restartCount}, ${process.restartsLeft} left`);
    text(facts['Last exit'], process.lastExit ? `${exit(process.lastExit)}, ${dateTime(process.lastExit.at)}` : '–');
    text(facts['Last probe'], process.lastHealthCheck
      ? `${process.lastHealthCheck.detail}, ${duration(Date.now() - Date.parse(process.lastHealthCheck.at))} ago` : '–');
    text(facts['Next attempt'], dateTime(process.nextRestartAt) ?? '–');
    buttons[0].disabled = process.isRunning || process.state === 'starting' || process.state === 'stopping';
    buttons[1].disabled = process.state === 'stopped' || process.state === 'failed' || process.state === 'stopping';
    buttons[2].disabled = process.state === 'stopping';
    buttons.forEach(button => set(button, { 'aria-label': `${button.textContent} ${process.name}` }));
    const samples = resources.samplesOf(process);
    charts.forEach(one => one.update(samples, process.resources));
    chartPlace.hidden = resources.isMissing() || (samples.length === 0 && !process.resources);
  }

  const leave = Tabs[tab] ? Tabs[tab][1](place, id) : place.append(nothing('This page does not exist.'));
  const unwatch = store.watch(update);
  const tick = setInterval(update, 1000);
  return () => {
    leave?.();
    unwatch();
    clearInterval(tick);
  };
}

function measure(label, key, describe, atLeast) {
  const drawing = chart(400, 72, label, atLeast);
  const value = h('strong', {});
  return {
    element: h('section', { class: 'card' }, h('h2', {}, `${label}, last hour`, value), drawing.element),
    update(samples, now) {
      text(value, describe(now?.[key]));
      drawing.update(samples.map(sample => ({ at: sample.at, value: sample[key] })), describe);
    },
  };
}
