import type { Direction, Model, Point } from '../model';
import { estimateNoise } from './noise';
import { candidateSteps, chooseStep, differencesOf, errorOf, type ChosenStep, type CostsAt } from './step';
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

/** J on both sides of the base point along a direction, for several steps. */
async function costsAlong(
  model: Model,
  direction: Direction,
  steps: readonly number[],
): Promise<readonly CostsAt[]> {
  const points: Point[] = steps.flatMap((step) => [[{ direction, step }], [{ direction, step: -step }]]);
  const costs = await model.costs(points);
  return steps.map((step, i) => ({ step, plus: costs[2 * i]!, minus: costs[2 * i + 1]! }));
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

/** A step, and the costs along the line that it was chosen by. */
export interface Probe extends ChosenStep {
  readonly line: readonly CostsAt[];
}

/** A fixed step for a tensor, with the error of one derivative. */
export async function probeFixedStep(
  model: Model,
  tensor: number,
  step: number,
  settings: ProbeSettings,
): Promise<Probe> {
  const direction = unitDirection(model, tensor, settings.seed);
  return {
    step,
    error: await errorAlong(model, direction, step, settings),
    line: await costsAlong(model, direction, candidateSteps),
  };
}

/** A second line this many times less exact than the first is not a matter of chance. */
const muchCoarser = 10;

/** The step that suits a tensor, with the error of one derivative. */
export async function probeStep(
  model: Model,
  tensor: number,
  settings: ProbeSettings,
  steps: readonly number[] = candidateSteps,
): Promise<Probe> {
  const { scheme, base } = settings;
  const noise = noiseOfScheme(settings);
  const line = await costsAlong(model, unitDirection(model, tensor, settings.seed), steps);
  const first = differencesOf(scheme, line, base);
  const chosen = chooseStep(first, noise);
  // A second line, so that one on which the neighbours agree by chance does not promise too much.
  const second = unitDirection(model, tensor, settings.seed + 1);
  const { step } = chosen;
  let best = { step, error: Math.max(chosen.error, await errorAlong(model, second, step, settings)) };
  // A kink on the second line asks for smaller steps, on both.
  if (best.error > muchCoarser * chosen.error) {
    for (let i = first.findIndex((one) => one.step === step) + 1; i + 1 < first.length; i++) {
      const own = errorOf(first[i]!, first[i + 1]!, noise);
      const error = Math.max(own, await errorAlong(model, second, first[i]!.step, settings));
      if (!(error < best.error)) break;
      best = { step: first[i]!.step, error };
    }
  }
  return { ...best, line };
}

/** Error of the derivative along a unit direction with one step. */
async function errorAlong(
  model: Model,
  direction: Direction,
  step: number,
  settings: ProbeSettings,
): Promise<number> {
  const { scheme, base } = settings;
  // An extrapolated value takes a finer step by itself.
  const steps = scheme === 'richardson' ? [step, step / 10, step / 100] : [step, step / 10];
  const [at, below] = differencesOf(scheme, await costsAlong(model, direction, steps), base);
  return errorOf(at!, below!, noiseOfScheme(settings));
}

/** ε_f for the step by which the scheme divides; an extrapolated value has the rounding of its finer step. */
function noiseOfScheme({ scheme, noise }: ProbeSettings): number {
  return scheme === 'richardson' ? 10 * noise : noise;
}
