// One process: how it is, what can be done, and a tab each for its log, why it is as it is, and its configuration.

import { pageOf } from '../api.js';
import { chart } from '../chart.js';
import { possible } from '../commands.js';
import { command } from '../dialog.js';
import { h, nothing, set, text } from '../dom.js';
import { bytes, dateTime, duration, exit, failureWords, share } from '../format.js';
import * as resources from '../resources.js';
import { standing } from '../standing.js';
import * as store from '../store.js';
import { showDiagnosis } from './diagnosis.js';
import { instances } from './instances.js';
import { showLog } from './log.js';
import { showSettings } from './settings.js';

const Tabs = { '': ['Log', showLog], diagnosis: ['Diagnosis', showDiagnosis], configuration: ['Configuration', showSettings] };

export function show(main, [id, tab = '']) {
  const here = pageOf(id);
  const title = h('h1', {}, id);
  const { state, health, update: updateStanding } = standing({ state: 'stopped', health: 'none' });
  const why = h('p', { class: 'muted', role: 'status' });
  const buttons = ['start', 'stop', 'restart'].map(verb =>
    h('button', { type: 'button', onclick: () => command(store.find(id), verb) }, verb[0].toUpperCase() + verb.slice(1)));
  const facts = Object.fromEntries(['Port', 'Pid', 'Uptime', 'Restarts', 'Last exit', 'Last probe', 'Next attempt'].map(name => [name, h('dd', {}, '–')]));
  const charts = [measure('CPU', 'cpu', share, 0.1), measure('Memory', 'memory', bytes, 1)];
  const all = instances(id);
  const outdated = h('section', { class: 'card outdated', 'aria-label': 'Outdated', hidden: true });
  const whole = h('p', { hidden: true });
  const chartPlace = h('div', { class: 'charts' }, charts.map(one => one.element));
  const place = h('div', {});
  const tabs = h('nav', { class: 'tabs', 'aria-label': id }, Object.entries(Tabs).map(([name, [words]]) =>
    h('a', { href: name ? `${here}/${name}` : here, 'aria-current': name === tab ? 'page' : null }, words)));
  main.append(
    h('div', { class: 'bar' }, title, state, health, h('div', { class: 'actions' }, buttons)), why, whole, outdated,
    h('dl', { class: 'card facts' }, Object.entries(facts).map(([name, value]) => h('div', {}, h('dt', {}, name), value))),
    all.element, chartPlace, tabs, place);

  function update() {
    const process = store.find(id);
    if (!process) {
      text(why, store.all() === null ? 'Loading …' : `There is no process '${id}'.`);
      buttons.forEach(button => { button.disabled = true; });
      return;
    }
    text(title, process.name);
    document.title = `${process.name} – ProcessProxy`;
    updateStanding(process);
    health.hidden = process.health === 'none';
    text(why, process.description ? `${process.description} — ${process.reason}` : process.reason);
    showWhole(whole, process);
    showOutdated(outdated, process);
    if (!process.whole) all.update(process);
    text(facts.Port, String(process.port ?? '–'));
    for (const name of ['Port', 'Pid', 'Uptime']) facts[name].parentElement.hidden = Boolean(process.instances);
    text(facts.Pid, process.pid === null ? '–' : String(process.pid));
    text(facts.Uptime, duration(store.uptime(process)));
    text(facts.Restarts, `${process.restartCount}, ${process.restartsLeft} left`);
    text(facts['Last exit'], process.lastExit ? `${exit(process.lastExit)}, ${dateTime(process.lastExit.at)}` : '–');
    text(facts['Last probe'], process.lastHealthCheck
      ? `${process.lastHealthCheck.detail}, ${duration(Date.now() - Date.parse(process.lastHealthCheck.at))} ago` : '–');
    text(facts['Next attempt'], dateTime(process.nextRestartAt) ?? '–');
    const can = possible(process);
    buttons[0].disabled = !can.start;
    buttons[1].disabled = !can.stop || process.state === 'stopping';
    buttons[2].disabled = process.state === 'stopping';
    buttons.forEach(button => set(button, { 'aria-label': `${button.textContent} ${process.name}` }));
    const samples = resources.samplesOf(process);
    charts.forEach(one => one.update(samples, process.resources));
    chartPlace.hidden = Boolean(process.instances) || resources.isMissing() || (samples.length === 0 && !process.resources);
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

function showWhole(place, process) {
  if (!process.whole || place.hasChildNodes()) return;
  place.append(h('a', { href: pageOf(process.whole) }, `All instances of ${process.whole}`));
  place.hidden = false;
}

/** Says that an old program runs, and why. */
function showOutdated(place, process) {
  const failure = failureWords(process);
  const sentence = failure ? `${failure.replace(/[.\s]*$/, '.')}` : '';
  place.hidden = !process.outdated && !failure;
  if (place.hidden || place.dataset.shown === sentence + process.outdated) return;
  place.dataset.shown = sentence + process.outdated;
  place.replaceChildren(
    h('h2', {}, process.outdated ? 'Outdated: an old program is running' : 'The last replacement failed'),
    h('p', {}, process.outdated ? 'What runs is not what the configuration describes. To try again, restart it.' : 'The old program continues.'),
    ...(failure ? [h('p', { class: 'bad' }, sentence), h('p', { class: 'muted' }, dateTime(process.replacementFailure.at))] : []));
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
