// The configuration in force for one process, every default filled in.

import { get, processPath } from '../api.js';
import { card, h, nothing, terms } from '../dom.js';
import { span } from '../format.js';

const Durations = new Set(['restartDelay', 'maxRestartDelay', 'resetAfter', 'stopTimeout', 'interval', 'timeout', 'startPeriod', 'maxDuration']);

export function showSettings(place, id) {
  let isOver = false;
  place.append(nothing('Loading …'));
  get(processPath(id)).then(process => isOver || place.replaceChildren(...render(process)),
    failure => isOver || place.replaceChildren(nothing(failure.message)));
  return () => { isOver = true; };
}

function render(process) {
  const { healthCheck, ...rest } = process.configuration ?? {};
  return [
    card('Launch', terms('settings', [
      ['command', h('code', {}, [process.command, ...process.args].map(quote).join(' '))],
      ['cwd', h('code', {}, process.cwd)],
      ['env', Object.keys(process.env).length > 0 ? h('code', {}, Object.keys(process.env).join(', ')) : null],
      ['enabled', yesNo(process.enabled)],
      ['PID file', h('code', {}, process.pidFile)],
      ['log', h('code', {}, process.logFile)],
    ])),
    card('Supervision', terms('settings', Object.entries(rest).map(([key, value]) => [key, show(key, value)]))),
    card('Health check', healthCheck
      ? terms('settings', Object.entries(healthCheck).map(([key, value]) => [key, show(key, value)]))
      : nothing('It has none.')),
  ];
}

function show(key, value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return yesNo(value);
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : null;
  if (typeof value === 'object') {
    return Object.entries(value).filter(([, inner]) => inner !== null).map(([inner, text]) => `${inner} ${text}`).join(', ');
  }
  return Durations.has(key) ? span(value) : String(value);
}

function quote(word) {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function yesNo(value) {
  return value ? 'yes' : 'no';
}
