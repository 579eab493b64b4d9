// The forms of an identity rule: what claims have to be, and what the rule gives.

import { button, field, group, h, tick } from './dom.js';
import { SCOPES } from './tokens.js';

const written = (value, members) => h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '', ...members });
const words = (control) => control.value.split(/[\s,]+/).filter(Boolean);
const lines = (control) => control.value.split('\n').map((line) => line.trim()).filter(Boolean);

/** Rows of claims. Their value is what the API takes: of one line a text, of several a list, of a pattern {glob}. */
export function claimsForm(pointer, label, hint) {
  const rows = h('div', {});
  const add = (claim = '', test = '') => {
    const texts = [test.glob ?? test].flat().map(String);
    const name = written(claim, { 'aria-label': 'Claim', placeholder: 'sub' });
    const how = h('select', { 'aria-label': 'How' }, h('option', { value: 'is' }, 'is'), h('option', { value: 'glob' }, 'is like'));
    how.value = test.glob === undefined ? 'is' : 'glob';
    const values = h('textarea', {
      'aria-label': 'Values, one a line',
      rows: Math.min(4, texts.length),
      spellcheck: 'false',
      autocomplete: 'off',
      value: texts.join('\n'),
    });
    const row = h(
      'div',
      { class: 'claim', 'data-pointer': '' },
      name,
      how,
      values,
      button('Remove', () => row.remove(), { class: 'quiet', 'aria-label': `Remove the claim ${claim}` }),
      h('p', { class: 'error', hidden: true }),
    );
    row.read = () => {
      const claimed = name.value.trim();
      const [all, isGlob] = [lines(values), how.value === 'glob'];
      row.dataset.pointer = claimed === '' ? '' : `${pointer}/${claimed}`;
      const one = all.length > 1 ? all : (all[0] ?? '');
      return claimed === '' && all.length === 0 ? null : [claimed, isGlob ? { glob: one } : one];
    };
    rows.append(row);
    return name;
  };
  return {
    element: group(pointer, label, [rows, button('Add a claim', () => add().focus(), { class: 'quiet' })], hint),
    set(tests) {
      rows.replaceChildren();
      for (const [claim, test] of Object.entries(tests)) add(claim, test);
    },
    value: () => Object.fromEntries([...rows.children].map((row) => row.read()).filter(Boolean)),
  };
}

/** Grants, each with its scopes, its accounts and the bounds of URLs. */
export function grantsForm() {
  const cards = h('div', {});
  const add = (grant) => {
    const scopes = SCOPES.map(([scope, what]) => tick(scope, { value: scope, checked: grant.scopes.includes(scope) }, what));
    const every = tick('At all accounts', { checked: grant.integrated_accounts === undefined });
    const inputs = {
      integrated_accounts: written(grant.integrated_accounts?.join(', '), { placeholder: 'prod, staging' }),
      max_ttl: written(grant.max_ttl, { placeholder: '30m' }),
      methods: written(grant.methods?.join(', '), { placeholder: 'read' }),
      tags: written(grant.tags?.join(', '), { placeholder: 'core' }),
    };
    const places = {
      scopes: group('', 'It may', scopes),
      integrated_accounts: field('', 'At the accounts', inputs.integrated_accounts),
      max_ttl: field('', 'A URL lives at most', inputs.max_ttl, '30m, 8h; empty: as the account says.'),
      methods: field('', 'Its methods', inputs.methods, 'Of read, write, custom, create…'),
      tags: field('', 'Its tags', inputs.tags),
    };
    const all = every.querySelector('input');
    const shows = () => {
      places.integrated_accounts.hidden = all.checked;
    };
    all.addEventListener('change', shows);
    shows();
    const card = h(
      'div',
      { class: 'card grant', 'data-pointer': '' },
      places.scopes,
      every,
      h('div', { class: 'columns' }, places.integrated_accounts, places.max_ttl, places.methods, places.tags),
      h('p', { class: 'error', hidden: true }),
      button('Remove this grant', () => card.remove(), { class: 'quiet' }),
    );
    card.read = (at) => {
      card.dataset.pointer = `/grants/${at}`;
      for (const [member, place] of Object.entries(places)) place.dataset.pointer = `/grants/${at}/${member}`;
      const some = (member) => (words(inputs[member]).length ? words(inputs[member]) : undefined);
      return {
        scopes: scopes.map((one) => one.querySelector('input')).filter((one) => one.checked).map((one) => one.value),
        integrated_accounts: all.checked ? undefined : words(inputs.integrated_accounts),
        max_ttl: inputs.max_ttl.value.trim() || undefined,
        methods: some('methods'),
        tags: some('tags'),
      };
    };
    cards.append(card);
    return card;
  };
  return {
    element: group(
      '/grants',
      'What it gives',
      [cards, button('Add a grant', () => add({ scopes: [] }).querySelector('input').focus(), { class: 'quiet' })],
      'Grants don’t add up: a URL has to be within one of them.',
    ),
    set(grants) {
      cards.replaceChildren();
      grants.forEach(add);
    },
    value: () => [...cards.children].map((card, at) => card.read(at)),
  };
}
