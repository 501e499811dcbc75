// Asks before something is done, and says what came of it.

import { post, processPath } from './api.js';
import { text } from './dom.js';
import { put } from './store.js';

const dialog = document.getElementById('confirm');
const yes = document.getElementById('confirm-yes');
const no = document.getElementById('confirm-no');
const notice = document.getElementById('notice');
let answer = null;

yes.addEventListener('click', () => close(true));
no.addEventListener('click', () => close(false));
dialog.addEventListener('cancel', () => settle(false));

function close(value) {
  dialog.close();
  settle(value);
}

function settle(value) {
  answer?.(value);
  answer = null;
}

/** Asks; the focus returns to where it was. */
export function confirm(title, sentence, verb, isDanger) {
  text(document.getElementById('confirm-title'), title);
  text(document.getElementById('confirm-text'), sentence);
  text(yes, verb);
  yes.className = isDanger ? 'primary danger' : 'primary';
  const before = document.activeElement;
  dialog.showModal();
  no.focus();
  return new Promise(resolve => {
    answer = value => {
      resolve(value);
      before?.focus?.();
    };
  });
}

/** Says something at the top of the page, to screen readers as well. */
export function say(sentence, isError = false) {
  notice.dataset.kind = isError ? 'error' : 'done';
  text(notice, sentence);
}

const Commands = {
  start: ['Start', 'will be started.', false],
  stop: ['Stop', 'and everything it has started will be stopped. It stays stopped until you start it.', true],
  restart: ['Restart', 'gets a new program. With “replace: rolling”, it takes over from the old one without an interruption; otherwise the old one is stopped first, and requests wait.', true],
};

/** Asks for confirmation and carries out a command on a process. */
export async function command(process, name) {
  const [verb, consequence, isDanger] = Commands[name];
  if (!await confirm(`${verb} ${process.name}?`, `${process.name} ${consequence}`, verb, isDanger)) return;
  await carryOut(process, `${verb}: ${process.name} …`, `/${name}`);
}

/** Asks for confirmation and sets the number of instances of a process. Returns whether it is set. */
export async function scale(process, number) {
  const count = process.instances?.length ?? 1;
  const isPossible = Number(number) >= 1 && Number(number) <= 100;
  const consequence = process.state === 'stopped' ? 'The number applies when the process starts.'
    : number > count ? 'Further programs will be started.'
    : 'Those with the highest numbers get no new requests, finish the ones they have, and stop.';

  // What the server will refuse needs no question.
  if (isPossible && !await confirm(`Scale ${process.name} to ${number}?`, consequence, 'Scale', number < count)) return false;
  return carryOut(process, `Scale: ${process.name} …`, `/scale?instances=${encodeURIComponent(number)}`);
}

async function carryOut(process, sentence, call) {
  say(sentence);
  try {
    const result = await post(processPath(process.id, call));
    // The answer about one instance is not the whole process, which an event tells.
    if (!process.whole) put(result.data);
    say(result.message);
    return true;
  } catch (failure) {
    say(failure.message, true);
    return false;
  }
}
