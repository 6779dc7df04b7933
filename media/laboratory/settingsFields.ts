import type { ElementwiseFunction } from '../../src/core/activation/functions';
import { activationFunctions } from '../../src/core/activation/network';
import { presets } from '../../src/core/activation/laboratory/presets';
import type { LaboratoryFormat, LaboratorySettings } from '../../src/core/activation/laboratory/settings';
import type { Reinitialization } from '../../src/core/activation/schemes';
import { fieldsOf } from '../activations/arrangement';
import { asReinitialization, isFactor, type Way, ways } from '../activations/question';

/** The fields of the laboratory and what they may hold. No DOM. */

export interface NumberField {
  readonly key: 'depth' | 'width' | 'examples' | 'bias' | 'seed';
  readonly label: string;
  readonly meaning: string;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

export const numberFields: readonly NumberField[] = [
  { key: 'depth', label: 'Layers', meaning: 'Number of layers', least: 1, most: 1000, whole: true },
  {
    key: 'width',
    label: 'Units',
    meaning: 'Units of each layer, and number of inputs',
    least: 2,
    most: 1000,
    whole: true,
  },
  {
    key: 'examples',
    label: 'Examples',
    meaning: 'Standard normal inputs',
    least: 1,
    most: 1000,
    whole: true,
  },
  {
    key: 'bias',
    label: 'Bias σ',
    meaning: 'Standard deviation of the normal biases; 0 for none',
    least: 0,
    most: 1000,
    whole: false,
  },
  { key: 'seed', label: 'Seed', meaning: 'Of all random numbers', least: 0, most: 2 ** 31 - 1, whole: true },
];

export const functions = activationFunctions.filter(
  (name): name is ElementwiseFunction => name !== 'softmax',
);
export const formats: readonly LaboratoryFormat[] = ['float64', 'float32', 'float16'];

export const freshSettings: LaboratorySettings = presets[0]!.settings;

/** What a field may not hold, as a sentence; null if it may. */
export function fieldProblem({ label, least, most, whole }: NumberField, value: number): string | null {
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return null;
  return `${label} is a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`;
}

/** Which of the ways the weights are made, and the factor; 1 where there is none. */
export function wayOf(how: Reinitialization): { readonly way: Way; readonly factor: number } {
  switch (how.kind) {
    case 'scheme':
      return { way: how.scheme, factor: how.factor };
    case 'lsuv':
      return { way: 'lsuv', factor: 1 };
    default:
      return { way: how.kind, factor: how.factor };
  }
}

/** Takes over what is sound of kept settings; everything else starts fresh. */
export function restoredSettings(kept: unknown): LaboratorySettings {
  const value = fieldsOf(kept);
  const number = (key: NumberField['key']): number => {
    const field = numberFields.find((one) => one.key === key)!;
    const there = value[key];
    return typeof there === 'number' && fieldProblem(field, there) === null ? there : freshSettings[key];
  };
  const how = fieldsOf(value['how']);
  const way = ways.find((one) => one === (how['kind'] === 'scheme' ? how['scheme'] : how['kind']));
  const factor = how['factor'];
  return {
    depth: number('depth'),
    width: number('width'),
    examples: number('examples'),
    bias: number('bias'),
    seed: number('seed'),
    activation: functions.find((one) => one === value['activation']) ?? freshSettings.activation,
    how:
      way === undefined
        ? freshSettings.how
        : asReinitialization({ way, factor: typeof factor === 'number' && isFactor(factor) ? factor : 1 }),
    format: formats.find((one) => one === value['format']) ?? freshSettings.format,
  };
}

export function sameSettings(a: LaboratorySettings, b: LaboratorySettings): boolean {
  const [one, other] = [wayOf(a.how), wayOf(b.how)];
  return (
    numberFields.every(({ key }) => a[key] === b[key]) &&
    a.activation === b.activation &&
    a.format === b.format &&
    one.way === other.way &&
    one.factor === other.factor
  );
}
