// Signing in with a company account: the browser goes to the issuer and comes back to this tab with a code.
// What was typed waits here meanwhile, and never a token.

import { origin, Problem } from './api.js';

const KEPT = 'sign-in';
const TEXTS = 'input:not([type=password]):not([type=file]), select, textarea';

/** Who may be signed in with; nobody where that can't be known. */
export async function providers() {
  try {
    const answer = await fetch(new URL('/signin/providers', origin()), { credentials: 'omit', cache: 'no-store' });
    return answer.ok ? (await answer.json()).result : [];
  } catch {
    return [];
  }
}

/** Leaves for the issuer. What is typed in a place is there again afterwards. */
export async function begin(provider, place, maxAge) {
  const [verifier, state] = [random(), random()];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(KEPT, JSON.stringify({ verifier, state, provider, hash: location.hash, typed: typedIn(place) }));
  const query = new URLSearchParams({ provider, state, code_challenge: base64url(new Uint8Array(digest)) });
  if (maxAge) query.set('max_age', maxAge);
  location.assign(new URL(`/signin?${query}`, origin()));
}

/** Whether the address is that of coming back. */
export const isBack = () => location.hash.startsWith('#/signin?');

/** Takes the code out of the address, and exchanges it: the token, and what was typed. */
export async function finish() {
  const answer = new URLSearchParams(location.hash.slice('#/signin?'.length));
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', kept?.hash || location.pathname);
  if (!kept || kept.state !== answer.get('state') || kept.provider !== answer.get('provider'))
    throw new Problem(0, 'Not begun here', 'This sign-in was not begun in this tab, so it is not taken. Sign in again.');
  if (answer.get('error')) throw new Problem(0, 'Not signed in', `The issuer answered ${answer.get('error')}. Sign in again.`);
  const given = await post('/oauth/token', {
    grant_type: 'authorization_code',
    client_id: kept.provider,
    code: answer.get('code'),
    code_verifier: kept.verifier,
  });
  return { token: given.access_token, typed: kept.typed };
}

/** Ends a token that came by signing in. */
export const revoke = (token) => post('/oauth/revoke', { token });

async function post(path, fields) {
  let answer;
  try {
    answer = await fetch(new URL(path, origin()), {
      method: 'POST',
      body: new URLSearchParams(fields),
      credentials: 'omit',
      cache: 'no-store',
      keepalive: true,
    });
  } catch {
    throw new Problem(0, 'No answer', 'No answer came. Is the server running, and this machine online?');
  }
  const text = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(answer.status, 'Not signed in', text.error_description ?? text.detail ?? `The answer was ${answer.status}.`);
  return text;
}

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const isTick = (control) => control.type === 'checkbox' || control.type === 'radio';

// A control by what it is for: a page that is drawn anew has the same ones under the same names.
function nameOf(control) {
  const pointer = control.closest('[data-pointer]')?.dataset.pointer;
  return [pointer, control.type, control.name, control.labels?.[0]?.textContent, isTick(control) && control.value].join('|');
}

function typedIn(place) {
  const controls = [...place.querySelectorAll(TEXTS)].filter((control) => !control.readOnly && !/smcp(api)?_/.test(control.value));
  return {
    opened: place.querySelector('[data-opens]') !== null && place.querySelector('form.card') !== null,
    fields: controls.map((control) => [nameOf(control), isTick(control) ? control.checked : control.value]),
  };
}

/** Puts what was typed where it was. Choices first: they may fill in the rest. */
export function retype(place, { opened, fields }) {
  if (opened) place.querySelector('[data-opens]')?.click();
  for (const isChoice of [true, false]) {
    const left = new Map();
    for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
    for (const control of place.querySelectorAll(TEXTS)) {
      const value = left.get(nameOf(control))?.shift();
      if (value === undefined || (control.type === 'radio' || control.tagName === 'SELECT') !== isChoice) continue;
      if (isTick(control) ? control.checked === value : control.value === value) continue;
      if (isTick(control)) control.checked = value;
      else control.value = value;
      if (control.type === 'radio' && !value) continue;
      control.dispatchEvent(new Event('input', { bubbles: true }));
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
}
