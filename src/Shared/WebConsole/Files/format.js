// How times, effects and ids are told.

import { h } from './dom.js';

const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of '2h'; NaN of anything else. */
export function seconds(text) {
  const match = /^(\d+)([smhd])$/.exec(text ?? '');
  return match ? Number(match[1]) * UNITS[match[2]] : NaN;
}

/** A length of time in its two largest units. */
export function span(total) {
  const left = Math.max(0, Math.round(total));
  if (left < 60) return `${left} s`;
  if (left < 3600) return `${Math.floor(left / 60)} min`;
  if (left < 86400) return `${Math.floor(left / 3600)} h ${Math.floor((left % 3600) / 60)} min`;
  return `${Math.floor(left / 86400)} d ${Math.floor((left % 86400) / 3600)} h`;
}

/** A moment of an RFC 3339 time, in seconds. */
export const at = (time) => Date.parse(time) / 1000;

export const now = () => Date.now() / 1000;

/** The same moment for the API. */
export const rfc3339 = (moment) => new Date(Math.floor(moment) * 1000).toISOString().replace('.000Z', 'Z');

/** How long ago. */
export function ago(time) {
  const past = now() - at(time);
  return past < 5 ? 'just now' : `${span(past)} ago`;
}

/** The clock's time of a moment, with its day if that is another. */
export function clock(time, withSeconds) {
  const date = new Date(time);
  const hours = date.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: withSeconds ? '2-digit' : undefined,
    hourCycle: 'h23',
  });
  return date.toDateString() === new Date().toDateString()
    ? hours
    : `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${hours}`;
}

/** A moment, told as a clock does; the exact one behind it. */
export const moment = (time, withSeconds) => h('time', { datetime: time, title: time }, clock(time, withSeconds));

/** When a URL ends: what its policy says, where that is before its own end. Null for never. */
export const endOf = (url) => url.ends_at ?? url.expires_at;

const EFFECTS = {
  read: ['Reads', 'read'],
  mutate: ['Changes', 'mutate'],
  destroy: ['Destroys', 'destroy'],
};

/** What a URL, a tool or a call does, in one word. Each has a sign of its own besides its colour. */
export function effect(name, word) {
  const [told, kind] = EFFECTS[name] ?? ['Nothing', 'none'];
  return h('span', { class: `effect ${kind}` }, word ?? told);
}

/** What URLs can do, counted: 3 only read, 1 can destroy. */
export function effectsOf(urls) {
  const words = { read: 'only read', mutate: 'can change', destroy: 'can destroy' };
  const told = Object.entries(words).map(([name, word]) => [urls.filter((url) => url.effect === name).length, word]);
  return told
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${number === 1 ? word.replace('read', 'reads') : word}`)
    .join(', ');
}

/** What is left of a URL's time: a bar and words. It goes on by itself, until the page is left. */
export function timeLeft(url) {
  const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span'));
  const words = h('span', { class: 'words' });
  const place = h('span', { class: 'left', 'data-live': '' }, bar, words);
  place.refresh = () => {
    const end = endOf(url);
    const left = end ? at(end) - now() : Infinity;
    const whole = end ? Math.max(1, at(end) - at(url.created_at)) : 1;
    const share = end ? Math.min(1, Math.max(0, left / whole)) : 1;
    bar.firstChild.style.setProperty('inline-size', `${(share * 100).toFixed(1)}%`);
    place.classList.toggle('low', left > 0 && left < 900);
    place.classList.toggle('over', left <= 0);
    words.textContent = end ? (left <= 0 ? 'over' : `${span(left)} left`) : 'no end';
    place.title = end ?? 'It ends when somebody revokes it';
  };
  place.refresh();
  return place;
}

/** Whether its time is over. */
export const isOver = (url) => endOf(url) !== null && at(endOf(url)) <= now();

/** An id, short enough for a row. */
export const shortId = (id) => (id.length > 14 ? `${id.slice(0, 12)}…` : id);

/** Counts things: 1 URL, 2 URLs. */
export const count = (number, one, many) => `${number.toLocaleString('en')} ${number === 1 ? one : (many ?? `${one}s`)}`;

/** What a scope lets in, in words. */
export function scopeWords(scope) {
  if (!scope) return 'everything';
  const each = Object.entries(scope);
  if (each.some(([, one]) => !Array.isArray(one))) return each.map(([id, one]) => `${id}: ${one === 'all' ? 'everything' : scopeWords(one)}`).join('; ');
  const said = { tags: 'tagged', organization_tools: 'and of the organization' };
  return each
    .filter(([, entries]) => entries.length)
    .map(([name, entries]) => `${said[name] ?? name.replaceAll('_', ' ')} ${entries.join(', ')}`)
    .join('; ');
}
