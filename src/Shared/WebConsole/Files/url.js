// One URL: what it is, what it can do, what it did, and its end.

import { accountPath, call, download, dryRun, may, mcpPath } from './api.js';
import { button, confirm, copyButton, field, h, placeErrors, say, trouble } from './dom.js';
import { clientLabel } from './clients.js';
import { ago, count, effect, endOf, isOver, moment, now, rfc3339, scopeWords, seconds, timeLeft } from './format.js';
import { extend, extendTo, nameOf } from './actions.js';
import { trail } from './trail.js';
import { verify } from './verify.js';

export async function urlPage({ words: [account, id], signal, title, again }) {
  const calls = may('audit') ? trail(account, id, signal) : null;
  calls?.read();
  try {
    const url = await call('GET', mcpPath(account, id), undefined, signal);
    const by = await nameOf(url.created_by, signal);
    return living(url, by, calls, { signal, title, again });
  } catch (problem) {
    if (problem.status !== 404 || !calls) throw problem;
    title.textContent = 'A URL that has ended';
    return [
      h('div', { class: 'head' }, title, h('a', { class: 'button', href: '#/urls' }, 'All URLs')),
      h('div', { class: 'notice' }, h('p', {}, problem.message), h('p', { class: 'hint' }, h('code', {}, id))),
      calls.place,
    ];
  }
}

function living(url, by, calls, { signal, title, again }) {
  title.textContent = url.name;
  const path = mcpPath(url.integrated_account_id, url.id);
  const left = h('div', { class: 'lifetime' });
  const showTime = () =>
    left.replaceChildren(timeLeft(url), h('span', { class: 'hint' }, endOf(url) ? ['ends ', moment(endOf(url))] : 'no end'));
  showTime();
  const changed = (record) => {
    Object.assign(url, record);
    if (!record.ends_at) delete url.ends_at;
    showTime();
  };
  const ending = endForm(url, changed);
  return [
    h(
      'p',
      { class: 'crumb' },
      h('a', { href: '#/urls' }, 'URLs'),
      ' / ',
      h('a', { href: `#/accounts/at/${encodeURIComponent(url.integrated_account_id)}` }, url.integrated_account_id),
    ),
    h(
      'div',
      { class: 'head' },
      title,
      h(
        'div',
        { class: 'row' },
        may('mint') ? changesOf(url, path, ending, changed) : null,
        copyButton(url.id, 'Copy id'),
        may('mint') ? revokeButton(url, path) : null,
      ),
    ),
    h('div', { class: 'facts' }, effect(url.effect), h('span', {}, count(url.tool_count, 'tool')), left),
    ending,
    frozenNotice(url, path, again),
    calls ? calls.place : h('p', { class: 'notice' }, 'To see its calls your API token needs the scope audit.'),
    h('div', { class: 'two' }, configOf(url, by), h('div', {}, toolsOf(url, signal), calls ? exportOf(path) : null)),
  ];
}

function changesOf(url, path, ending, changed) {
  return [
    button('+1 h', () => extend(url, 3600).then(changed), { 'aria-label': '+1 h for this URL' }),
    h(
      'button',
      {
        type: 'button',
        'aria-expanded': 'false',
        click: (event) => {
          ending.hidden = !ending.hidden;
          event.target.setAttribute('aria-expanded', String(!ending.hidden));
          if (!ending.hidden) ending.querySelector('input').focus();
        },
      },
      'Set its end',
    ),
  ];
}

function revokeButton(url, path) {
  return button(
    'Revoke',
    async () => {
      if (!(await confirm(`Revoke ${url.name}?`, h('p', {}, 'It is refused from the next call on, for good.'), 'Revoke'))) return;
      await call('DELETE', path);
      say(`${url.name} is revoked`);
      location.hash = '#/urls';
    },
    { class: 'danger' },
  );
}

function endForm(url, changed) {
  const input = h('input', { type: 'text', autocomplete: 'off', placeholder: '2h' });
  const form = h(
    'form',
    {
      class: 'inline',
      hidden: true,
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        placeErrors(form, null);
        try {
          const length = seconds(input.value.trim());
          changed(await extendTo(url, Number.isNaN(length) ? input.value.trim() : rfc3339(now() + length)));
          form.hidden = true;
        } catch (problem) {
          const rest = placeErrors(form, problem);
          if (rest.length) placeErrors(form, { errors: [{ pointer: '/expires_at', detail: rest.join(' ') }] });
        }
      },
    },
    field('/expires_at', 'It ends', input, 'From now: 30m, 2h, 1d. Or a time: 2026-11-30T18:00:00Z.'),
    h('button', { class: 'primary' }, 'Set'),
  );
  return form;
}

function frozenNotice(url, path, again) {
  if (!url.config.frozen || url.approved_tools_digest === url.tools_digest) return null;
  return h(
    'div',
    { class: 'notice bad' },
    h(
      'p',
      {},
      h('strong', {}, 'Nothing works: '),
      'its tools are frozen, and they or what they reach have changed since they were approved. Look at what differs, then approve them as they are now.',
    ),
    differenceOf(url),
    may('approve')
      ? button('Approve its tools', async () => {
          await call('POST', `${path}/approve-tools`, { tools_digest: url.tools_digest });
          say('Approved');
          again();
        })
      : h('p', { class: 'hint' }, 'That takes an API token with the scope approve.'),
  );
}

// What the API says that differs from what was approved.
function differenceOf(url) {
  const difference = url.tools_difference;
  if (!difference)
    return h('p', { class: 'hint' }, 'Which tools differ is not known: they were approved before this was kept. All of them stand below.');
  const parts = [
    ['added', 'New'],
    ['removed', 'Gone'],
    ['changed', 'Another description, other arguments, or another effect'],
  ].filter(([member]) => difference[member].length > 0);
  if (parts.length === 0)
    return h('p', { class: 'hint' }, 'No tool differs: it is the account, the scope, or how tools are listed that is another.');
  const titles = new Map((url.tools ?? []).map((tool) => [tool.name, tool]));
  return h(
    'div',
    { class: 'difference' },
    parts.map(([member, word]) => [
      h('h2', {}, `${word}: ${difference[member].length}`),
      h(
        'ul',
        { class: `plain ${member}` },
        difference[member]
          .slice(0, 100)
          .map((name) => h('li', {}, titles.has(name) ? effect(titles.get(name).effect) : null, ' ', h('code', {}, name))),
        difference[member].length > 100 ? h('li', {}, `and ${difference[member].length - 100} more`) : null,
      ),
    ]),
  );
}

function configOf(url, by) {
  const config = url.config;
  const limits = config.limits
    ? [
        ['calls_per_minute', 'a minute'],
        ['calls_total', 'in all'],
      ]
        .filter(([name]) => config.limits[name])
        .map(([name, word]) => `${config.limits[name]} ${word}`)
        .join(', ')
    : 'none';
  const rows = [
    ['Minted', [`by ${by}, `, ago(url.created_at), ', ', moment(url.created_at)]],
    url.reason ? ['Reason', url.reason] : null,
    url.ticket ? ['Ticket', url.ticket] : null,
    url.request ? ['Asked for', h('code', {}, url.request)] : null,
    ['Account', h('a', { href: `#/accounts/at/${encodeURIComponent(url.integrated_account_id)}` }, url.integrated_account_id)],
    config.accounts ? ['And the tools of', config.accounts.join(', ')] : null,
    url.lost_accounts ? ['No more those of', `${url.lost_accounts.join(', ')}: gone, or all its URLs were revoked`] : null,
    ['For', config.client ? clientLabel(config.client) : 'any client'],
    ['Methods', config.methods.join(', ')],
    ['Tags', config.tags.join(', ')],
    config.tools.length ? ['Only the tools', config.tools.join(', ')] : null,
    config.exclude_tools.length ? ['Without the tools', config.exclude_tools.join(', ')] : null,
    ['Where', scopeWords(config.scope)],
    url.policy_scope ? ['The account lets it', scopeWords(url.policy_scope)] : null,
    ['Limit of calls', limits],
    [
      'Opened by',
      config.auth === 'oauth' ? 'an OAuth access token' : config.require_api_token_auth ? 'the URL and an API token' : 'the URL alone',
    ],
    ['Tools', config.frozen ? 'frozen as they were approved' : 'as this version has them'],
    ['Names, list', `${config.tool_names}, ${config.listing}`],
    ['Id', h('code', {}, url.id)],
  ].filter(Boolean);
  return h(
    'section',
    {},
    h('h2', {}, 'What it is'),
    h(
      'dl',
      {},
      rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
  );
}

function toolsOf(url, signal) {
  const place = h('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Its tools' });
  const words = h('input', { type: 'search', placeholder: 'Search its tools', 'aria-label': 'Search its tools', autocomplete: 'off' });
  let tools = [];
  const draw = () => {
    const wanted = words.value.trim().toLowerCase();
    const rows = tools.filter((tool) => `${tool.title} ${tool.name}`.toLowerCase().includes(wanted));
    place.replaceChildren(
      h(
        'ul',
        { class: 'tool-list' },
        rows
          .slice(0, 300)
          .map((tool) => h('li', {}, effect(tool.effect), h('span', { class: 'clip' }, tool.title, h('small', {}, tool.name)))),
      ),
      rows.length > 300 ? h('p', { class: 'hint' }, `and ${rows.length - 300} more`) : '',
    );
  };
  words.addEventListener('input', draw);
  const read = async () => {
    place.replaceChildren(h('p', { class: 'hint' }, 'Reading…'));
    try {
      tools = url.tools ?? (await preview(url, signal)).tools;
      draw();
    } catch (problem) {
      if (!signal.aborted) place.replaceChildren(trouble(problem, read));
    }
  };
  const details = h(
    'details',
    {
      toggle: () => {
        if (details.open && tools.length === 0) read();
      },
    },
    h('summary', {}, `${count(url.tool_count, 'tool')} now`),
    words,
    place,
  );
  return h(
    'section',
    {},
    h('h2', {}, 'Its tools'),
    isOver(url) ? h('p', { class: 'hint' }, `It ended ${ago(endOf(url))}.`) : null,
    url.tools || may('mint')
      ? details
      : h('p', { class: 'hint' }, `${count(url.tool_count, 'tool')}; to list them your API token needs the scope mint.`),
  );
}

async function preview(url, signal) {
  const account = await call('GET', accountPath(url.integrated_account_id), undefined, signal);
  return call('POST', mcpPath(account.id), dryRun(account, { config: withoutNothing(url.config) }), signal);
}

function exportOf(path) {
  return h(
    'section',
    {},
    h('h2', {}, 'Export'),
    h('p', { class: 'hint' }, 'The trail as JSON Lines, signed: it can be verified offline.'),
    verify(path),
    button('Export the trail', async () => {
      let next = null;
      do {
        const file = await download(`${path}/audit?format=jsonl${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
        const address = URL.createObjectURL(file.blob);
        const link = h('a', { href: address, download: /filename="([^"]+)"/.exec(file.name ?? '')?.[1] ?? 'audit.jsonl' });
        link.click();
        URL.revokeObjectURL(address);
        next = file.next;
      } while (next);
    }),
  );
}

// A record says all that holds, empty lists too; a request leaves them out.
const withoutNothing = (config) =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => !Array.isArray(value) || value.length > 0));
