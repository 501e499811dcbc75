// Puts the page together: who is signed in, how the connection is, and which page the address names.

import { begin as beginSession, get, signOut } from './api.js';
import { say } from './dialog.js';
import { h, nothing, text } from './dom.js';
import { dateTime } from './format.js';
import * as store from './store.js';
import * as processList from './pages/processes.js';
import * as processPage from './pages/process.js';
import * as routes from './pages/routes.js';
import * as configuration from './pages/configuration.js';

const main = document.getElementById('main');
const connection = document.getElementById('connection');
const States = { live: 'Live', lost: 'Reconnecting', refused: 'Refused' };
const StatusEvery = 10_000;
let leave = () => {};

function open() {
  leave();
  const [name = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const pages = { '': processList, processes: rest.length > 0 ? processPage : processList, routes, configuration };
  const page = pages[name];
  say('');
  main.replaceChildren();
  if (page) {
    leave = page.show(main, rest) ?? (() => {});
  } else {
    main.append(h('h1', {}, 'This page does not exist'), nothing('Choose a page above.'));
    leave = () => {};
  }
  document.title = `${main.querySelector('h1')?.textContent ?? 'Processes'} – ProcessProxy`;
  for (const link of document.querySelectorAll('.top nav a')) {
    const target = link.getAttribute('href').slice(2);
    link.toggleAttribute('aria-current', target === (name === 'processes' ? '' : name));
    if (link.hasAttribute('aria-current')) link.setAttribute('aria-current', 'page');
  }
}

async function showStatus() {
  if (document.visibilityState === 'hidden') return;
  try {
    const status = await get('/api/status');
    text(document.getElementById('about'),
      `ProcessProxy ${status.version}, pid ${status.pid}, since ${dateTime(status.startTime)}, in ${status.projectDirectory}`);
    const mark = document.getElementById('configuration-mark');
    const state = status.configuration?.state ?? 'current';
    mark.hidden = state === 'current';
    mark.dataset.state = state;
    text(mark, '');
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', state === 'invalid' ? 'has problems' : 'changed');
  } catch {
    // The state of the connection, which is shown, says it already.
  }
}

const session = await beginSession().catch(() => ({ signedIn: false }));
const out = document.getElementById('sign-out');
out.hidden = !session.signedIn;
out.addEventListener('click', () => signOut().catch(failure => say(failure.message, true)));

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => {
  open();
  main.focus();
  scrollTo(0, 0);
});
store.begin((state, sentence) => {
  connection.dataset.state = state;
  text(connection, sentence ? `${States[state]}: ${sentence}` : States[state]);
});
open();
showStatus();
setInterval(showStatus, StatusEvery);
