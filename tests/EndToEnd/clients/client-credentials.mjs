// An OAuth client as the official SDK has it: given an MCP URL, a client id and a secret, it finds the rest by itself. client-credentials.mjs URL [REVOKE TOKEN]: with these it has the URL
// revoked after its call, and calls again.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

// Each server is an issuer of its own, named by its URL: so the secret goes to no other, whatever the metadata says.
const [url, revoke, token] = process.argv.slice(2);
const authProvider = new ClientCredentialsProvider({ clientId: process.env.MCP_CLIENT_ID, clientSecret: process.env.MCP_CLIENT_SECRET, expectedIssuer: url });
const client = new Client({ name: 'client-credentials', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(url), { authProvider }));
const { tools } = await client.listTools();
const call = () => client.callTool({ name: 'get_single_hashicorp_terraform_cloud_workspace_by_name', arguments: { workspace_name: 'internal-vpn' } });
const answer = await call();
const seen = { tools: tools.length, workspace: JSON.parse(answer.content[0].text).name, isError: answer.isError ?? false };
if (revoke) {
  await fetch(revoke, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
  const before = Date.now();
  seen.second = await call().then(result => result.content[0].text, failure => String(failure.message));
  seen.ms = Date.now() - before;
}

console.log(JSON.stringify(seen));
await client.close();
