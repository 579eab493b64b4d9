// Asking for a URL, deciding, collecting; why a URL is wanted; what differs of frozen tools; what a trail proves.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { holds, hostile } from './safety.mjs';

async function tokenWith(desk, name, scopes, more = {}) {
  const { body } = await desk.api('POST', '/api-token', { name, scopes, ...more });
  return body.token;
}

/** Two people at two browsers: one asks, the other grants less, the first collects a URL that the other never sees. */
export async function What_one_asks_for_another_grants_with_less(desk) {
  await desk.connect('prod', { require: ['reason', 'ticket'] });
  const [ada, grace] = [await desk.browse(), await desk.browse()];
  await desk.signIn(ada, await tokenWith(desk, 'Ada', ['request']));
  await desk.signIn(grace, await tokenWith(desk, 'Grace', ['approve']));
  await ada.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
  assert.equal(await ada.getByRole('link', { name: 'Mint', exact: true }).count(), 0);
  await ada.getByRole('link', { name: 'Ask for a URL' }).click();
  await ada.getByLabel('Account', { exact: true }).selectOption('prod');
  await ada.getByText('Work an incident').click();
  await ada.getByLabel('Name', { exact: true }).fill('incident 42');
  await ada.locator('.verdict', { hasText: 'Destroys' }).waitFor();
  await ada.getByRole('button', { name: 'Ask', exact: true }).click();
  await ada.locator('[data-pointer="/ticket"] > .error', { hasText: 'the policy of account prod requires it' }).waitFor();
  await ada.getByLabel('Reason').fill('payments is down');
  await ada.getByLabel('Ticket').fill('INC 4711');
  await ada.getByRole('button', { name: 'Ask', exact: true }).click();
  await ada.locator('[data-pointer="/ticket"] > .error', { hasText: 'one word' }).waitFor();
  await ada.getByLabel('Ticket').fill('INC-4711');
  await ada.getByRole('button', { name: 'Ask', exact: true }).click();
  await ada.getByRole('heading', { level: 1, name: 'incident 42' }).waitFor();
  await ada.getByText('waits for a decision').waitFor();
  assert.equal(await ada.getByRole('button', { name: /Grant/ }).count(), 0);

  await grace.getByRole('link', { name: 'Requests' }).click();
  await grace.getByRole('link', { name: 'incident 42' }).click();
  await grace.getByText('payments is down').waitFor();
  await grace.locator('summary', { hasText: 'Grant less' }).click();
  const verdict = grace.locator('.verdict');
  await verdict.filter({ hasText: 'Destroys' }).waitFor();
  const more = Number(/\d+/.exec(await verdict.innerText())[0]);
  await grace.getByLabel('Workspaces', { exact: true }).fill('eu-*');
  await grace.locator('summary', { hasText: 'Methods, tags' }).click();
  await grace.getByRole('checkbox', { name: /^delete/ }).check();
  await grace.locator('[data-pointer="/config/methods"] > .error', { hasText: 'is more than' }).waitFor();
  await grace.getByRole('checkbox', { name: /^delete/ }).uncheck();
  await grace.getByRole('checkbox', { name: /^custom/ }).uncheck();
  await grace.getByRole('checkbox', { name: /^create/ }).uncheck();
  await grace.waitForFunction((most) => Number(/\d+/.exec(document.querySelector('.verdict')?.innerText ?? '')?.[0] ?? most) < most, more);
  await grace.getByRole('textbox', { name: 'Comment' }).fill('only eu, and start nothing');
  await desk.picture(grace, 'request-narrowed');
  await grace.getByRole('button', { name: 'Grant this' }).click();
  await grace.getByText('granted, not collected yet').waitFor();
  await grace.getByRole('heading', { name: 'Granted', exact: true }).waitFor();
  assert.equal(await grace.getByRole('button', { name: 'Collect the URL' }).count(), 0);

  await ada.reload();
  await ada.getByLabel('API token').fill(await tokenWith(desk, 'somebody else', ['request']));
  await ada.getByRole('button', { name: 'Sign in' }).click();
  await ada.getByText('has no request with this id').waitFor();
  await ada.getByRole('button', { name: 'Sign out' }).click();
  assert.equal((await desk.api('GET', '/integrated-account/prod/mcp')).body.result.length, 0, 'a grant mints nothing');
}

/** Who asked collects once: the URL works, has what was granted, and stands nowhere afterwards. */
export async function What_was_granted_is_collected_once(desk) {
  const asks = await tokenWith(desk, 'Ada', ['request']);
  const grants = await tokenWith(desk, 'Grace', ['approve']);
  const path = '/integrated-account/sandbox/mcp/requests';
  const { body: asked } = await desk.api('POST', path, { name: 'to collect', ticket: 'INC-1', config: { methods: ['*'], client: 'cursor' } }, asks);
  const page = await desk.browse();
  await desk.signIn(page, asks);
  await page.getByRole('link', { name: 'to collect' }).click();
  await page.getByRole('button', { name: 'Take it back' }).waitFor();
  const granted = await desk.api('POST', `${path}/${asked.id}/grant`, { config: { methods: ['read'] }, comment: 'reads' }, grants);
  assert.equal(granted.status, 200, JSON.stringify(granted.body));
  await desk.go(page, '#/requests', 'Requests');
  await page.getByRole('link', { name: 'to collect' }).click();
  await page.getByRole('button', { name: 'Collect the URL' }).click();
  await page.getByRole('heading', { name: 'to collect is minted' }).waitFor();
  await page.getByRole('button', { name: /^Copy: / }).first().click();
  const url = JSON.parse(await desk.copied(page)).mcpServers.tfc.url;
  assert.equal((await desk.call(url, 'tools/list')).body.result.tools.length, granted.body.granted.tool_count);
  await page.getByRole('navigation').getByRole('link', { name: 'Requests' }).click();
  await page.getByRole('row', { name: /to collect.*collected/ }).waitFor();
  await desk.standsNowhere(page, url.split('/').at(-1).slice(5, 30));
  assert.equal((await desk.api('POST', `${path}/${asked.id}/collect`, {}, asks)).status, 409);

  // And one that is declined says why.
  const { body: other } = await desk.api('POST', path, { name: 'to decline' }, asks);
  const granter = await desk.browse();
  await desk.signIn(granter, grants);
  await desk.go(granter, `#/requests/at/sandbox/${other.id}`, 'to decline');
  await granter.getByRole('button', { name: 'Decline' }).click();
  await granter.getByRole('dialog').getByLabel('Comment').fill('use the runbook');
  await granter.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await granter.getByText('use the runbook').waitFor();
  await desk.go(page, `#/requests/at/sandbox/${other.id}`, 'to decline');
  await page.getByText('use the runbook').waitFor();

  // What was granted is withdrawn by who granted it, or taken back by who asked.
  for (const [by, verb, name] of [[granter, 'Withdraw', 'to withdraw'], [page, 'Take it back', 'to take back']]) {
    const { body: one } = await desk.api('POST', path, { name }, asks);
    await desk.api('POST', `${path}/${one.id}/grant`, {}, grants);
    await desk.go(by, `#/requests/at/sandbox/${one.id}`, name);
    await by.getByRole('button', { name: verb }).click();
    await by.getByRole('dialog').getByRole('button', { name: verb }).click();
    await by.getByText('withdrawn, not collected').waitFor();
    assert.equal(await by.getByRole('button', { name: 'Collect the URL' }).count(), 0);
    assert.equal((await desk.api('POST', `${path}/${one.id}/collect`, {}, asks)).status, 409);
  }
}

/** Whoever signs in lands on what their token may see: no first page is a refusal. */
export async function A_token_lands_on_what_it_may_see(desk) {
  await desk.mint('to be seen');
  for (const [scopes, heading] of [[['approve'], 'MCP URLs'], [['audit'], 'MCP URLs'], [['request'], 'Requests'], [['call'], 'Nothing to see']]) {
    const page = await desk.browse();
    const refused = [];
    page.on('response', (response) => { if (response.status() >= 400) refused.push(`${scopes}: ${response.status()} ${response.url()}`); });
    await desk.signIn(page, await tokenWith(desk, scopes[0], scopes));
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    assert.equal(await page.getByRole('navigation').getByRole('link', { name: 'Mint' }).count(), 0);
    for (const link of await page.getByRole('navigation').getByRole('link').all()) {
      await link.click();
      await page.locator('main .loading').waitFor({ state: 'detached' });
      await page.locator('main h1').waitFor();
    }
    if (heading === 'MCP URLs') {
      await desk.go(page, '#/urls', heading);
      assert.equal(await page.getByRole('button', { name: /Revoke|\+1 h/ }).count(), 0);
      await page.getByRole('link', { name: 'to be seen' }).click();
      await page.getByRole('heading', { level: 1, name: 'to be seen' }).waitFor();
      assert.equal(await page.getByRole('button', { name: /Revoke|\+1 h/ }).count(), 0);
      await page.waitForTimeout(300);
    }
    await page.evaluate(() => { location.hash = '#/tokens'; });
    await page.getByRole('heading', { level: 1, name: 'Not with this API token' }).waitFor();
    assert.deepEqual(refused, []);
    await page.context().browser().close();
  }
}

/** What changed of frozen tools is named before somebody approves it; where nobody knows, that is said. */
export async function What_differs_of_frozen_tools_is_shown_before_it_is_approved(desk) {
  const frozen = await desk.mint('frozen', { frozen: true, methods: ['read'] });
  const change = (kind, edit) => {
    const file = `${desk.data}/${kind}/sandbox/${frozen.id}.json`;
    const record = JSON.parse(readFileSync(file, 'utf8'));
    edit(record.content);
    writeFileSync(file, JSON.stringify(record));
  };
  const others = `sha256:${'0'.repeat(64)}`;
  change('mcp-server', (server) => { server.approved_tools = others; });
  change('tool-approval', (approval) => {
    approval.digest = others;
    delete approval.tools.tfc_runs_list;
    approval.tools['tfc_<b>gone</b>'] = 'AAAAAAAA';
    approval.tools.tfc_workspaces_list = 'BBBBBBBB';
  });
  const page = await desk.browse();
  await desk.signIn(page, await tokenWith(desk, 'approver', ['approve']));
  await desk.go(page, `#/urls/sandbox/${frozen.id}`, 'frozen');
  await page.getByRole('heading', { name: 'New: 1' }).waitFor();
  assert.deepEqual(await page.locator('.difference code').allInnerTexts(), ['tfc_runs_list', 'tfc_<b>gone</b>', 'tfc_workspaces_list']);
  await desk.picture(page, 'frozen-difference');
  await page.getByRole('button', { name: 'Approve its tools' }).click();
  await page.getByText('Nothing works').waitFor({ state: 'detached' });
  assert.ok((await desk.call(frozen.url, 'tools/list')).body.result.tools.length > 0);

  change('mcp-server', (server) => { server.approved_tools = others; });
  await desk.go(page, '#/urls', 'MCP URLs');
  await desk.go(page, `#/urls/sandbox/${frozen.id}`, 'frozen');
  await page.getByText('Which tools differ is not known').waitFor();
}

/** The browser itself holds the trail against its hashes and its signature; what was changed in the store is found. */
export async function The_trail_is_verified_in_the_browser(desk) {
  await desk.connect('proven', { audit_reads: true });
  const { id, url } = await desk.mint('proven', {}, 'proven');
  for (let i = 0; i < 3; i++) await desk.call(url, 'tools/call', { name: 'tfc_workspaces_list', arguments: {} });
  const page = await desk.sit();
  await desk.go(page, `#/urls/proven/${id}`, 'proven');
  await page.getByRole('button', { name: 'Verify the trail' }).click();
  await page.getByText('It is as it was written: 3 entries').waitFor();
  const folder = `${desk.data}/audit-entry/${id}`;
  const file = `${folder}/${readdirSync(folder).sort()[1]}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/tool_call/, 'tool_cal1'));
  await page.getByRole('button', { name: 'Verify the trail' }).click();
  await page.getByText('Entry 2 was changed').waitFor();
}

/** What others write into a reason and a comment is text, as wide as its place. */
export async function Hostile_reasons_and_comments_are_texts(desk) {
  const asks = await tokenWith(desk, 'asks', ['request']);
  const path = '/integrated-account/sandbox/mcp/requests';
  for (const text of hostile) {
    await desk.mint(text, {}, 'sandbox', { reason: text, ticket: 'W'.repeat(20) });
    const { body } = await desk.api('POST', path, { name: text, reason: text, ticket: 'W'.repeat(20) }, asks);
    await desk.api('POST', `${path}/${body.id}/decline`, { comment: text });
  }
  for (const width of [320, 1280]) {
    const page = await desk.sit({ width });
    await holds(page, 'the list');
    const { body: urls } = await desk.api('GET', '/integrated-account/sandbox/mcp');
    for (const url of urls.result.filter((one) => one.reason)) {
      await page.evaluate((id) => { location.hash = `#/urls/sandbox/${id}`; }, url.id);
      await page.locator('dd').getByText(url.reason, { exact: true }).waitFor();
      await holds(page, url.name);
    }
    await desk.go(page, '#/requests', 'Requests');
    await holds(page, 'the requests');
    const { body: requests } = await desk.api('GET', path);
    for (const request of requests.result) {
      await page.evaluate((id) => { location.hash = `#/requests/at/sandbox/${id}`; }, request.id);
      await page.locator('dt', { hasText: 'Comment' }).waitFor();
      assert.equal(await page.locator('dd').getByText(request.comment, { exact: true }).count(), 2, 'as reason and as comment');
      await holds(page, request.name);
    }
    await page.context().browser().close();
  }
}

/**
 * How much longer work takes in this page than it would with a core of its own: other tests run beside this one. The shortest of many short pieces was not interrupted.
 */
const slowdown = (page) => page.evaluate(() => {
  const pieces = Array.from({ length: 200 }, () => {
    const began = performance.now();
    for (let i = 0, sum = 0; i < 200000; i++) sum += Math.sqrt(i * sum + 1);
    return performance.now() - began;
  }).slice(50);
  return pieces.reduce((sum, piece) => sum + piece, 0) / pieces.length / Math.max(0.1, pieces.sort((one, other) => one - other)[Math.floor(pieces.length / 20)]);
});

/** Ten thousand living URLs, of ten accounts: the list stands there within a second of signing in, the best of five. */
export async function Ten_thousand_urls_show_within_a_second(desk) {
  for (let account = 0; account < 10; account++) {
    await desk.connect(`many-${account}`);
    const { id } = await desk.mint('one of many', {}, `many-${account}`);
    const folder = `${desk.data}/mcp-server/many-${account}`;
    const text = readFileSync(`${folder}/${id}.json`, 'utf8');
    for (let i = 1; i < 1000; i++) {
      const other = `mcp-${account}${i.toString(16).padStart(31, '0')}`;
      writeFileSync(`${folder}/${other}.json`, text.replaceAll(id, other).replace('one of many', `number ${i}`));
    }
  }
  const taken = [];
  for (let i = 0; i < 5; i++) {
    const page = await desk.browse();
    await page.getByLabel('API token').fill(desk.token);
    const before = await slowdown(page);
    const took = await page.evaluate(() => new Promise((resolve) => {
      const began = performance.now();
      const seen = new MutationObserver(() => {
        if (!document.querySelector('table.urls tbody tr')) return;
        seen.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      });
      seen.observe(document.body, { childList: true, subtree: true });
      document.querySelector('form button').click();
    }));
    taken.push(took / Math.max(1, (before + await slowdown(page)) / 2));
    await page.getByText('10,001 URLs').waitFor();
    await page.getByLabel('Filter by words').fill('number 999');
    await page.waitForFunction(() => document.querySelectorAll('table.urls tbody tr').length === 10);
    await page.context().browser().close();
  }
  console.log(`10,000 URLs: ${taken.map(Math.round).join(', ')} ms`);
  assert.ok(Math.min(...taken) <= 1000, `it took ${taken.map(Math.round).join(', ')} ms`);
}
