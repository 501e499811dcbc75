// What every process is doing, as the event stream tells it, with what only a question tells (CPU, memory, probes) added now and then.

import { get } from './api.js';
import { follow } from './stream.js';

const Refresh = 5000;
const Details = ['resources', 'lastHealthCheck', 'healthCheckFailures'];

const processes = new Map();
const listeners = new Set();
let loaded = false;

/** All processes in the order of the configuration; null before the first snapshot. */
export function all() {
  return loaded ? [...processes.values()] : null;
}

/** A process, or one of its instances: "web", "web:2". */
export function find(address) {
  const [, id, number] = /^(.*?)(?::(\d+))?$/.exec(address);
  const whole = processes.get(id) ?? null;
  return number === undefined || !whole ? whole : whole.instances?.[number - 1] ?? (number === '1' && !whole.instances ? whole : null);
}

/** Calls a listener now and at each change. Returns what ends that. */
export function watch(listener) {
  listeners.add(listener);
  listener();
  return () => listeners.delete(listener);
}

/** How long a process has been running by now, in milliseconds. */
export function uptime(process) {
  return process.uptime === null ? null : process.uptime + performance.now() - process.received;
}

/** Begins to follow; onState is told how the connection is. */
export function begin(onState) {
  follow('/api/events', (name, event) => {
    if (name === 'snapshot') {
      processes.clear();
      loaded = true;
    }
    for (const process of event.processes) {
      if (name === 'removed') processes.delete(process.id);
      else put(process);
    }
    tell();
  }, onState);
  setInterval(refresh, Refresh);
  document.addEventListener('visibilitychange', refresh);
}

/** Puts what a command answered, which may be here before its event is. */
export function put(process) {
  const before = processes.get(process.id);
  const now = receive(process, before);
  now.instances = process.instances?.map((one, index) => receive(
    { ...one, id: `${process.id}:${one.instance}`, name: `${process.name}:${one.instance}`, whole: process.id }, before?.instances?.[index]));
  processes.set(process.id, now);
  sum(now);
}

function receive(process, before) {
  return {
    ...process,
    resources: process.resources ?? (before?.pid === process.pid ? before?.resources : null) ?? null,
    received: performance.now(),
  };
}

/** What all instances use together; the server measures each. */
function sum(process) {
  if (!process.instances) return;
  const used = process.instances.map(one => one.resources).filter(Boolean);
  const all = key => used.reduce((total, one) => total + (one[key] ?? 0), 0);
  process.resources = used.length > 0 ? { at: used[0].at, cpu: all('cpu'), memory: all('memory') } : null;
}

async function refresh() {
  if (document.visibilityState === 'hidden' || !loaded) return;
  try {
    for (const fresh of await get('/api/processes')) {
      const known = processes.get(fresh.id);
      if (!known) continue;
      refine(known, fresh);
      known.instances?.forEach((one, index) => refine(one, fresh.instances?.[index]));
      sum(known);
    }
    tell();
  } catch {
    // The connection's state, which is shown, says it already.
  }
}

/** An answer may be older than an event that came meanwhile: what is a change is taken from events alone. */
function refine(known, fresh) {
  if (known.pid !== fresh?.pid || known.since !== fresh.since) return;
  for (const detail of Details) known[detail] = fresh[detail] ?? null;
}

function tell() {
  listeners.forEach(listener => listener());
}
