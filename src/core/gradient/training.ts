import { float64Block } from '../float64Block';
import type { Model, Perturbation, Point } from '../model';

/** Where gradient descent with the model's own gradients leads. */
export interface Descent {
  /** From the original parameters to where it ended. */
  readonly point: Point;
  /** Steps that were made: fewer than were asked for where no further one lowers the cost. */
  readonly steps: number;
  /** Of the last step. */
  readonly learningRate: number;
  readonly costBefore: number;
  readonly costAfter: number;
}

const mostHalvings = 60;

/**
 * Steps of gradient descent, θ ← θ − αĝ for all tensors at once. α is halved until the cost falls, and further as long as
 * it then falls more; each step begins with twice the α of the step before. Only differences of costs and the size of the
 * parameters count, so the scale of the cost does not matter. The base point is left where the descent ended.
 */
export async function descend(model: Model, steps: number): Promise<Descent> {
  const displacement = model.tensors.map(({ size }) => new Float64Array(size));
  const costBefore = model.baseCosts[0];
  let [cost, learningRate, made] = [costBefore, 0, 0];
  for (; made < steps; made++) {
    const gradients = await gradientsOf(model);
    if (gradients === null) break;
    const first = made === 0 ? firstRate(model, gradients) : 2 * learningRate;
    const found = await lineSearch(model, gradients, first, cost);
    if (found === null) break;
    learningRate = found.rate;
    gradients.forEach((gradient, tensor) =>
      gradient?.forEach((value, i) => (displacement[tensor]![i]! -= learningRate * value)),
    );
    cost = (await model.move(pointOf(displacement, 1))).cost;
  }
  return {
    point: pointOf(displacement, 1),
    steps: made,
    learningRate,
    costBefore,
    costAfter: cost,
  };
}

type Gradients = readonly (Float64Array | null)[];

/** ĝ at the base point; null if nothing of it can be followed. */
async function gradientsOf(model: Model): Promise<Gradients | null> {
  const gradients: (Float64Array | null)[] = [];
  for (const [tensor, { gradient, size }] of model.tensors.entries()) {
    const values = gradient?.fits ? await model.values('gradient', tensor, 0, size) : null;
    gradients.push(values?.length === size ? values : null);
  }
  const all = gradients.flatMap((values) => (values === null ? [] : [values]));
  const usable = all.every((values) => values.every(Number.isFinite));
  return usable && all.some((values) => values.some((value) => value !== 0)) ? gradients : null;
}

/** α of a step as long as the parameters, or of root mean square 1 where these are smaller. */
function firstRate(model: Model, gradients: Gradients): number {
  const slopes = gradients.flatMap((values) =>
    values === null ? [] : [values.filter((value) => value !== 0)],
  );
  const largest = slopes.reduce((most, values) => values.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0);
  let [square, count] = [0, 0];
  for (const values of slopes) {
    for (const value of values) square += (value / largest) ** 2;
    count += values.length;
  }
  const size = Math.hypot(...model.tensors.map(({ norm }) => norm));
  return Math.max(size, Math.sqrt(count)) / (largest * Math.sqrt(square));
}

async function lineSearch(
  model: Model,
  gradients: Gradients,
  first: number,
  cost: number,
): Promise<{ readonly rate: number } | null> {
  let best: { readonly rate: number; readonly cost: number } | null = null;
  let rate = first;
  for (let halvings = 0; halvings <= mostHalvings; halvings++, rate /= 2) {
    const [there] = await model.costs([pointOf(gradients, -rate)]);
    if (there! < (best?.cost ?? cost)) best = { rate, cost: there! };
    else if (best !== null) return best;
  }
  return best;
}

/** The sum over the tensors of step times values. */
function pointOf(values: Gradients, step: number): Point {
  return values.flatMap((each, tensor): Perturbation[] =>
    each === null || each.every((value) => value === 0)
      ? []
      : [{ direction: { kind: 'values', tensor, start: 0, data: float64Block(each) }, step }],
  );
}
