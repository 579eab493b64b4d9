// Elements out of words. Whatever others wrote comes in as a text node or an attribute's value, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: h('p', {class: 'hint', click: run}, 'text', child). A function among the members listens to the event of its name. */
export function h(name, members, ...children) {
  return build(document.createElement(name), members, children);
}

/** The same, of a drawing. */
export function svg(name, members, ...children) {
  return build(document.createElementNS(SVG, name), members, children);
}

function build(element, members, children) {
  for (const [name, value] of Object.entries(members ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'css') for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let ids = 0;

/** A name for an element that another one refers to. */
export const fresh = () => `e${++ids}`;

/** A button that shows that it works, and takes no second press meanwhile. */
export function button(text, run, members) {
  const element = h(
    'button',
    {
      type: 'button',
      ...members,
      click: async () => {
        if (element.getAttribute('aria-disabled') === 'true') return;
        element.setAttribute('aria-disabled', 'true');
        try {
          await run(element);
        } catch (problem) {
          tell(problem);
        } finally {
          element.removeAttribute('aria-disabled');
        }
      },
    },
    text,
  );
  return element;
}

/** Copies a text, and says so in its place for a moment. */
export function copyButton(text, label, name) {
  const shown = h('span', {}, label);
  const element = button(
    shown,
    async () => {
      await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
      shown.textContent = 'Copied';
      say(`${name ?? label}: copied`);
      setTimeout(() => {
        shown.textContent = label;
      }, 1600);
    },
    { class: 'quiet copy', 'aria-label': name },
  );
  return element;
}

/** A field: its label, what it takes, and, beside it, what the API says against it. */
export function field(pointer, label, control, hint) {
  const id = control.id || fresh();
  control.id = id;
  const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const told = hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null;
  control.setAttribute('aria-describedby', `${hint ? `${id}-hint ` : ''}${id}-error`);
  return h('div', { class: 'field', 'data-pointer': pointer }, h('label', { for: id }, label), control, told, error);
}

/** Several choices under one name. */
export function group(pointer, label, choices, hint, kind) {
  const id = fresh();
  const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  return h(
    'fieldset',
    { class: `field ${kind ?? ''}`, 'data-pointer': pointer, 'aria-describedby': `${id}-error` },
    h('legend', {}, label),
    hint ? h('p', { class: 'hint' }, hint) : null,
    h('div', { class: 'choices' }, choices),
    error,
  );
}

/** A box to tick. */
export function tick(label, members, hint) {
  return h(
    'label',
    { class: 'tick' },
    h('input', { type: 'checkbox', ...members }),
    h('span', {}, label, hint ? h('small', {}, hint) : null),
  );
}

/** Puts each error of a problem beside the field it concerns; what concerns none is answered. */
export function placeErrors(form, problem) {
  for (const place of form.querySelectorAll('[data-pointer]')) {
    const own = errorOf(place);
    own.hidden = true;
    own.textContent = '';
    for (const control of place.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }
  const rest = [];
  for (const error of problem?.errors ?? []) {
    const places = [...form.querySelectorAll('[data-pointer]')].filter((place) => isOf(error.pointer, place.dataset.pointer));
    const place = places.sort((one, other) => other.dataset.pointer.length - one.dataset.pointer.length)[0];
    if (!place) {
      rest.push(`${error.pointer} ${error.detail}`.trim());
      continue;
    }
    const own = errorOf(place);
    own.textContent = own.textContent ? `${own.textContent}; ${error.detail}` : error.detail;
    own.hidden = false;
    for (let around = place.closest('details'); around; around = around.parentElement.closest('details')) around.open = true;
    place.querySelector('input, select, textarea')?.setAttribute('aria-invalid', 'true');
  }
  if (problem && !problem.errors.length) rest.push(problem.message);
  return rest;
}

const errorOf = (place) => place.querySelector(':scope > .error');

const isOf = (pointer, place) => place !== '' && (pointer === place || pointer.startsWith(`${place}/`));

/** Asks before something that can't be taken back. True if it is wanted. */
export function confirm(title, body, action, kind = 'danger') {
  return new Promise((resolve) => {
    const id = fresh();
    const dialog = h(
      'dialog',
      {
        'aria-labelledby': id,
        close: () => {
          dialog.remove();
          resolve(dialog.returnValue === 'yes');
        },
      },
      h('h2', { id }, title),
      body,
      h(
        'div',
        { class: 'row end' },
        h('button', { type: 'button', autofocus: kind === 'danger', click: () => dialog.close('no') }, 'Cancel'),
        h('button', { type: 'button', class: kind, autofocus: kind !== 'danger', click: () => dialog.close('yes') }, action),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

const status = h('div', { class: 'toast', role: 'status' });
let hiding;

/** Says what was done, to eyes and to ears. */
export function say(text, isBad = false) {
  if (!status.isConnected) document.body.append(status);
  status.textContent = text;
  status.classList.toggle('bad', isBad);
  status.classList.add('shown');
  clearTimeout(hiding);
  hiding = setTimeout(() => status.classList.remove('shown'), isBad ? 12000 : 4000);
}

/** Says what went wrong, in the API's own words. */
export function tell(problem) {
  if (problem?.name !== 'AbortError') say(problem?.message ?? String(problem), true);
}

/** A place that says what went wrong there, and lets it be tried again. */
export function trouble(problem, again) {
  return h(
    'div',
    { class: 'notice bad', role: 'alert' },
    h('p', {}, h('strong', {}, problem.title ?? 'It did not work'), h('br'), problem.message),
    again ? button('Try again', again) : null,
  );
}
