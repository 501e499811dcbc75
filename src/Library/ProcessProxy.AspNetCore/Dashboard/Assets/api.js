// The public API and nothing else. A failure is an ApiError with the server's sentence and its stable code.

export class ApiError extends Error {
  constructor(message, code, status, problems) {
    super(message);
    this.code = code;
    this.status = status;
    this.problems = problems ?? [];
  }

  /** Whether this server has no such call: an older one, or one without what it needs. */
  get isMissing() {
    return this.code === 'not-found';
  }
}

let session = { signedIn: false, csrfToken: null };

/** Asks who we are; to be done first. */
export async function begin() {
  session = await get('/api/session');
  return session;
}

export function get(path, signal) {
  return call('GET', path, signal).then(answer => answer.data);
}

/** A command: the whole answer, with its message. */
export function post(path) {
  return call('POST', path);
}

export async function signOut() {
  await call('DELETE', '/api/session');
  location.reload();
}

/** The path of a process, or of something of it. */
export function processPath(id, rest = '') {
  return `/api/processes/${encodeURIComponent(id)}${rest}`;
}

/** The address of the page of a process, or of one of its instances. */
export function pageOf(id) {
  return `#/processes/${encodeURIComponent(id).replace('%3A', ':')}`;
}

/** The session is over, or was never there: the page to sign in at is where we are. */
export function signInAgain() {
  location.reload();
}

async function call(method, path, signal) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET' && session.csrfToken) headers['X-CSRF-Token'] = session.csrfToken;
  let response;
  try {
    response = await fetch(path, { method, headers, signal, cache: 'no-store', credentials: 'same-origin' });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError('The server does not respond.', 'server-unreachable', 0);
  }
  if (response.status === 401) signInAgain();
  let answer;
  try {
    answer = await response.json();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError(`The server responded with ${response.status}, but not with JSON.`, 'unreadable', response.status);
  }
  if (!response.ok || !answer.success) {
    throw new ApiError(answer.error ?? `The server responded with ${response.status}.`, answer.code ?? 'unknown', response.status, answer.problems);
  }
  return answer;
}
