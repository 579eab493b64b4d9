// All MCP URLs that the token may see: which they are, what they can do, how long, and what became of them.

import { accounts, call, list, may, mcpPath, tokenNames } from './api.js';
import { button, confirm, copyButton, h, say, tell, trouble } from './dom.js';
import { ago, at, count, effect, effectsOf, endOf, isOver, now, scopeWords, shortId, timeLeft } from './format.js';
import { extend, foundId, lookUp, readUse } from './actions.js';

// As many as a person looks through; what else matches is found by filtering.
const ROWS = 50;

// Times are RFC 3339 in UTC, all of one form: as texts they stand in their order, and ten thousand need not be parsed for it.
const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const names = new Intl.Collator();

const ORDERS = {
  newest: ['Newest first', (one, other) => byText(other.created_at, one.created_at)],
  ending: ['Ending first', (one, other) => byText(endOf(one) ?? 'never', endOf(other) ?? 'never')],
  name: ['By name', (one, other) => names.compare(one.name, other.name)],
};

export async function urlsPage({ signal, title, again }) {
  title.textContent = 'MCP URLs';
  const naming = tokenNames(signal);
  const known = await accounts(signal);
  const state = { accounts: known, rows: [], cursors: [], unread: [], names: new Map(), chosen: new Set(), shown: ROWS };
  await Promise.all(known.map((account) => readPage(state, account.id, null, signal)));
  state.names = await naming;
  if (known.length === 0) return [title, nothingConnected()];
  if (state.unread.length === known.length) throw state.unread[0].problem;
  return build(state, { signal, title, again });
}

async function readPage(state, account, cursor, signal) {
  try {
    const page = await list(mcpPath(account), cursor, signal);
    state.rows.push(...page.result);
    state.cursors = state.cursors.filter((one) => one.account !== account);
    if (page.next_cursor) state.cursors.push({ account, cursor: page.next_cursor });
  } catch (problem) {
    if (signal.aborted || problem.status === 401) throw problem;
    state.unread.push({ account, problem });
  }
}

function nothingConnected() {
  return h(
    'section',
    { class: 'empty' },
    h('h2', {}, 'Nothing is connected yet'),
    h(
      'p',
      {},
      'A URL opens an account: the address of a Terraform, and the name of the secret in your vault that holds its token. Connect one first.',
    ),
    may('admin')
      ? h('a', { class: 'button primary', href: '#/accounts/new' }, 'Connect an account')
      : h('p', { class: 'hint' }, 'Whoever has an API token with the scope admin can.'),
  );
}

function build(state, { signal, title, again }) {
  const words = h('input', {
    type: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Filter, or paste a URL or token to find its record',
  });
  const account = h(
    'select',
    {},
    h('option', { value: '' }, 'All accounts'),
    state.accounts.map((one) => h('option', { value: one.id }, one.id)),
  );
  const kind = h(
    'select',
    {},
    [
      ['', 'Whatever they do'],
      ['read', 'Reads'],
      ['mutate', 'Changes'],
      ['destroy', 'Destroys'],
    ].map(([value, text]) => h('option', { value }, text)),
  );
  const order = h(
    'select',
    {},
    Object.entries(ORDERS).map(([value, [text]]) => h('option', { value }, text)),
  );
  const found = h('div', { class: 'found', 'aria-live': 'polite' });
  const summary = h('p', { class: 'lead' });
  const body = h('tbody');
  const all = h('input', { type: 'checkbox', 'aria-label': 'Choose all that are shown' });
  const more = h('div', { class: 'row' });
  const bulk = h('div', { class: 'bulk', role: 'region', 'aria-label': 'What was chosen', hidden: true });
  const changes = may('mint');
  const several = state.accounts.length > 1;
  const table = h(
    'table',
    { class: 'urls' },
    h('caption', { class: 'unseen' }, 'MCP URLs'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        changes ? h('th', { class: 'pick' }, all) : null,
        h('th', {}, 'Name'),
        h('th', { class: 'can' }, 'At worst'),
        h('th', { class: 'where' }, 'Where'),
        h('th', { class: 'time' }, 'Time left'),
        h('th', { class: 'use' }, 'Last call'),
        h('th', { class: changes ? 'acts' : 'act' }, h('span', { class: 'unseen' }, 'Acts')),
      ),
    ),
    body,
  );
  const empty = h('section', { class: 'empty', hidden: true });
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      seen.unobserve(entry.target);
      entry.target.ask();
    }
  });
  signal.addEventListener('abort', () => seen.disconnect());

  function matching() {
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return state.rows
      .filter(
        (url) =>
          (account.value === '' || url.integrated_account_id === account.value) &&
          (kind.value === '' || url.effect === kind.value) &&
          wanted.every((word) => textOf(url, state).includes(word)),
      )
      .sort(ORDERS[order.value][1]);
  }

  let rows = [];
  function draw() {
    rows = matching();
    seen.disconnect();
    body.replaceChildren(...rows.slice(0, state.shown).map(row));
    for (const one of body.children) seen.observe(one);
    table.hidden = rows.length === 0;
    empty.hidden = rows.length > 0;
    empty.replaceChildren(
      ...(rows.length > 0
        ? []
        : state.rows.length > 0
          ? [h('h2', {}, 'None of these'), h('p', {}, `No URL of ${state.rows.length} matches the filter.`)]
          : [
              h('h2', {}, 'No URL lives'),
              h('p', {}, 'Mint one, copy its line into your agent, and it has these tools until the URL ends.'),
              changes ? h('a', { class: 'button primary', href: '#/mint' }, 'Mint a URL') : '',
            ]),
    );
    summary.textContent = summaryOf(rows, state);
    more.replaceChildren(
      rows.length > state.shown
        ? h(
            'button',
            {
              type: 'button',
              click: () => {
                state.shown += ROWS;
                draw();
              },
            },
            `Show ${Math.min(ROWS, rows.length - state.shown)} more of ${rows.length}`,
          )
        : '',
      state.cursors.length > 0
        ? button('Read more from the records', async () => {
            await Promise.all(state.cursors.map((one) => readPage(state, one.account, one.cursor, signal)));
            draw();
          })
        : '',
    );
    drawBulk();
  }

  function drawBulk() {
    const chosen = state.rows.filter((url) => state.chosen.has(url.id));
    bulk.hidden = chosen.length === 0;
    all.checked = chosen.length > 0 && chosen.length === Math.min(state.shown, rows.length);
    bulk.replaceChildren(
      h('span', {}, `${count(chosen.length, 'URL')} chosen`),
      button('Revoke', () => revoke(chosen), { class: 'danger', 'aria-label': 'Revoke what was chosen' }),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          click: () => {
            state.chosen.clear();
            draw();
          },
        },
        'Choose none',
      ),
    );
  }

  function row(url) {
    const path = `#/urls/${encodeURIComponent(url.integrated_account_id)}/${encodeURIComponent(url.id)}`;
    const by = state.names.get(url.created_by) ?? shortId(url.created_by);
    const use = h(
      'td',
      { class: 'use', 'data-label': 'Last call' },
      h('span', { class: 'faint' }, may('audit') ? '…' : 'needs the scope audit'),
    );
    const element = h(
      'tr',
      { class: isOver(url) ? 'over' : null },
      changes
        ? h(
            'td',
            { class: 'pick' },
            h('input', {
              type: 'checkbox',
              'aria-label': `Choose ${url.name}`,
              checked: state.chosen.has(url.id),
              change: (event) => {
                state.chosen[event.target.checked ? 'add' : 'delete'](url.id);
                drawBulk();
              },
            }),
          )
        : null,
      h(
        'th',
        { scope: 'row' },
        h('a', { href: path, class: 'clip' }, url.name),
        h('small', {}, url.ticket ? `${url.ticket}, ` : '', `by ${by}, `, ago(url.created_at)),
      ),
      h('td', { class: 'can', 'data-label': 'At worst' }, effect(url.effect), h('small', {}, count(url.tool_count, 'tool'))),
      h(
        'td',
        { class: 'where', 'data-label': 'Where' },
        h('span', { class: 'clip' }, url.integrated_account_id),
        h('small', { class: 'clip', title: scopeWords(url.config.scope) }, scopeWords(url.config.scope)),
      ),
      h('td', { class: 'time', 'data-label': 'Time left' }, timeLeft(url)),
      use,
      h(
        'td',
        { class: changes ? 'acts' : 'act' },
        h(
          'div',
          {},
          changes
            ? button(
                '+1 h',
                () =>
                  extend(url, 3600).then((changed) => {
                    Object.assign(url, changed);
                    draw();
                  }),
                { class: 'quiet', 'aria-label': `+1 h for ${url.name}` },
              )
            : null,
          copyButton(url.id, 'Copy id', `Copy id of ${url.name}`),
          changes ? button('Revoke', () => revoke([url]), { class: 'quiet danger', 'aria-label': `Revoke ${url.name}` }) : null,
        ),
      ),
    );
    element.ask = () => {
      if (may('audit'))
        readUse(url, signal)
          .then((told) => use.replaceChildren(...told))
          .catch((problem) => {
            if (!signal.aborted) use.replaceChildren(h('span', { class: 'faint', title: problem.message }, 'not known'));
          });
    };
    return element;
  }

  async function revoke(urls) {
    const names = h(
      'ul',
      {},
      urls.slice(0, 8).map((url) => h('li', {}, url.name, ' ', effect(url.effect))),
      urls.length > 8 ? h('li', {}, `and ${urls.length - 8} more`) : null,
    );
    if (
      !(await confirm(
        `Revoke ${count(urls.length, 'URL')}?`,
        [h('p', {}, 'Each is refused from the next call on, for good.'), names],
        'Revoke',
      ))
    )
      return;
    const ended = new Set();
    const failed = [];
    for (const url of urls) {
      await call('DELETE', mcpPath(url.integrated_account_id, url.id)).then(
        () => ended.add(url.id),
        (problem) => (problem.status === 404 ? ended.add(url.id) : failed.push(problem)),
      );
    }
    state.rows = state.rows.filter((url) => !ended.has(url.id));
    for (const id of ended) state.chosen.delete(id);
    draw();
    if (failed.length > 0) tell(failed[0]);
    else say(`${count(ended.size, 'URL')} revoked`);
  }

  words.addEventListener('input', async () => {
    // A secret that was pasted is looked up at once and stands nowhere: of it only half of its digest is sent.
    const id = await foundId(words);
    found.replaceChildren();
    if (id === null) {
      state.shown = ROWS;
      draw();
      return;
    }
    found.replaceChildren(...(await lookUp(id, state.accounts, signal)));
  });
  for (const choice of [account, kind, order])
    choice.addEventListener('change', () => {
      state.shown = ROWS;
      draw();
    });
  all.addEventListener('change', () => {
    for (const url of rows.slice(0, state.shown)) state.chosen[all.checked ? 'add' : 'delete'](url.id);
    draw();
  });
  draw();
  const label = (text, control, kindOf) => {
    control.setAttribute('aria-label', text);
    if (kindOf) control.classList.add(kindOf);
    return control;
  };
  return [
    h(
      'div',
      { class: 'head' },
      title,
      h(
        'div',
        { class: 'row' },
        button('Refresh', again),
        changes ? h('a', { class: 'button primary', href: '#/mint' }, 'Mint a URL') : null,
      ),
    ),
    summary,
    ...state.unread.map(({ account: of, problem }) =>
      trouble(Object.assign(new Error(problem.message), { title: `The URLs of ${of} can’t be read` }), again),
    ),
    h(
      'div',
      { class: 'tools' },
      label('Filter by words, or paste a URL or token', words, 'grow'),
      several ? label('Account', account) : null,
      label('What they do', kind),
      label('Order', order),
    ),
    found,
    table,
    empty,
    more,
    bulk,
  ];
}

function textOf(url, state) {
  const by = state.names.get(url.created_by) ?? '';
  const parts = [
    url.name,
    url.ticket ?? '',
    url.reason ?? '',
    url.id,
    url.integrated_account_id,
    by,
    url.created_by,
    scopeWords(url.config.scope),
    url.config.client ?? '',
  ];
  return parts.join(' ').toLowerCase();
}

function summaryOf(rows, state) {
  const living = rows.filter((url) => !isOver(url));
  const ending = living.filter((url) => endOf(url) && at(endOf(url)) - now() < 3600).length;
  const all = `${count(living.length, 'URL')}${state.cursors.length ? ' so far' : ''}`;
  const words = effectsOf(living);
  const soon = ending ? ` ${ending} ${ending === 1 ? 'ends' : 'end'} within the hour.` : '';
  return `${all}${words ? `: ${words}` : ''}.${soon}`;
}
