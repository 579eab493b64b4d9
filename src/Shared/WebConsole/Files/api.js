// The control plane's documented calls, with the token that a person gave. It is in this module's memory and nowhere else: a reload forgets it.

const ROOT = new URL('../../', import.meta.url);

let token = null;
let self = null;
let askAgain = null;

/** What the API, or the way to it, says against a call. */
export class Problem extends Error {
  constructor(status, title, detail, errors = []) {
    super(detail);
    this.status = status;
    this.title = title;
    this.errors = errors;
  }
}

/** Who is signed in: the API token's own record; null for nobody. */
export const whoami = () => self;

/** Whether the token has a scope. */
export const may = (scope) => self !== null && (self.scopes.includes('admin') || self.scopes.includes(scope));

/** Whether it has one of several. */
export const mayAny = (scopes) => scopes.some(may);

/** Where the API is, for lines that a person copies. */
export const origin = () => ROOT.origin;

/** Takes a token if the API knows it. */
export async function signIn(text) {
  const before = token;
  token = text;
  try {
    self = await send('GET', '/api-token/self');
  } catch (problem) {
    token = before;
    throw problem;
  }
}

/** Goes on with another token in place of this one: it was rotated. */
export function replaceToken(text, record) {
  token = text;
  self = { ...record };
  delete self.token;
}

/** The token itself, for ending it. */
export const held = () => token;

/** Forgets the token. */
export function signOut() {
  token = null;
  self = null;
}

/** What asks for a token where the one in use is over; answers whether there is another. */
export function whenOver(ask) {
  askAgain = ask;
}

/** One call. A token that is over meanwhile is asked for anew, and what was typed stays. */
export async function call(method, path, body, signal) {
  try {
    return await send(method, path, body, signal);
  } catch (problem) {
    if (problem.status !== 401 || !askAgain || !(await askAgain(problem))) throw problem;
    return send(method, path, body, signal);
  }
}

async function send(method, path, body, signal) {
  const response = await ask(method, path, body, signal);
  const text = await response.text();
  return text === '' ? null : JSON.parse(text);
}

/** One call whose answer is a file. */
export async function download(path) {
  const response = await ask('GET', path);
  return { blob: await response.blob(), next: response.headers.get('next-cursor'), name: response.headers.get('content-disposition') };
}

async function ask(method, path, body, signal) {
  const headers = { accept: 'application/json' };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response;
  try {
    response = await fetch(new URL(path, ROOT), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, 'No answer', 'No answer came. Is the server running, and this machine online?');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const thrown = new Problem(
    response.status,
    problem.title ?? `Status ${response.status}`,
    problem.detail ?? `The answer was ${response.status}, without a reason.`,
    problem.errors,
  );
  // How long ago somebody may have signed in to do this (RFC 9470).
  thrown.maxAge = /max_age=(\d+)/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
  throw thrown;
}

/** A page of a list: 1,000 at the most. */
export function list(path, cursor, signal) {
  return call('GET', `${path}?limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, undefined, signal);
}

/** The accounts that the token is for. One that is for some of them reads these alone. */
export async function accounts(signal) {
  if (self.integrated_accounts) {
    // One of them may be gone; the token outlives it.
    const own = await Promise.allSettled(self.integrated_accounts.map((id) => call('GET', accountPath(id), undefined, signal)));
    const failed = own.find((one) => one.status === 'rejected' && one.reason.status !== 404);
    if (failed) throw failed.reason;
    return own.filter((one) => one.status === 'fulfilled').map((one) => one.value);
  }
  const found = [];
  let cursor = null;
  do {
    const page = await list('/integrated-account', cursor, signal);
    found.push(...page.result);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

export const accountPath = (account) => `/integrated-account/${encodeURIComponent(account)}`;

export const mcpPath = (account, id) => `${accountPath(account)}/mcp${id ? `/${encodeURIComponent(id)}` : ''}`;

export const requestPath = (account, id) => `${mcpPath(account)}/requests${id ? `/${encodeURIComponent(id)}` : ''}`;

/** The body of a dry run: what a person has not said yet, and the API would miss, has a word in its place. */
export function dryRun(account, { name, reason, ticket, ...body }) {
  const required = account.policy.require ?? [];
  return {
    ...body,
    name: name || 'not yet named',
    reason: reason || (required.includes('reason') ? 'not yet said' : undefined),
    ticket: ticket || (required.includes('ticket') ? 'not-yet-said' : undefined),
    dry_run: true,
  };
}

let names = null;

/** The names of API tokens by their ids, where they may be read. */
export async function tokenNames(signal) {
  if (!may('admin')) return new Map();
  if (names?.of !== self) names = { of: self, map: readNames(signal) };
  return names.map;
}

/** Reads them anew when they are next wanted. */
export function forgetNames() {
  names = null;
}

async function readNames(signal) {
  const page = await list('/api-token', null, signal).catch(() => ({ result: [] }));
  return new Map(page.result.map((row) => [row.id, row.name]));
}
