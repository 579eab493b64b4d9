// The clients a person chooses from, and what each takes: lines to copy, and where they go. {url} is the URL, {token} its token, {base} the server.

/** Each with the name that config.client has for it. */
export const CLIENTS = [
  { name: 'claude-code', label: 'Claude Code', lines: [['In a terminal', 'claude mcp add --transport http tfc {url}']] },
  {
    name: 'claude',
    label: 'Claude',
    lines: [
      ['Settings, Connectors, Add custom connector: this URL, nothing else', '{url}'],
      ['Claude Desktop: claude_desktop_config.json', '{"mcpServers": {"tfc": {"command": "npx", "args": ["-y", "mcp-remote", "{url}"]}}}'],
    ],
  },
  {
    name: 'chatgpt',
    label: 'ChatGPT',
    https: true,
    lines: [['Developer mode: Settings, Connectors, Create: this URL, no authentication', '{url}']],
  },
  { name: 'cursor', label: 'Cursor', lines: [['~/.cursor/mcp.json', '{"mcpServers": {"tfc": {"url": "{url}"}}}']] },
  {
    name: 'vscode',
    label: 'VS Code',
    lines: [
      ['In a terminal', 'code --add-mcp \'{"name":"tfc","type":"http","url":"{url}"}\''],
      ['.vscode/mcp.json', '{"servers": {"tfc": {"type": "http", "url": "{url}"}}}'],
    ],
  },
  { name: 'codex', label: 'Codex', lines: [['~/.codex/config.toml', '[mcp_servers.tfc]\nurl = "{url}"']] },
  { name: 'gemini', label: 'Gemini CLI', lines: [['~/.gemini/settings.json', '{"mcpServers": {"tfc": {"httpUrl": "{url}"}}}']] },
  {
    name: 'other-agent',
    label: 'Another agent',
    lines: [
      ['The URL: Streamable HTTP, no authentication', '{url}'],
      ['Look whether it works', 'curl -H \'Content-Type: application/json\' {url} -d \'{"jsonrpc":"2.0","id":1,"method":"tools/list"}\''],
    ],
  },
];

export const clientLabel = (name) => CLIENTS.find((client) => client.name === name)?.label ?? name ?? 'any client';

/** A client's lines for a URL. */
export function linesFor(name, url, token, base) {
  const client = CLIENTS.find((one) => one.name === name) ?? CLIENTS.at(-1);
  return client.lines.map(([where, line]) => [
    where,
    line.replaceAll('{url}', url).replaceAll('{token}', token).replaceAll('{base}', base),
  ]);
}
