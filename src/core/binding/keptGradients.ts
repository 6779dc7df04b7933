import { matchGradients, type MatchedGradient } from './gradients';
import type { Source, Step } from './plan';
import type { Session } from './session';
import type { FoundTensor } from './tensors';
import { scalarValue } from './values';

export interface Kept {
  readonly found: readonly (MatchedGradient | null)[];
  /** True if a second call adds to the first, so that only the change of what is kept is the gradient. */
  readonly accumulates: boolean;
}

/**
 * Gradients that the object keeps. They are computed twice: where the second time adds to the first, what is kept is
 * not the gradient but the sum of all calls so far.
 */
export async function keptGradients(
  tensors: readonly FoundTensor[],
  instance: Source,
  steps: readonly Step[],
  session: Session,
): Promise<Kept> {
  const scalars: number[] = [];
  const look = async (): Promise<readonly (MatchedGradient | null)[]> => {
    for (const step of steps) scalars.push(scalarValue(await session.run(step)));
    const value = await session.run({ slot: 'instance', value: instance });
    return matchGradients(tensors, [{ name: null, source: instance, value, onlyMarked: true }]);
  };
  const [first, second] = [await look(), await look()];
  const repeats = steps.every((_, index) => Object.is(scalars[index], scalars[index + steps.length]));
  return { found: second, accumulates: repeats && changed(first, second) };
}

function changed(
  first: readonly (MatchedGradient | null)[],
  second: readonly (MatchedGradient | null)[],
): boolean {
  const extent = (match: MatchedGradient | null | undefined): number => {
    if (match?.value.type !== 'array') return 0;
    return Math.max(Math.abs(Number(match.value.min)), Math.abs(Number(match.value.max)));
  };
  return first.some((match, index) => {
    const [before, after] = [extent(match), extent(second[index])];
    return Math.abs(after - before) > 1e-6 * Math.max(before, after);
  });
}

/**
 * Values whose name alone says that they are parameters, and that get no gradient: one of a family that does (`b2`
 * beside `b1`), or a plain weight or bias, is missing its gradient; anything else was no parameter.
 */
export function withoutMistaken(
  tensors: readonly FoundTensor[],
  gradients: readonly (MatchedGradient | null)[],
): readonly boolean[] {
  const stem = (tensor: FoundTensor): string =>
    (tensor.key.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '').replace(/\d+$/, '');
  const families = new Set(tensors.filter((_, index) => gradients[index] !== null).map(stem));
  return tensors.map((tensor, index) => {
    const plain = /^[wb]$/.test(stem(tensor)) && tensor.value.type === 'array';
    return gradients[index] !== null || plain || families.has(stem(tensor));
  });
}
