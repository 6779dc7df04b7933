import type { Direction, Model, Point } from '../model';
import { estimateNoise } from './noise';
import { candidateSteps, chooseStep, difference, errorOf, type ChosenStep, type Difference } from './step';
import type { Scheme } from './verdict';

/** Looks at J along a few random lines before the check: its noise, and the step that suits each tensor. */

/** A unit normal direction on one tensor. */
export function unitDirection(model: Model, tensor: number, seed: number): Direction {
  return { kind: 'normal', tensor, start: 0, count: model.tensors[tensor]!.size, seed, unit: true };
}

/**
 * ε_f along a line through all of θ. The values are taken a little beside the base point, because a kink there (a
 * layer of zeros under ReLU) looks like noise; at the base point only where J is not finite on either side.
 */
export async function modelNoise(model: Model, seed: number): Promise<number> {
  const used = [...model.tensors.keys()].filter((tensor) => model.tensors[tensor]!.size > 0);
  const directions = used.map((tensor) => unitDirection(model, tensor, seed));
  const aside = 1e-3 * (Math.hypot(...used.map((tensor) => model.tensors[tensor]!.norm)) || 1);
  for (const centre of [aside, -aside, 0]) {
    const noise = await estimateNoise((distances) =>
      model.costs(
        distances.map((distance) => directions.map((direction) => ({ direction, step: centre + distance }))),
      ),
    );
    if (Number.isFinite(noise)) return noise;
  }
  return NaN;
}

/** D(h) along a direction for several steps. */
async function along(
  model: Model,
  direction: Direction,
  steps: readonly number[],
  { scheme, base }: ProbeSettings,
): Promise<Difference[]> {
  const points: Point[] = steps.flatMap((step) => [
    [{ direction, step }],
    ...(scheme === 'central' ? [[{ direction, step: -step }]] : []),
  ]);
  const costs = await model.costs(points);
  const each = scheme === 'central' ? 2 : 1;
  return steps.map((step, i) =>
    difference(scheme, step, {
      plus: costs[each * i]!,
      minus: scheme === 'central' ? costs[each * i + 1]! : NaN,
      base,
    }),
  );
}

/** The lines a step is judged by, and the costs there. */
export interface ProbeSettings {
  readonly scheme: Scheme;
  /** ε_f. */
  readonly noise: number;
  readonly seed: number;
  /** J at the present base point. */
  readonly base: number;
}

/** A fixed step for a tensor, with the error of one derivative. */
export async function probeFixedStep(
  model: Model,
  tensor: number,
  step: number,
  settings: ProbeSettings,
): Promise<ChosenStep> {
  return { step, error: await errorAlong(model, tensor, step, settings.seed, settings) };
}

/** A second line this many times less exact than the first is not a matter of chance. */
const muchCoarser = 10;

/** The step that suits a tensor, with the error of one derivative. */
export async function probeStep(
  model: Model,
  tensor: number,
  settings: ProbeSettings,
  steps: readonly number[] = candidateSteps,
): Promise<ChosenStep> {
  const direction = unitDirection(model, tensor, settings.seed);
  const first = await along(model, direction, steps, settings);
  const chosen = chooseStep(first, settings.noise);
  // A second line, so that one on which the neighbours agree by chance does not promise too much.
  const { step } = chosen;
  const second = unitDirection(model, tensor, settings.seed + 1);
  const further = await along(model, second, [step, step / 10], settings);
  let best = { step, error: Math.max(chosen.error, errorOf(further[0]!, further[1]!, settings.noise)) };
  // A kink on the second line asks for smaller steps, on both.
  if (best.error > muchCoarser * chosen.error) {
    for (let i = first.findIndex((one) => one.step === step) + 1; i + 1 < first.length; i++) {
      further.push(...(await along(model, second, [first[i + 1]!.step], settings)));
      const [at, below] = further.slice(-2);
      const error = Math.max(
        errorOf(at!, below!, settings.noise),
        errorOf(first[i]!, first[i + 1]!, settings.noise),
      );
      if (!(error < best.error)) break;
      best = { step: first[i]!.step, error };
    }
  }
  return best;
}

async function errorAlong(
  model: Model,
  tensor: number,
  step: number,
  seed: number,
  settings: ProbeSettings,
): Promise<number> {
  const direction = unitDirection(model, tensor, seed);
  const [at, below] = await along(model, direction, [step, step / 10], settings);
  return errorOf(at!, below!, settings.noise);
}
