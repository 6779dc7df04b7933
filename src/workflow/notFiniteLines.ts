import type { TensorCheck } from '../core/gradient/assess';
import type { ModelCheck } from '../core/gradient/check';
import type { Model, Point } from '../core/model';
import { HostError } from '../hosts/ModelHost';
import { firstNotFinite, type Looking } from './firstLines';

/** Where a number that is not finite stands against a check, the first line that makes one. */
export async function withNotFiniteLines(
  check: ModelCheck,
  model: Model,
  looking: Looking,
): Promise<ModelCheck> {
  const lines = new Map<string, string | null>();
  const lineOf = async (run: 'cost' | 'gradient') => {
    if (!lines.has(run)) lines.set(run, await firstNotFinite(looking, run));
    return lines.get(run);
  };
  const tensors: TensorCheck[] = [];
  for (const one of check.tensors) {
    const { obstacle } = one;
    if (obstacle?.kind === 'cost-not-finite' || obstacle?.kind === 'gradient-not-finite') {
      const where = await lineOf(obstacle.kind === 'cost-not-finite' ? 'cost' : 'gradient');
      tensors.push(where ? { ...one, obstacle: { ...obstacle, where } } : one);
    } else if (obstacle?.kind === 'numerical-not-finite' || one.decision.rule === 'unsettled')
      tensors.push(await besideThePoint(one, model, looking));
    else tensors.push(one);
  }
  return { ...check, tensors };
}

/** Components of a tensor that are tried for a cost that is not finite. */
const mostTried = 16;

/** Moves the model to a point near by whose cost is not finite, looks there, and moves it back. */
async function besideThePoint(one: TensorCheck, model: Model, looking: Looking): Promise<TensorCheck> {
  const lost = [...(one.numerical?.keys() ?? [])].filter((i) => !Number.isFinite(one.numerical![i]!));
  const tried = [...lost, ...one.leftOut].slice(0, mostTried);
  const points = tried.flatMap((index): readonly Point[] =>
    [one.step, -one.step].map((step) => [
      { direction: { kind: 'component', tensor: one.tensor, index }, step },
    ]),
  );
  if (points.length === 0) return one;
  try {
    const costs = await model.costs(points);
    const point = points.find((_, i) => !Number.isFinite(costs[i]!));
    if (point === undefined) return one;
    await model.move(point);
    const where = await firstNotFinite(looking, 'cost');
    await model.move([]);
    return {
      ...one,
      obstacle: {
        kind: 'numerical-not-finite',
        count: Math.max(1, lost.length),
        ...(where !== null && { where }),
      },
      decision: { ...one.decision, verdict: 'inconclusive', rule: 'not-comparable' },
    };
  } catch (error) {
    // A cost that raises there has no line to tell.
    if (!(error instanceof HostError)) throw error;
    await model.move([]);
    return one;
  }
}
