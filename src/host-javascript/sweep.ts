import type { SweepReply, SweepRequest } from '../core/model';
import { putBackAll, tensorAt, type BoundModel, type HostTensor } from './boundModel';
import { checkRange } from './directions';
import { HostError } from './failures';
import { costOrNaN } from './points';
import { eachWithin } from './timeLimit';

/** J on both sides (or one side) of each component: the tight loop of the exhaustive method. */
export function sweep(model: BoundModel, { tensor, components, step, scheme }: SweepRequest): SweepReply {
  const moved = tensorAt(model, tensor);
  const { storage, base } = moved;
  const indices = 'start' in components ? range(components.start, components.count) : components;
  for (const index of indices) checkRange(index, 1, storage.size);
  if (scheme === 'complex') return complexSweep(model, moved, indices, step);
  const central = scheme === 'central';
  const plus = new Float64Array(indices.length);
  const minus = new Float64Array(central ? indices.length : 0);
  const width = new Float64Array(indices.length);
  try {
    eachWithin(model.timeLimit, indices.length, (n) => {
      const index = indices[n] ?? 0;
      const x = base[index] ?? NaN;
      const h = step * Math.max(1, Math.abs(x));
      storage.set(index, x + h);
      const above = storage.get(index); // as stored, which may have fewer digits
      plus[n] = costOrNaN(model);
      let below = x;
      if (central) {
        storage.set(index, x - h);
        below = storage.get(index);
        minus[n] = costOrNaN(model);
      }
      storage.set(index, x);
      width[n] = above - below;
    });
  } catch (error) {
    putBackAll(model);
    throw error;
  }
  return { plus, minus, width };
}

/** Im J at a complex step of each component. The parameters stay as they are. */
function complexSweep(
  { imaginaryCost, timeLimit }: BoundModel,
  tensor: HostTensor,
  indices: readonly number[],
  step: number,
): SweepReply {
  if (imaginaryCost === null)
    throw new HostError({ kind: 'not-complex', message: 'its numbers are real, as all of JavaScript' });
  const width = Float64Array.from(
    indices,
    (index) => step * Math.max(1, Math.abs(tensor.base[index] ?? NaN)),
  );
  const plus = new Float64Array(indices.length);
  eachWithin(timeLimit, indices.length, (n) => {
    plus[n] = imaginaryCost(tensor, indices[n] ?? 0, width[n] ?? NaN);
  });
  return { plus, minus: new Float64Array(), width };
}

function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}
