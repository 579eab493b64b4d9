// Identity rules: whose proofs let people and jobs in, and what that gives. Of what is pasted to try them out, the claims are sent, and nothing else.

import { call, list, origin } from './api.js';
import { button, confirm, field, h, placeErrors, say } from './dom.js';
import { claimsForm, grantsForm } from './ruleforms.js';

const text = (value) => JSON.stringify(value, null, 2);

// What to begin with, by who is to be let in.
const KINDS = {
  people: {
    label: 'People, with a company account',
    issuer: 'https://login.microsoftonline.com/TENANT/v2.0',
    match: { groups: ['GROUP ID'] },
    grants: [{ scopes: ['mint', 'audit'], max_ttl: '8h' }],
  },
  github: {
    label: 'Jobs of GitHub Actions',
    issuer: 'https://token.actions.githubusercontent.com',
    match: { repository_id: '', environment: 'production', event_name: ['push', 'workflow_dispatch'] },
    grants: [{ scopes: ['mint'], integrated_accounts: [], max_ttl: '30m', methods: ['read'] }],
  },
  gitlab: {
    label: 'Jobs of GitLab',
    issuer: 'https://gitlab.com',
    match: { project_id: '', ref_protected: 'true' },
    grants: [{ scopes: ['mint'], integrated_accounts: [], max_ttl: '30m', methods: ['read'] }],
  },
  hcp: {
    label: 'Runs of HCP Terraform',
    issuer: 'https://app.terraform.io',
    match: { terraform_workspace_id: '', terraform_run_phase: 'apply' },
    grants: [{ scopes: ['mint'], integrated_accounts: [], max_ttl: '30m', methods: ['read'] }],
  },
  other: {
    label: 'Others',
    issuer: '',
    match: { sub: '' },
    grants: [{ scopes: ['mint'], integrated_accounts: [], max_ttl: '30m', methods: ['read'] }],
  },
};

const rulePath = (id) => `/identity-rule/${encodeURIComponent(id)}`;

export async function rulesPage({ signal, title, again }) {
  title.textContent = 'Identity rules';
  const page = await list('/identity-rule', null, signal);
  return [
    h('p', { class: 'crumb' }, h('a', { href: '#/tokens' }, 'API tokens'), ' / rules'),
    h('div', { class: 'head' }, title, h('a', { class: 'button primary', href: '#/rules/new' }, 'Make a rule')),
    h(
      'p',
      { class: 'lead' },
      'Each says whose proof of identity, signed by an issuer you trust, becomes an API token for an hour at the most.',
    ),
    page.result.length
      ? h('div', { class: 'cards' }, page.result.map((rule) => card(rule, again)))
      : h('section', { class: 'empty' }, h('h2', {}, 'There is none yet'), h('p', {}, 'API tokens are the only way in.')),
    tester(),
  ];
}

function card(rule, again) {
  return h(
    'article',
    { class: 'card' },
    h('h2', { class: 'clip' }, h('a', { href: `#/rules/at/${encodeURIComponent(rule.id)}` }, rule.id)),
    h('p', { class: 'clip' }, rule.client ? 'People of ' : 'Machines of ', rule.issuer),
    h(
      'dl',
      {},
      [
        ['Are', h('code', { class: 'clip' }, JSON.stringify(rule.match))],
        ['May', rule.grants.map((grant) => `${grant.scopes.join(', ')} at ${grant.integrated_accounts?.join(', ') ?? 'all accounts'}`).join('; ')],
      ].map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
    rule.warnings.map((warning) => h('p', { class: 'notice' }, warning)),
    h(
      'div',
      { class: 'row' },
      h('a', { class: 'button', href: `#/rules/at/${encodeURIComponent(rule.id)}`, 'aria-label': `Change ${rule.id}` }, 'Change'),
      button(
        'Delete',
        async () => {
          if (!(await confirm(`Delete ${rule.id}?`, h('p', {}, 'Whoever is signed in by it is signed out at the next call. URLs stay.'), 'Delete'))) return;
          await call('DELETE', rulePath(rule.id));
          say(`${rule.id} is deleted`);
          again();
        },
        { class: 'danger', 'aria-label': `Delete ${rule.id}` },
      ),
    ),
  );
}

// What stands in a token is read here; the rest of it, which would let somebody in, is dropped.
function claimsOf(pasted) {
  const parts = pasted.trim().split('.');
  if (parts.length !== 3) return JSON.parse(pasted);
  const bytes = Uint8Array.from(atob(parts[1].replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function parsed(value, pointer, read = JSON.parse) {
  try {
    return read(value);
  } catch {
    throw { message: '', errors: [{ pointer, detail: 'this is no JSON' }] };
  }
}

/** Claims in, and what each rule says to them; of the rule of a form, if that is given. */
function tester(ruleOf) {
  const pasted = h('textarea', { rows: 6, spellcheck: 'false', autocomplete: 'off', placeholder: '{"iss": "…", "sub": "…"}' });
  const told = h('div', { 'aria-live': 'polite' });
  const form = h(
    'form',
    {
      class: 'form',
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        placeErrors(form, null);
        told.replaceChildren();
        try {
          const claims = parsed(pasted.value, '/claims', claimsOf);
          pasted.value = text(claims);
          const { result } = await call('POST', '/identity-rule/-/test', { claims, rule: ruleOf?.() });
          told.replaceChildren(
            ...result.map((rule) =>
              h(
                'p',
                { class: `notice ${rule.matches ? 'good' : 'bad'}` },
                h('strong', {}, ruleOf ? 'This rule' : rule.id),
                rule.matches ? ' matches.' : ` does not match: ${rule.unmatched.join(', ')}.`,
                rule.groups_left_out ? ' The issuer left the groups out, because they are too many: match app roles (roles).' : '',
              ),
            ),
            result.length ? '' : h('p', { class: 'hint' }, 'There is no rule.'),
          );
        } catch (problem) {
          const rest = placeErrors(form, problem);
          if (rest.length) told.replaceChildren(h('p', { class: 'notice bad' }, rest.join(' ')));
        }
      },
    },
    h('h2', {}, 'Try it out'),
    field('/claims', 'Claims, or a token', pasted, 'Of a token only the claims are read, here; it is not kept, and not sent.'),
    h('div', { class: 'row' }, h('button', {}, 'See what matches')),
    told,
  );
  return form;
}

export async function rulePage({ words: [which], signal, title }) {
  const id = which === 'new' ? null : which.slice('at/'.length);
  const rule = id === null ? null : await call('GET', rulePath(id), undefined, signal);
  title.textContent = id ?? 'Make a rule';
  const input = (value, members) => h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', value: value ?? '', ...members });
  const first = KINDS.people;
  const kind = h('select', { change: () => begin(KINDS[kind.value]) }, Object.entries(KINDS).map(([name, one]) => h('option', { value: name }, one.label)));
  const name = input('', { placeholder: 'platform-team' });
  const issuer = input(rule?.issuer ?? first.issuer);
  const audience = input(rule?.client ? '' : rule?.audience ?? origin());
  const client = { id: input(rule?.client?.id), secret: input(rule?.client?.secret), name: input(rule?.client?.name, { placeholder: 'Acme' }) };
  const match = claimsForm(
    '/match',
    'Claims must be',
    'All of them; of several lines one is enough. In what a claim is like, * is any text without / and :, and ** any text.',
  );
  const deny = claimsForm('/deny', 'And must not be', null);
  const grants = grantsForm();
  match.set(rule?.match ?? first.match);
  deny.set(rule?.deny ?? {});
  grants.set(rule?.grants ?? first.grants);
  const wrong = h('div', { role: 'alert' });
  const people = h(
    'div',
    { class: 'field' },
    field('/client/id', 'Client id', client.id, `Of the app at the issuer, whose redirect URI is ${origin()}/signin/callback.`),
    field('/client/secret', 'Name of the client’s secret', client.secret, 'In the vault of this host. Empty for a public client.'),
    field('/client/name', 'The button says: sign in with', client.name),
  );
  const machines = field('/audience', 'Audience', audience, 'What its tokens have in aud: this deployment.');
  const isForPeople = () => !people.hidden;
  const show = (forPeople) => {
    people.hidden = !forPeople;
    machines.hidden = forPeople;
  };
  const begin = (one) => {
    show(one === KINDS.people);
    issuer.value = one.issuer;
    match.set(one.match);
    grants.set(one.grants);
  };
  show(rule ? rule.client !== undefined : true);

  // What this form has no field for stays as it is: a PUT is the whole rule.
  const body = () => {
    const { id: _, created_at, updated_at, warnings, client: old, audience: was, ...kept } = rule ?? {};
    return {
      ...kept,
      issuer: issuer.value.trim(),
      ...(isForPeople()
        ? { client: { ...old, id: client.id.value.trim(), secret: client.secret.value.trim() || undefined, name: client.name.value.trim() || undefined } }
        : { audience: audience.value.trim() }),
      match: match.value(),
      deny: deny.value(),
      grants: grants.value(),
    };
  };
  const form = h(
    'form',
    {
      class: 'form',
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        wrong.replaceChildren();
        placeErrors(form, null);
        try {
          const wanted = id ?? name.value.trim();
          if (wanted === '') throw { message: '', errors: [{ pointer: 'id', detail: 'a name is needed, such as platform-team' }] };
          await call('PUT', rulePath(wanted), body());
          say(id === null ? `${wanted} is made` : `${wanted} is changed: whoever was signed in by it signs in again`);
          location.hash = '#/rules';
        } catch (problem) {
          const rest = placeErrors(form, problem);
          if (rest.length) wrong.replaceChildren(h('p', { class: 'notice bad' }, rest.join(' ')));
          form.querySelector('[aria-invalid]')?.focus();
        }
      },
    },
    id === null ? field('kind', 'Who is let in', kind) : null,
    id === null ? field('id', 'Name', name, 'A machine names it. It stays.') : null,
    field('/issuer', 'Issuer', issuer, 'To the character as its tokens have it in iss.'),
    people,
    machines,
    match.element,
    deny.element,
    grants.element,
    wrong,
    h(
      'div',
      { class: 'row' },
      h('button', { class: 'primary' }, id === null ? 'Make it' : 'Save'),
      h('a', { class: 'button', href: '#/rules' }, 'Cancel'),
    ),
  );
  return [
    h('p', { class: 'crumb' }, h('a', { href: '#/tokens' }, 'API tokens'), ' / ', h('a', { href: '#/rules' }, 'rules'), ' / ', h('span', {}, id ?? 'new')),
    title,
    (rule?.warnings ?? []).map((warning) => h('p', { class: 'notice' }, warning)),
    form,
    tester(body),
  ].flat();
}
