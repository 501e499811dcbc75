// The routes of the proxy and what goes through them.

import { get, pageOf } from '../api.js';
import { h, nothing, set, text } from '../dom.js';
import { latency, rate } from '../format.js';
import { table } from '../table.js';

const Refresh = 3000;
const num = title => ({ title, num: true });
const Columns = [
  'Route', 'Target', num('Requests / s'), num('Errors / s'), num('Median'), num('90 %'), num('99 %'), num('Active'), num('Held'), num('Refused'),
];

export function show(main) {
  const rows = table('Routes', Columns);
  const place = h('div', { class: 'card table', hidden: true }, rows.element);
  const hint = nothing('Loading …');
  main.append(h('div', { class: 'bar' }, h('h1', {}, 'Routes')), place, hint);
  const leaving = new AbortController();
  let counts = true;

  async function load() {
    if (document.visibilityState === 'hidden') return;
    try {
      const routes = counts ? await get('/api/routes', leaving.signal) : (await get('/api/status', leaving.signal)).routes;
      rows.show(routes, route => `${route.domain ?? ''} ${route.path}`, makeRow);
      place.hidden = routes.length === 0;
      text(hint, routes.length === 0 ? 'No route is configured.' : counts ? '' : 'This server does not count requests.');
    } catch (failure) {
      if (leaving.signal.aborted) return;
      if (counts && failure.isMissing) {
        counts = false;
        await load();
        return;
      }
      text(hint, failure.message);
    }
  }

  load();
  const tick = setInterval(load, Refresh);
  return () => {
    leaving.abort();
    clearInterval(tick);
  };
}

function makeRow(first) {
  const where = h('code', {}, `${first.domain ?? 'any host'} ${first.path}`);
  const note = h('span', { class: 'why' });
  const target = h('span', {});
  const values = Array.from({ length: 8 }, () => h('span', {}));
  return {
    cells: [[where, note], target, ...values],
    update(route) {
      text(note, [route.type === 'proxy' ? null : route.type, route.ssl ? 'HTTPS' : null].filter(Boolean).join(', '));
      const key = `${route.process} ${route.target}`;
      if (target.dataset.key !== key) {
        target.dataset.key = key;
        target.replaceChildren(...(route.process
          ? [h('a', { href: pageOf(route.process) }, route.process), h('span', { class: 'why' }, route.target ?? '')]
          : [h('code', {}, route.target ?? '–')]));
      }
      const shown = [
        rate(route.requestsPerSecond), rate(route.errorsPerSecond), latency(route.latency?.p50), latency(route.latency?.p90),
        latency(route.latency?.p99), ...[route.active, route.held, route.refused].map(value => value === undefined ? '–' : String(value)),
      ];
      shown.forEach((value, index) => text(values[index], value));
      set(values[1], { class: route.errorsPerSecond > 0 ? 'error' : null });
    },
  };
}
