// Why it is as it is.

import { ApiError, get, pageOf, processPath } from '../api.js';
import { plain } from '../ansi.js';
import { card, h, nothing, terms } from '../dom.js';
import { dateTime } from '../format.js';
import * as store from '../store.js';

export function showDiagnosis(place, id) {
  let seen = null;
  let isOver = false;

  async function load() {
    try {
      const diagnosis = await get(processPath(id, '/diagnosis'));
      if (!isOver) place.replaceChildren(...render(diagnosis));
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (!isOver) place.replaceChildren(nothing(failure.isMissing ? 'This server does not support diagnosis.' : failure.message));
    }
  }

  place.append(nothing('Loading …'));
  const unwatch = store.watch(() => {
    const process = store.find(id);
    const state = process && `${process.state} ${process.health} ${process.reason} ${process.since} ${process.replacementFailure?.at}`;
    if (state === seen && seen !== null) return;
    seen = state ?? '';
    load();
  });
  return () => {
    isOver = true;
    unwatch();
  };
}

function render(diagnosis) {
  return [
    h('section', { class: 'card' },
      h('h2', { class: 'verdict' }, diagnosis.summary),
      diagnosis.details?.length > 0 ? h('ul', { class: 'list' }, diagnosis.details.map(detail => h('li', {}, detail))) : null,
      terms('settings', [
        ['Next attempt', dateTime(diagnosis.nextAttemptAt)],
        ['Attempts left', diagnosis.attemptsLeft === null || diagnosis.attemptsLeft === undefined ? null : String(diagnosis.attemptsLeft)],
        ['Port', port(diagnosis.port)],
        ['Decided by', decision(diagnosis.decidedBy)],
      ])),
    diagnosis.blockedBy?.length > 0 ? card('Waits for', h('ul', { class: 'list' }, diagnosis.blockedBy.map(other =>
      h('li', {}, h('a', { href: pageOf(other.id) }, other.id), `: ${other.state}, ${other.reason}`)))) : null,
    diagnosis.probe ? card('Last probe',
      terms('settings', [
        ['Asked', diagnosis.probe.url], ['At', dateTime(diagnosis.probe.at)], ['Answer', diagnosis.probe.detail],
        ['Consecutive failures', `${diagnosis.probe.failures} of ${diagnosis.probe.retries}`],
      ]),
      excerpt(diagnosis.probe.body, 'Response body')) : null,
    diagnosis.exits?.length > 0 ? card('Last exits', diagnosis.exits.map(renderExit)) : null,
  ].filter(Boolean);
}

function renderExit(exit) {
  return h('div', {},
    h('p', {}, h('strong', {}, exit.description ?? exit.signal ?? `code ${exit.code}`), ` ${dateTime(exit.at) ?? ''}`,
      exit.reason ? h('span', { class: 'why' }, exit.reason) : null),
    excerpt(exit.lastLines?.map(line => plain(typeof line === 'string' ? line : line.line)).join('\n'), 'Last lines'));
}

function excerpt(value, label) {
  return value ? h('pre', { class: 'excerpt', tabindex: '0', role: 'region', 'aria-label': label }, value) : null;
}

function port(value) {
  if (!value) return null;
  const { owner } = value;
  return owner ? `${value.number}, used by ${owner.processId ?? owner.command ?? 'another program'} (pid ${owner.pid})` : String(value.number);
}

function decision(value) {
  if (!value) return null;
  return h('code', {}, `${value.key}: ${value.value}${value.file ? `  (${value.file}${value.line ? `, line ${value.line}` : ''})` : ''}`);
}
