import type { Model, Point, Tensor } from '../model';

/**
 * The same model seen from another point: its base point is the given one, and whatever is asked of it is asked there.
 * `model.move([])` ends that and restores the original parameters.
 */
export async function movedModel(model: Model, point: Point): Promise<Model> {
  const { cost } = await model.move(point);
  const [again] = await model.costs([[]]);
  const tensors: Tensor[] = [];
  for (const index of model.tensors.keys()) tensors.push(await tensorAt(model, index));
  return {
    tensors,
    baseCosts: [cost, again!],
    evaluationSeconds: model.evaluationSeconds,
    evaluationsAtOnce: model.evaluationsAtOnce ?? 1,
    costs: (points) => model.costs(points),
    sweep: (request) => model.sweep(request),
    directions: (directions) => model.directions(directions),
    values: (kind, tensor, start, count) => model.values(kind, tensor, start, count),
    move: (further) => model.move([...point, ...further]),
  };
}

/** The facts of a tensor at the point where the model is. */
async function tensorAt(model: Model, index: number): Promise<Tensor> {
  const tensor = model.tensors[index]!;
  const norm = normOf(await model.values('parameter', index, 0, tensor.size));
  if (!tensor.gradient?.fits) return { ...tensor, norm };
  const values = await model.values('gradient', index, 0, tensor.size);
  // A gradient that could not be computed there has no values.
  const gradient =
    values.length < tensor.size
      ? null
      : { ...tensor.gradient, finite: values.every(Number.isFinite), norm: normOf(values) };
  return { ...tensor, norm, gradient };
}

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
