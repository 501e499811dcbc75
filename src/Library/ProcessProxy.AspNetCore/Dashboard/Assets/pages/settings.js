// The configuration in force for one process, every default filled in.

import { get, processPath } from '../api.js';
import { card, h, nothing, terms } from '../dom.js';
import { bytes, span } from '../format.js';

export function showSettings(place, id) {
  let isOver = false;
  place.append(nothing('Loading …'));
  get(processPath(id)).then(process => isOver || place.replaceChildren(...render(process)),
    failure => isOver || place.replaceChildren(nothing(failure.message)));
  return () => { isOver = true; };
}

function render(process) {
  const { healthCheck, units, ...rest } = process.configuration ?? {};
  const shown = (values, path = '') => Object.entries(values).map(([key, value]) => [key, show(value, units, path + key)]);
  return [
    card('Launch', terms('settings', [
      ['command', h('code', {}, [process.command, ...process.args].map(quote).join(' '))],
      ['cwd', h('code', {}, process.cwd)],
      ['env', Object.keys(process.env).length > 0 ? h('code', {}, Object.keys(process.env).join(', ')) : null],
      ['enabled', yesNo(process.enabled)],
      ['PID file', h('code', {}, process.pidFile)],
      ['log', h('code', {}, process.logFile)],
    ])),
    card('Supervision', terms('settings', shown(rest))),
    card('Health check', healthCheck
      ? terms('settings', shown(healthCheck, 'healthCheck.'))
      : nothing('None.')),
  ];
}

// A value as people read it, in the unit that the server names for its key.
function show(value, units, path) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return yesNo(value);
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : null;
  if (typeof value === 'object') {
    return Object.entries(value).filter(([, inner]) => inner !== null).map(([key, inner]) => `${key} ${show(inner, units, `${path}.${key}`)}`).join(', ');
  }
  return units?.[path] === 'ms' ? span(value) : units?.[path] === 'bytes' ? bytes(value) : String(value);
}

function quote(word) {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function yesNo(value) {
  return value ? 'yes' : 'no';
}
