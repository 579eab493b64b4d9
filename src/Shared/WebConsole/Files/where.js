// Which accounts a URL has, and what it reaches at each: fields that the API names, for whatever systems the accounts are of.

import { field, group, h, tick } from './dom.js';
import { words } from './parts.js';

/** The accounts beside the first, and the fields of scopes. What was asked for is what a grant begins with. */
export function wherePlace(known, given, changed) {
  const ticks = h('div');
  const fields = h('div');
  let home = known[0];
  let inputs = new Map();
  let drawn = '';

  // A URL has one account of each system, so that a tool's name says where it acts.
  function choices() {
    const others = given.accounts
      ? given.accounts.map((id) => ({ id }))
      : known.filter((one) => one.id !== home.id && one.integration !== home.integration);
    const box = (one) => tick(one.id, { value: one.id, checked: given.accounts !== undefined, change: (event) => choose(event.target, one) });
    ticks.replaceChildren(
      ...(others.length ? [group('/config/accounts', 'And the tools of', others.map(box), 'At the first call after their end they go; the others stay.')] : []),
    );
  }

  function choose(box, one) {
    if (box.checked && one.integration) {
      for (const other of ticks.querySelectorAll('input')) {
        if (other !== box && known.find(({ id }) => id === other.value)?.integration === one.integration) other.checked = false;
      }
    }
    changed();
  }

  const scopeOf = (id) => (given.accounts ? (given.scope?.[id] === 'all' ? null : given.scope?.[id]) : id === home.id ? given.scope : null);

  return {
    ticks,
    fields,

    /** Begins anew with another account. */
    at(account) {
      home = account;
      choices();
    },

    /** The accounts beside it. */
    others: () => [...ticks.querySelectorAll('input:checked')].map((box) => box.value),

    /** Draws the fields that scopes have, if they are others than before: by account, as a preview tells them. */
    draw(members) {
      const several = Object.keys(members).length > 1;
      if (JSON.stringify(members) === drawn) return;
      drawn = JSON.stringify(members);
      const before = inputs;
      inputs = new Map();
      fields.replaceChildren(
        ...Object.entries(members).map(([id, all]) => {
          const own = new Map(
            all.map((member) => {
              const was = before.get(id)?.get(member.name)?.input.value ?? scopeOf(id)?.[member.name]?.join(', ') ?? '';
              const input = h('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: member.example ?? '', value: was });
              return [member.name, { ...member, input }];
            }),
          );
          inputs.set(id, own);
          const columns = h(
            'div',
            { class: 'columns' },
            [...own.values()].map(({ name, label, input }) => field(`/config/scope/${several ? `${id}/` : ''}${name}`, label, input)),
          );
          return several ? group(`/config/scope/${id}`, id, all.length ? columns : h('p', { class: 'hint' }, 'All that its credential reaches.')) : columns;
        }),
      );
    },

    /** What a config says of it. What has no field stays as it was given. */
    config() {
      const others = this.others();
      const scopes = [home.id, ...others].map((id) => {
        const own = inputs.get(id);
        const kept = Object.entries(scopeOf(id) ?? {}).filter(([name]) => !own?.has(name));
        const said = [...(own?.values() ?? [])]
          .map(({ name, with_spaces: spaced, input }) => [name, words(input.value, spaced)])
          .filter(([, values]) => values.length > 0);
        return [id, Object.fromEntries([...said, ...kept])];
      });
      if (others.length > 0) {
        return { accounts: others, scope: Object.fromEntries(scopes.map(([id, scope]) => [id, Object.keys(scope).length ? scope : 'all'])) };
      }
      const [[, scope]] = scopes;
      return Object.keys(scope).length > 0 ? { scope } : {};
    },
  };
}

/** The methods that the policies of all allow. */
export function commonMethods(policies) {
  return policies.reduce(
    (all, { methods }) => (all.includes('*') ? methods : methods.includes('*') ? all : all.filter((one) => methods.includes(one))),
    ['*'],
  );
}
