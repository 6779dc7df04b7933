import type { Model } from '../model';

export interface Counted {
  readonly model: Model;
  /** Evaluations of J so far. */
  readonly evaluations: () => number;
}

/** The same model, which counts. */
export function counted(model: Model): Counted {
  let evaluations = 0;
  return {
    evaluations: () => evaluations,
    model: {
      ...model,
      costs: (points) => {
        evaluations += points.length;
        return model.costs(points);
      },
      sweep: (request) => {
        const { components, scheme } = request;
        const count = 'start' in components ? components.count : components.length;
        evaluations += scheme === 'central' ? 2 * count : count;
        return model.sweep(request);
      },
    },
  };
}
