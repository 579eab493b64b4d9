// Accounts and API tokens.
import assert from 'node:assert/strict';

/** Connect, test, change, and what the form has no field for stays. */
export async function An_account_is_connected_tested_and_changed(desk) {
  const { body: sandbox } = await desk.api('GET', '/integrated-account/sandbox');
  const page = await desk.sit();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('link', { name: 'Connect an account' }).click();
  await page.getByLabel('Name', { exact: true }).fill('staging');
  await page.getByLabel('Address').fill('http://tfe.example.com');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.locator('[data-pointer="/address"] > .error', { hasText: 'an https origin without a path is needed' }).waitFor();
  await page.locator('[data-pointer="/credential"] > .error').filter({ hasText: /\w/ }).waitFor();
  await page.getByLabel('Address').fill(sandbox.address);
  await page.getByLabel('Organization').fill('acme-corp');
  await page.getByLabel('Name of the secret').fill('sandbox');
  await page.getByLabel('Lifetime, at most').fill('8h');
  await page.getByRole('checkbox', { name: /custom/ }).uncheck();
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  await page.getByRole('button', { name: 'Test the credential of staging' }).click();
  await page.getByText('The credential works.').waitFor();
  let staging = (await desk.api('GET', '/integrated-account/staging')).body;
  assert.deepEqual([staging.policy.max_ttl, staging.policy.methods], ['8h', ['read', 'write']]);

  const scope = { workspaces: ['eu-*'] };
  const { id, created_at, updated_at, ...kept } = staging;
  await desk.api('PUT', '/integrated-account/staging', { ...kept, blob_hosts: ['blobs.example.com'], policy: { ...kept.policy, scope } });
  await page.getByRole('link', { name: 'Change staging' }).click();
  await page.getByLabel('Calls a minute, of all its URLs together').fill('120');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('staging is changed').waitFor();
  staging = (await desk.api('GET', '/integrated-account/staging')).body;
  assert.deepEqual([staging.policy.limits, staging.policy.scope, staging.blob_hosts], [{ calls_per_minute: 120 }, scope, ['blobs.example.com']]);

  // A credential that the vault does not have is told in the API's own words.
  await desk.api('PUT', '/integrated-account/staging', { ...kept, credential: { secret: 'env:NO_SUCH_VARIABLE' } });
  await page.getByRole('button', { name: 'Test the credential of staging' }).click();
  await page.locator('.notice.bad').filter({ hasText: /secret|vault/ }).waitFor();
  await page.getByRole('link', { name: 'Change staging' }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('staging is disconnected').waitFor();
  assert.equal((await desk.api('GET', '/integrated-account/staging')).status, 404);
}

/** The kill switch says what it hits before it hits it, and hits no other account. */
export async function The_kill_switch_says_what_it_hits(desk) {
  await desk.connect('hit');
  const hit = [await desk.mint('will die', { methods: ['*'] }, 'hit'), await desk.mint('reads', {}, 'hit')];
  const other = await desk.mint('elsewhere');
  const page = await desk.sit();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'Revoke all its URLs: hit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2 URLs: 1 only reads, 1 can destroy.').waitFor();
  await dialog.getByText('will die').waitFor();
  await dialog.getByRole('button', { name: 'Revoke all' }).click();
  await page.getByText('of hit revoked').waitFor();
  assert.deepEqual(await Promise.all([...hit, other].map(async ({ url }) => (await desk.call(url, 'ping')).status)), [410, 410, 200]);

  await page.getByRole('button', { name: 'Revoke everything' }).click();
  await dialog.getByText('elsewhere').waitFor();
  await dialog.getByRole('button', { name: 'Revoke everything' }).click();
  await page.getByText('accounts revoked').waitFor();
  assert.equal((await desk.call(other.url, 'ping')).status, 410);
}

/** Made, shown once, rotated, ended. */
export async function An_api_token_is_made_rotated_and_ended(desk) {
  const page = await desk.sit();
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('button', { name: 'Make an API token' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.locator('[data-pointer="/name"] > .error').filter({ hasText: /\w/ }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Ada, on call');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('button', { name: 'Copy the API token' }).click();
  const made = await desk.copied(page);
  assert.equal((await desk.api('GET', '/api-token/self', undefined, made)).body.name, 'Ada, on call');
  await page.getByRole('navigation').getByRole('link', { name: 'URLs' }).click();
  await page.getByRole('heading', { name: 'MCP URLs' }).waitFor();
  await desk.standsNowhere(page, made.slice(8, 30));

  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('button', { name: 'Rotate Ada, on call' }).click();
  await page.getByLabel('The old one works for another').fill('');
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Copy the API token' }).click();
  const rotated = await desk.copied(page);
  assert.equal((await desk.api('GET', '/api-token/self', undefined, made)).status, 401);
  assert.equal((await desk.api('GET', '/api-token/self', undefined, rotated)).status, 200);
  await desk.go(page, '#/urls', 'MCP URLs');
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByRole('button', { name: 'End Ada, on call' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
  await page.getByText('Ada, on call is over').waitFor();
  assert.equal((await desk.api('GET', '/api-token/self', undefined, rotated)).status, 401);
}

/** A token is offered what it is for: no page that it may not read, no account but its own, and it is said what it lacks. */
export async function A_small_token_sees_what_it_is_for(desk) {
  await desk.connect('mine');
  await desk.mint('of mine', {}, 'mine');
  await desk.mint('of another');
  const { body: small } = await desk.api('POST', '/api-token', { name: 'small', scopes: ['mint'], integrated_accounts: ['mine', 'gone'] });
  const page = await desk.browse();
  await desk.signIn(page, small.token);
  await page.getByRole('link', { name: 'of mine' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'of another' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'API tokens' }).count(), 0);
  await page.getByText('needs the scope audit').waitFor();
  await page.getByRole('link', { name: 'of mine' }).click();
  await page.getByText('To see its calls your API token needs the scope audit.').waitFor();
}
