import type { Point } from '../core/model';
import { putBackAll, putBackGuarded, tensorAt, type BoundModel } from './boundModel';
import type { Directions } from './directions';
import { endsTheRun } from './failures';
import { eachWithin } from './timeLimit';

/** J at each point. The parameters are perturbed where the model keeps them, and put back exactly. */
export function costsAt(model: BoundModel, directions: Directions, points: readonly Point[]): Float64Array {
  const costs = new Float64Array(points.length);
  try {
    eachWithin(model.timeLimit, points.length, (index) => {
      const point = points[index] ?? [];
      apply(model, directions, point);
      costs[index] = costOrNaN(model);
      putBack(model, point);
    });
  } catch (error) {
    putBackAll(model);
    throw error;
  }
  return costs;
}

/** J with the components as they are; NaN where the model raises or J is not a number. */
export function costOrNaN(model: BoundModel): number {
  let cost = NaN;
  try {
    cost = model.evaluate();
  } catch (error) {
    if (endsTheRun(error)) throw error;
  }
  putBackGuarded(model);
  return cost;
}

/** Adds the perturbations of a point to the components. */
export function apply(model: BoundModel, directions: Directions, point: Point): void {
  for (const { direction, step } of point) {
    const { storage } = tensorAt(model, direction.tensor);
    const { start, values } = directions.vector(direction);
    for (let i = 0; i < values.length; i++) {
      storage.set(start + i, storage.get(start + i) + step * (values[i] ?? NaN));
    }
  }
}

/** Undoes `apply` with the saved numbers: one for a component, the tensor's copy for a direction. */
function putBack(model: BoundModel, point: Point): void {
  for (const { direction } of point) {
    const { storage, base } = tensorAt(model, direction.tensor);
    if (direction.kind === 'component') storage.set(direction.index, base[direction.index] ?? NaN);
    else storage.restore(base);
  }
}
