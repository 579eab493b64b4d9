// What must never happen, and what must never be hidden.
import assert from 'node:assert/strict';
import { renameSync, writeFileSync, rmSync } from 'node:fs';

// Markup, an attribute's end, right-to-left, zero width, a word without end: what somebody writes who means harm, or who does not.
export const hostile = [
  '<img src=x onerror="window.hit=1">', '"><script>window.hit=1</script>', '</title><svg onload=window.hit=1>', '\'-alert(1)-\'', '‮gnp.evil', 'a​b﻿c',
  'W'.repeat(100), '𝕬'.repeat(40), '{{7*7}}${7*7}', 'javascript:window.hit=1',
];

/** Each stands in every field that others can write: it is seen as it was written, nothing runs, nothing gives way. */
export async function Hostile_texts_are_texts(desk) {
  await desk.connect('hostile', { audit_reads: true });
  let last;
  for (const name of hostile) {
    last = await desk.mint(name, { scope: { workspaces: ['W'.repeat(90)] }, methods: ['read'] }, 'hostile');
    const agent = encodeURI(name).slice(0, 200);
    await desk.call(last.url, 'tools/call', { name: /^[\w ]+$/.test(name) ? name : `${name.slice(0, 40)}`, arguments: { x: name } }, agent);
    await desk.call(last.url, 'tools/call', { name: 'tfc_workspaces_get_by_name', arguments: { workspace_name: name } }, `<b onclick=hit>${'w'.repeat(80)}`);
    await desk.api('POST', '/api-token', { name, scopes: ['call'] });
  }
  for (const width of [320, 1280]) {
    const page = await desk.sit({ width });
    await page.getByLabel('Account', { exact: true }).selectOption('hostile');
    for (const name of hostile) assert.equal(await page.locator('tbody th a').getByText(name, { exact: true }).count(), 1, name);
    await holds(page, 'the list');
    await page.getByRole('button', { name: `Revoke ${hostile[6]}` }).click();
    await page.getByRole('dialog').waitFor();
    await holds(page, 'a dialog');
    await page.getByRole('button', { name: 'Cancel' }).click();
    const { body: urls } = await desk.api('GET', '/integrated-account/hostile/mcp');
    for (const url of urls.result) {
      await page.evaluate((id) => { location.hash = `#/urls/hostile/${id}`; }, url.id);
      await page.waitForFunction((title) => document.querySelector('main h1')?.textContent === title, url.name);
      await page.locator('.calls tbody tr').first().waitFor();
      await holds(page, url.name);
    }
    await desk.picture(page, `hostile-${width}`);
    await desk.go(page, '#/tokens', 'API tokens');
    await holds(page, 'the API tokens');
    await page.context().browser().close();
  }
}

/** That nothing of what others wrote runs, or makes the page wider. */
export async function holds(page, where) {
  const state = await page.evaluate(() => ({
    hit: window.hit, foreign: document.querySelectorAll('main img, main script, main iframe, main b[onclick], dialog script, dialog img').length,
    wide: document.documentElement.scrollWidth - window.innerWidth, handlers: [...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => name.startsWith('on'))).length,
  }));
  assert.deepEqual({ ...state, wide: Math.max(0, state.wide) }, { hit: undefined, foreign: 0, wide: 0, handlers: 0 }, where);
}

/** The browser itself refuses what the page must never do. */
export async function The_policy_is_enforced_by_the_browser(desk) {
  await desk.mint('beside what is refused'); // The log that is looked through afterwards has something.
  const page = await desk.sit();
  const told = await page.evaluate(async () => {
    const tried = async (run) => {
      try {
        await run();
        return 'done';
      } catch (failure) {
        return failure.name;
      }
    };
    return {
      markup: await tried(() => { document.body.innerHTML = '<p>x</p>'; }),
      // In a turn of its own: what a debugger runs may do more.
      code: await new Promise((resolve) => { setTimeout(() => tried(() => eval('1')).then(resolve)); }),
      policy: await tried(() => trustedTypes.createPolicy('mine', { createHTML: (text) => text })),
      elsewhere: await tried(() => fetch('http://127.0.0.1:1/')),
    };
  });
  assert.deepEqual(told, { markup: 'TypeError', code: 'EvalError', policy: 'TypeError', elsewhere: 'TypeError' });
  await page.evaluate(() => {
    const script = document.createElement('div');
    script.setAttribute('style', 'color: red');
    document.body.append(script);
  });
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body.lastElementChild).color), 'rgb(255, 0, 0)', 'no style in an attribute');
  desk.forgive(/Content Security Policy|Refused|Trusted|violates/i);
}

/** A store that is down is told, never shown as nothing there; and it is tried again with one press. */
export async function A_store_that_is_down_is_said_so(desk) {
  await desk.mint('behind the outage');
  const page = await desk.sit();
  const records = `${desk.data}/mcp-server`;
  renameSync(records, `${records}-away`);
  writeFileSync(records, '');
  try {
    await page.getByRole('button', { name: 'Refresh' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'can\'t be read right now, so nothing is allowed' });
    await alert.waitFor();
    assert.equal(await page.getByText('No URL lives').count(), 0, 'unknown is not none');
    await desk.go(page, '#/mint', 'Mint a URL');
    await page.locator('.verdict').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('not now');
    await page.getByRole('button', { name: 'Mint', exact: true }).click();
    await page.locator('.notice.bad', { hasText: 'nothing is allowed' }).waitFor();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'not now', 'what was typed stays');
    await page.getByRole('navigation').getByRole('link', { name: 'URLs' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  } finally {
    rmSync(records);
    renameSync(`${records}-away`, records);
  }
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'behind the outage' }).waitFor();
}

/** An API token that ends while somebody fills in a form: another one goes on with what was typed. */
export async function A_token_that_ends_takes_nothing_that_was_typed(desk) {
  const { body: first } = await desk.api('POST', '/api-token', { name: 'first', scopes: ['mint', 'audit'] });
  const page = await desk.browse();
  await page.getByLabel('API token').fill('no-such-token-at-all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.error', { hasText: 'they begin with smcpapi_' }).waitFor();
  await desk.signIn(page, first.token);
  await desk.go(page, '#/mint', 'Mint a URL');
  await page.locator('.verdict').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('typed before the end');
  await page.waitForTimeout(600);
  await desk.api('DELETE', `/api-token/${first.id}`);
  await page.getByRole('button', { name: 'Mint', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByText('has expired, was deleted').waitFor();
  await dialog.getByLabel('API token').fill(desk.token);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'typed before the end is minted' }).waitFor();
}
