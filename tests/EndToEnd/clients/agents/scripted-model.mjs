// A model that follows a script, behind the APIs that coding agents speak: Anthropic's messages, OpenAI's chat completions and responses, Gemini's generateContent.
// It calls the tools named on the command line, one a turn, each by whatever name the client made of it, and then says that it is done. What it was shown is written to a file, a JSON line
// a request. Between client and server it stands as well, for it notes when the server first says that a URL is dead: what is asked below /mcp it passes on as it came.
// An argument that the client put into a tool's schema, which the server's list does not have, it gives as well: a model fills in what it is shown.
//
//   scripted-model.mjs LOG SERVER CALLS [REVOKE]     CALLS is a JSON array of {tool, arguments}; REVOKE a JSON object {after, url, token}: before the call after that many, DELETE url
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [log, server, callsText, revokeText] = process.argv.slice(2);
const calls = JSON.parse(callsText);
const revoke = revokeText ? JSON.parse(revokeText) : null;
const note = entry => appendFileSync(log, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);

const text = part => typeof part === 'string' ? part : Array.isArray(part) ? part.map(text).join('\n') : part?.text ?? part?.output ?? part?.content ?? (part ? JSON.stringify(part) : '');

// What a request shows the model, in the same words for each API: its tools' names, and what came of the calls so far, in order.
const dialects = {
  anthropic: {
    matches: path => path.endsWith('/messages'),
    tools: body => (body.tools ?? []).map(tool => tool.name),
    schema: (body, name) => body.tools.find(tool => tool.name === name)?.input_schema,
    results: body => body.messages.flatMap(message => Array.isArray(message.content) ? message.content : []).filter(part => part.type === 'tool_result').map(part => text(part.content)),
    system: body => text(body.system),
    said: body => body.messages.map(message => text(message.content)).join('\n'),
    call: (name, input, id) => ({
      stop: 'tool_use',
      events: [{ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id, name, input: {} } },
        { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) } }],
      content: [{ type: 'tool_use', id, name, input }],
    }),
    say: said => ({
      stop: 'end_turn',
      events: [{ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: said } }],
      content: [{ type: 'text', text: said }],
    }),
    answer: (body, { stop, events, content }) => {
      const message = { id: 'msg_1', type: 'message', role: 'assistant', model: body.model, content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 } };
      return body.stream
        ? [{ type: 'message_start', message }, ...events, { type: 'content_block_stop', index: 0 },
          { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 1 } }, { type: 'message_stop' }]
        : { ...message, content, stop_reason: stop };
    },
  },
  responses: {
    matches: path => path.endsWith('/responses'),
    tools: body => (body.tools ?? []).flatMap(tool => tool.type === 'namespace' ? (tool.tools ?? []).map(inner => ({ ...inner, namespace: tool.name })) : [tool]).map(tool => (tool.namespace ?? '') + (tool.name ?? tool.type)),
    schema: (body, name) => body.tools.flatMap(tool => tool.type === 'namespace' ? tool.tools.map(inner => ({ ...inner, name: tool.name + inner.name })) : [tool]).find(tool => tool.name === name)?.parameters,
    results: body => (Array.isArray(body.input) ? body.input : []).filter(item => item.type === 'function_call_output').map(item => text(item.output)),
    system: body => text(body.instructions),
    said: body => JSON.stringify(body.input),
    namespaces: body => Object.fromEntries((body.tools ?? []).filter(tool => tool.type === 'namespace').flatMap(tool => tool.tools.map(inner => [tool.name + inner.name, { namespace: tool.name, name: inner.name }]))),
    call: (name, input, id, body) => ({ type: 'function_call', id: `fc_${id}`, call_id: id, ...(dialects.responses.namespaces(body)[name] ?? { name }), arguments: JSON.stringify(input), status: 'completed' }),
    say: said => ({ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: said, annotations: [] }] }),
    answer: (body, item) => {
      const response = { id: 'resp_1', object: 'response', created_at: 1, model: body.model, status: 'completed', output: [item], usage: { input_tokens: 1, input_tokens_details: { cached_tokens: 0 }, output_tokens: 1, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 2 } };
      return body.stream
        ? [{ type: 'response.created', response: { ...response, status: 'in_progress', output: [] } }, { type: 'response.output_item.added', output_index: 0, item },
          { type: 'response.output_item.done', output_index: 0, item }, { type: 'response.completed', response }]
        : response;
    },
  },
  chat: {
    matches: path => path.endsWith('/chat/completions'),
    tools: body => (body.tools ?? []).map(tool => tool.function?.name ?? tool.name),
    schema: (body, name) => body.tools.map(tool => tool.function ?? tool).find(tool => tool.name === name)?.parameters,
    results: body => body.messages.filter(message => message.role === 'tool').map(message => text(message.content)),
    system: body => body.messages.filter(message => message.role === 'system').map(message => text(message.content)).join('\n'),
    said: body => body.messages.map(message => text(message.content)).join('\n'),
    call: (name, input, id) => ({ stop: 'tool_calls', message: { role: 'assistant', content: null, tool_calls: [{ index: 0, id, type: 'function', function: { name, arguments: JSON.stringify(input) } }] } }),
    say: said => ({ stop: 'stop', message: { role: 'assistant', content: said } }),
    answer: (body, { stop, message }) => {
      const head = { id: 'chatcmpl-1', created: 1, model: body.model };
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      return body.stream
        ? [{ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta: message, finish_reason: null }] }, { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: stop }], usage }, '[DONE]']
        : { ...head, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: stop }], usage };
    },
  },
  gemini: {
    matches: path => /:(stream)?generateContent$/i.test(path),
    tools: body => (body.tools ?? []).flatMap(tool => tool.functionDeclarations ?? []).map(tool => tool.name),
    schema: (body, name) => body.tools.flatMap(tool => tool.functionDeclarations ?? []).filter(tool => tool.name === name).map(tool => tool.parametersJsonSchema ?? tool.parameters)[0],
    results: body => body.contents.flatMap(content => content.parts ?? []).filter(part => part.functionResponse).map(part => text(part.functionResponse.response)),
    system: body => text(body.systemInstruction?.parts),
    said: body => JSON.stringify(body.contents),
    call: (name, args) => ({ functionCall: { name, args } }),
    say: said => ({ text: said }),
    answer: (body, part, path) => {
      const whole = { candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 } };
      return path.includes('stream') ? [whole] : whole;
    },
  },
};

// By the end of the name: what stands before it is the client's.
const find = (tools, wanted) => tools.find(name => name === wanted) ?? tools.find(name => name.endsWith(wanted));

// The arguments that the server's list has, by tool; and a value for one that it has not.
const own = {};
const value = schema => schema.enum?.[0] ?? { boolean: true, integer: 1, number: 1, array: [], object: {} }[String(schema.type).toLowerCase()] ?? 'x';

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const path = new URL(request.url, 'http://model').pathname;
  if (path.startsWith('/mcp')) {
    const { host, connection, 'content-length': length, 'transfer-encoding': coding, ...headers } = request.headers;
    const passed = await fetch(server + request.url, { method: request.method, headers, body: ['GET', 'HEAD'].includes(request.method) ? undefined : Buffer.concat(chunks) });
    const answer = Buffer.from(await passed.arrayBuffer());
    note({ mcp: request.method, status: passed.status });
    if (passed.status === 200 && answer.includes('"inputSchema"')) {
      for (const tool of JSON.parse(answer).result?.tools ?? []) own[tool.name] = Object.keys(tool.inputSchema.properties);
    }

    response.writeHead(passed.status, Object.fromEntries([...passed.headers].filter(([header]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection'].includes(header)))).end(answer);
    return;
  }

  const dialect = request.method === 'POST' ? Object.entries(dialects).find(([, one]) => one.matches(path)) : null;
  if (!dialect) {
    note({ other: `${request.method} ${path}` });
    const isCount = path.endsWith(':countTokens') || path.endsWith('/count_tokens');
    response.writeHead(isCount || path.endsWith('/models') ? 200 : 404, { 'content-type': 'application/json' }).end(isCount ? '{"totalTokens":1,"input_tokens":1}' : '{"object":"list","data":[],"models":[]}');
    return;
  }

  const [name, api] = dialect;
  const body = JSON.parse(Buffer.concat(chunks));
  const [tools, results] = [api.tools(body), api.results(body)];
  const next = calls[results.length];
  const tool = next && find(tools, next.tool);
  const added = tool ? Object.entries(api.schema(body, tool).properties).filter(([argument]) => !own[next.tool].includes(argument)) : [];
  const given = next && { ...next.arguments, ...Object.fromEntries(added.map(([argument, schema]) => [argument, value(schema)])) };
  note({ api: name, added: added.map(([argument]) => argument), tools, results, system: api.system(body), said: results.length === 0 ? api.said(body).slice(0, 20000) : undefined, calls: tool ?? null });
  if (tool && revoke && results.length === revoke.after) {
    const revoked = await fetch(revoke.url, { method: 'DELETE', headers: { authorization: `Bearer ${revoke.token}` } });
    note({ revoked: revoked.status });
  }

  const answer = api.answer(body, tool ? api.call(tool, given, `call_${results.length + 1}`, body) : api.say('It is done.'), path + (request.url.includes('alt=sse') ? 'stream' : ''));
  if (!Array.isArray(answer)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    return;
  }

  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(answer.map(event => `${event.type ? `event: ${event.type}\n` : ''}data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''));
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
