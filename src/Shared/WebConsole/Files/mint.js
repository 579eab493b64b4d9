// Minting: for which client, to do what, how long. What it would be is asked of the API while the form is filled in, and said beside it.

import { accounts, call, mcpPath, origin } from './api.js';
import { field, group, h, placeErrors, tick, trouble } from './dom.js';
import { CLIENTS } from './clients.js';
import { count, effect, now, rfc3339, seconds, span } from './format.js';
import { credentialWords } from './accounts.js';
import { minted } from './minted.js';
import { toolPicker } from './picker.js';

const PRESETS = [
  { name: 'look', label: 'Look around', hint: 'Read what there is and why it is so.', methods: ['read'], tags: ['core'] },
  {
    name: 'incident',
    label: 'Work an incident',
    hint: 'Read, lock, run, apply, set variables. Deletes nothing.',
    methods: ['read', 'create', 'update', 'custom'],
    tags: ['core'],
  },
  {
    name: 'review',
    label: 'Review plans',
    hint: 'Read runs, plans, policies and state.',
    methods: ['read'],
    tags: ['core', 'runs', 'plans', 'policies', 'policy-checks', 'policy-evaluations', 'cost-estimates', 'state'],
  },
  { name: 'everything', label: 'Everything', hint: 'Every tool that the account lets a URL have.', methods: ['*'], tags: ['*'] },
];

const METHODS = [
  ['read', 'has no side effect'],
  ['create', 'makes things'],
  ['update', 'sets attributes'],
  ['delete', 'deletes things'],
  ['custom', 'applies, locks, overrides'],
];

const LIVES = ['15m', '30m', '1h', '2h', '4h', '8h', '1d', '7d', '30d'];

const PATIENCE = 350;

export async function mintPage({ signal, title, again }) {
  title.textContent = 'Mint a URL';
  const known = await accounts(signal);
  if (known.length === 0) {
    return [
      title,
      h(
        'section',
        { class: 'empty' },
        h('h2', {}, 'Connect an account first'),
        h('p', {}, 'A URL opens one.'),
        h('a', { class: 'button primary', href: '#/accounts/new' }, 'Connect an account'),
      ),
    ];
  }
  return form(known, { signal, title, again });
}

function form(known, { signal, title, again }) {
  const state = { account: known[0], methods: [], tags: [] };
  const client = cards(
    'client',
    CLIENTS.map(({ name, label }) => [name, label]),
    'claude-code',
  );
  const preset = cards(
    'preset',
    PRESETS.map(({ name, label, hint }) => [name, label, hint]),
    'look',
  );
  const name = h('input', { type: 'text', autocomplete: 'off', placeholder: 'incident 42', maxlength: 100 });
  const account = h(
    'select',
    {},
    known.map((one) => h('option', { value: one.id }, one.id)),
  );
  const life = h('select');
  const methods = METHODS.map(([method, hint]) => [method, tick(method, { change: own }, hint)]);
  const tags = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const text = (members) => h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...members });
  const scope = {
    projects: text({ placeholder: 'payments, eu-*' }),
    workspaces: text({ placeholder: '*-staging' }),
    tags: text({ placeholder: 'team:payments' }),
  };
  const limits = { calls_per_minute: text({ inputmode: 'numeric' }), calls_total: text({ inputmode: 'numeric' }) };
  const second = tick('Each call needs an API token as well', {}, 'with the scope call: the URL alone opens nothing');
  const frozen = tick('Freeze its tools', {}, 'what a new version changes is refused until somebody approves it');
  const picker = toolPicker(
    () => ask(),
    (tag) => {
      const chosen = words(tags.value);
      tags.value = (chosen.includes(tag) ? chosen.filter((one) => one !== tag) : [...chosen, tag]).join(', ');
      own();
      ask();
    },
  );
  const matches = h('p', { class: 'hint', role: 'status' });
  const wrong = h('div', { role: 'alert' });
  const summary = h('div', { class: 'summary', 'aria-live': 'polite' });
  const asJson = h('pre', { tabindex: '0' });
  const asCurl = h('pre', { tabindex: '0' });
  const checked = (label) => label.querySelector('input').checked;

  function own() {
    preset.choose(null);
  }

  function fill() {
    const chosen = PRESETS.find((one) => one.name === preset.value());
    if (!chosen) return;
    const known = new Set(picker.tags());
    const all = chosen.methods.includes('*');
    for (const [method, label] of methods) label.querySelector('input').checked = all || chosen.methods.includes(method);
    tags.value = chosen.tags.filter((tag) => tag === '*' || known.size === 0 || known.has(tag)).join(', ');
  }

  function chosenMethods() {
    const chosen = methods.filter(([, label]) => checked(label)).map(([method]) => method);
    return chosen.length === METHODS.length ? ['*'] : chosen;
  }

  function body() {
    const config = { client: client.value(), methods: chosenMethods(), tags: words(tags.value) };
    const excluded = picker.excluded();
    if (excluded.length > 0) config.exclude_tools = excluded;
    const narrowed = Object.fromEntries(
      Object.entries(scope)
        .map(([member, input]) => [member, words(input.value, member === 'projects')])
        .filter(([, values]) => values.length > 0),
    );
    if (Object.keys(narrowed).length > 0) config.scope = narrowed;
    const bounds = Object.fromEntries(
      Object.entries(limits)
        .filter(([, input]) => input.value.trim())
        .map(([member, input]) => [member, Number(input.value) || input.value]),
    );
    if (Object.keys(bounds).length > 0) config.limits = bounds;
    if (checked(second)) config.require_api_token_auth = true;
    if (checked(frozen)) config.frozen = true;
    const request = { name: name.value.trim(), config };
    if (life.value === 'never') request.expires_at = null;
    else if (life.value !== '') request.expires_at = rfc3339(now() + seconds(life.value));
    return request;
  }

  function drawRequest() {
    const request = body();
    asJson.textContent = JSON.stringify(request, null, 2);
    const inQuotes = JSON.stringify(request).replaceAll("'", "'\\''");
    const path = `${origin()}${mcpPath(state.account.id)}`;
    asCurl.textContent = `curl ${path} \\\n  -H "Authorization: Bearer $ADMIN_TOKEN" \\\n  -d '${inQuotes}'`;
  }

  let waiting;
  let turn = 0;
  function ask() {
    drawRequest();
    clearTimeout(waiting);
    waiting = setTimeout(preview, PATIENCE);
  }

  async function preview() {
    const own = ++turn;
    const request = { ...body(), dry_run: true };
    request.name ||= 'not yet named';
    request.config.tool_names = 'canonical';
    try {
      const answer = await call('POST', mcpPath(state.account.id), request, signal);
      if (own !== turn) return;
      placeErrors(element, null);
      wrong.replaceChildren();
      picker.show(answer);
      matches.textContent = answer.scope_matches ? matchWords(answer.scope_matches) : 'Empty: all that the account’s credential reaches.';
      summary.replaceChildren(
        h('p', { class: 'verdict' }, effect(answer.effect), h('span', {}, count(answer.tool_count, 'tool'))),
        effectCounts(answer.tools),
        credentialWords(answer),
      );
    } catch (problem) {
      if (signal.aborted || own !== turn) return;
      const rest = placeErrors(element, problem);
      wrong.replaceChildren(...rest.map((line) => h('p', { class: 'notice bad' }, line)));
      summary.replaceChildren(
        h(
          'p',
          { class: 'hint' },
          problem.errors.length ? 'This can’t be minted as it is: the fields say why.' : 'What it would be is not known.',
        ),
      );
    }
  }

  function chooseAccount() {
    state.account = known.find((one) => one.id === account.value) ?? known[0];
    const policy = state.account.policy;
    const most = seconds(policy.max_ttl);
    const choices = LIVES.filter((length) => seconds(length) <= most && seconds(length) !== seconds(policy.default_ttl));
    life.replaceChildren(
      h('option', { value: '' }, `${span(seconds(policy.default_ttl)).replace(/ 0 min$/, '')}, as the account has it`),
      ...choices.map((length) => h('option', { value: length }, span(seconds(length)).replace(/ 0 (min|h)$/, ''))),
      policy.allow_permanent ? h('option', { value: 'never' }, 'No end') : '',
    );
    picker
      .read(state.account, signal)
      .then(() => {
        fill();
        ask();
      })
      .catch((problem) => {
        if (!signal.aborted) wrong.replaceChildren(trouble(problem, chooseAccount));
      });
    ask();
  }

  const submit = h('button', { class: 'primary big' }, 'Mint');
  const element = h(
    'form',
    {
      class: 'mint',
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        if (submit.getAttribute('aria-disabled') === 'true') return;
        submit.setAttribute('aria-disabled', 'true');
        clearTimeout(waiting);
        turn++;
        try {
          const url = await call('POST', mcpPath(state.account.id), body(), signal);
          const place = element.closest('.page');
          place.replaceChildren(...minted(url, again));
          place.querySelector('h1').focus();
        } catch (problem) {
          const rest = placeErrors(element, problem);
          wrong.replaceChildren(...rest.map((line) => h('p', { class: 'notice bad' }, line)));
          (element.querySelector('[aria-invalid]') ?? submit).focus();
        } finally {
          submit.removeAttribute('aria-disabled');
        }
      },
      input: (event) => {
        if (event.target === tags) own();
        if (!picker.holds(event.target)) ask();
      },
      change: (event) => {
        if (event.target.name === 'preset') fill();
        if (event.target === account) chooseAccount();
        else if (!picker.holds(event.target)) ask();
      },
    },
    h(
      'div',
      { class: 'fields' },
      group('/config/client', 'Which client is it for?', client.choices, null, 'cards tight'),
      group('preset', 'What for?', preset.choices, null, 'cards'),
      h(
        'div',
        { class: 'columns' },
        field('/name', 'Name', name, 'What people find it by.'),
        known.length > 1 ? field('account', 'Account', account) : null,
        field('/expires_at', 'It lives', life),
      ),
      h(
        'details',
        { open: true },
        h('summary', {}, 'Where: all of it, or some workspaces'),
        h(
          'div',
          { class: 'columns' },
          field('/config/scope/projects', 'Projects', scope.projects),
          field('/config/scope/workspaces', 'Workspaces', scope.workspaces),
          field('/config/scope/tags', 'Workspaces tagged', scope.tags),
        ),
        h('div', { class: 'field', 'data-pointer': '/config/scope' }, matches, h('p', { class: 'error', hidden: true })),
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Methods, tags and tools'),
        group(
          '/config/methods',
          'Methods',
          methods.map(([, label]) => label),
        ),
        field('/config/tags', 'Tags', tags, 'Areas of tools; * is all.'),
        h('details', {}, h('summary', {}, 'Which tags are there?'), picker.tagPlace),
        h('div', { class: 'field', 'data-pointer': '/config/exclude_tools' }, picker.place, h('p', { class: 'error', hidden: true })),
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Limits and safety'),
        h(
          'div',
          { class: 'columns' },
          field('/config/limits/calls_per_minute', 'Calls a minute, at most', limits.calls_per_minute),
          field('/config/limits/calls_total', 'Calls in all, at most', limits.calls_total),
        ),
        h('div', { class: 'field', 'data-pointer': '/config/require_api_token_auth' }, second, h('p', { class: 'error', hidden: true })),
        h('div', { class: 'field', 'data-pointer': '/config/frozen' }, frozen, h('p', { class: 'error', hidden: true })),
      ),
      h('div', { class: 'field', 'data-pointer': '/config' }, h('p', { class: 'error', role: 'alert', hidden: true })),
    ),
    h(
      'aside',
      { 'aria-label': 'What it would be' },
      h('h2', {}, 'This URL'),
      summary,
      wrong,
      h('div', { class: 'row' }, submit),
      h('details', {}, h('summary', {}, 'The same as curl'), asCurl),
      h('details', {}, h('summary', {}, 'The same as JSON'), asJson),
    ),
  );

  summary.append(h('p', { class: 'hint' }, 'Reading…'));
  fill();
  chooseAccount();
  return [title, h('p', { class: 'lead' }, 'An agent that has the URL has these tools, until it ends. Nothing else.'), element];
}

function cards(name, choices, first) {
  const made = choices.map(([value, label, hint]) =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name, value, checked: value === first }),
      h('span', {}, h('b', {}, label), hint ? h('small', {}, hint) : null),
    ),
  );
  const inputs = made.map((label) => label.querySelector('input'));
  return {
    choices: made,
    value: () => inputs.find((input) => input.checked)?.value,
    choose: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

function effectCounts(tools) {
  if (new Set(tools.map((tool) => tool.effect)).size < 2) return '';
  return h(
    'ul',
    { class: 'counts' },
    ['read', 'mutate', 'destroy']
      .map((name) => [name, tools.filter((tool) => tool.effect === name).length])
      .filter(([, number]) => number > 0)
      .map(([name, number]) => h('li', {}, effect(name), ` ${number}`)),
  );
}

function matchWords(matches) {
  const parts = Object.entries(matches).map(([kind, number]) =>
    number === null ? `${kind}: not known` : `${number} ${number === 1 ? kind.replace(/s$/, '') : kind}`,
  );
  return `In reach now: ${parts.join(', ')}.${Object.values(matches).every((number) => number === 0) ? ' Is a name misspelt?' : ''}`;
}

// Names are parted by commas; those of projects may have spaces.
const words = (text, withSpaces) =>
  text
    .split(withSpaces ? /\s*,\s*/ : /[,\s]+/)
    .map((word) => word.trim())
    .filter(Boolean);
