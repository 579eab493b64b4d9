// People who sign in with a company account at a real OpenID Connect provider; and those who try to be somebody else.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';

const GROUP = '0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11';

async function ready(desk, issuer, more = {}) {
  issuer.people.ada = { name: 'Ada Lovelace', groups: [GROUP] };
  const { status, body } = await desk.api('PUT', '/identity-rule/people', {
    issuer: issuer.url, client: { id: 'console', name: 'Acme' }, match: { groups: GROUP }, grants: [{ scopes: ['mint', 'audit'] }], ...more,
  });
  assert.equal(status, 201, JSON.stringify(body));
}

/** Presses the button, says who one is, and comes back. */
async function comeIn(page, login = 'ada') {
  await page.getByRole('button', { name: 'Sign in with Acme' }).click();
  await page.getByLabel('Login').fill(login);
  await page.getByRole('button', { name: 'Continue' }).click();
}

const sha = (text) => createHash('sha256').update(text).digest('base64url');

const form = async (desk, path, fields) => {
  const answer = await fetch(new URL(path, desk.address), { method: 'POST', body: new URLSearchParams(fields) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
};

/** A program on the person's machine, as the command line is: it begins, listens on loopback, and gets the code. */
async function code(desk, { login = 'ada', bend = (url) => url, context } = {}) {
  const { result } = await (await fetch(new URL('/signin/providers', desk.address))).json();
  const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')];
  let arrived;
  const asked = new Promise((resolve) => { arrived = resolve; });
  const server = createServer((request, response) => {
    response.end('You can close this page.');
    if (request.url.startsWith('/callback')) arrived(new URL(request.url, 'http://127.0.0.1').searchParams);
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  const back = `http://127.0.0.1:${server.address().port}/callback`;
  const start = new URL(`/signin?${new URLSearchParams({ provider: result[0].id, state, code_challenge: sha(verifier), return_to: back })}`, desk.address);
  const to = (await fetch(start, { redirect: 'manual' })).headers.get('location');
  const page = await (context ?? (await desk.browse()).context()).newPage();
  await page.goto(bend(to));
  if (await page.getByLabel('Login').count()) {
    await page.getByLabel('Login').fill(login);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  const answer = await asked;
  server.close();
  assert.equal(answer.get('state'), state);
  return { code: answer.get('code'), code_verifier: verifier, client_id: answer.get('provider'), grant_type: 'authorization_code' };
}

/** With one press into the page, as oneself; out again, and the token is over. */
export async function A_person_signs_in_with_a_company_account_and_out(desk, issuer) {
  await ready(desk, issuer);
  const page = await desk.browse({ path: '/console#/mint' });
  await page.getByRole('button', { name: 'Sign in with Acme' }).waitFor();
  await desk.picture(page, 'sign-in-company');
  await comeIn(page);
  await page.getByRole('heading', { level: 1, name: 'Mint a URL' }).waitFor();
  await page.getByText('Ada Lovelace').waitFor();
  assert.equal(new URL(page.url()).hash, '#/mint', 'back to the page it was on');
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length + document.cookie.length), 0, 'nothing is kept');
  const { body: tokens } = await desk.api('GET', '/api-token');
  const own = tokens.result.find((token) => token.identity);
  assert.deepEqual([own.identity.rules, own.identity.subject, own.scopes], [['people'], 'ada', ['mint', 'audit']]);
  await page.locator('.verdict').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('minted by ada');
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await page.getByRole('heading', { name: 'minted by ada is minted' }).waitFor();
  const { body: trail } = await desk.api('GET', '/integrated-account/sandbox/audit?last=10');
  assert.ok(JSON.stringify(trail).includes('"subject":"ada"'), 'the trail says who');
  const ended = page.waitForResponse((response) => response.url().endsWith('/oauth/revoke'));
  await page.getByRole('button', { name: 'Sign out' }).click();
  assert.equal((await ended).status(), 200);
  assert.equal((await desk.api('GET', `/api-token/${own.id}`)).status, 404);
}

/** Groups are those of the moment of signing in: who left is out at the next one. */
export async function A_change_of_groups_counts_at_the_next_sign_in(desk, issuer) {
  await ready(desk, issuer);
  const page = await desk.browse();
  await comeIn(page);
  await page.getByRole('heading', { level: 1, name: 'MCP URLs' }).waitFor();
  issuer.people.ada.groups = ['another'];
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with Acme' }).click();
  await page.getByRole('alert').filter({ hasText: 'No rule matches who signed in' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0);
}

/** A code or a token that the issuer gave another client is none here. */
export async function A_code_for_another_client_is_refused(desk, issuer) {
  await ready(desk, issuer);
  const given = await code(desk, { bend: (url) => url.replace('client_id=console', 'client_id=another-client') });
  const { status, body } = await form(desk, '/oauth/token', given);
  assert.deepEqual([status, body.error], [400, 'invalid_grant']);
}

/** A code of a sign-in whose nonce was another's. */
export async function A_nonce_of_another_sign_in_is_refused(desk, issuer) {
  await ready(desk, issuer);
  const given = await code(desk, { bend: (url) => url.replace(/nonce=[^&]+/, `nonce=${sha('of the attacker')}`) });
  const { status, body } = await form(desk, '/oauth/token', given);
  assert.deepEqual([status, body.error], [400, 'invalid_grant']);
}

/** An attacker's own answer, put into a person's browser: the page did not begin it, and does not take it. */
export async function An_answer_that_was_not_asked_for_is_not_taken(desk, issuer) {
  await ready(desk, issuer);
  const given = await code(desk);
  const page = await desk.browse({ path: `/signin/callback?code=${given.code}&state=${given.client_id}.console.${'a'.repeat(22)}` });
  await page.getByRole('alert').filter({ hasText: 'not begun in this tab' }).waitFor();
  assert.equal(new URL(page.url()).hash, '', 'no code in the address');
  assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0);
  assert.equal((await form(desk, '/oauth/token', given)).status, 200, 'the code was not spent');
}

/** Of twenty who come with one code at once, one gets a token; later ones get none, and neither does another verifier. */
export async function A_code_is_good_once(desk, issuer) {
  await ready(desk, issuer);
  const other = await code(desk);
  assert.equal((await form(desk, '/oauth/token', { ...other, code_verifier: 'x'.repeat(43) })).status, 400);
  const given = await code(desk);
  const all = await Promise.all(Array.from({ length: 20 }, () => form(desk, '/oauth/token', given)));
  assert.ok(all.filter(({ status }) => status === 200).length <= 1, JSON.stringify(all.map(({ status }) => status)));
  assert.equal((await form(desk, '/oauth/token', given)).status, 400);
  const third = await code(desk);
  assert.equal((await form(desk, '/oauth/token', third)).status, 200);
  assert.equal((await form(desk, '/oauth/token', third)).body.error, 'invalid_grant');
}

/** A rule that is deleted signs out whoever came in by it, at the next call. */
export async function A_rule_that_is_deleted_signs_people_out(desk, issuer) {
  await ready(desk, issuer);
  const page = await desk.browse();
  await comeIn(page);
  await page.getByRole('heading', { level: 1, name: 'MCP URLs' }).waitFor();
  await desk.api('DELETE', '/identity-rule/people');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('dialog', { name: 'Sign in again' }).getByText('an identity rule that it came by was deleted').waitFor();
}

/** While the issuer is down nobody comes in, and who is in goes on. */
export async function An_issuer_that_is_down_keeps_out_who_is_out_and_in_who_is_in(desk, issuer) {
  await ready(desk, issuer);
  const page = await desk.browse();
  await comeIn(page);
  await page.getByRole('heading', { level: 1, name: 'MCP URLs' }).waitFor();
  const given = await code(desk, { context: page.context() });
  await issuer.stop();
  assert.equal((await form(desk, '/oauth/token', given)).status, 503);
  await page.bringToFront();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
}

/** A sign-in that ends while somebody fills in a form: over to the issuer and back, and what was typed is there. No token waits anywhere. */
export async function An_expired_sign_in_in_mid_form_loses_nothing(desk, issuer) {
  await ready(desk, issuer);
  const page = await desk.browse({ path: '/console#/mint' });
  await comeIn(page);
  await page.getByRole('heading', { level: 1, name: 'Mint a URL' }).waitFor();
  await page.locator('.verdict').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('typed before the end');
  await page.getByRole('radio', { name: /Work an incident/ }).check({ force: true });
  const { body: tokens } = await desk.api('GET', '/api-token');
  await desk.api('DELETE', `/api-token/${tokens.result.find((token) => token.identity).id}`);
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  let kept = '';
  await page.exposeFunction('look', (text) => { kept += text; });
  await page.evaluate(() => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function keep(name, value) {
      window.look(value);
      set.call(this, name, value);
    };
  });
  await dialog.getByRole('button', { name: 'Sign in with Acme' }).click();
  await page.getByText('Ada Lovelace').waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('main input')].some((input) => input.value === 'typed before the end'));
  assert.ok(await page.getByRole('radio', { name: /Work an incident/ }).isChecked());
  assert.match(kept, /typed before the end/);
  assert.doesNotMatch(kept, /smcpapi_|smcp_/, 'no token waits');
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await page.getByRole('heading', { name: 'typed before the end is minted' }).waitFor();
}

/** Rules are made, tried out with claims or a token, changed and deleted on a page. */
export async function Rules_are_made_and_tried_out_on_a_page(desk) {
  await desk.mint('beside the rules'); // The log that is looked through afterwards has something.
  const page = await desk.sit();
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('link', { name: 'Identity rules' }).click();
  await page.getByRole('link', { name: 'Make a rule' }).click();
  await page.getByLabel('Who is let in').selectOption('github');
  await page.getByLabel('Name', { exact: true }).fill('deploy');
  const claim = (at) => page.locator('[data-pointer="/match"] .claim').nth(at);
  const fill = async (at, name, value) => {
    await claim(at).getByLabel('Claim', { exact: true }).fill(name);
    await claim(at).getByLabel('Values, one a line').fill(value);
  };
  for (const left of ['event_name', 'environment']) await page.getByRole('button', { name: `Remove the claim ${left}` }).click();
  await fill(0, 'repository', 'acme/infra');
  await page.getByLabel('At all accounts').check();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('[data-pointer="/match"] > .error', { hasText: 'vouches for strangers too' }).waitFor();
  await page.getByLabel('A URL lives at most').fill('soon');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('[data-pointer="/grants/0/max_ttl"] > .error', { hasText: 'soon' }).waitFor();
  await page.getByLabel('A URL lives at most').fill('30m');
  await fill(0, 'repository_id', '456789');
  await page.getByRole('button', { name: 'Add a claim' }).first().click();
  await fill(1, 'ref', 'refs/heads/main\nrefs/heads/release');
  await page.getByRole('button', { name: 'Add a claim' }).first().click();
  await fill(2, 'sub', 'repo:acme/infra:**');
  await claim(2).getByLabel('How').selectOption('is like');
  await desk.picture(page, 'rule');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('event_name is not matched').waitFor();
  const { body: made } = await desk.api('GET', '/identity-rule/deploy');
  assert.deepEqual(made.match, { repository_id: '456789', ref: ['refs/heads/main', 'refs/heads/release'], sub: { glob: 'repo:acme/infra:**' } });
  assert.deepEqual(made.grants, [{ scopes: ['mint'], max_ttl: '30m', methods: ["read"] }]);
  const claims = { iss: 'https://token.actions.githubusercontent.com', aud: new URL(desk.address).origin, sub: 'repo:acme/infra:ref:refs/heads/main', repository_id: '456789', ref: 'refs/heads/main' };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature-of-the-token`;
  await page.getByLabel('Claims, or a token').fill(token);
  await page.getByRole('button', { name: 'See what matches' }).click();
  await page.getByText('deploy matches.').waitFor();
  assert.ok(desk.sent.every((body) => !body.includes('signature-of-the-token')), 'the token is not sent');
  await page.getByLabel('Claims, or a token').fill(JSON.stringify({ ...claims, repository_id: '1' }));
  await page.getByRole('button', { name: 'See what matches' }).click();
  await page.getByText('deploy does not match: repository_id.').waitFor();
  await desk.picture(page, 'rules');
  await page.getByRole('button', { name: 'Delete deploy' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('deploy is deleted').waitFor();
}
