import { presets } from '../../src/core/activation/laboratory/presets';
import type { LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import { asReinitialization, isFactor, type Way, ways, wayText } from '../activations/question';
import { functionNames } from '../activations/words';
import { h } from '../shared/dom';
import {
  fieldProblem,
  formats,
  functions,
  type NumberField,
  numberFields,
  sameSettings,
  wayOf,
} from './settingsFields';

/** The fields of the laboratory, and the textbook's examples as buttons. */
export interface Controls {
  readonly element: HTMLElement;
  /** Shows settings that did not come from the fields. */
  show(settings: LaboratorySettings): void;
}

/**
 * @param changed gets the settings after every change that they can be run with
 * @param wrong gets what is wrong with a field, or an empty text
 */
export function controls(
  first: LaboratorySettings,
  changed: (settings: LaboratorySettings) => void,
  wrong: (text: string) => void,
): Controls {
  let settings = first;
  const change = (part: Partial<LaboratorySettings>) => {
    settings = { ...settings, ...part };
    wrong('');
    mark();
    changed(settings);
  };

  const numbers = numberFields.map((field) =>
    numberInput(field, (value) => change({ [field.key]: value }), wrong),
  );
  const activation = select(
    'Activation φ',
    functions.map((name) => [name, functionNames[name]] as const),
    (value) => change({ activation: value }),
  );
  const format = select(
    'Format',
    formats.map((name) => [name, name] as const),
    (value) => change({ format: value }),
  );
  const way = select(
    'Initialization',
    ways.map((one) => [one, labWay(one)] as const),
    (value) => change({ how: asReinitialization({ way: value, factor: wayOf(settings.how).factor }) }),
  );
  const factor = numberInput(
    {
      key: 'factor',
      label: 'Factor',
      meaning: 'The scheme times this number; c of c · I',
      least: -1e6,
      most: 1e6,
      whole: false,
    },
    (value) =>
      isFactor(value)
        ? change({ how: asReinitialization({ way: wayOf(settings.how).way, factor: value }) })
        : wrong('The factor is a number other than zero.'),
    wrong,
  );
  const examples = presets.map((preset) => ({
    preset,
    button: h(
      'button',
      {
        type: 'button',
        class: 'toggle',
        title: preset.says,
        onclick: () => {
          settings = preset.settings;
          show(settings);
          wrong('');
          changed(settings);
        },
      },
      preset.name,
    ),
  }));
  const says = h('p', { class: 'quiet says' });
  const mark = () => {
    const now = examples.find(({ preset }) => sameSettings(preset.settings, settings));
    for (const one of examples) one.button.setAttribute('aria-pressed', String(one === now));
    says.textContent = now?.preset.says ?? 'Your own settings.';
    factor.element.hidden = wayOf(settings.how).way === 'lsuv';
  };
  const show = (next: LaboratorySettings) => {
    settings = next;
    numberFields.forEach(({ key }, i) => numbers[i]!.show(next[key]));
    activation.show(next.activation);
    format.show(next.format);
    const { way: chosen, factor: times } = wayOf(next.how);
    way.show(chosen);
    factor.show(times);
    mark();
  };
  show(first);
  const [depth, width, many, bias, seed] = numbers.map(({ element }) => element);
  const element = h(
    'section',
    { class: 'settings', 'aria-label': 'Settings' },
    h(
      'div',
      { class: 'presets', role: 'group', 'aria-label': 'Examples of the textbook' },
      ...examples.map(({ button }) => button),
    ),
    says,
    h(
      'div',
      { class: 'fields' },
      depth,
      width,
      activation.element,
      way.element,
      factor.element,
      bias,
      many,
      format.element,
      seed,
    ),
  );
  return { element, show };
}

function labWay(way: Way): string {
  return way === 'factor' ? 'normal × c' : way === 'lsuv' ? 'LSUV' : wayText(way);
}

interface Input<T> {
  readonly element: HTMLElement;
  show(value: T): void;
}

function numberInput(
  field: Omit<NumberField, 'key'> & { readonly key: string },
  changed: (value: number) => void,
  wrong: (text: string) => void,
): Input<number> {
  const { label, meaning, least, most, whole } = field;
  const input = h('input', {
    class: 'field',
    type: 'number',
    min: least,
    max: most,
    step: whole ? 1 : 'any',
    oninput: () => {
      const value = input.value === '' ? NaN : Number(input.value);
      const problem = fieldProblem(field as NumberField, value);
      input.setAttribute('aria-invalid', String(problem !== null));
      if (problem === null) changed(value);
      else wrong(problem);
    },
  });
  return {
    element: h('label', { class: 'setting', title: meaning }, h('span', { class: 'quiet' }, label), input),
    show(value) {
      input.value = String(value);
      input.setAttribute('aria-invalid', 'false');
    },
  };
}

function select<T extends string>(
  label: string,
  options: readonly (readonly [value: T, text: string])[],
  changed: (value: T) => void,
): Input<T> {
  const input = h(
    'select',
    { class: 'field', onchange: () => changed(options[input.selectedIndex]![0]) },
    ...options.map(([value, text]) => h('option', { value }, text)),
  );
  return {
    element: h('label', { class: 'setting' }, h('span', { class: 'quiet' }, label), input),
    show: (value) => (input.value = value),
  };
}
