import type { Direction, Model } from '../../model';

/** What one direction v tells of e = g − ĝ. */
export interface ErrorAlong {
  /** ⟨e, v⟩; of g itself where there is no computed gradient. */
  readonly error: number;
  /** D_v J. */
  readonly derivative: number;
  /** ‖v‖₂: the standard deviation of rounding and truncation is that of a derivative along a unit direction times it. */
  readonly norm: number;
}

/** Points in one request, so that a cancel is heard in time. */
const mostPoints = 32;

/** ⟨e, v⟩ along directions, by two-sided differences: two evaluations each. */
export async function errorsAlong(
  model: Model,
  directions: readonly Direction[],
  step: number,
): Promise<readonly ErrorAlong[]> {
  const facts = await model.directions(directions);
  const steps = facts.map(({ norm }) => step / norm);
  const points = directions.flatMap((direction, i) => [
    [{ direction, step: steps[i]! }],
    [{ direction, step: -steps[i]! }],
  ]);
  const costs: number[] = [];
  for (let at = 0; at < points.length; at += mostPoints)
    costs.push(...(await model.costs(points.slice(at, at + mostPoints))));
  return facts.map(({ norm, gradientDot }, i) => {
    const derivative = norm === 0 ? 0 : (costs[2 * i]! - costs[2 * i + 1]!) / (2 * steps[i]!);
    return { error: derivative - (Number.isNaN(gradientDot) ? 0 : gradientDot), derivative, norm };
  });
}
