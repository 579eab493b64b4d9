// A URL that was just minted: shown this once, with the lines that its client takes. It is gone when the page is left.

import { origin } from './api.js';
import { copyButton, h } from './dom.js';
import { CLIENTS, clientLabel, linesFor } from './clients.js';
import { count, effect, endOf, moment, timeLeft } from './format.js';
import { qr } from './qr.js';

export function minted(url, another) {
  const title = h('h1', { tabindex: '-1' }, `${url.name} is minted`);
  const path = `#/urls/${encodeURIComponent(url.integrated_account_id)}/${encodeURIComponent(url.id)}`;
  const lines = h('div');
  const choice = h(
    'select',
    { change: () => draw() },
    CLIENTS.map(({ name, label }) => h('option', { value: name, selected: name === url.config.client }, label)),
  );
  const draw = () =>
    lines.replaceChildren(
      ...linesFor(choice.value, url.url, url.token ?? '', origin()).map(([where, line]) =>
        h(
          'div',
          { class: 'line-of' },
          h('p', {}, where),
          h('div', { class: 'line' }, h('code', {}, line), copyButton(line, 'Copy', `Copy: ${where}`)),
        ),
      ),
      ...notes(choice.value, url),
    );
  draw();
  const code = url.token
    ? h(
        'details',
        {
          toggle: (event) => {
            if (event.target.open && event.target.children.length === 1) event.target.append(qr(url.url));
          },
        },
        h('summary', {}, 'As a QR code'),
      )
    : null;
  return [
    title,
    h(
      'div',
      { class: 'facts' },
      effect(url.effect),
      h('span', {}, count(url.tool_count, 'tool')),
      timeLeft(url),
      endOf(url) ? h('span', { class: 'hint' }, 'ends ', moment(endOf(url))) : null,
    ),
    h(
      'section',
      { class: 'secret' },
      h('h2', {}, 'Copy it now: it is shown this once'),
      h('p', {}, 'Whoever has it can do what it allows, until it ends. Lost, you mint another.'),
      h('label', { class: 'inline-label' }, 'For ', choice),
      lines,
      code,
    ),
    h(
      'div',
      { class: 'row' },
      h('a', { class: 'button primary', href: path }, 'Watch its calls'),
      h('button', { type: 'button', click: another }, 'Mint another'),
      h('a', { class: 'button', href: '#/urls' }, 'All URLs'),
    ),
  ];
}

function notes(client, url) {
  const told = [];
  if (url.config.client !== client)
    told.push(`It was minted for ${clientLabel(url.config.client)}; names and list of its tools are set for that one.`);
  if (CLIENTS.find((one) => one.name === client)?.https && !url.url.startsWith('https:'))
    told.push('This client wants https: deploy, or put a tunnel before this server and start it with --public-url.');
  if (url.config.require_api_token_auth) told.push('Each call needs an API token with the scope call as well, as X-API-Key.');
  return told.map((text) => h('p', { class: 'hint' }, text));
}
