// Builds elements. Text always becomes a text node: what a program prints or a file says can never become markup.

/** Makes an element: h('a', { href: '#/', class: 'x', onclick: f }, 'text', otherElement). */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** Sets attributes and listeners; null takes an attribute away. */
export function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === null || value === undefined || value === false) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? '' : value);
  }
}

/** Changes an element's text only when it differs, so that screen readers hear what is new and selections stay. */
export function text(element, value) {
  const wanted = value ?? '';
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** A state in words with its colour. */
export function badge(state, words = state) {
  return h('span', { class: 'state', 'data-state': state }, words);
}

/** Changes what badge() made. */
export function setBadge(element, state, words = state) {
  if (element.dataset.state !== state) element.dataset.state = state;
  text(element, words);
}

/** Puts a list of terms and their values; those without a value are left out. */
export function terms(className, entries) {
  return h('dl', { class: className }, entries
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

/** A message for a place that has nothing to show. */
export function nothing(sentence) {
  return h('p', { class: 'muted' }, sentence);
}

/** A section with a heading. */
export function card(title, ...children) {
  return h('section', { class: 'card' }, h('h2', {}, title), ...children);
}
