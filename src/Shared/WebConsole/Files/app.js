// The frame: who is signed in, which page is shown, and that what a page showed is gone when it is left.

import { held, mayAny, signIn, signOut, whenOver, whoami } from './api.js';
import { button, field, h, placeErrors, tell, trouble } from './dom.js';
import { accountPage, accountsPage } from './accounts.js';
import { mintPage } from './mint.js';
import { askPage, requestPage, requestsPage } from './requests.js';
import { rulePage, rulesPage } from './rules.js';
import { begin, finish, isBack, providers, retype, revoke } from './signin.js';
import { tokensPage } from './tokens.js';
import { urlPage } from './url.js';
import { urlsPage } from './urls.js';

const READERS = ['mint', 'approve', 'audit'];
const OF_REQUESTS = ['request', 'approve'];

// In the order of the navigation. The first that a token may see is where it lands.
const PAGES = [
  { name: 'URLs', path: '#/urls', pattern: /^#\/urls$/, show: urlsPage, scopes: READERS },
  { name: 'Mint', path: '#/mint', pattern: /^#\/mint$/, show: mintPage, scopes: ['mint'] },
  { pattern: /^#\/urls\/([^/]+)\/([^/]+)$/, show: urlPage, under: '#/urls', scopes: READERS },
  { name: 'Requests', path: '#/requests', pattern: /^#\/requests$/, show: requestsPage, scopes: OF_REQUESTS },
  { pattern: /^#\/requests\/new$/, show: askPage, under: '#/requests', scopes: ['request'] },
  { pattern: /^#\/requests\/at\/([^/]+)\/([^/]+)$/, show: requestPage, under: '#/requests', scopes: OF_REQUESTS },
  { name: 'Accounts', path: '#/accounts', pattern: /^#\/accounts$/, show: accountsPage, scopes: READERS },
  { pattern: /^#\/accounts\/(new|at\/[^/]+)$/, show: accountPage, under: '#/accounts', scopes: READERS },
  { pattern: /^#\/rules$/, show: rulesPage, scopes: ['admin'], under: '#/tokens' },
  { pattern: /^#\/rules\/(new|at\/[^/]+)$/, show: rulePage, scopes: ['admin'], under: '#/tokens' },
  { name: 'API tokens', path: '#/tokens', pattern: /^#\/tokens$/, show: tokensPage, scopes: ['admin'] },
];

/** The first page that the token may see; null for a token that is for none, such as a second factor. */
const landing = () => PAGES.find((page) => page.name && mayAny(page.scopes)) ?? null;

const nothingToSee = ({ title }) => {
  title.textContent = 'Nothing to see';
  return [title, h('p', {}, `This API token is for ${whoami().scopes.join(', ')}: no page here is. Sign in with another one.`)];
};

const notForIt =
  (page) =>
  ({ title }) => {
    title.textContent = 'Not with this API token';
    return [title, h('p', {}, `This page needs the scope ${page.scopes.join(' or ')}; yours has ${whoami().scopes.join(', ')}.`)];
  };

const nav = h('nav', { 'aria-label': 'Pages' });
const who = h('div', { class: 'who' });
const header = h(
  'header',
  {},
  h('a', { class: 'brand', href: '#/' }, h('span', { class: 'mark', 'aria-hidden': 'true' }), 'ServerlessMcp'),
  nav,
  who,
);
const main = h('main', { id: 'main', tabindex: '-1' });

let leaving = new AbortController();
let failed = null;

document.body.append(
  h(
    'a',
    {
      class: 'skip',
      href: '#main',
      click: (event) => {
        event.preventDefault();
        main.focus();
      },
    },
    'Skip to the page',
  ),
  header,
  main,
);

/** Shows the page of the address. What stood there is taken out first, with whatever secret it showed. */
async function show() {
  leaving.abort();
  leaving = new AbortController();
  main.replaceChildren();
  for (const dialog of document.querySelectorAll('dialog')) dialog.close('no');
  const signal = leaving.signal;
  const signedIn = whoami() !== null;
  document.body.classList.toggle('signed-out', !signedIn);
  showFrame(signedIn);
  if (!signedIn) {
    await showSignIn(signal);
    return;
  }
  let page = PAGES.find((one) => one.pattern.test(location.hash));
  if (!page) {
    page = landing();
    if (page) history.replaceState(null, '', page.path);
    showFrame(true);
  }
  const words = page?.pattern.exec(location.hash)?.slice(1).map(decode) ?? [];
  const draw = !page ? nothingToSee : mayAny(page.scopes) ? page.show : notForIt(page);
  const title = h('h1', { tabindex: '-1' });
  const place = h('div', { class: 'page' }, h('p', { class: 'loading' }, 'Reading…'));
  main.append(place);
  try {
    const shown = await draw({ words, signal, title, again: show });
    if (signal.aborted) return;
    place.replaceChildren(...shown.filter(Boolean));
    document.title = `${title.textContent} · ServerlessMcp`;
    title.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (problem) {
    if (signal.aborted) return;
    if (problem.status === 401 && whoami() === null) return;
    place.replaceChildren(trouble(problem, show));
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function showFrame(signedIn) {
  const self = whoami();
  nav.replaceChildren(
    ...(signedIn
      ? PAGES.filter((page) => page.name && mayAny(page.scopes)).map((page) =>
          h(
            'a',
            {
              href: page.path,
              'aria-current': PAGES.some((one) => one.pattern.test(location.hash) && (one.path === page.path || one.under === page.path))
                ? 'page'
                : null,
            },
            page.name,
          ),
        )
      : []),
  );
  who.replaceChildren(
    ...(signedIn
      ? [
          h('span', { title: `${self.id}: ${self.scopes.join(', ')}` }, self.name),
          h('button', { type: 'button', class: 'quiet', click: leave }, 'Sign out'),
        ]
      : []),
  );
}

function leave() {
  if (whoami()?.identity) revoke(held()).catch(tell);
  signOut();
  show();
}

function tokenField() {
  return h('input', { type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, placeholder: 'smcpapi_…' });
}

// A button for each company account, as the rules have them. They are asked for first, so that nothing moves afterwards.
async function companies(maxAge) {
  const all = await providers();
  return all.length
    ? h(
        'div',
        { class: 'row' },
        all.map(({ id, name }) => button(`Sign in with ${name}`, () => begin(id, main, maxAge), { class: 'primary' })),
      )
    : null;
}

function signInForm(done, action) {
  const input = tokenField();
  const form = h(
    'form',
    {
      novalidate: true,
      submit: async (event) => {
        event.preventDefault();
        try {
          if (input.value.trim() === '')
            throw Object.assign(new Error('An API token is needed.'), {
              errors: [{ pointer: 'token', detail: 'an API token is needed' }],
            });
          await signIn(input.value.trim());
          input.value = '';
          done();
        } catch (problem) {
          placeErrors(form, { ...problem, errors: [{ pointer: 'token', detail: problem.message }] });
          input.focus();
        }
      },
    },
    field('token', 'API token', input, 'It stays in this page’s memory: a reload forgets it.'),
    h('div', { class: 'row' }, h('button', { class: 'primary' }, action)),
  );
  return form;
}

async function showSignIn(signal) {
  document.title = 'Sign in · ServerlessMcp';
  const form = signInForm(show, 'Sign in');
  const [wrong, accounts] = [failed, await companies()];
  if (signal.aborted) return;
  main.append(
    h(
      'div',
      { class: 'page narrow' },
      h('h1', {}, 'Sign in'),
      h('p', { class: 'lead' }, 'Mint short-lived MCP URLs, see what agents do with them, and end them.'),
      wrong ? h('p', { class: 'notice bad', role: 'alert' }, wrong.message) : null,
      accounts,
      form,
      h(
        'details',
        {},
        h('summary', {}, 'Where do I get an API token?'),
        h(
          'p',
          {},
          'On one machine it stands in the terminal, as ',
          h('b', {}, 'Admin token'),
          '. Elsewhere whoever runs this makes one for you, on the page ',
          h('b', {}, 'API tokens'),
          ' or with ',
          h('code', {}, 'POST /api-token'),
          '. It needs the scope ',
          h('code', {}, 'mint'),
          ' to mint and revoke, and ',
          h('code', {}, 'audit'),
          ' to see calls, ',
          h('code', {}, 'request'),
          ' to ask for a URL.',
        ),
        h('p', {}, 'The token of an MCP URL (', h('code', {}, 'smcp_…'), ') is none.'),
      ),
    ),
  );
  form.querySelector('input').focus();
}

let asked = null;

// The token was ended while somebody worked. The page stays as it is; another token goes on with it.
whenOver((problem) => {
  asked ??= companies(problem.maxAge).then((accounts) => new Promise((resolve) => {
    const dialog = h(
      'dialog',
      {
        'aria-labelledby': 'over',
        close: () => {
          dialog.remove();
          asked = null;
          const goesOn = dialog.returnValue === 'yes';
          if (goesOn) showFrame(true);
          else leave();
          resolve(goesOn);
        },
      },
      h('h2', { id: 'over' }, 'Sign in again'),
      h('p', {}, problem.message),
      h('p', { class: 'hint' }, 'What you typed is still there.'),
      accounts,
      signInForm(() => dialog.close('yes'), 'Go on'),
    );
    document.body.append(dialog);
    dialog.showModal();
  }));
  return asked;
});

// A page that a browser keeps for its back button must not keep a secret.
addEventListener('pagehide', () => {
  signOut();
  main.replaceChildren();
});
addEventListener('pageshow', (event) => {
  if (event.persisted) show();
});
addEventListener('hashchange', show);
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  tell(event.reason);
});

// Times go on: every bar that is shown tells what is left.
setInterval(() => {
  for (const place of document.querySelectorAll('[data-live]')) place.refresh();
}, 5000);

async function start() {
  let back = null;
  if (isBack()) {
    try {
      back = await finish();
      await signIn(back.token);
    } catch (problem) {
      failed = problem;
    }
  }
  await show();
  failed = null;
  if (back && whoami()) retype(main, back.typed);
}

start();
