import { decimal } from '../format';
import type { TensorCheck } from './assess';
import type { Counts } from './constantFactor';
import { proportionTo, type Proportion } from './proportion';

/**
 * A regularization term that cost and gradient do not share. J with ½c Σ θ² more has a gradient with c·θ more; J with
 * c Σ |θ| more, one with c·sign θ more. So an error in proportion to θ, or to its signs, tells which term it is.
 */

export interface Penalty {
  readonly norm: 'L2' | 'L1';
  /** c of ĝ − g = c·θ or c·sign θ: negative where the gradient lacks the term, positive where the cost does. */
  readonly factor: number;
  /** Indices in `check.tensors` of the gradients that this explains, in order. */
  readonly tensors: readonly number[];
}

/** Constants of tensors that share one differ by no more than rounding. */
const alike = 1e-4;
/** Fewer numbers are too easily a multiple of others. */
const fewestComponents = 3;

/**
 * The penalties that explain the whole error of gradients that are not right.
 * @param parameters θ of each of the tensors
 */
export function penaltiesOf(
  tensors: readonly TensorCheck[],
  parameters: readonly Float64Array[],
): readonly Penalty[] {
  const off = [...tensors.keys()].filter((i) =>
    ['wrong', 'suspicious'].includes(tensors[i]!.decision.verdict),
  );
  const fitted = (i: number, norm: Penalty['norm']): Fitted | null => {
    const theta = parameters[i]!;
    const proportion = proportionTo(norm === 'L2' ? theta : theta.map(Math.sign), tensors[i]!);
    return proportion && { ...proportion, norm, tensor: i };
  };
  // What is a multiple of the true gradient is better said so; a single number always is one.
  const several = off
    .filter((i) => parameters[i]!.length > 1 && tensors[i]!.fit === null)
    .flatMap((i) => fitted(i, 'L2') ?? fitted(i, 'L1') ?? []);
  const groups: Fitted[][] = [];
  for (const one of several) {
    const group = groups.find(([first]) => isSame(first!, one));
    if (group) group.push(one);
    else groups.push([one]);
  }
  const sure = groups.filter(
    (group) => group.reduce((sum, { components }) => sum + components, 0) >= fewestComponents,
  );
  for (const i of off.filter((one) => parameters[one]!.length === 1))
    for (const group of sure) {
      const one = fitted(i, group[0]!.norm);
      if (one !== null && isSame(group[0]!, one)) group.push(one);
    }
  return sure.map((group) => ({
    norm: group[0]!.norm,
    factor: group[0]!.factor,
    tensors: group.map(({ tensor }) => tensor).sort((a, b) => a - b),
  }));
}

interface Fitted extends Proportion {
  readonly norm: Penalty['norm'];
  readonly tensor: number;
}

function isSame(a: Fitted, b: Fitted): boolean {
  return a.norm === b.norm && isNear(a.factor, b.factor);
}

/** Predicate of the names of the gradients: "leave out the L2 penalty of the cost: they lack 0.07 × W (λ/m)". */
export function penaltyText(penalty: Penalty, parameterNames: readonly string[], counts: Counts): string {
  const { norm, factor } = penalty;
  const several = parameterNames.length > 1;
  const verb = (one: string, more: string) => (several ? more : one);
  const they = verb('it', 'they');
  const W = parameterText(parameterNames);
  const of = norm === 'L2' ? W : `sign(${W})`;
  const strengths = namedStrengths(counts);
  const size = Math.abs(factor);
  const named = strengths.find(({ value }) => isNear(size, value))?.name;
  const amount = `${brief(size)} × ${of}${named === undefined ? '' : ` (${named})`}`;
  const swapped = named === undefined ? swappedStrengths(factor, strengths) : null;
  if (swapped !== null) {
    const { used, meant } = swapped;
    return (
      `${verb('takes', 'take')} ${used.name} × ${of} for the ${norm} penalty, where the cost has ${meant.name}: ` +
      `${brief(used.value)} instead of ${brief(meant.value)}`
    );
  }
  if (factor < 0) {
    const partly = named !== undefined && /^λ$|2/.test(named) ? ', or a part of it' : '';
    return `${verb('leaves', 'leave')} out the ${norm} penalty of the cost${partly}: ${they} ${verb('lacks', 'lack')} ${amount}`;
  }
  const half = named === undefined ? brief(size / 2) : halves[named]!;
  const term = norm === 'L2' ? `${half}·Σ ${W}²` : `${named ?? brief(size)}·Σ |${W}|`;
  return `${verb('holds', 'hold')} ${amount} more than the cost has: take it out of the gradient, or add ${term} to the cost`;
}

interface Strength {
  readonly name: string;
  readonly value: number;
}

/** What the derivative of a penalty may be multiplied by. */
function namedStrengths({ strengths = [], examples }: Counts): readonly Strength[] {
  return strengths
    .filter((value) => value > 0)
    .flatMap((value) => [
      ...(examples === null || examples < 2 ? [] : [{ name: 'λ/m', value: value / examples }]),
      { name: 'λ', value },
      ...(examples === null || examples < 2
        ? []
        : [
            { name: '2λ/m', value: (2 * value) / examples },
            { name: 'λ/2m', value: value / (2 * examples) },
          ]),
      { name: '2λ', value: 2 * value },
      { name: 'λ/2', value: value / 2 },
    ]);
}

/** λ where λ/m is meant, or the reverse. */
function swappedStrengths(
  factor: number,
  strengths: readonly Strength[],
): { readonly used: Strength; readonly meant: Strength } | null {
  for (const used of strengths)
    for (const meant of strengths)
      if (isNear(used.value - meant.value, factor) && used.name.includes('m') !== meant.name.includes('m'))
        return { used, meant };
  return null;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= alike * Math.abs(b);
}

/** `W1`; `W` of W1 and W2; `θ` of several others. */
function parameterText(names: readonly string[]): string {
  if (names.length === 1) return names[0]!;
  const stems = new Set(names.map((name) => name.replace(/^.*\./, '').replace(/[_\d]+$/, '')));
  const [stem] = stems;
  return stems.size === 1 && stem ? stem : 'θ';
}

/** Half of each strength: ½c Σ θ² has the derivative c·θ. */
const halves: Readonly<Record<string, string>> = {
  '2λ/m': 'λ/m',
  'λ/m': 'λ/2m',
  'λ/2m': 'λ/4m',
  '2λ': 'λ',
  λ: 'λ/2',
  'λ/2': 'λ/4',
};

/** Three significant digits, without trailing zeros. */
function brief(value: number): string {
  return decimal(Number(value.toPrecision(3)), 3)
    .replace(/(\.\d*?)0+(?=$| )/, '$1')
    .replace(/\.(?=$| )/, '');
}
