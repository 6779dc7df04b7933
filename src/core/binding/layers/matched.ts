import { matchGradients, type MatchedGradient } from '../gradients';
import { isNumeric, sameUpToOnes, shapeOf } from '../values';
import type { FoundTensor } from '../tensors';
import type { Returned } from './returned';

/** For each tensor what the backward function returned for it, or null: by name, then by order and shape. */
export function matchReturned(
  tensors: readonly FoundTensor[],
  returned: readonly Returned[],
): readonly (MatchedGradient | null)[] {
  const holders = returned.map(({ name, source, value }) => ({ name, source, value, onlyMarked: false }));
  const matches = [...matchGradients(tensors, holders)];
  const taken = (one: Returned): boolean =>
    matches.some((match) => match !== null && JSON.stringify(match.source) === JSON.stringify(one.source));
  const rest = returned.filter((one) => isNumeric(one.value) && !taken(one));
  const open = [...tensors.keys()].filter((index) => matches[index] === null);
  const fits = (index: number, one: Returned): boolean =>
    sameUpToOnes(shapeOf(one.value) ?? [], tensors[index]!.shape);
  const inOrder = rest.length === open.length;
  for (const one of rest) {
    const choices = open.filter((index) => matches[index] === null && fits(index, one));
    const rivals = rest.filter((other) => other !== one && choices.some((index) => fits(index, other)));
    // Where several would do, in the order of the arguments: dx comes before dy.
    if (choices.length === 0 || !(inOrder || (choices.length === 1 && rivals.length === 0))) continue;
    const index = choices[0]!;
    matches[index] = { source: one.source, value: one.value, name: tensors[index]!.key };
  }
  return matches;
}

/** How well the gradients suit their tensors; the higher the better. */
export function fitness(
  tensors: readonly FoundTensor[],
  matches: readonly (MatchedGradient | null)[],
): { readonly fitting: number; readonly unfit: number } {
  let fitting = 0;
  let unfit = 0;
  matches.forEach((match, index) => {
    if (match === null || match.value.type === 'none') return;
    const shape = shapeOf(match.value);
    if (shape !== null && sameUpToOnes(shape, tensors[index]!.shape)) fitting += 1;
    else unfit += 1;
  });
  return { fitting, unfit };
}
