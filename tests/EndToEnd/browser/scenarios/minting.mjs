// From a form to an agent that works.
import assert from 'node:assert/strict';
import jsQR from 'jsqr';

/** Client, preset, name; one line copied; the agent lists exactly the tools that were shown; the secret is gone with the page. */
export async function A_url_is_minted_copied_used_and_then_stands_nowhere(desk) {
  const page = await desk.sit();
  await page.getByRole('link', { name: 'Mint', exact: true }).click();
  await page.getByText('Claude Code').click();
  await page.getByText('Work an incident').click();
  await page.getByLabel('Name', { exact: true }).fill('incident 42');
  await page.locator('.verdict', { hasText: 'Destroys' }).waitFor();
  const shown = Number(/\d+/.exec(await page.locator('.verdict').innerText())[0]);
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await page.getByRole('heading', { name: 'incident 42 is minted' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the heading is read first');

  await page.getByRole('button', { name: 'Copy: In a terminal' }).click();
  const line = await desk.copied(page);
  assert.match(line, /^claude mcp add --transport http tfc http:\/\/127\.0\.0\.1:\d+\/mcp\/smcp_[\w-]{49}$/);
  const url = line.split(' ').at(-1);
  const listed = await desk.call(url, 'tools/list');
  assert.equal(listed.status, 200);
  assert.equal(listed.body.result.tools.length, shown);
  assert.ok(listed.body.result.tools.every((tool) => tool.name.startsWith('tfc_')), 'the client’s names');

  for (const client of ['Cursor', 'Codex', 'Another agent']) {
    await page.getByLabel('For').selectOption({ label: client });
    await page.getByRole('button', { name: /^Copy: / }).first().click();
    assert.ok((await desk.copied(page)).includes(url), client);
  }

  const secret = url.split('/').at(-1);
  await page.getByRole('link', { name: 'Watch its calls' }).click();
  await page.getByRole('heading', { level: 1, name: 'incident 42' }).waitFor();
  await desk.standsNowhere(page, secret.slice(5, 30));
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Mint a URL' }).waitFor();
  await desk.standsNowhere(page, secret.slice(5, 30));
  await desk.standsNowhere(page, desk.token);
}

/** The code that a phone reads is the URL. */
export async function The_code_that_is_drawn_is_the_url(desk) {
  const page = await desk.sit();
  await desk.go(page, '#/mint', 'Mint a URL');
  await page.getByLabel('Name', { exact: true }).fill('for a phone');
  await page.getByText('Another agent').click();
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await page.getByRole('button', { name: /Copy: The URL/ }).click();
  await page.locator('summary', { hasText: 'QR' }).click();
  const path = await page.locator('.qr .ink').getAttribute('d');
  const size = Number((await page.locator('.qr').getAttribute('viewBox')).split(' ')[2]);
  const pixels = new Uint8ClampedArray(size * 4 * size * 4 * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h/g)) {
    for (let dy = 0; dy < 4; dy++) for (let dx = 0; dx < 4; dx++) pixels.set([0, 0, 0, 255], ((Number(y) * 4 + dy) * size * 4 + Number(x) * 4 + dx) * 4);
  }
  assert.equal(jsQR(pixels, size * 4, size * 4)?.data, await desk.copied(page));
}

/** A 422 stands beside the fields it is of, in the API's own words. */
export async function What_the_api_says_stands_beside_its_field(desk) {
  const page = await desk.sit();
  await desk.go(page, '#/mint', 'Mint a URL');
  await page.locator('.verdict').waitFor();
  const errorOf = (pointer) => page.locator(`[data-pointer="${pointer}"] > .error`);
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await errorOf('/name').waitFor();
  const { body: refused } = await desk.api('POST', '/integrated-account/sandbox/mcp', { name: '' });
  assert.equal(await errorOf('/name').innerText(), refused.errors.find((error) => error.pointer === '/name').detail);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true', 'the field has the focus');

  await page.getByLabel('Name', { exact: true }).fill('x');
  await errorOf('/name').waitFor({ state: 'hidden' });
  await page.getByLabel('Workspaces', { exact: true }).fill('a/b');
  await errorOf('/config/scope/workspaces').filter({ hasText: 'ws-…' }).waitFor();
  await page.getByLabel('Workspaces', { exact: true }).fill('eu-*');
  await page.getByText('In reach now: ').filter({ hasText: '2 workspaces' }).waitFor();

  await page.locator('summary', { hasText: 'Methods, tags' }).click();
  await page.getByLabel('Tags', { exact: true }).fill('core, runz');
  await errorOf('/config/tags').filter({ hasText: 'did you mean runs' }).waitFor();
  await page.locator('summary', { hasText: 'Limits' }).click();
  await page.getByLabel('Tags', { exact: true }).fill('core');
  await page.getByLabel('Calls a minute, at most').fill('often');
  await errorOf('/config/limits/calls_per_minute').filter({ hasText: /\w/ }).waitFor();
  await page.getByText('This can’t be minted as it is').waitFor();
}

/** Presets are what they say, a tool that is unticked is out, and the request beside the form is what is sent. */
export async function What_is_shown_is_what_is_minted(desk) {
  const page = await desk.sit();
  await desk.go(page, '#/mint', 'Mint a URL');
  await page.locator('.verdict', { hasText: 'Reads' }).waitFor();
  await page.getByText('Everything', { exact: true }).click();
  await page.locator('.verdict', { hasText: /Destroys\s*\d{3} tools/ }).waitFor();
  await page.getByText('Work an incident').click();
  await page.locator('.verdict', { hasText: /Destroys\s*\d\d tools/ }).waitFor();
  const tools = Number(/(\d+) tools/.exec(await page.locator('.verdict').innerText())[1]);
  await page.locator('summary', { hasText: 'Methods, tags' }).click();
  await page.getByLabel('Search all tools').fill('force-unlock');
  await page.getByRole('checkbox', { name: /Force-unlock a workspace/ }).uncheck();
  await page.locator('.verdict', { hasText: `${tools - 1} tools` }).waitFor();
  await page.getByText('left out by you').waitFor();
  await page.getByLabel('Search all tools').fill('delete workspace');
  await page.getByText(/needs the (tag|method)/).first().waitFor();
  await page.getByLabel('Name', { exact: true }).fill('it’s mine');
  await page.getByLabel('It lives').selectOption({ label: '30 min' });
  await page.locator('summary', { hasText: 'The same as JSON' }).click();
  const request = JSON.parse(await page.locator('details', { hasText: 'The same as JSON' }).locator('pre').innerText());
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  await page.getByRole('heading', { name: 'it’s mine is minted' }).waitFor();
  const sent = JSON.parse(desk.sent.filter((body) => body.includes('it’s mine') && !body.includes('dry_run')).at(-1));
  const { expires_at: shownEnd, ...shown } = request;
  const { expires_at: sentEnd, ...minted } = sent;
  assert.deepEqual(minted, shown);
  assert.ok(Math.abs(Date.parse(sentEnd) - Date.parse(shownEnd)) < 60000);
  assert.deepEqual(minted.config.exclude_tools, ['hashicorp_terraform_cloud_workspaces_force_unlock']);
}

/** Without a mouse: to the form, through it, to the copied line. */
export async function All_of_it_goes_by_keyboard(desk) {
  const page = await desk.browse();
  // The page asks first who may be signed in with, and has the focus in the field once it is drawn.
  await page.locator('input:focus').waitFor();
  await page.keyboard.type(desk.token);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'MCP URLs' }).waitFor();
  const press = async (key, until, most = 60) => {
    for (let i = 0; i < most; i++) {
      await page.keyboard.press(key);
      const [name, ring] = await page.evaluate(() => [
        (document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? '').trim(),
        getComputedStyle(document.activeElement.matches('.choice input') ? document.activeElement.parentElement : document.activeElement).outlineStyle,
      ]);
      assert.notEqual(ring, 'none', `the focus is seen on ${name}`);
      if (name.startsWith(until)) return;
    }
    assert.fail(`no ${until}`);
  };
  await press('Tab', 'Mint a URL');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Mint a URL' }).waitFor();
  await page.locator('.verdict').waitFor();
  await press('Tab', 'Claude Code');
  await press('ArrowRight', 'Cursor');
  await press('Tab', 'Look around');
  await press('Tab', 'Name');
  await page.keyboard.type('by keyboard');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'by keyboard is minted' }).waitFor();
  await press('Tab', 'Copy: ~/.cursor/mcp.json');
  await page.keyboard.press('Enter');
  await page.getByText('copied').first().waitFor();
  assert.match(JSON.parse(await desk.copied(page)).mcpServers.tfc.url, /\/mcp\/smcp_/);
}
