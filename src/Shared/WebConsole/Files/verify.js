// The trail of a URL, held against its hashes and its signature here, in the browser: what the server says of it is not asked.

import { call, download } from './api.js';
import { button, h } from './dom.js';
import { count } from './format.js';

const PURPOSE = 'serverless-mcp audit manifest 1\n';
const START = '0'.repeat(64);
const TAIL = /,"hash":"([0-9a-f]{64})"\}$/;

/** A button that verifies, and what came of it. */
export function verify(path) {
  const told = h('div', { role: 'status' });
  return [
    told,
    button('Verify the trail', async () => {
      told.replaceChildren(h('p', { class: 'hint' }, 'Reading…'));
      try {
        told.replaceChildren(await verified(path));
      } catch (problem) {
        told.replaceChildren(h('p', { class: 'notice bad' }, problem.message));
      }
    }),
  ];
}

async function verified(path) {
  if (!globalThis.crypto?.subtle)
    throw new Error('This page was not opened over https or on this machine, so it can’t verify. Export the trail instead.');
  const { public_key: pem, key: keyId } = await call('GET', '/audit-key');
  const key = await crypto.subtle.importKey(
    'spki',
    bytesOf(pem.replace(/-----[^-]+-----|\s/g, '')),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const state = { last: null, first: null, entries: 0, complaints: [], hashes: new Map() };
  let next = null;
  do {
    const file = await download(`${path}/audit?format=jsonl${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
    await follow(state, (await file.blob.text()).split('\n').filter(Boolean), key);
    next = file.next;
  } while (next);
  if (state.complaints.length > 0)
    return h(
      'div',
      { class: 'notice bad' },
      h('p', {}, h('strong', {}, 'It is not what was written.')),
      h(
        'ul',
        { class: 'bullets' },
        state.complaints.slice(0, 10).map((text) => h('li', {}, text)),
      ),
    );
  const before = state.first > 1 ? ` Earlier ones, up to ${state.first - 1}, are no longer kept.` : '';
  return h(
    'p',
    { class: 'notice good' },
    h('strong', {}, 'It is as it was written: '),
    `${count(state.entries, 'entry', 'entries')}, each linked to the one before, signed with the key `,
    h('code', {}, keyId.slice(0, 12)),
    `….${before}`,
  );
}

async function follow(state, lines, key) {
  const complain = (text) => state.complaints.push(text);
  let count = 0;
  for (const line of lines.slice(0, -1)) {
    const hash = TAIL.exec(line)?.[1];
    const entry = read(line);
    count++;
    if (!entry || !hash || (await digest(line.replace(TAIL, '}'))) !== hash) {
      complain(`Entry ${entry?.sequence ?? `after ${state.last?.sequence ?? 0}`} was changed: its hash is not that of its text.`);
      continue;
    }
    state.first ??= entry.sequence;
    const {
      sequence,
      hash: previous,
      chain,
    } = state.last ?? { sequence: entry.sequence - 1, hash: entry.sequence === 1 ? START : entry.previous, chain: entry.chain };
    if (entry.sequence !== sequence + 1)
      complain(`Entry ${entry.sequence} stands after entry ${sequence}: some are missing, moved or added.`);
    else if (entry.previous !== previous || entry.chain !== chain)
      complain(`Entry ${entry.sequence} does not link to the entry before it.`);
    state.last = { sequence: entry.sequence, hash, chain: entry.chain };
    state.hashes.set(entry.sequence, hash);
  }
  state.entries += count;
  await end(state, lines.at(-1) ?? '', count, key, complain);
}

// The last line says which entries there are, and is signed.
async function end(state, line, count, key, complain) {
  const match = /^\{"manifest":(\{.*\}),"signature":"([A-Za-z0-9_-]+)"\}$/.exec(line);
  const manifest = match && read(match[1]);
  if (!manifest) {
    complain('The manifest is missing: the end is cut off.');
    return;
  }
  const text = new TextEncoder().encode(PURPOSE + match[1]);
  const signature = bytesOf(match[2].replaceAll('-', '+').replaceAll('_', '/'));
  if (!(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text)))
    complain('The manifest’s signature is not good.');
  if (manifest.count !== count || (state.last && (manifest.last !== state.last.sequence || manifest.hash !== state.last.hash)))
    complain(`The manifest tells of ${manifest.count} entries up to ${manifest.last}; these are others, or the end is cut off.`);
  if (manifest.head && state.hashes.has(manifest.head) && state.hashes.get(manifest.head) !== manifest.head_hash)
    complain(`Entry ${manifest.head} is not the one that the store noted when it was written.`);
  if (manifest.whole && manifest.head > manifest.last) complain(`The store once had entry ${manifest.head}: the end is missing.`);
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
