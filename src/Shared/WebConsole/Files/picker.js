// The tools of an account: searched over all rows, each with what it does, whether the URL would have it, and if not, why.

import { call } from './api.js';
import { h } from './dom.js';
import { count, effect } from './format.js';

const ROWS = 60;

export function toolPicker(changed, chooseTag) {
  const words = h('input', { type: 'search', autocomplete: 'off', placeholder: 'Search all tools', 'aria-label': 'Search all tools' });
  const list = h('ul', { class: 'tool-list' });
  const told = h('p', { class: 'hint', role: 'status' });
  const tagPlace = h('div', { class: 'chips' });
  const place = h(
    'div',
    { class: 'picker' },
    h('div', { class: 'tools' }, words),
    told,
    h('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Tools' }, list),
  );
  const out = new Set();
  let rows = [];
  let exposed = new Set();
  let config = null;

  function draw() {
    const wanted = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows
      .filter((tool) => wanted.every((word) => `${tool.title} ${tool.name} ${tool.tags.join(' ')}`.toLowerCase().includes(word)))
      .sort((one, other) => has(other) - has(one));
    told.textContent = `${count(found.length, 'tool')}${wanted.length ? ' found' : ''}, ${found.filter(has).length} of them in the URL.`;
    list.replaceChildren(
      ...found.slice(0, ROWS).map(row),
      found.length > ROWS ? h('li', { class: 'hint' }, `and ${found.length - ROWS} more: search for one`) : '',
    );
  }

  const has = (tool) => (exposed.has(tool.name) ? 1 : 0);

  function row(tool) {
    const why = has(tool) || out.has(tool.name) ? null : reason(tool, config);
    return h(
      'li',
      {},
      h(
        'label',
        { class: 'tick' },
        h('input', {
          type: 'checkbox',
          checked: has(tool) === 1,
          disabled: why !== null,
          change: (event) => {
            if (event.target.checked) out.delete(tool.name);
            else out.add(tool.name);
            changed();
          },
        }),
        effect(tool.effect),
        h('span', { class: 'clip' }, tool.title, h('small', {}, out.has(tool.name) ? 'left out by you' : (why ?? tool.name))),
      ),
    );
  }

  words.addEventListener('input', (event) => {
    event.stopPropagation();
    draw();
  });

  return {
    place,
    tagPlace,
    excluded: () => [...out],
    tags: () => [...new Set(rows.flatMap((tool) => tool.tags))].sort(),
    holds: (element) => element === words,

    /** Reads every tool that a URL can have, by the widest dry run there is. */
    async read(path, widest, signal) {
      const all = await call('POST', path, widest, signal);
      rows = all.tools;
      tagPlace.replaceChildren(
        ...this.tags().map((tag) =>
          h('button', { type: 'button', class: 'chip', 'aria-pressed': 'false', click: () => chooseTag(tag) }, tag),
        ),
      );
      return all;
    },

    /** Shows which of them the URL would have. */
    show(preview) {
      config = preview.config;
      for (const chip of tagPlace.children) chip.setAttribute('aria-pressed', String(config.tags.includes(chip.textContent)));
      exposed = new Set(preview.tools.map((tool) => tool.name));
      draw();
    },
  };
}

// Why a URL of this config does not have the tool, as far as methods and tags say.
function reason(tool, config) {
  if (!config) return 'not known yet';
  const tags = config.tags.includes('*')
    ? !tool.tags.includes('credentials') || config.tags.includes('credentials')
    : config.tags.some((tag) => tool.tags.includes(tag));
  if (!tags) return `needs the tag ${tool.tags.includes('credentials') ? 'credentials' : tool.tags.join(' or ')}`;
  const group =
    tool.group === 'read' ? ['read', 'list', 'get'] : tool.group === 'write' ? ['write', 'create', 'update', 'delete'] : ['custom'];
  if (!config.methods.includes('*') && !config.methods.some((method) => group.includes(method))) return `needs the method ${tool.group}`;
  return 'kept out by its method, or by the scope';
}
