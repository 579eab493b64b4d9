// What the form of a URL is made of.

import { h } from './dom.js';
import { effect } from './format.js';

/** What people mint URLs for. */
export const PRESETS = [
  { name: 'look', label: 'Look around', hint: 'Read what there is and why it is so.', methods: ['read'], tags: ['core'] },
  {
    name: 'incident',
    label: 'Work an incident',
    hint: 'Read, lock, run, apply, set variables. Deletes nothing.',
    methods: ['read', 'create', 'update', 'custom'],
    tags: ['core'],
  },
  {
    name: 'review',
    label: 'Review plans',
    hint: 'Read runs, plans, policies and state.',
    methods: ['read'],
    tags: ['core', 'runs', 'plans', 'policies', 'policy-checks', 'policy-evaluations', 'cost-estimates', 'state'],
  },
  { name: 'everything', label: 'Everything', hint: 'Every tool that the account lets a URL have.', methods: ['*'], tags: ['*'] },
];

/** The methods, each with what it does. */
export const METHODS = [
  ['read', 'has no side effect'],
  ['create', 'makes things'],
  ['update', 'sets attributes'],
  ['delete', 'deletes things'],
  ['custom', 'applies, locks, overrides'],
];

/** Choices as cards, of which one is taken. */
export function cards(name, choices, first) {
  const made = choices.map(([value, label, hint]) =>
    h(
      'label',
      { class: 'choice' },
      h('input', { type: 'radio', name, value, checked: value === first }),
      h('span', {}, h('b', {}, label), hint ? h('small', {}, hint) : null),
    ),
  );
  const inputs = made.map((label) => label.querySelector('input'));
  return {
    choices: made,
    value: () => inputs.find((input) => input.checked)?.value,
    choose: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/** How many tools there are of each effect. */
export function effectCounts(tools) {
  if (new Set(tools.map((tool) => tool.effect)).size < 2) return '';
  return h(
    'ul',
    { class: 'counts' },
    ['read', 'mutate', 'destroy']
      .map((name) => [name, tools.filter((tool) => tool.effect === name).length])
      .filter(([, number]) => number > 0)
      .map(([name, number]) => h('li', {}, effect(name), ` ${number}`)),
  );
}

/** What a scope matches now, in words. */
export function matchWords(matches) {
  const each = Object.entries(matches);
  const several = each.length > 0 && each.every(([, found]) => found !== null && typeof found === 'object');
  const all = each.flatMap(([name, found]) =>
    several ? Object.entries(found).map(([kind, number]) => [`${name}: `, kind, number]) : [['', name, found]],
  );
  const parts = all.map(([whose, kind, number]) =>
    number === null ? `${whose}${kind}: not known` : `${whose}${number} ${number === 1 ? kind.replace(/s$/, '') : kind}`,
  );
  return `In reach now: ${parts.join(', ')}.${all.every(([, , number]) => number === 0) ? ' Is a name misspelt?' : ''}`;
}

/** Names are parted by commas; those of projects may have spaces. */
export const words = (text, withSpaces) =>
  text
    .split(withSpaces ? /\s*,\s*/ : /[,\s]+/)
    .map((word) => word.trim())
    .filter(Boolean);

/** Whether the methods of a config have one. */
export const covers = (methods, one) =>
  methods.includes('*') ||
  methods.includes(one) ||
  (one === 'read' ? ['list', 'get'].every((name) => methods.includes(name)) : one !== 'custom' && methods.includes('write'));
