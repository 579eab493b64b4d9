// The accounts: what URLs open, within which policy; and the switch that ends all of their URLs.

import { accountPath, accounts, call, dryRun, list, may, mcpPath } from './api.js';
import { button, confirm, field, group, h, placeErrors, say, trouble } from './dom.js';
import { count, moment, scopeWords } from './format.js';
import { hits } from './actions.js';

const METHODS = ['read', 'write', 'custom'];

export async function accountsPage({ signal, title, again }) {
  title.textContent = 'Accounts';
  const known = await accounts(signal);
  const connect = may('admin') ? h('a', { class: 'button primary', href: '#/accounts/new' }, 'Connect an account') : null;
  return [
    h('div', { class: 'head' }, title, connect),
    h(
      'p',
      { class: 'lead' },
      known.length
        ? 'Each is an address with a credential in the vault, and the most that a URL of it may do.'
        : 'Nothing is connected yet.',
    ),
    known.length
      ? h(
          'div',
          { class: 'cards' },
          known.map((account) => card(account, signal, again)),
        )
      : h(
          'section',
          { class: 'empty' },
          h('h2', {}, 'Connect the first one'),
          h('p', {}, 'It takes the address of a Terraform, and the name of the secret in the vault that holds its token.'),
        ),
    may('admin') && known.length > 1 ? everything(known, again) : null,
  ].filter(Boolean);
}

function card(account, signal, again) {
  const told = h('div', { 'aria-live': 'polite' });
  return h(
    'article',
    { class: 'card' },
    h('h2', { class: 'clip' }, h('a', { href: `#/accounts/at/${encodeURIComponent(account.id)}` }, account.id)),
    h('p', { class: 'clip' }, account.address, account.organization ? [' · ', h('b', {}, account.organization)] : null),
    h(
      'dl',
      {},
      [
        ['Secret', account.credential ? h('code', { class: 'clip' }, account.credential.secret) : 'none: the host’s own identity'],
        [
          'URLs last',
          `${account.policy.default_ttl}, at most ${account.policy.max_ttl}${account.policy.allow_permanent ? ', or for good' : ''}`,
        ],
        [
          'They may',
          [
            `${named(account.policy.methods, 'method')}, ${named(account.policy.tags, 'tag')}`,
            account.policy.scope ? `; ${scopeWords(account.policy.scope)}` : '',
          ],
        ],
        ['Changed', moment(account.updated_at)],
      ].map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
    told,
    h(
      'div',
      { class: 'row' },
      may('mint')
        ? button('Test the credential', async () => told.replaceChildren(await test(account, signal)), {
            'aria-label': `Test the credential of ${account.id}`,
          })
        : null,
      may('admin')
        ? h(
            'a',
            { class: 'button', href: `#/accounts/at/${encodeURIComponent(account.id)}`, 'aria-label': `Change ${account.id}` },
            'Change',
          )
        : null,
      may('mint')
        ? button('Revoke all its URLs', () => revokeAll(account), { class: 'danger', 'aria-label': `Revoke all its URLs: ${account.id}` })
        : null,
    ),
  );
}

// What the API says of the credential where it is asked what a URL would have: whose it is, and what it may do.
async function test(account, signal) {
  try {
    const preview = await call(
      'POST',
      mcpPath(account.id),
      dryRun(account, { config: { methods: account.policy.methods, tags: account.policy.tags } }),
      signal,
    );
    return credentialWords(preview);
  } catch (problem) {
    return trouble(problem);
  }
}

const named = (names, word) => (names.includes('*') ? `every ${word}` : `the ${word}${names.length === 1 ? '' : 's'} ${names.join(', ')}`);

/** What a dry run found of the credential, in words. The member is the integration's own; its parts are these. */
export function credentialWords(preview) {
  const told = Object.values(preview).find((value) => typeof value?.reachable === 'boolean');
  if (!told) return h('p', { class: 'notice' }, 'Nothing is known of its credential.');
  if (!told.reachable || told.problem) return h('p', { class: 'notice bad' }, told.problem ?? 'It can’t be reached.');
  const permissions = Object.entries(told.organization?.permissions ?? {});
  const can = permissions.filter(([, value]) => value === true).length;
  return h(
    'div',
    { class: 'notice good' },
    h(
      'p',
      {},
      h('strong', {}, 'The credential works. '),
      `It acts as ${told.user?.username ?? told.role ?? 'an unnamed user'}${told.organization?.name ? ` in ${told.organization.name}` : ''}.`,
    ),
    told.missing?.length ? h('p', {}, `It may not: ${told.missing.join(', ')}.`) : null,
    permissions.length
      ? h(
          'details',
          {},
          h('summary', {}, `${can} of ${permissions.length} permissions of the organization`),
          h(
            'ul',
            { class: 'plain' },
            permissions.map(([name, value]) =>
              h(
                'li',
                { class: value === true ? null : 'faint' },
                `${value === true ? 'may' : 'may not'}: ${name.replace(/^can_/, '').replaceAll('_', ' ')}`,
              ),
            ),
          ),
        )
      : null,
  );
}

async function revokeAll(account) {
  const page = await list(mcpPath(account.id));
  if (
    !(await confirm(
      `Revoke all URLs of ${account.id}?`,
      [
        hits(page.result),
        page.next_cursor ? h('p', {}, 'And all others: these are the first 1,000.') : null,
        h('p', { class: 'hint' }, 'Each is refused from the next call on, for good. The account stays connected.'),
      ],
      'Revoke all',
    ))
  )
    return;
  const done = await call('DELETE', mcpPath(account.id));
  say(`${count(done.revoked, 'URL')} of ${account.id} revoked${done.note ? `. ${done.note}` : ''}`);
}

function everything(known, again) {
  return h(
    'section',
    { class: 'danger-zone' },
    h('h2', {}, 'Everything at once'),
    h('p', {}, 'Ends every URL of every account. For the moment when nobody knows yet which one it is.'),
    button(
      'Revoke everything',
      async () => {
        const pages = await Promise.all(known.map((account) => list(mcpPath(account.id)).catch(() => ({ result: [] }))));
        if (
          !(await confirm(
            'Revoke every URL of every account?',
            [hits(pages.flatMap((page) => page.result)), h('p', { class: 'hint' }, 'For good. Accounts and API tokens stay.')],
            'Revoke everything',
          ))
        )
          return;
        const done = await call('DELETE', '/integrated-account/-/mcp');
        say(`${count(done.revoked, 'URL')} of ${count(done.accounts, 'account')} revoked${done.hint ? `. ${done.hint}` : ''}`);
        again();
      },
      { class: 'danger' },
    ),
  );
}

export async function accountPage({ words: [which], signal, title }) {
  const id = which === 'new' ? null : which.slice('at/'.length);
  const account = id === null ? null : await call('GET', accountPath(id), undefined, signal);
  title.textContent = account ? account.id : 'Connect an account';
  const policy = account?.policy ?? {};
  const text = (value, members) => h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '', ...members });
  const inputs = {
    id: text(''),
    address: text(account?.address, { placeholder: 'https://app.terraform.io' }),
    organization: text(account?.organization),
    secret: text(account?.credential?.secret),
    max: text(policy.max_ttl, { placeholder: '24h' }),
    usual: text(policy.default_ttl, { placeholder: '2h' }),
    tags: text((policy.tags ?? ['*']).join(', ')),
    limit: text(policy.limits?.calls_per_minute, { inputmode: 'numeric' }),
    retention: text(policy.audit_retention, { placeholder: 'as the host has it' }),
  };
  const allowed = policy.methods ?? ['*'];
  const boxes = Object.fromEntries(
    METHODS.map((name) => [name, h('input', { type: 'checkbox', checked: allowed.includes('*') || allowed.includes(name) })]),
  );
  const permanent = h('input', { type: 'checkbox', checked: policy.allow_permanent });
  const second = h('input', { type: 'checkbox', checked: policy.require_api_token_auth });
  const required = ['reason', 'ticket'].map((name) => [name, h('input', { type: 'checkbox', checked: policy.require?.includes(name) })]);
  const reads = h(
    'select',
    {},
    [
      ['', 'As the host has it'],
      ['true', 'Kept'],
      ['false', 'In the log alone'],
    ].map(([value, label]) => h('option', { value, selected: String(policy.audit_reads ?? '') === value }, label)),
  );
  const wrong = h('div', { role: 'alert' });
  const box = (input, label, hint) => h('label', { class: 'tick' }, input, h('span', {}, label, hint ? h('small', {}, hint) : null));

  // What this form has no field for stays as it is: a PUT is the whole account.
  const body = () => {
    const { id: _, created_at, updated_at, notice, integration, setup, ...kept } = account ?? {};
    const methods = METHODS.filter((name) => boxes[name].checked);
    const own = {
      ...policy,
      max_ttl: inputs.max.value.trim() || undefined,
      default_ttl: inputs.usual.value.trim() || undefined,
      allow_permanent: permanent.checked,
      methods:
        methods.length === METHODS.length ? ['*'] : [...methods, ...allowed.filter((name) => name !== '*' && !METHODS.includes(name))],
      tags: words(inputs.tags.value),
      require: required.some(([, input]) => input.checked)
        ? required.filter(([, input]) => input.checked).map(([name]) => name)
        : undefined,
      require_api_token_auth: second.checked,
      limits: inputs.limit.value.trim() ? { calls_per_minute: Number(inputs.limit.value) || inputs.limit.value } : null,
      audit_retention: inputs.retention.value.trim() || undefined,
      audit_reads: reads.value === '' ? undefined : reads.value === 'true',
    };
    return {
      ...kept,
      ...(integration ? { integration } : {}),
      address: inputs.address.value.trim() || undefined,
      organization: inputs.organization.value.trim() || undefined,
      credential: inputs.secret.value.trim() || !account || account.credential ? { secret: inputs.secret.value.trim() } : undefined,
      policy: own,
    };
  };

  const form = h(
    'form',
    {
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        wrong.replaceChildren();
        placeErrors(form, null);
        const name = id ?? inputs.id.value.trim();
        try {
          if (name === '') throw { message: '', errors: [{ pointer: 'id', detail: 'a name is needed, such as prod' }] };
          await call('PUT', accountPath(name), body());
          say(id === null ? `${name} is connected` : `${name} is changed`);
          location.hash = '#/accounts';
        } catch (problem) {
          const rest = placeErrors(form, problem);
          if (rest.length) wrong.replaceChildren(h('p', { class: 'notice bad' }, rest.join(' ')));
          form.querySelector('[aria-invalid]')?.focus();
        }
      },
    },
    account?.notice ? h('p', { class: 'notice bad' }, account.notice) : null,
    id === null ? field('id', 'Name', inputs.id, 'What URLs and people call it: prod, staging. It stays.') : null,
    field('/address', 'Address', inputs.address, 'HCP Terraform, or your Terraform Enterprise.'),
    field('/organization', 'Organization', inputs.organization, 'Taken where a call names none. A scope needs it.'),
    field('/credential', 'Name of the secret', inputs.secret, 'In the vault of this host. The value never comes here.'),
    h('h2', {}, 'The most a URL may do'),
    h(
      'div',
      { class: 'columns' },
      field('/policy/default_ttl', 'Lifetime, if nothing is said', inputs.usual),
      field('/policy/max_ttl', 'Lifetime, at most', inputs.max),
    ),
    group('/policy/methods', 'Methods', [
      box(boxes.read, 'read'),
      box(boxes.write, 'write', 'create, update, delete'),
      box(boxes.custom, 'custom', 'apply, lock, override'),
    ]),
    field('/policy/tags', 'Tags', inputs.tags, 'Areas of tools; * is all.'),
    field('/policy/limits', 'Calls a minute, of all its URLs together', inputs.limit, 'Empty for no limit.'),
    group(
      '/policy/require',
      'Whoever mints or asks for one has to give',
      required.map(([name, input]) => box(input, name === 'reason' ? 'a reason' : 'a ticket')),
    ),
    h('div', { class: 'field' }, box(permanent, 'A URL may have no end'), box(second, 'Each call needs an API token as well')),
    h(
      'div',
      { class: 'columns' },
      field('/policy/audit_retention', 'Calls are kept for', inputs.retention, '90d; 0 is the log alone.'),
      field('/policy/audit_reads', 'Calls that only read', reads),
    ),
    policy.scope || policy.oauth || account?.blob_hosts
      ? h('p', { class: 'hint' }, 'Its scope, OAuth issuer and further hosts stay as they are; the API changes them.')
      : null,
    wrong,
    h(
      'div',
      { class: 'row' },
      may('admin')
        ? h('button', { class: 'primary' }, id === null ? 'Connect' : 'Save')
        : h('p', { class: 'hint' }, 'To change it your API token needs the scope admin.'),
      h('a', { class: 'button', href: '#/accounts' }, 'Cancel'),
    ),
  );
  return [
    h('p', { class: 'crumb' }, h('a', { href: '#/accounts' }, 'Accounts'), ' / ', id === null ? 'new' : h('span', {}, id)),
    title,
    h('div', { class: 'form' }, form),
    account && may('admin') ? disconnect(account) : null,
  ].filter(Boolean);
}

const words = (text) => text.split(/[,\s]+/).filter(Boolean);

function disconnect(account) {
  return h(
    'section',
    { class: 'danger-zone' },
    h('h2', {}, 'Disconnect'),
    h('p', {}, 'Ends the account and every URL of it. What they did stays in the audit trail.'),
    button(
      'Disconnect',
      async () => {
        const page = await list(mcpPath(account.id));
        if (
          !(await confirm(
            `Disconnect ${account.id}?`,
            [hits(page.result), h('p', { class: 'hint' }, 'The URLs are refused from the next call on, for good.')],
            'Disconnect',
          ))
        )
          return;
        const done = await call('DELETE', accountPath(account.id));
        say(`${account.id} is disconnected, ${count(done.revoked, 'URL')} ended`);
        location.hash = '#/accounts';
      },
      { class: 'danger' },
    ),
  );
}
