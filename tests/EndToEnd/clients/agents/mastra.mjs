// A Mastra agent with one server of tools, asked once: mastra.mjs URL MODEL. Says what its tools are called, or why there are none.
import { Agent } from '@mastra/core/agent';
import { MCPClient } from '@mastra/mcp';

const [url, model] = process.argv.slice(2);
const client = new MCPClient({ servers: { tfc: { url: new URL(url) } }, timeout: 30_000 });
let tools = {};
try {
  tools = await client.listTools();
} catch (failure) {
  console.error(`no tools: ${failure.message} ${failure.cause?.message ?? ''}`);
  await client.disconnect();
  process.exit(1);
}

const agent = new Agent({ id: 'agent', name: 'agent', instructions: 'Do as you are told.', model: { id: 'scripted/m', url: model, apiKey: 'x' }, tools });
const answer = await agent.generate('go', { maxSteps: 5 });
console.log(answer.text);
await client.disconnect();
process.exit(0);
