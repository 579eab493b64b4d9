// The calls to a URL as they happen: a picture of when what was done and how it ended, and the same as a table.

import { call, mcpPath } from './api.js';
import { button, h, svg, trouble } from './dom.js';
import { ago, at, clock, count, effect, moment, now, span } from './format.js';

const EVERY = 3000,
  FIRST = 200,
  NEXT = 50,
  ROWS = 50;
const LANES = [
  ['read', 'Reads'],
  ['mutate', 'Changes'],
  ['destroy', 'Destroys'],
];
const LANE = 34,
  TOP = 8,
  LEFT = 84;

/** A place with the calls of a URL. It reads on until the page is left. */
export function trail(account, id, signal) {
  const entries = new Map();
  const picture = h('div', { class: 'picture' });
  const rows = h('tbody');
  const told = h('p', { class: 'hint', role: 'status' });
  const wrong = h('div');
  const table = h(
    'table',
    { class: 'calls', hidden: true },
    h('caption', { class: 'unseen' }, 'Calls, the latest first'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', {}, 'When'),
        h('th', {}, 'Tool'),
        h('th', {}, 'Does'),
        h('th', {}, 'Ended'),
        h('th', { class: 'number' }, 'Upstream'),
        h('th', { class: 'number' }, 'Took'),
        h('th', {}, 'On what'),
      ),
    ),
    rows,
  );
  let follows = true;
  let last = 0;
  let shown = ROWS;
  const more = h('div', { class: 'row' });
  const pause = button(
    'Pause',
    () => {
      follows = !follows;
      pause.textContent = follows ? 'Pause' : 'Go on';
      if (follows) read();
    },
    { class: 'quiet' },
  );

  async function read() {
    try {
      const { result } = await call('GET', `${mcpPath(account, id)}/audit?last=${last === 0 ? FIRST : NEXT}`, undefined, signal);
      wrong.replaceChildren();
      const fresh = result.filter((entry) => entry.sequence > last);
      for (const entry of fresh) entries.set(entry.sequence, entry);
      if (fresh.length > 0 || last === 0) {
        last = fresh.at(-1)?.sequence ?? last;
        draw();
      }
    } catch (problem) {
      if (!signal.aborted) wrong.replaceChildren(trouble(problem, read));
    }
  }

  function draw() {
    const calls = callsOf([...entries.values()]);
    const first = Math.min(...entries.keys());
    table.hidden = calls.length === 0;
    told.textContent =
      calls.length === 0
        ? 'No call is in the trail yet. Calls that only read are there where the host, or the account’s policy (audit_reads), keeps them.'
        : `${count(calls.length, 'call')}${first > 1 ? ', and earlier ones that are not shown' : ''}. The latest was ${ago(calls.at(-1).at)}.`;
    rows.replaceChildren(...calls.slice(-shown).reverse().map(row));
    more.replaceChildren(
      calls.length > shown
        ? h(
            'button',
            {
              type: 'button',
              click: () => {
                shown += ROWS;
                draw();
              },
            },
            'Show earlier calls',
          )
        : '',
    );
    paint(picture, calls);
  }

  const resized = new ResizeObserver(() => paint(picture, callsOf([...entries.values()])));
  resized.observe(picture);
  const timer = setInterval(() => {
    if (!follows || document.hidden) return;
    read();
    paint(picture, callsOf([...entries.values()]));
  }, EVERY);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    resized.disconnect();
  });
  return {
    place: h(
      'section',
      {},
      h('div', { class: 'head' }, h('h2', {}, 'Calls'), pause),
      picture,
      legend(),
      told,
      wrong,
      h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Calls' }, table),
      more,
    ),
    read,
  };
}

// A change stands twice: before it is sent, and with its outcome. One that has no outcome is under way, or nobody knows what became of it.
function callsOf(all) {
  const ended = new Set(all.filter((entry) => entry.event === 'tool_call').map((entry) => entry.call));
  return all
    .filter((entry) => entry.event === 'tool_call' || (entry.event === 'tool_call_intent' && !ended.has(entry.call)))
    .sort((one, other) => one.sequence - other.sequence);
}

const isOpen = (entry) => entry.event === 'tool_call_intent';

// How it ended: well, refused here before anything was sent, refused or failed there, or not known.
function endOf(entry) {
  if (isOpen(entry)) return 'open';
  if (entry.outcome === 'ok') return 'ok';
  if (entry.outcome === 'unknown') return 'unknown';
  return entry.sent ? 'there' : 'here';
}

const ENDS = {
  ok: 'done',
  here: 'refused here',
  there: 'refused or failed upstream',
  unknown: 'not known',
  open: 'no outcome yet',
};

function row(entry) {
  const end = endOf(entry);
  const outcome = isOpen(entry) ? 'no outcome yet' : entry.outcome.replaceAll('_', ' ');
  const on = entry.targets?.join(', ') ?? '';
  return h(
    'tr',
    { class: end },
    h('td', { 'data-label': 'When' }, moment(entry.at, true)),
    h('th', { scope: 'row' }, h('span', { class: 'clip', title: entry.tool }, entry.tool ?? '–')),
    h('td', { 'data-label': 'Does' }, entry.effect ? effect(entry.effect) : '–'),
    h('td', { 'data-label': 'Ended', title: ENDS[end] }, h('span', { class: `end ${end}` }, outcome)),
    h('td', { class: 'number', 'data-label': 'Upstream' }, entry.upstream_status ?? '–'),
    h('td', { class: 'number', 'data-label': 'Took' }, entry.ms === undefined ? '–' : `${Math.round(entry.ms)} ms`),
    h('td', { 'data-label': 'On what' }, h('span', { class: 'clip', title: on }, on || '–')),
  );
}

function legend() {
  const sign = (end, text) =>
    h('li', {}, svg('svg', { width: 16, height: 16, 'aria-hidden': 'true', class: 'marks' }, mark(end, 'none', 8, 8)), text);
  return h(
    'ul',
    { class: 'legend' },
    sign('ok', 'done'),
    sign('here', 'refused here, nothing was sent'),
    sign('there', 'refused or failed upstream'),
    sign('unknown', 'not known, or no outcome yet'),
  );
}

function mark(end, kind, x, y) {
  const shape =
    end === 'ok'
      ? svg('circle', { cx: x, cy: y, r: 4.5 })
      : end === 'here'
        ? svg('path', { d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` })
        : end === 'there'
          ? svg('path', { d: `M${x} ${y - 5.5}l5.500 10h-11z` })
          : svg('circle', { cx: x, cy: y, r: 4.5, class: 'hollow' });
  shape.classList.add(kind, `is-${end}`);
  return shape;
}

function paint(place, calls) {
  // What has no effect was never a tool of this URL.
  const lanes = calls.some((entry) => !entry.effect) ? [...LANES, [undefined, 'No tool']] : LANES;
  const width = Math.max(240, Math.floor(place.clientWidth) - 26);
  const height = TOP + lanes.length * LANE + 26;
  const end = now();
  const begin = Math.min(calls.length ? at(calls[0].at) : end, end - 120);
  const x = (moment) => LEFT + ((moment - begin) / (end - begin)) * (width - LEFT - 12);
  const told = lanes.map(([name, word]) => `${word}: ${calls.filter((entry) => entry.effect === name).length}`).join(', ');
  const drawing = svg('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': `Calls of the last ${span(end - begin)}. ${told}.`,
    class: 'marks',
  });
  lanes.forEach(([, word], index) => {
    const y = TOP + index * LANE + LANE / 2;
    drawing.append(svg('text', { x: 0, y: y + 4, class: 'lane' }, word), svg('line', { x1: LEFT, x2: width, y1: y, y2: y, class: 'rail' }));
  });
  for (const share of width > 480 ? [0, 0.25, 0.5, 0.75, 1] : [0, 1]) {
    const when = begin + (end - begin) * share;
    const text = share === 1 ? 'now' : clock(new Date(when * 1000).toISOString(), end - begin < 1800);
    drawing.append(
      svg(
        'text',
        { x: x(when), y: height - 6, class: 'tickmark', 'text-anchor': share === 0 ? 'start' : share === 1 ? 'end' : 'middle' },
        text,
      ),
    );
  }
  for (const entry of calls) {
    const lane = Math.max(
      0,
      lanes.findIndex(([name]) => name === entry.effect),
    );
    const shape = mark(endOf(entry), entry.effect ?? 'none', x(at(entry.at)), TOP + lane * LANE + LANE / 2);
    const status = entry.upstream_status ? `, upstream ${entry.upstream_status}` : '';
    shape.append(svg('title', {}, `${clock(entry.at)} ${entry.tool ?? ''}: ${isOpen(entry) ? ENDS.open : entry.outcome}${status}`));
    drawing.append(shape);
  }
  place.replaceChildren(drawing);
}
