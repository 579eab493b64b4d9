// Every page, in both themes, from a phone to a wall: no violation of axe, nothing that gives way, and pictures to look at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

async function seed(desk) {
  if ((await desk.api('GET', '/integrated-account/prod')).status === 200) return;
  await desk.connect('prod', { audit_reads: true });
  await desk.connect('staging', { audit_reads: true, max_ttl: '8h', methods: ['read'] });
  await desk.api('DELETE', '/integrated-account/sandbox/mcp');
  await desk.mint('create runs in eu', { client: 'cursor', methods: ['read', 'create'], tags: ['runs', 'workspaces'], scope: { workspaces: ['eu-*'] } }, 'prod');
  await desk.mint('review of PR 1881', { client: 'vscode', tags: ['core', 'plans'] }, 'staging');
  const drift = await desk.mint('nightly drift check', { client: 'other-agent', scope: { projects: ['payments'] } }, 'prod');
  await desk.api('PATCH', `/integrated-account/prod/mcp/${drift.id}`, { expires_at: new Date(Date.now() + 480000).toISOString() });
  const incident = await desk.mint('incident 42: payment-gateway is locked', { client: 'claude-code', methods: ['read', 'create', 'update', 'custom'] }, 'prod');
  const call = (name, given) => desk.call(incident.url, 'tools/call', { name, arguments: given }, 'claude-code/2.1.332');
  const found = await call('tfc_workspaces_get_by_name', { workspace_name: 'payment-gateway' });
  const workspace_id = JSON.parse(found.body.result.content[0].text).id;
  await call('tfc_workspaces_list', { search: 'payment' });
  await call('tfc_workspaces_unlock', { workspace_id });
  await call('tfc_workspaces_force_unlock', { workspace_id });
  await call('tfc_runs_create', { workspace_id, message: 'AI auto-recovery' });
  await call('tfc_runs_list', { workspace_id });
  await call('tfc_runs_list', { nonsense: 1 });
  await call('tfc_variables_delete', { variable_id: 'var-x' });
  const { body: asks } = await desk.api('POST', '/api-token', { name: 'Grace, on call', scopes: ['request'] });
  for (const [name, asked] of [['restore payment-gateway', { methods: ['read', 'custom'] }], ['look at the drift of eu', { scope: { workspaces: ['eu-*'] } }]]) {
    const { body } = await desk.api('POST', '/integrated-account/prod/mcp/requests', { name, reason: 'payments is down', ticket: 'INC-4711', config: asked }, asks.token);
    if (asked.scope) await desk.api('POST', `/integrated-account/prod/mcp/requests/${body.id}/grant`, { config: { limits: { calls_per_minute: 30 } }, comment: 'slowly' });
  }
  await desk.api('POST', '/api-token', { name: 'Ada, on call', scopes: ['mint', 'audit'], expires_at: new Date(Date.now() + 30 * 86400000).toISOString() });
  await desk.api('POST', '/api-token', { name: 'ci of the platform team', scopes: ['mint'], integrated_accounts: ['staging'] });
  const made = await desk.api('PUT', '/identity-rule/deploy', {
    issuer: 'https://token.actions.githubusercontent.com', audience: new URL(desk.address).origin,
    match: { sub: { glob: 'repo:a-rather-long-name-of-an-organization/**' } }, grants: [{ scopes: ['mint'], integrated_accounts: ['staging'], max_ttl: '30m' }],
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
}

// Each page as it is met, and with its forms open.
const PAGES = {
  async urls(desk, page) {
    await desk.go(page, '#/urls', 'MCP URLs');
    await page.getByRole('link', { name: /incident 42/ }).scrollIntoViewIfNeeded();
    await page.getByText('claude-code').first().waitFor();
    await page.evaluate(() => scrollTo(0, 0));
  },
  async chosen(desk, page) {
    await page.getByRole('checkbox', { name: 'Choose all' }).or(page.getByRole('checkbox', { name: /^Choose review/ })).last().check();
    await page.getByRole('region', { name: 'What was chosen' }).waitFor();
  },
  async url(desk, page) {
    await desk.go(page, '#/urls', 'MCP URLs');
    await page.getByRole('link', { name: /incident 42/ }).click();
    await page.getByRole('row', { name: /workspaces_force_unlock/ }).or(page.locator('tr', { hasText: 'workspaces_force_unlock' })).first().waitFor();
    await page.locator('summary', { hasText: 'tools now' }).click();
    await page.getByText('List workspaces').first().waitFor();
  },
  async mint(desk, page) {
    await desk.go(page, '#/mint', 'Mint a URL');
    await page.locator('.verdict').waitFor();
    await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
    await page.getByLabel('Workspaces', { exact: true }).fill('a/b');
    await page.locator('[data-pointer="/config/scope/workspaces"] > .error', { hasText: 'ws-' }).waitFor();
  },
  async minted(desk, page) {
    await desk.go(page, '#/urls', 'MCP URLs');
    await desk.go(page, '#/mint', 'Mint a URL');
    await page.getByLabel('Name', { exact: true }).fill('a picture');
    await page.getByLabel('It lives').selectOption({ label: '15 min' });
    await page.getByRole('button', { name: 'Mint', exact: true }).click();
    await page.getByRole('heading', { name: 'a picture is minted' }).waitFor();
    await page.locator('summary', { hasText: 'QR' }).click();
  },
  async requests(desk, page) {
    await desk.go(page, '#/requests', 'Requests');
    await page.getByRole('link', { name: 'look at the drift' }).waitFor();
  },
  async granted(desk, page) {
    await page.getByRole('link', { name: 'look at the drift' }).click();
    await page.getByRole('heading', { name: 'Granted', exact: true }).waitFor();
  },
  async request(desk, page) {
    await desk.go(page, '#/requests', 'Requests');
    await page.getByRole('link', { name: 'restore payment-gateway' }).click();
    await page.locator('summary', { hasText: 'Grant less' }).click();
    await page.locator('.verdict').waitFor();
  },
  async ask(desk, page) {
    await desk.go(page, '#/requests/new', 'Ask for a URL');
    await page.locator('.verdict').waitFor();
  },
  async accounts(desk, page) {
    await desk.go(page, '#/accounts', 'Accounts');
    await page.getByRole('button', { name: 'Test the credential of prod' }).click();
    await page.getByText('The credential works.').waitFor();
  },
  async dialog(desk, page) {
    await page.getByRole('button', { name: 'Revoke all its URLs: prod' }).click();
    await page.getByRole('dialog').waitFor();
  },
  async account(desk, page) {
    await page.getByRole('button', { name: 'Cancel' }).click();
    await desk.go(page, '#/accounts/at/prod', 'prod');
  },
  async tokens(desk, page) {
    await desk.go(page, '#/tokens', 'API tokens');
    await page.getByRole('button', { name: 'Make an API token' }).click();
  },
  async rules(desk, page) {
    await desk.go(page, '#/rules', 'Identity rules');
    await page.getByLabel('Claims, or a token').fill('{"sub": "x"}');
    await page.getByRole('button', { name: 'See what matches' }).click();
    await page.getByText('deploy does not match').waitFor();
  },
  async rule(desk, page) {
    await desk.go(page, '#/rules/at/deploy', 'deploy');
    await page.locator('[data-pointer="/match"] .claim').first().getByLabel('Claim', { exact: true }).fill('email');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-pointer="/match/email"] > .error', { hasText: 'can be changed' }).waitFor();
  },
};

async function look(desk, scheme, width, isJudged = true) {
  await seed(desk);
  const wrong = [];
  const page = await desk.browse({ width, scheme, height: width === 320 ? 720 : width === 2560 ? 1440 : 860 });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const seen = async (name) => {
    await desk.picture(page, `${name}-${scheme}-${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`${name} ${scheme} ${width}: ${wide} px too wide`);
    if (isJudged) wrong.push(...await complaints(page, `${name} ${scheme} ${width}`));
  };
  await seen('sign-in');
  await desk.signIn(page);
  for (const [name, show] of Object.entries(PAGES)) {
    await show(desk, page);
    await seen(name);
  }
  assert.deepEqual(wrong, []);
}

async function complaints(page, where) {
  // axe is put there past the page's policy, as a debugger does.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((one) =>
    `${where}: ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`).join(' | ')}`);
}

// A phone has the elements of a desk in another order, the dark other colours; a wall has the elements and colours of a desk.
export const Every_page_is_for_everybody_on_a_phone = (desk) => look(desk, 'light', 320);

export const Every_page_is_for_everybody_at_a_desk = (desk) => look(desk, 'light', 1280);

export const Every_page_is_for_everybody_in_the_dark = (desk) => look(desk, 'dark', 1280);

export const Every_page_fits_a_phone_in_the_dark = (desk) => look(desk, 'dark', 320, false);

export const Every_page_fits_a_wall = (desk) => look(desk, 'light', 2560, false);

/** What stood there does not move when the rest comes. */
export async function Nothing_moves_once_it_is_there(desk) {
  await seed(desk);
  const page = await desk.browse();
  await page.evaluate(() => {
    window.moved = [];
    new PerformanceObserver((list) => window.moved.push(...list.getEntries().filter((entry) => !entry.hadRecentInput).map((entry) => entry.value)))
      .observe({ type: 'layout-shift', buffered: true });
  });
  await desk.signIn(page);
  await page.getByText('claude-code').first().waitFor();
  await page.getByRole('link', { name: /incident 42/ }).click();
  await page.getByRole('row', { name: /workspaces_force_unlock/ }).waitFor();
  await desk.go(page, '#/mint', 'Mint a URL');
  await page.locator('.verdict').waitFor();
  await desk.go(page, '#/accounts', 'Accounts');
  const moved = await page.evaluate(() => window.moved.reduce((sum, value) => sum + value, 0));
  assert.ok(moved < 0.1, `the layout moved by ${moved}`);
}

/** The picture of the README. */
export async function The_readme_shows_it(desk) {
  await seed(desk);
  // Fewer rows, so that it weighs little.
  await desk.api('DELETE', '/integrated-account/staging/mcp');
  for (const scheme of ['light', 'dark']) {
    const page = await desk.sit({ width: 1180, height: 458, scheme });
    await page.getByText('claude-code').first().waitFor();
    await page.screenshot({ path: `${desk.pictures}/console-${scheme}.png`, animations: 'disabled' });
    await page.context().browser().close();
  }
}
