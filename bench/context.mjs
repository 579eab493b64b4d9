// What a model reads, in o200k_base tokens, held against the budgets. Starts the product with its sandbox, asks it over HTTP as a client would, and ends it.
//   npm ci --prefix bench && node bench/context.mjs
// A tool counts as a client hands it to a model: name, description and inputSchema as minified JSON. Titles and annotations are for the client itself.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'serverless-mcp-bench-'));
const admin = 'admin-token-of-the-benchmark';
const product = spawn('dotnet', ['run', '--project', 'src/Local', '--no-launch-profile', ...(process.env.CI ? ['--no-build'] : []), '--', '--sandbox', '--urls', 'http://127.0.0.1:0', '--data', data],
  { cwd: root, env: { ...process.env, SERVERLESSMCP_ADMIN_TOKEN: admin }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });

try {
  const origin = await new Promise((found, lost) => {
    let seen = '';
    product.stdout.on('data', chunk => { seen += chunk; const at = seen.match(/ at (http:\/\/\S+)/); if (at) found(at[1]); });
    product.on('exit', () => lost(new Error(`the product did not start: ${seen}`)));
  });

  const send = async (method, path, body, token) => {
    const answer = await fetch(origin + path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path.replace(/smcp_\S+/, '…')}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const mint = async (config, account = 'sandbox') => new URL((await send('POST', `/integrated-account/${account}/mcp`, { name: 'bench', config }, admin)).url).pathname;
  const ask = async (url, method, params = {}) => (await send('POST', url, { jsonrpc: '2.0', id: 1, method, params })).result;
  const list = async url => {
    const tools = [];
    for (let cursor; ;) {
      const page = await ask(url, 'tools/list', cursor ? { cursor } : {});
      tools.push(...page.tools);
      if (!(cursor = page.nextCursor)) return tools;
    }
  };
  const call = async (url, name, args) => (await ask(url, 'tools/call', { name, arguments: args })).content[0].text;
  const ofTool = ({ name, description, inputSchema }) => countTokens(JSON.stringify({ name, description, inputSchema }));
  const ofTools = tools => tools.reduce((sum, tool) => sum + ofTool(tool), 0);

  // A Terraform Enterprise lists the tools that HCP Terraform has not; listing asks no upstream.
  await send('PUT', '/integrated-account/enterprise', { address: 'https://tfe.invalid', organization: 'acme-corp', credential: { secret: 'none' } }, admin);
  const everything = { methods: ['*'], tags: ['*', 'credentials'], listing: 'all' };
  const all = [...new Map([...await list(await mint(everything)), ...await list(await mint(everything, 'enterprise'))].map(tool => [tool.name, tool])).values()];
  const core = await list(await mint({ methods: ['*'] }));
  const read = await list(await mint({}));
  const url = await mint({});
  const workspaces = await call(url, 'list_all_hashicorp_terraform_cloud_workspaces', { page_size: 20 });
  const waiting = JSON.parse(workspaces).items.find(item => item.name === 'core-networking').current_run.id;
  const run = await call(url, 'get_single_hashicorp_terraform_cloud_run_by_id', { run_id: waiting });

  const find = async (search, name) => JSON.parse(await call(url, 'list_all_hashicorp_terraform_cloud_workspaces', { search })).items.find(item => item.name === name);
  const summary = await call(url, 'hashicorp_terraform_cloud_plans_summary', { plan_id: (await find('frontend-cdn', 'frontend-cdn')).current_run.id });

  const rows = [
    [`all ${all.length} tools, average`, Math.round(ofTools(all) / all.length * 10) / 10, 100],
    [`default URL (core, read): ${read.length} tools`, ofTools(read), 4200],
    [`core, all methods: ${core.length} tools`, ofTools(core), 5600],
    ['listing 20 workspaces', countTokens(workspaces), 1400],
    ['reading a run', countTokens(run), 350],
    ['summing up a plan of 4 changes, with policies', countTokens(summary), 500],
  ];
  console.log('| what | tokens | budget |\n|---|---|---|');
  for (const [what, tokens, budget] of rows) console.log(`| ${what} | ${tokens}${tokens > budget ? ' **over**' : ''} | ${budget} |`);
  if (process.argv.includes('--largest')) {
    for (const tool of all.toSorted((a, b) => ofTool(b) - ofTool(a)).slice(0, 25)) console.log(ofTool(tool), tool.name);
    const sample = all.find(tool => tool.name.startsWith('get_single')); console.log(ofTool(sample), JSON.stringify(sample));
  }
  process.exitCode = rows.some(([, tokens, budget]) => tokens > budget) ? 1 : 0;
} finally {
  product.removeAllListeners('exit');
  process.kill(-product.pid, 'SIGTERM'); // dotnet run and what it started: a group of their own.
  rmSync(data, { recursive: true, force: true });
}
