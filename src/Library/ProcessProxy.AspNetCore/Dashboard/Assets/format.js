// Numbers and times for people.

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });

/** 61234 → "1 min 1 s". */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return '–';
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A setting in milliseconds: "250 ms", "2 s", "30 s". */
export function span(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return null;
  return milliseconds % 1000 === 0 ? duration(milliseconds).replace(/ 0 (s|min|h)$/, '') : `${milliseconds} ms`;
}

/** 268435456 → "256 MB". */
export function bytes(count) {
  if (count === null || count === undefined) return '–';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 1 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A share of one processor: 0.123 → "12.3 %". */
export function share(value) {
  if (value === null || value === undefined) return '–';
  return `${value < 0.1 ? (value * 100).toFixed(1) : Math.round(value * 100)} %`;
}

/** A rate: 0.05 → "0.05". */
export function rate(value) {
  if (value === null || value === undefined) return '–';
  return value === 0 ? '0' : value < 1 ? value.toFixed(2) : value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** Milliseconds of an answer. */
export function latency(value) {
  if (value === null || value === undefined) return '–';
  return value < 10 ? `${value.toFixed(1)} ms` : value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

export function time(iso) {
  return clock.format(new Date(iso));
}

export function dateTime(iso) {
  return iso ? day.format(new Date(iso)) : null;
}

/** How a run ended: "code 1", "SIGKILL". */
export function exit(last) {
  if (!last) return null;
  return last.signal ?? (last.code === null ? 'not known' : `code ${last.code}`);
}

/** What a process is doing, and what is special about it: "backoff, crash-looping", "running, outdated", "asleep". */
export function stateWords(process) {
  return [process.asleep ? 'asleep' : process.state, process.crashLooping && 'crash-looping', process.outdated && 'outdated'].filter(Boolean).join(', ');
}

/** Why a process runs an old program; null if no replacement has failed. */
export function failureWords(process) {
  return process.replacementFailure ? `The last replacement failed: the new program ${process.replacementFailure.reason}` : null;
}
