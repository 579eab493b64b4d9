// API tokens: who may use the control plane, and for what.

import { accounts, call, forgetNames, list, replaceToken, whoami } from './api.js';
import { button, confirm, copyButton, field, group, h, placeErrors, say, tick } from './dom.js';
import { ago, at, moment, now, rfc3339, seconds, span } from './format.js';

export const SCOPES = [
  ['mint', 'mints, changes and revokes URLs'],
  ['audit', 'reads what was called and done'],
  ['request', 'asks for URLs, and collects what was granted'],
  ['approve', 'decides requests, and approves the tools of a frozen URL'],
  ['call', 'is the second factor of a URL that asks for one'],
  ['admin', 'may do everything, this page included'],
];

export async function tokensPage({ signal, title, again }) {
  title.textContent = 'API tokens';
  const [first, known] = await Promise.all([list('/api-token', null, signal), accounts(signal)]);
  const rows = first.result.filter((token) => token.scopes.length > 0);
  const place = h('div');
  const shown = h('div');
  const refresh = () => {
    forgetNames();
    again();
  };
  const showSecret = (token, word) => {
    shown.replaceChildren(secret(token, word));
    shown.querySelector('h2').focus();
  };
  const form = makeForm(known, showSecret, place);
  const table = h(
    'table',
    { class: 'tokens' },
    h('caption', { class: 'unseen' }, 'API tokens'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', {}, 'Name'),
        h('th', {}, 'For'),
        h('th', {}, 'Accounts'),
        h('th', {}, 'Made'),
        h('th', {}, 'Ends'),
        h('th', {}, 'Last used'),
        h('th', { class: 'acts' }, h('span', { class: 'unseen' }, 'Acts')),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((token) => row(token, showSecret, refresh)),
    ),
  );
  return [
    h(
      'div',
      { class: 'head' },
      title,
      h(
        'button',
        {
          type: 'button',
          class: 'primary',
          'data-opens': true,
          click: () => {
            place.replaceChildren(form);
            form.querySelector('input').focus();
          },
        },
        'Make an API token',
      ),
    ),
    h(
      'p',
      { class: 'lead' },
      'For people and programs that use this page and its API. An agent gets a URL instead. ',
      h('a', { href: '#/rules' }, 'Identity rules'),
      ' let people sign in with a company account, and jobs with the token of their platform.',
    ),
    shown,
    place,
    rows.length
      ? table
      : h(
          'section',
          { class: 'empty' },
          h('h2', {}, 'There is none yet'),
          h(
            'p',
            {},
            'You are signed in with the token that the deployment was set up with. Make one with the scope admin for yourself, and go on with that one.',
          ),
        ),
    first.next_cursor ? h('p', { class: 'hint' }, 'These are the first 1,000.') : null,
  ].filter(Boolean);
}

function row(token, showSecret, refresh) {
  const isOwn = token.id === whoami().id;
  const ends = token.expires_at ? at(token.expires_at) : null;
  return h(
    'tr',
    { class: ends !== null && ends <= now() ? 'over' : null },
    h(
      'th',
      { scope: 'row' },
      h('span', { class: 'clip' }, token.name),
      token.identity
        ? h('small', { class: 'clip' }, `signed in by ${token.identity.rules.join(', ')}${isOwn ? ', yours' : ''}`)
        : isOwn ? h('small', {}, 'this is yours, now') : h('small', {}, h('code', {}, token.id.slice(0, 12)), '…'),
    ),
    h('td', { 'data-label': 'For' }, token.scopes.join(', ')),
    h('td', { 'data-label': 'Accounts' }, h('span', { class: 'clip' }, token.integrated_accounts?.join(', ') ?? 'all')),
    h('td', { 'data-label': 'Made' }, ago(token.created_at)),
    h(
      'td',
      { 'data-label': 'Ends' },
      ends === null ? 'never' : ends <= now() ? 'is over' : h('span', { title: token.expires_at }, `in ${span(ends - now())}`),
    ),
    h('td', { 'data-label': 'Last used' }, token.last_used_at ? ago(token.last_used_at) : 'never'),
    h(
      'td',
      { class: 'acts' },
      h(
        'div',
        {},
        token.identity ? null : button(
          'Rotate',
          async () => {
            const grace = h('input', { type: 'text', value: '1h', autocomplete: 'off' });
            if (
              !(await confirm(
                `Rotate ${token.name}?`,
                [
                  h('p', {}, 'A new token takes its place, with the same scopes. It is shown once.'),
                  field('/grace', 'The old one works for another', grace, '1h; at most 7d. Empty: it ends at once.'),
                ],
                'Rotate',
                'primary',
              ))
            )
              return;
            const made = await call(
              'POST',
              `/api-token/${encodeURIComponent(token.id)}/rotate`,
              grace.value.trim() ? { grace: grace.value.trim() } : {},
            );
            if (isOwn) replaceToken(made.token, made);
            forgetNames();
            showSecret(made, 'It is rotated');
          },
          { class: 'quiet', 'aria-label': `Rotate ${token.name}` },
        ),
        button(
          'End',
          async () => {
            if (
              !(await confirm(
                `End ${token.name}?`,
                h(
                  'p',
                  {},
                  isOwn
                    ? 'This is the one that you are signed in with.'
                    : 'It is refused from the next call on, for good. URLs that it minted stay.',
                ),
                'End it',
              ))
            )
              return;
            await call('DELETE', `/api-token/${encodeURIComponent(token.id)}`);
            say(`${token.name} is over`);
            refresh();
          },
          { class: 'quiet danger', 'aria-label': `End ${token.name}` },
        ),
      ),
    ),
  );
}

function secret(token, word) {
  return h(
    'section',
    { class: 'secret' },
    h('h2', { tabindex: '-1' }, `${word}: copy it now`),
    h('p', {}, 'It is shown this once. Whoever has it may do what its scopes say.'),
    h('div', { class: 'line' }, h('code', {}, token.token), copyButton(token.token, 'Copy', 'Copy the API token')),
    h(
      'p',
      { class: 'hint' },
      `${token.name}: ${token.scopes.join(', ')}`,
      token.expires_at ? [', until ', moment(token.expires_at)] : ', without an end',
    ),
  );
}

function makeForm(known, showSecret, place) {
  const name = h('input', { type: 'text', autocomplete: 'off', placeholder: 'Ada, on call' });
  const life = h('input', { type: 'text', autocomplete: 'off', value: '30d' });
  const scopes = SCOPES.map(([scope, hint]) => [scope, tick(scope, { checked: scope === 'mint' || scope === 'audit' }, hint)]);
  const limits = known.map((account) => [account.id, tick(account.id, {})]);
  const isOn = ([, label]) => label.querySelector('input').checked;
  const wrong = h('div', { role: 'alert' });
  const form = h(
    'form',
    {
      class: 'form card',
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        placeErrors(form, null);
        wrong.replaceChildren();
        const only = limits.filter(isOn).map(([id]) => id);
        const length = seconds(life.value.trim());
        try {
          const made = await call('POST', '/api-token', {
            name: name.value.trim(),
            scopes: scopes.filter(isOn).map(([scope]) => scope),
            integrated_accounts: only.length ? only : undefined,
            expires_at: life.value.trim() === '' ? undefined : Number.isNaN(length) ? life.value.trim() : rfc3339(now() + length),
          });
          forgetNames();
          place.replaceChildren();
          showSecret(made, 'It is made');
        } catch (problem) {
          const rest = placeErrors(form, problem);
          if (rest.length) wrong.replaceChildren(h('p', { class: 'notice bad' }, rest.join(' ')));
        }
      },
    },
    field('/name', 'Name', name, 'Who, or what, will hold it.'),
    group(
      '/scopes',
      'It',
      scopes.map(([, label]) => label),
    ),
    known.length > 1
      ? group(
          '/integrated_accounts',
          'For these accounts only',
          limits.map(([, label]) => label),
          'None ticked: for all.',
        )
      : null,
    field('/expires_at', 'It ends after', life, '12h, 30d. Empty: never.'),
    wrong,
    h(
      'div',
      { class: 'row' },
      h('button', { class: 'primary' }, 'Make it'),
      h('button', { type: 'button', click: () => place.replaceChildren() }, 'Cancel'),
    ),
  );
  return form;
}
