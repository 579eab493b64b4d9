// What several pages do with a URL.

import { call, mcpPath, tokenNames } from './api.js';
import { h, say } from './dom.js';
import { ago, at, clock, count, effectsOf, endOf, now, rfc3339 } from './format.js';

const KEPT = 50;

/** Moves the end of a URL, from where it is, or from now if that is past. */
export async function extend(url, seconds) {
  const end = endOf(url) ? Math.max(now(), at(endOf(url))) : now();
  return extendTo(url, rfc3339(end + seconds));
}

/** Moves the end of a URL to a moment. */
export async function extendTo(url, end) {
  const changed = await call('PATCH', mcpPath(url.integrated_account_id, url.id), { expires_at: end });
  if (!changed.ends_at) delete url.ends_at;
  say(`${changed.name} ends at ${clock(endOf(changed))}`);
  return changed;
}

/** What the end of its trail says of a URL's use: the last call, who made it, how many there are. */
export async function readUse(url, signal) {
  const { result } = await call('GET', `${mcpPath(url.integrated_account_id, url.id)}/audit?last=${KEPT}`, undefined, signal);
  const calls = result.filter((entry) => entry.event === 'tool_call');
  if (calls.length === 0) return [h('span', { class: 'faint' }, 'none kept')];
  const last = calls.at(-1);
  const some = result[0].sequence > 1 ? `${calls.length}+` : calls.length;
  return [
    h('span', { title: last.at }, ago(last.at)),
    h('small', { class: 'clip' }, `${some} ${calls.length === 1 ? 'call' : 'calls'}${last.client ? `, ${last.client}` : ''}`),
  ];
}

/** The id of what was pasted into a field, which is emptied of it; null where no secret and no id was. */
export async function foundId(input) {
  const text = input.value;
  const token = /smcp(?:api)?_[A-Za-z0-9_-]{20,}/.exec(text)?.[0];
  if (token) {
    input.value = '';
    if (!globalThis.crypto?.subtle)
      return {
        problem: 'This page was not opened over https or on this machine, so it can’t make the id of a token. Look for the name instead.',
      };
    const isApi = token.startsWith('smcpapi_');
    if (token.length !== (isApi ? 57 : 54))
      return { problem: `This token is not whole: it has ${token.length} characters, ${isApi ? 57 : 54} are needed.` };
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
    const half = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { text: `${isApi ? 'api' : 'mcp'}-${half}` };
  }
  const id = /(?:mcp|api)-[0-9a-f]{32}/.exec(text)?.[0];
  if (!id) return null;
  input.value = '';
  return { text: id };
}

/** Whose act it was, by name where that may be known. */
export async function nameOf(id, signal) {
  return (await tokenNames(signal)).get(id) ?? id;
}

/** What revoking all of an account hits, for a person to see before. */
export function hits(urls) {
  const living = urls.filter((url) => !endOf(url) || at(endOf(url)) > now());
  const words = effectsOf(living);
  return [
    h('p', {}, h('strong', {}, count(living.length, 'URL')), words ? `: ${words}.` : '.'),
    h(
      'ul',
      { class: 'bullets' },
      living.slice(0, 10).map((url) => h('li', {}, url.name)),
      living.length > 10 ? h('li', {}, `and ${living.length - 10} more`) : null,
    ),
  ];
}

/** Goes to what has an id that was found; or says why not. */
export async function lookUp(id, known, signal) {
  if (id.problem) return [h('p', { class: 'notice bad' }, id.problem)];
  if (id.text.startsWith('api-')) {
    location.hash = '#/tokens';
    return [];
  }
  for (const one of known) {
    try {
      const url = await call('GET', mcpPath(one.id, id.text), undefined, signal);
      location.hash = `#/urls/${encodeURIComponent(one.id)}/${encodeURIComponent(url.id)}`;
      return [];
    } catch (problem) {
      if (problem.status !== 404) return [h('p', { class: 'notice bad' }, problem.message)];
    }
  }
  return [
    h(
      'div',
      { class: 'notice' },
      h(
        'p',
        {},
        h('strong', {}, 'Nothing lives under it. '),
        'It has ended or was revoked, or it is of another deployment or of an account that your token is not for.',
      ),
      h('p', { class: 'hint' }, 'Its id would be ', h('code', {}, id.text)),
    ),
  ];
}
