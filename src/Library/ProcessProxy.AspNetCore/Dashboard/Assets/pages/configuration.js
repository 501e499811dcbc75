// What the files say, what a reload would do, and the button.

import { get, pageOf, post } from '../api.js';
import { confirm, say } from '../dialog.js';
import { badge, card, h, nothing, terms } from '../dom.js';
import { dateTime } from '../format.js';
import { table } from '../table.js';

const Refresh = 5000;
const States = { current: 'applied', changed: 'changed, not applied', invalid: 'not valid' };
const Actions = { none: 'none', start: 'start', stop: 'stop', restart: 'restart', replace: 'replace', update: 'apply without a restart' };

export function show(main) {
  const reload = h('button', { type: 'button', class: 'primary', onclick: apply }, 'Reload');
  const place = h('div', {}, nothing('Loading …'));
  main.append(h('div', { class: 'bar' }, h('h1', {}, 'Configuration'), h('div', { class: 'actions' }, reload)), place);
  const leaving = new AbortController();
  let shown = '';

  async function load() {
    if (document.visibilityState === 'hidden') return;
    try {
      const status = await get('/api/status', leaving.signal);
      const { plan, problems } = await planOf(leaving.signal);
      const now = JSON.stringify([status.configuration, plan, problems]);
      // What has not changed stays, with whatever is selected or focused in it.
      if (now !== shown) place.replaceChildren(...render(status.configuration, plan, problems));
      shown = now;
      reload.disabled = problems.length > 0;
    } catch (failure) {
      if (leaving.signal.aborted) return;
      shown = '';
      place.replaceChildren(nothing(failure.message));
    }
  }

  async function apply() {
    const { plan } = await planOf(leaving.signal).catch(() => ({ plan: null }));
    const affected = (plan ?? []).filter(change => change.process && ['stop', 'restart'].includes(change.action)).map(change => change.process);
    const sentence = affected.length > 0 ? `This interrupts ${affected.join(', ')}.` : 'No process is interrupted.';
    if (!await confirm('Reload the configuration?', sentence, 'Reload', affected.length > 0)) return;
    say('Reloading …');
    try {
      const { data, message } = await post('/api/processes/reload');
      const failed = data.filter(action => action.failure);
      say([message, ...failed.map(action => `${action.id}: ${action.failure}`)].join(' '), failed.length > 0);
    } catch (failure) {
      say(failure.message, true);
    }
    await load();
  }

  load();
  const tick = setInterval(load, Refresh);
  return () => {
    leaving.abort();
    clearInterval(tick);
  };
}

async function planOf(signal) {
  try {
    return { plan: await get('/api/configuration/plan', signal), problems: [] };
  } catch (failure) {
    if (failure.problems?.length > 0) return { plan: null, problems: failure.problems };
    throw failure;
  }
}

function render(configuration, plan, problems) {
  return [
    configuration ? card('File', terms('settings', [
      ['file', h('code', {}, configuration.file)],
      ['state', badge(configuration.state, States[configuration.state] ?? configuration.state)],
      ['read', dateTime(configuration.loadedAt)],
      ['since', dateTime(configuration.since)],
      ['changes', configuration.reload === 'manual' ? 'applied by a reload' : 'applied automatically after two seconds'],
    ])) : null,
    problems.length > 0 ? card('Problems', h('p', {}, 'The current configuration stays in effect until you fix them.'),
      h('ul', { class: 'list' }, problems.map(problem => h('li', {},
        h('strong', {}, problem.message), problem.suggestion ? ` Did you mean '${problem.suggestion}'?` : '',
        h('span', { class: 'why' }, h('code', {}, `${problem.file}(${problem.line},${problem.column}) ${problem.code}`)))))) : null,
    plan ? planCard(plan) : null,
  ].filter(Boolean);
}

function planCard(plan) {
  const changes = plan.filter(change => change.action !== 'none' || change.process === null || change.routesAffected.length > 0);
  if (changes.length === 0) return card('What a reload would do', nothing('Nothing. The files match the current configuration.'));
  const rows = table('What a reload would do', ['Process', 'Action', 'Reason', 'Affected routes']);
  rows.show(changes, change => change.process ?? '', change => ({
    cells: [
      change.process ? h('a', { href: pageOf(change.process) }, change.process) : 'routes only',
      Actions[change.action] ?? change.action, h('code', {}, change.because), h('code', {}, change.routesAffected.join(', ') || '–'),
    ],
    update() {},
  }));
  return h('section', { class: 'card' }, h('h2', {}, 'What a reload would do'), rows.element);
}
