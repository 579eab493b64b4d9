// Minting, and asking for a URL, and granting one: for which client, to do what, how long. What it would be is asked of the API while the form is
// filled in, and said beside it.

import { accounts, call, dryRun, may, mcpPath, origin, requestPath } from './api.js';
import { field, group, h, placeErrors, tick, trouble } from './dom.js';
import { CLIENTS } from './clients.js';
import { count, effect, now, rfc3339, seconds, span } from './format.js';
import { credentialWords } from './accounts.js';
import { minted } from './minted.js';
import { METHODS, PRESETS, cards, covers, effectCounts, matchWords, words } from './parts.js';
import { toolPicker } from './picker.js';
import { commonMethods, wherePlace } from './where.js';

const LIVES = ['15m', '30m', '1h', '2h', '4h', '8h', '1d', '7d', '30d'];

const PATIENCE = 350;

const MINT = {
  title: 'Mint a URL',
  lead: 'An agent that has the URL has these tools, until it ends. Nothing else.',
  action: 'Mint',
  path: mcpPath,
  dryPath: mcpPath,
  dry: fullRun,
  done: (url, { page, again }) => {
    page.replaceChildren(...minted(url, again));
    page.querySelector('h1').focus();
  },
};

/** Asking for one: the same form, and somebody else decides. */
export const ASK = {
  ...MINT,
  title: 'Ask for a URL',
  lead: 'Somebody with the scope approve grants it, as you ask or with less. Then you collect the URL here.',
  action: 'Ask',
  path: requestPath,
  dryPath: requestPath,
  done: (request) => {
    location.hash = `#/requests/at/${encodeURIComponent(request.integrated_account_id)}/${encodeURIComponent(request.id)}`;
  },
};

// The picker knows tools by their canonical names.
function fullRun(account, request) {
  return dryRun(account, { ...request, config: { ...request.config, tool_names: 'canonical' } });
}

export const mintPage = (page) => formPage(page, MINT);

export async function formPage({ signal, title, again }, task) {
  title.textContent = task.title;
  const known = await accounts(signal);
  if (known.length === 0) {
    return [
      title,
      h(
        'section',
        { class: 'empty' },
        h('h2', {}, 'Connect an account first'),
        h('p', {}, 'A URL opens one.'),
        may('admin') ? h('a', { class: 'button primary', href: '#/accounts/new' }, 'Connect an account') : null,
      ),
    ];
  }
  return [title, h('p', { class: 'lead' }, task.lead), urlForm(known, { signal, again }, task)];
}

/** The form. A task that grants has what was asked: its fields begin with that, and what is not for who grants is left out. */
export function urlForm(known, { signal, again }, task) {
  const asked = task.asked ?? null;
  const given = asked?.config ?? {};
  const state = { account: known[0] };
  const client = cards(
    'client',
    CLIENTS.map(({ name, label }) => [name, label]),
    'claude-code',
  );
  const preset = cards(
    'preset',
    PRESETS.map(({ name, label, hint }) => [name, label, hint]),
    asked ? null : 'look',
  );
  const name = h('input', { type: 'text', autocomplete: 'off', placeholder: 'incident 42', maxlength: 100 });
  const reason = h('input', { type: 'text', autocomplete: 'off', maxlength: 500, placeholder: 'payments is down' });
  const ticket = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 20, placeholder: 'INC-4711' });
  const comment = h('input', { type: 'text', autocomplete: 'off', maxlength: 500 });
  const account = h(
    'select',
    {},
    known.map((one) => h('option', { value: one.id }, one.id)),
  );
  const life = h('select');
  const methods = METHODS.map(([method, hint]) => [method, tick(method, { change: own }, hint)]);
  const tags = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const text = (members) => h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...members });
  const where = wherePlace(known, given, () => chooseAccount(true));
  const bound = (member) => text({ inputmode: 'numeric', value: given.limits?.[member] ?? '' });
  const limits = { calls_per_minute: bound('calls_per_minute'), calls_total: bound('calls_total') };
  const second = tick(
    'Each call needs an API token as well',
    { checked: given.require_api_token_auth },
    'with the scope call: the URL alone opens nothing',
  );
  const frozen = tick('Freeze its tools', { checked: given.frozen }, 'what a new version changes is refused until somebody approves it');
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

  // What was asked stays where nothing is changed, so only what is changed is said.
  let base = null;
  function body() {
    const request = whole();
    if (!base) return asked ? { ...request, config: {} } : request;
    for (const member of new Set([...Object.keys(base), ...Object.keys(request.config)])) {
      if (JSON.stringify(request.config[member]) === JSON.stringify(base[member])) delete request.config[member];
      else request.config[member] ??= null;
    }
    return request;
  }

  function whole() {
    const config = { client: client.value(), methods: chosenMethods(), tags: words(tags.value) };
    if (asked) delete config.client;
    const excluded = [...(given.exclude_tools ?? []), ...picker.excluded()];
    if (excluded.length > 0) config.exclude_tools = excluded;
    Object.assign(config, where.config());
    const bounds = Object.fromEntries(
      Object.entries(limits)
        .filter(([, input]) => input.value.trim())
        .map(([member, input]) => [member, Number(input.value) || input.value]),
    );
    if (Object.keys(bounds).length > 0) config.limits = bounds;
    if (checked(second)) config.require_api_token_auth = true;
    if (checked(frozen)) config.frozen = true;
    const said = asked
      ? { comment: comment.value.trim() }
      : { name: name.value.trim(), reason: reason.value.trim(), ticket: ticket.value.trim() };
    const request = { ...(asked ? {} : { name: said.name }), config };
    for (const [member, value] of Object.entries(said)) if (value) request[member] = value;
    if (life.value === 'never') request.expires_at = null;
    else if (life.value !== '') request.expires_at = rfc3339(now() + seconds(life.value));
    return request;
  }

  function drawRequest() {
    const request = body();
    asJson.textContent = JSON.stringify(request, null, 2);
    const inQuotes = JSON.stringify(request).replaceAll("'", "'\\''");
    const path = `${origin()}${task.path(state.account.id)}`;
    asCurl.textContent = `curl ${path} \\\n  -H "Authorization: Bearer $API_TOKEN" \\\n  -d '${inQuotes}'`;
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
    try {
      const answer = await call('POST', task.dryPath(state.account.id), task.dry(state.account, body()), signal);
      if (own !== turn) return;
      placeErrors(element, null);
      wrong.replaceChildren();
      where.draw(answer.scope_members);
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
          problem.errors.length
            ? asked
              ? 'This can’t be granted as it is: the fields say why.'
              : 'This can’t be minted as it is: the fields say why.'
            : 'What it would be is not known.',
        ),
      );
    }
  }

  function chooseAccount(sameHome = false) {
    state.account = known.find((one) => one.id === account.value) ?? known[0];
    if (!sameHome) where.at(state.account);
    const others = where.others();
    const policies = [state.account, ...known.filter((one) => others.includes(one.id))].map((one) => one.policy);
    const policy = state.account.policy;
    const most = Math.min(...policies.map((one) => seconds(one.max_ttl)));
    const choices = LIVES.filter((length) => seconds(length) <= most && seconds(length) !== seconds(policy.default_ttl));
    life.replaceChildren(
      h('option', { value: '' }, asked ? 'as asked' : `${span(seconds(policy.default_ttl)).replace(/ 0 min$/, '')}, as the account has it`),
      ...choices.map((length) => h('option', { value: length }, span(seconds(length)).replace(/ 0 (min|h)$/, ''))),
      policy.allow_permanent && !asked ? h('option', { value: 'never' }, 'No end') : '',
    );
    const open = policy.tags;
    const several = others.length ? { accounts: others, scope: Object.fromEntries([state.account.id, ...others].map((id) => [id, 'all'])) } : {};
    const methodsOfAll = commonMethods(policies);
    const widest = asked ? {} : { config: { methods: methodsOfAll, tags: open.includes('*') ? ['*', 'credentials'] : open, ...several } };
    picker
      .read(task.dryPath(state.account.id), asked ? { dry_run: true } : dryRun(state.account, widest), signal)
      .then((all) => {
        where.draw(all.scope_members);
        if (asked) base ??= whole().config;
        fill();
        ask();
      })
      .catch((problem) => {
        if (!signal.aborted) wrong.replaceChildren(trouble(problem, chooseAccount));
      });
    ask();
  }

  const submit = h('button', { class: 'primary big' }, task.action);
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
          const answer = await call('POST', task.path(state.account.id), body(), signal);
          task.done(answer, { page: element.closest('.page'), again });
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
      asked ? null : group('/config/client', 'Which client is it for?', client.choices, null, 'cards tight'),
      asked ? null : group('preset', 'What for?', preset.choices, null, 'cards'),
      h(
        'div',
        { class: 'columns' },
        asked ? null : field('/name', 'Name', name, 'What people find it by.'),
        known.length > 1 ? field('account', 'Account', account) : null,
        field('/expires_at', asked ? 'It lives, from now' : 'It lives', life),
      ),
      asked
        ? field('/comment', 'Comment', comment, 'Who asked reads it.')
        : h(
            'div',
            { class: 'columns' },
            field('/reason', 'Reason', reason, 'For people, and the audit trail.'),
            field('/ticket', 'Ticket', ticket, 'One word. It stands behind the mark of the URL in Terraform.'),
          ),
      h(
        'details',
        { open: true },
        h('summary', {}, 'Where: all of it, or some'),
        where.ticks,
        where.fields,
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
  if (asked) {
    for (const [method, label] of methods) label.querySelector('input').checked = covers(given.methods, method);
    tags.value = given.tags.join(', ');
  }
  fill();
  chooseAccount();
  return element;
}
