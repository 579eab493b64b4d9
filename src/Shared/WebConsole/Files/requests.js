// Requests: who may not mint asks, somebody else grants, narrows or declines, and who asked collects.

import { accountPath, accounts, call, list, may, requestPath, tokenNames } from './api.js';
import { button, confirm, field, h, say, trouble } from './dom.js';
import { ago, at, count, effect, moment, now, scopeWords, shortId, span } from './format.js';
import { clientLabel } from './clients.js';
import { ASK, formPage, urlForm } from './mint.js';
import { minted } from './minted.js';

const STATES = {
  open: 'waits for a decision',
  granted: 'granted, not collected yet',
  declined: 'declined',
  collected: 'collected',
  withdrawn: 'withdrawn, not collected',
  lapsed: 'nobody decided or collected it in time',
};

const pathOf = (request) => `#/requests/at/${encodeURIComponent(request.integrated_account_id)}/${encodeURIComponent(request.id)}`;

const isOwn = (request) => request.is_own;

export async function requestsPage({ signal, title, again }) {
  title.textContent = 'Requests';
  const known = await accounts(signal);
  const [pages, names] = await Promise.all([
    Promise.all(known.map((account) => list(requestPath(account.id), null, signal).catch((problem) => ({ account, problem, result: [] })))),
    tokenNames(signal),
  ]);
  if (signal.aborted) return [];
  const rows = pages.flatMap((page) => page.result).sort((one, other) => at(other.created_at) - at(one.created_at));
  const waiting = rows.filter((request) => request.state === 'open' || request.state === 'granted');
  const over = rows.filter((request) => !waiting.includes(request));
  return [
    h(
      'div',
      { class: 'head' },
      title,
      h(
        'div',
        { class: 'row' },
        button('Refresh', again),
        may('request') ? h('a', { class: 'button primary', href: '#/requests/new' }, 'Ask for a URL') : null,
      ),
    ),
    h(
      'p',
      { class: 'lead' },
      may('approve')
        ? 'Who asks for what. A grant mints nothing: who asked collects the URL.'
        : 'What you asked for, and what became of it.',
    ),
    ...pages
      .filter((page) => page.problem)
      .map(({ account, problem }) =>
        trouble(Object.assign(new Error(problem.message), { title: `The requests of ${account.id} can’t be read` }), again),
      ),
    waiting.length ? table('Waiting', waiting, names) : h('section', { class: 'empty' }, h('h2', {}, 'Nothing waits')),
    over.length ? h('section', {}, h('h2', {}, 'Over'), table('Over', over.slice(0, 100), names)) : null,
  ].filter(Boolean);
}

function table(caption, rows, names) {
  const head = ['Name', 'At worst', 'Where', 'What became of it'];
  return h(
    'table',
    { class: 'requests' },
    h('caption', { class: 'unseen' }, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head.map((word) => h('th', {}, word)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((request) => row(request, names)),
    ),
  );
}

function row(request, names) {
  const terms = request.granted ?? request.asked;
  return h(
    'tr',
    { class: ['open', 'granted'].includes(request.state) ? null : 'over' },
    h(
      'th',
      { scope: 'row' },
      h('a', { href: pathOf(request), class: 'clip' }, request.name),
      h(
        'small',
        { class: 'clip' },
        request.ticket ? `${request.ticket}, ` : '',
        `by ${names.get(request.created_by) ?? shortId(request.created_by)}, `,
        ago(request.created_at),
      ),
    ),
    h('td', { 'data-label': 'At worst' }, effect(terms.effect), h('small', {}, count(terms.tool_count, 'tool'))),
    h(
      'td',
      { 'data-label': 'Where' },
      h('span', { class: 'clip' }, request.integrated_account_id),
      h('small', { class: 'clip', title: scopeWords(terms.config.scope) }, scopeWords(terms.config.scope)),
    ),
    h('td', { 'data-label': 'What became of it' }, STATES[request.state], h('small', {}, stillOpen(request))),
  );
}

const stillOpen = (request) =>
  ['open', 'granted'].includes(request.state)
    ? `for another ${span(at(request.open_until) - now())}`
    : request.decided_at
      ? ago(request.decided_at)
      : '';

export const askPage = (page) => formPage(page, ASK);

export async function requestPage({ words: [account, id], signal, title, again }) {
  const path = requestPath(account, id);
  const [request, of, names] = await Promise.all([
    call('GET', path, undefined, signal),
    call('GET', accountPath(account), undefined, signal),
    tokenNames(signal),
  ]);
  title.textContent = request.name;
  const name = (token) => names.get(token) ?? token;
  return [
    h('p', { class: 'crumb' }, h('a', { href: '#/requests' }, 'Requests'), ' / ', h('span', {}, request.integrated_account_id)),
    h('div', { class: 'head' }, title, h('div', { class: 'row' }, acts(request, path, { signal, again }))),
    h('p', { class: 'lead' }, [STATES[request.state], stillOpen(request)].filter(Boolean).join(', ')),
    facts(request, name),
    request.granted && same(request)
      ? null
      : h('div', { class: 'two' }, termsOf('Asked for', request.asked), request.granted ? termsOf('Granted', request.granted) : h('div')),
    request.granted && same(request) ? termsOf('Granted as it was asked for', request.granted) : null,
    request.state === 'open' && may('approve') && !isOwn(request) ? narrower(request, of, path, { signal, again }) : null,
  ].filter(Boolean);
}

const same = (request) => JSON.stringify(request.asked) === JSON.stringify(request.granted);

function acts(request, path, { signal, again }) {
  const own = isOwn(request);
  const told = [];
  if (request.state === 'open' && may('approve') && !own)
    told.push(
      button(
        'Grant as asked',
        async () => {
          await call('POST', `${path}/grant`, {}, signal);
          say(`${request.name} is granted`);
          again();
        },
        { class: 'primary' },
      ),
    );
  if (['open', 'granted'].includes(request.state) && (own || may('approve')))
    told.push(button(declining(request, own)[0], () => decline(request, path, own, again), { class: 'danger' }));
  if (request.state === 'granted' && own)
    told.push(
      button(
        'Collect the URL',
        async (element) => {
          const url = await call('POST', `${path}/collect`, {}, signal);
          const page = element.closest('.page');
          page.replaceChildren(...minted(url, again));
          page.querySelector('h1').focus();
        },
        { class: 'primary' },
      ),
    );
  if (request.mcp_id && may('mint'))
    told.push(
      h(
        'a',
        { class: 'button', href: `#/urls/${encodeURIComponent(request.integrated_account_id)}/${encodeURIComponent(request.mcp_id)}` },
        'The URL',
      ),
    );
  return told;
}

// What it is called, and what is then said.
const declining = (request, own) => (own ? ['Take it back', 'taken back'] : request.state === 'granted' ? ['Withdraw', 'withdrawn'] : ['Decline', 'declined']);

async function decline(request, path, own, again) {
  const [verb, done] = declining(request, own);
  const comment = h('input', { type: 'text', autocomplete: 'off', maxlength: 500 });
  const wanted = await confirm(
    own ? `Take ${request.name} back?` : `${verb} ${request.name}?`,
    [field('/comment', 'Comment', comment, own ? null : 'Who asked reads it.')],
    verb,
  );
  if (!wanted) return;
  await call('POST', `${path}/decline`, comment.value.trim() ? { comment: comment.value.trim() } : {});
  say(`${request.name} is ${done}`);
  again();
}

function facts(request, name) {
  const rows = [
    ['Asked', [`by ${name(request.created_by)}, `, ago(request.created_at), ', ', moment(request.created_at)]],
    request.reason ? ['Reason', request.reason] : null,
    request.ticket ? ['Ticket', request.ticket] : null,
    request.decided_by
      ? ['Decided', [`by ${name(request.decided_by)}, `, ago(request.decided_at), ', ', moment(request.decided_at)]]
      : null,
    request.withdrawn_by
      ? ['Withdrawn', [`by ${name(request.withdrawn_by)}, `, ago(request.withdrawn_at), ', ', moment(request.withdrawn_at)]]
      : null,
    request.comment ? ['Comment', request.comment] : null,
    request.mcp_id ? ['URL', h('code', {}, request.mcp_id)] : null,
    ['Id', h('code', {}, request.id)],
  ].filter(Boolean);
  return h(
    'dl',
    {},
    rows.map(([word, value]) => h('div', {}, h('dt', {}, word), h('dd', {}, value))),
  );
}

function termsOf(heading, terms) {
  const { config } = terms;
  const end = terms.expires_at;
  const rows = [
    config.accounts ? ['And the tools of', config.accounts.join(', ')] : null,
    ['For', config.client ? clientLabel(config.client) : 'any client'],
    ['Methods', config.methods.join(', ')],
    ['Tags', config.tags.join(', ')],
    config.tools.length ? ['Only the tools', config.tools.join(', ')] : null,
    config.exclude_tools.length ? ['Without the tools', config.exclude_tools.join(', ')] : null,
    ['Where', scopeWords(config.scope)],
    [
      'Limits',
      config.limits
        ? Object.entries(config.limits)
            .map(([word, number]) => `${number} ${word.replaceAll('_', ' ')}`)
            .join(', ')
        : 'none',
    ],
    ['Ends', end ? moment(end) : end === null ? 'never' : 'the account’s usual time after it is collected'],
    terms.max_ttl ? ['At most', `${terms.max_ttl} from then`] : null,
    config.frozen ? ['Tools', 'frozen as they are granted'] : null,
    config.require_api_token_auth ? ['Opened by', 'the URL and an API token'] : null,
  ].filter(Boolean);
  return h(
    'section',
    {},
    h('h2', {}, heading),
    h('div', { class: 'facts' }, effect(terms.effect), h('span', {}, count(terms.tool_count, 'tool'))),
    h(
      'dl',
      {},
      rows.map(([word, value]) => h('div', {}, h('dt', {}, word), h('dd', {}, value))),
    ),
  );
}

// The form of minting, filled in as it was asked. More than that the API refuses, beside the field.
function narrower(request, account, path, { signal, again }) {
  const details = h(
    'details',
    {
      toggle: () => {
        if (!details.open || details.children.length > 1) return;
        details.append(
          urlForm(
            [account],
            { signal, again },
            {
              asked: request.asked,
              action: 'Grant this',
              path: () => `${path}/grant`,
              dryPath: () => `${path}/grant`,
              dry: (_, body) => ({ ...body, dry_run: true }),
              done: () => {
                say(`${request.name} is granted`);
                again();
              },
            },
          ),
        );
      },
    },
    h('summary', {}, 'Grant less'),
  );
  return details;
}
