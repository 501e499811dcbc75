// A table whose rows stay the same elements while their contents change: nobody loses the focus or a selection.

import { h } from './dom.js';

/**
 * Makes a table. Roles are named because on narrow screens its parts are laid out as blocks.
 * @param caption What it is, for screen readers.
 * @param columns Titles; { title, num: true } for numbers.
 */
export function table(caption, columns) {
  const body = h('tbody', { role: 'rowgroup' });
  const titles = columns.map(column => typeof column === 'string' ? { title: column } : column);
  const head = h('tr', { role: 'row' }, titles.map(({ title, num }) =>
    h('th', { scope: 'col', role: 'columnheader', class: num ? 'num' : null }, title)));
  const element = h('table', { role: 'table', 'aria-label': caption }, h('thead', { role: 'rowgroup' }, head), body);
  const rows = new Map();

  return {
    element,
    /** Shows items in order. make(item) gives { cells, update(item), className } for one that is new. */
    show(items, keyOf, make) {
      const keys = new Set(items.map(keyOf));
      for (const [key, row] of rows) {
        if (!keys.has(key)) {
          row.element.remove();
          rows.delete(key);
        }
      }
      items.forEach((item, index) => {
        const key = keyOf(item);
        let row = rows.get(key);
        if (!row) {
          const { cells, update, className } = make(item);
          row = { update, element: h('tr', { role: 'row', class: className }, cells.map((content, number) => cell(content, number, titles[number]))) };
          rows.set(key, row);
        }
        row.update(item);
        if (body.children[index] !== row.element) body.insertBefore(row.element, body.children[index] ?? null);
      });
    },
  };
}

function cell(content, number, { title, num, bare }) {
  return number === 0
    ? h('th', { scope: 'row', role: 'rowheader', class: 'who' }, content)
    : h('td', { role: 'cell', class: num ? 'num' : null, 'data-label': bare ? null : title }, content);
}
