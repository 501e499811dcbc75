// A log as it is written: filtered, held, in colour.

import { nodes, plain } from '../ansi.js';
import { processPath } from '../api.js';
import { h, text } from '../dom.js';
import { bytes, time } from '../format.js';
import { follow } from '../stream.js';

const Kept = 3000;
const First = 500;

export function showLog(place, id) {
  const filter = h('input', { type: 'search', id: 'filter', placeholder: 'Text in a line', autocomplete: 'off', spellcheck: 'false' });
  const streams = h('select', { id: 'stream' }, ['', 'stdout', 'stderr'].map(value => h('option', { value }, value || 'all')));
  const streamLabel = h('label', { for: 'stream', hidden: true }, 'Stream ', streams);
  const pause = h('button', { type: 'button', 'aria-pressed': 'false' }, 'Pause');
  const state = h('p', { class: 'muted', role: 'status' });
  const lines = h('ol', { class: 'log', tabindex: '0', role: 'log', 'aria-label': `Log of ${id}`, 'aria-live': 'off' });
  place.append(h('div', { class: 'bar' }, h('label', { for: 'filter' }, 'Filter ', filter), streamLabel, pause, state), lines);

  let waiting = [];
  let frame = 0;
  let problem = '';

  const matches = item => (!filter.value || item.plain.toLowerCase().includes(filter.value.toLowerCase()))
    && (!streams.value || item.stream === streams.value);

  const stream = follow(`${processPath(id, '/logs')}?follow=true&lines=${First}`, (name, line) => {
    if (name !== 'line') return;
    waiting.push(line);
    if (waiting.length > Kept) waiting.shift();
    frame ||= requestAnimationFrame(draw);
  }, (now, sentence) => {
    problem = now === 'live' ? '' : sentence;
    tell();
  });

  /** Draws what has come since the last frame, at once. */
  function draw() {
    frame = 0;
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    const fragment = document.createDocumentFragment();
    for (const line of waiting) {
      if (line.afterGap) fragment.append(h('li', { class: 'gap' }, gap(line)));
      fragment.append(row(line));
      if (line.stream !== 'output') streamLabel.hidden = false;
    }
    waiting = [];
    lines.append(fragment);
    while (lines.childElementCount > Kept) lines.firstElementChild.remove();
    if (atEnd) lines.scrollTop = lines.scrollHeight;
    tell();
  }

  function gap(line) {
    return line.lostBytes > 0
      ? `The log was emptied here: at least ${bytes(line.lostBytes)} were lost. This happens when a program opens /dev/stderr by name.`
      : 'Lines are missing here because they are no longer available.';
  }

  function row(line) {
    const element = h('li', { 'data-stream': line.stream },
      h('time', { datetime: line.timestamp }, time(line.timestamp)),
      line.instance ? h('span', { class: 'instance', title: `Instance ${line.instance}` }, `${line.instance}|`) : null,
      line.stream === 'output' ? null : h('span', { class: 'stream' }, line.stream),
      h('span', {}, nodes(line.line)));
    element.item = { plain: plain(line.line), stream: line.stream };
    element.hidden = !matches(element.item);
    return element;
  }

  function sift() {
    for (const element of lines.children) element.hidden = Boolean(element.item) && !matches(element.item);
    lines.scrollTop = lines.scrollHeight;
    tell();
  }

  function tell() {
    const all = lines.childElementCount;
    const isSifted = Boolean(filter.value || streams.value);
    const shown = isSifted ? [...lines.children].filter(element => !element.hidden).length : all;
    const isPaused = pause.getAttribute('aria-pressed') === 'true';
    text(state, problem || (isPaused ? 'Paused. No lines will be missed.' : all === 0 ? 'No output yet.'
      : isSifted ? `${shown} of ${all} lines` : ''));
  }

  filter.addEventListener('input', sift);
  streams.addEventListener('change', sift);
  pause.addEventListener('click', () => {
    const isPaused = pause.getAttribute('aria-pressed') !== 'true';
    pause.setAttribute('aria-pressed', String(isPaused));
    text(pause, isPaused ? 'Continue' : 'Pause');
    if (isPaused) stream.pause();
    else stream.go();
    tell();
  });
  return () => {
    stream.stop();
    cancelAnimationFrame(frame);
  };
}
