import type { FoundData } from './data';
import { examplesOf } from './dataChoices';
import { Generator } from '../random';
import type { Source } from './plan';
import type { Session } from './session';
import { shapeOf } from './values';

/** Some of the examples of large data, seeded, so that a check of them takes seconds where all would take hours. */

/** Names of the slots; a plan that uses none of them gets its data in another way. */
const slots = { inputs: 'some of the inputs', labels: 'some of the labels' } as const;

/** True if a plan is given some of the data. */
export function usesSubset(plan: unknown): boolean {
  return JSON.stringify(plan).includes(`"${slots.inputs}"`);
}

/** The same data with that many of their examples; as they are where these cannot be told or are not more. */
export async function subsetOf(
  data: FoundData,
  count: number,
  seed: number,
  session: Session,
): Promise<FoundData> {
  const labels = data.labelsValue;
  const labelShape = labels === null ? null : shapeOf(labels);
  const total = examplesOf(data.inputsShape, labelShape);
  if (total === null || total <= count || data.labels === null || labels?.type !== 'array') return data;
  const indices = chosen(total, count, seed);
  const take = async (slot: string, from: Source, shape: readonly number[]) => {
    const axis = shape[0] === total ? 0 : shape.length - 1;
    await session.run({ slot, take: from, axis, indices });
    const taken = shape.map((length, at) => (at === axis ? count : length));
    return { source: { from: 'slot', slot } as const, shape: taken };
  };
  const inputs = await take(slots.inputs, data.inputs, data.inputsShape);
  const some = await take(slots.labels, data.labels, labelShape!);
  return {
    ...data,
    inputs: inputs.source,
    inputsShape: inputs.shape,
    labels: some.source,
    // Its range stays: it tells how many classes there are.
    labelsValue: { ...labels, shape: some.shape },
    how: `${data.how}, ${count} of ${total} examples`,
  };
}

/** Distinct indices in order. */
function chosen(total: number, count: number, seed: number): readonly number[] {
  const generator = new Generator(seed * 7919 + 5);
  const found = new Set<number>();
  while (found.size < count) found.add(generator.whole(total));
  return [...found].sort((a, b) => a - b);
}
