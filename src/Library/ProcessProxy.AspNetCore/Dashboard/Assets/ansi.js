// Colours that programs print, as classes of spans. Every other control sequence is left out; all text becomes text nodes.

const Sequence = /\u001b(?:\[([0-9;:]*)([ -/]*[@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~]|$)/g;
const Control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The text of a line without any control sequence; of a line that was written over itself, what was written last. */
export function plain(line) {
  return lastPass(line).replace(Sequence, '').replace(Control, '');
}

/** The line as nodes. */
export function nodes(line) {
  const source = lastPass(line);
  const result = [];
  let style = {};
  let from = 0;
  for (const match of source.matchAll(Sequence)) {
    append(result, source.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = apply(style, match[1]);
  }
  append(result, source.slice(from), style);
  return result;
}

function lastPass(line) {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function append(result, raw, style) {
  const value = raw.replace(Control, '');
  if (!value) return;
  const classes = classesOf(style);
  if (!classes) {
    result.push(document.createTextNode(value));
    return;
  }
  const span = document.createElement('span');
  span.className = classes;
  span.textContent = value;
  result.push(span);
}

function classesOf({ fg, bg, inverse, ...flags }) {
  const [front, back] = inverse ? [bg ?? 0, fg ?? 7] : [fg, bg];
  const names = Object.keys(flags).filter(flag => flags[flag]);
  if (front !== undefined) names.push(`fg${front}`);
  if (back !== undefined) names.push(`bg${back}`);
  return names.join(' ');
}

const Flags = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse' };
const Ends = { 22: ['bold', 'dim'], 23: ['italic'], 24: ['underline'], 27: ['inverse'], 39: ['fg'], 49: ['bg'] };

function apply(before, parameters) {
  let style = { ...before };
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) style = {};
    else if (Flags[code]) style[Flags[code]] = true;
    else if (Ends[code]) Ends[code].forEach(name => delete style[name]);
    else if (code >= 30 && code <= 37) style.fg = code - 30;
    else if (code >= 40 && code <= 47) style.bg = code - 40;
    else if (code >= 90 && code <= 97) style.fg = code - 82;
    else if (code >= 100 && code <= 107) style.bg = code - 92;
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(i + 1));
      if (colour !== null) style[code === 38 ? 'fg' : 'bg'] = colour;
      i += used;
    }
  }
  return style;
}

/** The nearest of the sixteen colours to one of 256 or of sixteen million. */
function extended([kind, ...values]) {
  if (kind === 5) {
    const n = values[0];
    if (!(n >= 0 && n <= 255)) return [null, 2];
    if (n < 16) return [n, 2];
    if (n >= 232) return [n < 244 ? 8 : n < 250 ? 7 : 15, 2];
    const level = value => value === 0 ? 0 : 55 + 40 * value;
    return [nearest(level(Math.floor((n - 16) / 36)), level(Math.floor((n - 16) / 6) % 6), level((n - 16) % 6)), 2];
  }
  return kind === 2 ? [values.length >= 3 ? nearest(...values) : null, 4] : [null, 1];
}

function nearest(red, green, blue) {
  const strongest = Math.max(red, green, blue);
  if (strongest < 50) return 0;
  const on = value => (value > strongest * 0.6 ? 1 : 0);
  return on(red) + 2 * on(green) + 4 * on(blue) + (strongest > 200 ? 8 : 0);
}
