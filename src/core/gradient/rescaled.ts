import type { Model, Point, SweepReply, SweepRequest } from '../model';

/** Views of a model: one that answers the same question only once, and one whose gradients are divided by a constant. */

/** The same model; costs that were asked for before are not evaluated again. */
export function remembering(model: Model): Model {
  const costs = new Map<string, Promise<Float64Array>>();
  const sweeps = new Map<string, Promise<SweepReply>>();
  let base = '';
  const once = <T>(known: Map<string, Promise<T>>, what: unknown, ask: () => Promise<T>): Promise<T> => {
    const key = `${base}|${JSON.stringify(what)}`;
    const reply = known.get(key) ?? ask();
    known.set(key, reply);
    return reply;
  };
  return {
    tensors: model.tensors,
    baseCosts: model.baseCosts,
    evaluationSeconds: model.evaluationSeconds,
    evaluationsAtOnce: model.evaluationsAtOnce ?? 1,
    costs: async (points: readonly Point[]) => (await once(costs, points, () => model.costs(points))).slice(),
    sweep: (request: SweepRequest) => once(sweeps, request, () => model.sweep(request)),
    directions: (directions) => model.directions(directions),
    values: (kind, tensor, start, count) => model.values(kind, tensor, start, count),
    move: (point) => {
      base = point.length === 0 ? '' : JSON.stringify(point);
      return model.move(point);
    },
  };
}

/** The same model with ĝ/c for ĝ. */
export function rescaled(model: Model, factor: number): Model {
  const size = Math.abs(factor);
  return {
    tensors: model.tensors.map((tensor) => ({
      ...tensor,
      gradient: tensor.gradient && { ...tensor.gradient, norm: tensor.gradient.norm / size },
    })),
    baseCosts: model.baseCosts,
    evaluationSeconds: model.evaluationSeconds,
    evaluationsAtOnce: model.evaluationsAtOnce ?? 1,
    costs: (points) => model.costs(points),
    sweep: (request) => model.sweep(request),
    directions: async (directions) =>
      (await model.directions(directions)).map((facts) => ({
        ...facts,
        gradientDot: facts.gradientDot / factor,
      })),
    values: async (kind, tensor, start, count) => {
      const values = await model.values(kind, tensor, start, count);
      return kind === 'gradient' ? values.map((value) => value / factor) : values;
    },
    move: async (point) => {
      const { cost, gradientNorms } = await model.move(point);
      return { cost, gradientNorms: gradientNorms.map((norm) => norm / size) };
    },
  };
}
