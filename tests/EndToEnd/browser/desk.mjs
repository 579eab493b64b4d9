// A person's desk: a browser on the console, and the same API beside it, so that a test sees both sides.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const BROWSER = '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Desk {
  #open = [];
  #complaints = [];
  #foreign = [];
  #asked = [];

  constructor(given) {
    Object.assign(this, given);
  }

  /** What every page of every scenario is held to: nothing of another origin, no complaint of the browser, no secret in an address. */
  holdsTheRules() {
    assert.deepEqual(this.#foreign, [], 'requests to another origin');
    assert.deepEqual(this.#complaints, [], 'complaints of the browser');
    for (const url of this.#asked) assert.doesNotMatch(url, /smcp_|smcpapi_|given-admin/, 'a secret in an address');
  }

  /** Takes back complaints that a scenario provoked. */
  forgive(pattern) {
    this.#complaints = this.#complaints.filter((text) => !pattern.test(text));
  }

  /** The addresses and bodies that pages sent. */
  get asked() {
    return this.#asked;
  }

  sent = [];

  /** A fresh browser profile on the console. */
  async browse({ width = 1280, height = 900, scheme = 'light', path = '/console', motion = 'reduce' } = {}) {
    const browser = await chromium.launch({ executablePath: BROWSER, headless: true, args: ARGUMENTS });
    this.#open.push(browser);
    const context = await browser.newContext({
      ignoreHTTPSErrors: this.issuer !== undefined, viewport: { width, height }, colorScheme: scheme, reducedMotion: motion, timezoneId: 'UTC', locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'],
    });
    return this.tab(context, path);
  }

  /** One more tab of it. */
  async tab(context, path = '/console') {
    const page = await context.newPage();
    this.page = page;
    page.setDefaultTimeout(15000);
    page.on('console', (message) => {
      // A status that the test asked for is logged by the browser itself.
      if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) this.#complaints.push(message.text());
    });
    page.on('pageerror', (failure) => this.#complaints.push(String(failure)));
    page.on('request', (request) => {
      const url = request.url();
      if (url.startsWith('blob:')) return;
      // A person who signs in goes to the issuer, and is on its pages then.
      if (this.issuer && (url.startsWith(this.issuer) || page.url().startsWith(this.issuer))) return;
      if (new URL(url).origin !== new URL(this.address).origin && url !== 'http://127.0.0.1:1/') this.#foreign.push(url);
      this.#asked.push(url);
      this.sent.push(request.postData() ?? '');
    });
    await page.goto(new URL(path, this.address).href);
    return page;
  }

  /** Signs in, as the admin unless told otherwise. */
  async signIn(page, token = this.token) {
    await page.getByLabel('API token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.locator('main h1').waitFor();
  }

  /** Browses and signs in. */
  async sit(options) {
    const page = await this.browse(options);
    await this.signIn(page);
    return page;
  }

  /** Goes to a page of the console, and waits until it is there. */
  async go(page, hash, heading) {
    await page.evaluate((to) => { location.hash = to; }, hash);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  /** A call of the API. */
  async api(method, path, body, token = this.token) {
    const answer = await fetch(new URL(path, this.address), {
      method, headers: { authorization: `Bearer ${token}`, accept: 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Mints a URL by the API. */
  async mint(name, config = {}, account = 'sandbox', more = {}) {
    const { status, body } = await this.api('POST', `/integrated-account/${account}/mcp`, { name, config, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  /** One more account on the same sandbox. */
  async connect(id, policy = {}) {
    const { body: sandbox } = await this.api('GET', '/integrated-account/sandbox');
    const { address, organization, credential, blob_hosts } = sandbox;
    const { status, body } = await this.api('PUT', `/integrated-account/${id}`, { address, organization, credential, blob_hosts, policy });
    assert.equal(status, 201, JSON.stringify(body));
  }

  /** Calls an MCP URL, as an agent does. */
  async call(url, method, params = {}, agent = 'agent-of-the-test/1.0') {
    const answer = await fetch(url, {
      method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': agent }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  /** That a text stands nowhere in the page, its fields, its address, its storage or its history. */
  async standsNowhere(page, secret) {
    const places = await page.evaluate(() => ({
      markup: document.documentElement.outerHTML, fields: [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\n'),
      address: location.href, title: document.title, state: JSON.stringify(history.state), storage: JSON.stringify({ ...localStorage, ...sessionStorage }), cookies: document.cookie,
    }));
    for (const [place, text] of Object.entries(places)) assert.ok(!text.includes(secret), `the secret stands in ${place}`);
  }

  /** What is copied just now. */
  copied(page) {
    return page.evaluate(() => navigator.clipboard.readText());
  }

  /** A picture of the page, to be looked at. */
  async picture(page, name) {
    if (this.pictures) await page.screenshot({ path: `${this.pictures}/${name}.png`, fullPage: true, animations: 'disabled' });
  }

  /** What the last page showed, for whoever reads of a failure. */
  async what() {
    if (!this.page || this.page.isClosed()) return '';
    await this.picture(this.page, `failed-${process.argv[2]}`).catch(() => {});
    return `${this.page.url()}\n${await this.page.locator('body').innerText({ timeout: 2000 }).catch(() => '')}`;
  }

  async close() {
    await Promise.all(this.#open.map((browser) => browser.close()));
  }
}
