// Server-sent events that are never missed and never seen twice: after any interruption the stream goes on after the last id.
// A page that nobody looks at holds no connection.

import { signInAgain } from './api.js';

const Retry = 1000;

/**
 * Reads a stream until stopped.
 * @param path Where it is.
 * @param onEvent Called with (name, data) for each event.
 * @param onState Called with 'live', 'lost' or 'refused' and perhaps a sentence.
 * @returns {{ stop(): void, pause(): void, go(): void }} pause() closes the connection; go() goes on where it was.
 */
export function follow(path, onEvent, onState = () => {}) {
  let lastId = '';
  let reading = null;
  let paused = false;
  let stopped = false;
  let timer = 0;

  const wanted = () => !paused && !stopped && document.visibilityState !== 'hidden';

  function look() {
    if (wanted() && !reading) begin();
    if (!wanted()) {
      reading?.abort();
      reading = null;
    }
  }

  async function begin() {
    const mine = reading = new AbortController();
    clearTimeout(timer);
    try {
      const headers = { Accept: 'text/event-stream', ...(lastId && { 'Last-Event-ID': lastId }) };
      const response = await fetch(path, { headers, signal: mine.signal, cache: 'no-store', credentials: 'same-origin' });
      if (response.status === 401) signInAgain();
      if (!response.ok) {
        const answer = await response.json().catch(() => ({}));
        onState(response.status >= 500 ? 'lost' : 'refused', answer.error ?? `The server responded with ${response.status}.`);
        stopped = response.status < 500;
      } else {
        onState('live');
        await read(response.body, (id, name, data) => {
          if (mine.signal.aborted) return;
          if (id) lastId = id;
          if (name === 'failure') onState('lost', data.error);
          else if (name !== 'dropped') onEvent(name, data);
        });
        if (!mine.signal.aborted) onState('lost', 'The connection to the server was lost.');
      }
    } catch (failure) {
      if (!mine.signal.aborted) onState('lost', 'The server does not respond.');
    }
    if (reading === mine) {
      reading = null;
      if (!stopped) timer = setTimeout(look, Retry);
    }
  }

  document.addEventListener('visibilitychange', look);
  look();
  return {
    stop() {
      stopped = true;
      document.removeEventListener('visibilitychange', look);
      clearTimeout(timer);
      look();
    },
    pause() {
      paused = true;
      look();
    },
    go() {
      paused = false;
      look();
    },
  };
}

/** Reads events from a body; one that is cut off in its middle is not one. */
async function read(body, onEvent) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const event = { id: '', event: '', data: '' };
      for (const line of block.split('\n')) {
        const colon = line.indexOf(': ');
        if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 2);
      }
      if (event.data) onEvent(event.id, event.event, JSON.parse(event.data));
    }
  }
}
