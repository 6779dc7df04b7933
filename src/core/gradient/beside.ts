import type { Model, Point } from '../model';
import { slopes } from './differences';
import { norm } from './norm';
import { modelNoise, probeStep, unitDirection } from './probe';
import { candidateSteps, extrapolate } from './step';
import { textbookThresholds } from './verdict';

/** Judging components at points beside the base point, where a right gradient agrees and a wrong one does not. */

export interface Question {
  readonly tensor: number;
  /** Row-major indices. */
  readonly components: readonly number[];
  /** g and ĝ at the base point, for each of the tensor's components. */
  readonly atBase: (index: number) => { readonly numerical: number; readonly computed: number };
}

export interface Answer {
  readonly agree: readonly number[];
  readonly disagree: readonly number[];
  /** The points did not tell. */
  readonly open: readonly number[];
}

/**
 * Distances tried, relative to each tensor's size: beside the kink; and, where steps small enough to stay beside it
 * drown in rounding, farther off, to a point as good as a fresh initialization. The last is for tensors so small that
 * even there everything drowns: they are taken for at least so large. Steps are at most `stepShare` of the distance, so
 * that they do not reach back to the kink.
 */
const distances = [
  { share: 1e-3, leastSize: 0, stepShare: 1 / 30 },
  { share: 1e-1, leastSize: 0, stepShare: 1 / 30 },
  { share: 1, leastSize: 0, stepShare: 1 / 30 },
  { share: 1, leastSize: 0.3, stepShare: 1 / 3000 },
] as const;
type Distance = (typeof distances)[number];
/** How far to go, relative to each tensor's size, which is taken for at least `leastSize`. */
interface Reach {
  readonly share: number;
  readonly leastSize: number;
}
const mostPoints = 4;
/** A component is settled when so many more points of one distance say one thing than the other. */
const majority = 2;
/** A component counts as resolved where its error is at most this share of the gradient around it. */
const resolvedShare = 1e-4;
/** A disagreement that shrinks to this share has vanished, whatever the resolution says. */
const vanishedShare = 1e-3;

/** A disagreement of a smaller share of both gradients makes no component wrong. */
const wrongShare = textbookThresholds.wrong;

/** Asks at a few points of each distance until the components are settled. */
export async function judgeBeside(
  model: Model,
  questions: readonly Question[],
  seed: number,
): Promise<readonly Answer[]> {
  const answers = questions.map(({ components }) => ({
    agree: [] as number[],
    disagree: [] as number[],
    open: [...components],
  }));
  const isOpen = () => answers.some(({ open }) => open.length > 0);
  try {
    for (const [round, distance] of distances.entries()) {
      // Points that agree minus points that do not, by component.
      const balances = answers.map(({ open }) => new Map(open.map((index) => [index, 0])));
      for (let point = 0; point < mostPoints && isOpen(); point++) {
        const open = questions.map((question, i) => ({ ...question, components: answers[i]!.open }));
        await askAt(model, open, balances, distance, seed + 10 * round + point);
        answers.forEach((answer, i) => {
          const balance = (index: number) => balances[i]!.get(index)!;
          answer.agree.push(...answer.open.filter((index) => balance(index) >= majority));
          answer.disagree.push(...answer.open.filter((index) => balance(index) <= -majority));
          answer.open = answer.open.filter((index) => Math.abs(balance(index)) < majority);
        });
      }
      if (!isOpen()) break;
    }
  } finally {
    await model.move([]);
  }
  return answers;
}

async function askAt(
  model: Model,
  questions: readonly Question[],
  balances: readonly Map<number, number>[],
  distance: Distance,
  seed: number,
): Promise<void> {
  const { cost } = await model.move(nearby(model, distance, seed));
  if (!Number.isFinite(cost)) return;
  const noise = await modelNoise(model, seed);
  for (const [i, { tensor, components, atBase }] of questions.entries()) {
    const longest = distance.stepShare * lengthOf(distance, model, tensor);
    const steps = candidateSteps.filter((step) => step <= longest);
    if (components.length === 0 || steps.length < 2) continue;
    const probe = { scheme: 'central', noise, seed, base: cost } as const;
    const { step, error } = await probeStep(model, tensor, probe, steps);
    const { central } = await slopes(model, tensor, components, step, cost);
    const finer = await slopes(model, tensor, components, step / 10, cost);
    const computed = await gradientAt(model, tensor, components);
    const around = typicalOf(components.map((_, k) => ({ numerical: central[k]!, computed: computed[k]! })));
    const aroundBase = typicalOf(components.map(atBase));
    const grown = Math.max(1, around / aroundBase);
    const shrunk = Math.min(
      1,
      growthOf(components.map((index, k) => [atBase(index).computed, computed[k]!])),
    );
    components.forEach((index, k) => {
      const base = atBase(index);
      const offAtBase = Math.abs(base.numerical - base.computed);
      const off = Math.abs(central[k]! - computed[k]!);
      const resolution = Math.max(error, Math.abs(central[k]! - finer.central[k]!));
      const { value: sharper, truncation } = extrapolate(central[k]!, finer.central[k]!);
      const sharpness = Math.max((10 * noise) / step, truncation);
      // Seen clearly: against the gradient around it, or, where that is zero, against what was off at the base point.
      const clear = error <= resolvedShare * around || error <= 0.1 * offAtBase;
      const magnitude = Math.abs(central[k]!) + Math.abs(computed[k]!);
      // A share of the gradient that makes it wrong shrinks with it, as where units are saturated.
      const isShare = offAtBase >= wrongShare * (Math.abs(base.numerical) + Math.abs(base.computed));
      const shrinks = isShare ? shrunk : 1;
      const agrees =
        off <= Math.max(3 * resolution, 1e-5 * magnitude) || off <= vanishedShare * offAtBase * shrinks;
      const agreesSharply = Math.abs(sharper - computed[k]!) <= 3 * sharpness;
      // What is off at the base point would show here, as it is or grown with the gradient.
      const seen = agreesSharply ? Math.min(resolution, sharpness) : resolution;
      const telling = 3 * seen < offAtBase * (shrinks < 1 ? shrinks : grown);
      const balance = balances[i]!.get(index)!;
      if (clear && agrees && telling) balances[i]!.set(index, balance + 1);
      else if (off > 10 * resolution && !agrees) balances[i]!.set(index, balance - 1);
    });
  }
}

/** Root mean square of both gradients. */
function typicalOf(pairs: readonly { readonly numerical: number; readonly computed: number }[]): number {
  const values = pairs.flatMap(({ numerical, computed }) => [numerical, computed]);
  return norm(values) / Math.sqrt(values.length);
}

/** How many times larger ĝ is at a point than at the base point; 1 where it is zero there. */
function growthOf(pairs: readonly (readonly [number, number])[]): number {
  const base = norm(pairs.map(([atBase]) => atBase));
  return base > 0 ? norm(pairs.map(([, atPoint]) => atPoint)) / base : 1;
}

/** ĝ at the present base point, on some components. */
async function gradientAt(model: Model, tensor: number, indices: readonly number[]): Promise<number[]> {
  const from = indices.reduce((least, index) => Math.min(least, index));
  const to = indices.reduce((most, index) => Math.max(most, index));
  const values = await model.values('gradient', tensor, from, to - from + 1);
  return indices.map((index) => values[index - from]!);
}

/** Root mean square of a tensor; of all tensors for one of zeros. */
export function typicalSize(model: Model, tensor: number): number {
  const { size, norm } = model.tensors[tensor]!;
  if (norm > 0) return norm / Math.sqrt(size);
  const total = model.tensors.reduce((sum, one) => sum + one.size, 0);
  return Math.sqrt(model.tensors.reduce((sum, one) => sum + one.norm ** 2, 0) / total) || 1;
}

/** How far a typical component moves. */
function lengthOf({ share, leastSize }: Reach, model: Model, tensor: number): number {
  return share * Math.max(leastSize, typicalSize(model, tensor));
}

/** A point beside the base point: every tensor moved in a random direction by a share of its size. */
export function nearby(model: Model, distance: Reach, seed: number): Point {
  return [...model.tensors.keys()]
    .filter((tensor) => model.tensors[tensor]!.size > 0)
    .map((tensor) => ({
      direction: unitDirection(model, tensor, seed),
      step: lengthOf(distance, model, tensor) * Math.sqrt(model.tensors[tensor]!.size),
    }));
}
