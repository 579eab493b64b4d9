// The list, one URL, and its end.
import assert from 'node:assert/strict';

/** One click and a yes, and the agent is refused. */
export async function A_url_is_revoked_and_refused(desk) {
  const one = await desk.mint('to be revoked');
  const two = await desk.mint('to stay');
  const page = await desk.sit();
  await page.getByRole('button', { name: 'Revoke to be revoked' }).click();
  await page.keyboard.press('Escape');
  assert.equal((await desk.call(one.url, 'ping')).status, 200, 'a no is a no');
  await page.getByRole('button', { name: 'Revoke to be revoked' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('1 URL revoked').waitFor();
  assert.equal((await desk.call(one.url, 'ping')).status, 410);
  assert.equal((await desk.call(two.url, 'ping')).status, 200);
  await page.getByRole('link', { name: 'to be revoked' }).waitFor({ state: 'detached' });
}

/** Those that were chosen, and no other. */
export async function Chosen_urls_are_revoked_together(desk) {
  const minted = [];
  for (const name of ['batch one', 'batch two', 'batch three']) minted.push(await desk.mint(name));
  const page = await desk.sit();
  await page.getByLabel('Filter by words').fill('batch');
  await page.getByRole('checkbox', { name: 'Choose batch one' }).check();
  await page.getByRole('checkbox', { name: 'Choose batch three' }).check();
  await page.getByRole('button', { name: 'Revoke what was chosen' }).click();
  await page.getByRole('dialog').getByText('batch three').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('2 URLs revoked').waitFor();
  assert.deepEqual(await Promise.all(minted.map(async ({ url }) => (await desk.call(url, 'ping')).status)), [410, 200, 410]);
}

/** An hour more with one click; a longer life than the policy has is refused beside its field. */
export async function A_url_is_extended_within_its_policy(desk) {
  const { id, expires_at: before } = await desk.mint('to be extended');
  const page = await desk.sit();
  await page.getByRole('button', { name: '+1 h for to be extended' }).click();
  await page.getByText('to be extended ends at').waitFor();
  const path = `/integrated-account/sandbox/mcp/${id}`;
  const after = (await desk.api('GET', path)).body.expires_at;
  assert.equal(Date.parse(after) - Date.parse(before), 3600000);
  await page.getByRole('link', { name: 'to be extended' }).click();
  await page.getByRole('button', { name: 'Set its end' }).click();
  await page.getByLabel('It ends').fill('40d');
  await page.keyboard.press('Enter');
  await page.locator('[data-pointer="/expires_at"] > .error', { hasText: 'the policy of account sandbox allows at most 1d' }).waitFor();
  assert.equal((await desk.api('GET', path)).body.expires_at, after);
  await page.getByLabel('It ends').fill('30m');
  await page.keyboard.press('Enter');
  await page.getByText(/^(29|30) min( 0 s)? left$/).waitFor();
}

/** What somebody found in a chat: pasted, its record opens, and nothing of the secret left the page. */
export async function A_pasted_url_finds_its_record_and_is_not_sent(desk) {
  const minted = await desk.mint('found in a chat');
  const page = await desk.sit();
  const field = page.getByLabel('Filter by words');
  desk.sent.length = 0;
  await field.fill(`somebody wrote ${minted.url}?x=1`);
  await page.getByRole('heading', { level: 1, name: 'found in a chat' }).waitFor();
  await desk.standsNowhere(page, minted.token.slice(5, 30));
  assert.ok(desk.asked.some((url) => url.endsWith(minted.id)), 'the id is half of the digest');
  assert.ok(!desk.sent.some((body) => body.includes(minted.token)));

  await desk.go(page, '#/urls', 'MCP URLs');
  await field.fill(minted.token.slice(0, 40));
  await page.getByText('This token is not whole').waitFor();
  assert.equal(await field.inputValue(), '');
  await desk.api('DELETE', `/integrated-account/sandbox/mcp/${minted.id}`);
  await field.fill(minted.token);
  await page.getByText('Nothing lives under it').waitFor();
  await page.getByText(minted.id).waitFor();
}

/** What an agent does is seen while it does it, as a picture and as a table: well, refused here, refused there. */
export async function Calls_are_seen_as_they_happen(desk) {
  await desk.connect('watched', { audit_reads: true });
  const { id, url } = await desk.mint('watched', { methods: ['read', 'create', 'update', 'custom'], tool_names: 'short' }, 'watched');
  const page = await desk.sit();
  await desk.go(page, `#/urls/watched/${id}`, 'watched');
  await page.getByText('No call is in the trail yet').waitFor();
  const call = (name, given) => desk.call(url, 'tools/call', { name, arguments: given }, 'claude-code/2.1');
  const found = await call('tfc_workspaces_get_by_name', { workspace_name: 'payment-gateway' });
  const workspace = JSON.parse(found.body.result.content[0].text).id;
  await page.getByRole('rowheader', { name: 'get_single_hashicorp_terraform_cloud_workspace_by_name' }).waitFor();
  await call('tfc_workspaces_unlock', { workspace_id: workspace });
  await call('tfc_runs_list', { nonsense: 1 });
  await call('tfc_workspaces_force_unlock', { workspace_id: workspace });
  await page.getByRole('row', { name: /workspaces_force_unlock.*Destroys.*ok.*200/ }).waitFor();
  await page.getByRole('row', { name: /workspaces_unlock.*Changes.*upstream error.*409/ }).waitFor();
  await page.getByRole('row', { name: /list_all.*runs.*Reads.*bad arguments/ }).waitFor();
  const told = await page.getByRole('img', { name: /^Calls of the last/ }).getAttribute('aria-label');
  assert.match(told, /Reads: 2, Changes: 1, Destroys: 1/);
  for (const mark of ['is-ok.read', 'is-here.read', 'is-there.mutate', 'is-ok.destroy']) assert.ok(await page.locator(`.picture .${mark}`).count(), mark);

  await page.getByRole('navigation').getByRole('link', { name: 'URLs' }).click();
  await page.getByRole('row', { name: /watched.*4 calls, claude-code/ }).waitFor();
  await page.getByRole('link', { name: 'watched', exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export the trail' }).click()]);
  assert.match(file.suggestedFilename(), new RegExp(`^audit-${id}-1-6\\.jsonl$`));

  // Its trail outlives it.
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('heading', { name: 'MCP URLs' }).waitFor();
  await desk.go(page, `#/urls/watched/${id}`, 'A URL that has ended');
  await page.getByRole('row', { name: /workspaces_force_unlock/ }).waitFor();
}

/** Back, forward, a deep link, a reload, a second tab: each is where one expects to be, and who reloads signs in again. */
export async function The_back_button_and_a_reload_lead_where_one_was(desk) {
  const { id } = await desk.mint('linked to');
  const page = await desk.browse({ path: `/console#/urls/sandbox/${id}` });
  await desk.signIn(page);
  await page.getByRole('heading', { level: 1, name: 'linked to' }).waitFor();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'linked to' }).waitFor();
  assert.equal(await page.title(), 'linked to · ServerlessMcp');
  await page.goForward();
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await desk.standsNowhere(page, desk.token);
  await desk.signIn(page);
  await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
  const other = await desk.tab(page.context());
  await other.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await desk.standsNowhere(page, desk.token);
}
