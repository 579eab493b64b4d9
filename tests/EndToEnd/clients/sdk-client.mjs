// The official TypeScript SDK's client: lists, calls a tool, has its URL revoked, calls again. sdk-client.mjs URL [REVOKE TOKEN] says what it saw, as JSON; without REVOKE it only connects.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [url, revoke, token] = process.argv.slice(2);
const client = new Client({ name: 'sdk-client', version: '1.0' });
const began = Date.now();
try {
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
} catch (failure) {
  console.log(JSON.stringify({ atStart: String(failure.message), code: failure.code, ms: Date.now() - began }));
  process.exit(0);
}

const tools = (await client.listTools()).tools.map(tool => tool.name);
const call = () => client.callTool({ name: 'tfc_workspaces_list', arguments: { search: 'internal-vpn' } });
const first = (await call()).content[0].text;
const revoked = (await fetch(revoke, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })).status;
const before = Date.now();
const second = await call().then(result => result.content[0].text, failure => String(failure.message));
console.log(JSON.stringify({ tools, first, revoked, second, ms: Date.now() - before }));
await client.close();
