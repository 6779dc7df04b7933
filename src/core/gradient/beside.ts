import type { Model, Point } from '../model';
import { slopes } from './differences';
import { modelNoise, probeStep, unitDirection } from './probe';
import { candidateSteps } from './step';

/** Judging components at points beside the base point, where a right gradient agrees and a wrong one does not. */

export interface Question {
  readonly tensor: number;
  /** Row-major indices. */
  readonly components: readonly number[];
  /** |g − ĝ| at the base point, for each of the tensor's components. */
  readonly offAtBase: (index: number) => number;
}

export interface Answer {
  readonly agree: readonly number[];
  readonly disagree: readonly number[];
  /** The points did not tell. */
  readonly open: readonly number[];
}

/**
 * Distances tried, relative to each tensor's size: beside the kink; and, where steps small enough to stay beside it
 * drown in rounding, farther off. The last is a point as good as a fresh initialization.
 */
const distances = [1e-3, 1e-1, 1] as const;
const mostPoints = 4;
/** A component is settled when so many more points of one distance say one thing than the other. */
const majority = 2;
/** Steps are at most this share of the distance, so that they do not reach back to the kink. */
const stepShare = 1 / 30;
/** A component counts as resolved where its error is at most this share of the gradient around it. */
const resolvedShare = 1e-4;
/** A disagreement that shrinks to this share has vanished, whatever the resolution says. */
const vanishedShare = 1e-3;

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
  distance: number,
  seed: number,
): Promise<void> {
  const { cost } = await model.move(nearby(model, distance, seed));
  if (!Number.isFinite(cost)) return;
  const noise = await modelNoise(model, seed);
  for (const [i, { tensor, components, offAtBase }] of questions.entries()) {
    const longest = stepShare * distance * typicalSize(model, tensor);
    const steps = candidateSteps.filter((step) => step <= longest);
    if (components.length === 0 || steps.length < 2) continue;
    const probe = { scheme: 'central', noise, seed, base: cost } as const;
    const { step, error } = await probeStep(model, tensor, probe, steps);
    const { central } = await slopes(model, tensor, components, step, cost);
    const finer = await slopes(model, tensor, components, step / 10, cost);
    const computed = await gradientAt(model, tensor, components);
    const square = central.reduce((sum, value, k) => sum + value ** 2 + computed[k]! ** 2, 0);
    const around = Math.sqrt(square / (2 * components.length));
    components.forEach((index, k) => {
      const off = Math.abs(central[k]! - computed[k]!);
      const resolution = Math.max(error, Math.abs(central[k]! - finer.central[k]!));
      // Seen clearly: against the gradient around it, or, where that is zero, against what was off at the base point.
      const clear = error <= resolvedShare * around || error <= 0.1 * offAtBase(index);
      const magnitude = Math.abs(central[k]!) + Math.abs(computed[k]!);
      const agrees =
        off <= Math.max(3 * resolution, 1e-5 * magnitude) || off <= vanishedShare * offAtBase(index);
      const balance = balances[i]!.get(index)!;
      if (clear && agrees && 3 * resolution < offAtBase(index)) balances[i]!.set(index, balance + 1);
      else if (off > 10 * resolution && !agrees) balances[i]!.set(index, balance - 1);
    });
  }
}

/** ĝ at the present base point, on some components. */
async function gradientAt(model: Model, tensor: number, indices: readonly number[]): Promise<number[]> {
  const from = indices.reduce((least, index) => Math.min(least, index));
  const to = indices.reduce((most, index) => Math.max(most, index));
  const values = await model.values('gradient', tensor, from, to - from + 1);
  return indices.map((index) => values[index - from]!);
}

/** Root mean square of a tensor; of all tensors for one of zeros. */
function typicalSize(model: Model, tensor: number): number {
  const { size, norm } = model.tensors[tensor]!;
  if (norm > 0) return norm / Math.sqrt(size);
  const total = model.tensors.reduce((sum, one) => sum + one.size, 0);
  return Math.sqrt(model.tensors.reduce((sum, one) => sum + one.norm ** 2, 0) / total) || 1;
}

/** A point beside the base point: every tensor moved in a random direction by a share of its size. */
function nearby(model: Model, distance: number, seed: number): Point {
  return [...model.tensors.keys()]
    .filter((tensor) => model.tensors[tensor]!.size > 0)
    .map((tensor) => ({
      direction: unitDirection(model, tensor, seed),
      step: distance * typicalSize(model, tensor) * Math.sqrt(model.tensors[tensor]!.size),
    }));
}
