import type { Model, Point } from '../model';
import { derivatives } from './differences';
import { unitDirection } from './probe';
import type { Scheme, VerifiedComponent } from './verdict';

/**
 * What becomes of components where numerical and computed gradient disagree: measured again with a finer step, then
 * beside the base point. A disagreement that vanishes beside it is a kink (ReLU, max, abs), not an error.
 *
 * Testing whether ĝᵢ lies between the one-sided slopes is not enough: where several kinks of mixed sign coincide, as in
 * a zero-initialized layer, the usual subgradient lies outside them.
 */

/** A tensor that did not agree at first. */
export interface Disputed {
  readonly tensor: number;
  readonly step: number;
  /** Error of one derivative at that step. */
  readonly error: number;
  readonly computed: Float64Array;
  /** Updated where the finer step agrees better. */
  readonly numerical: Float64Array;
  /** Row-major indices that disagree, largest error first. */
  readonly candidates: readonly number[];
}

export interface Settled {
  /** Agreed with the finer step: truncation. */
  readonly refined: readonly number[];
  readonly kinks: readonly number[];
  /** Still off at two steps and beside the base point. */
  readonly verified: readonly VerifiedComponent[];
  /** Not looked at again, because those before it all stood. */
  readonly unverified: readonly number[];
}

/** The first candidates to look at; the rest only if these do not simply stand. */
const firstBatch = 64;
/** How far beside the base point, relative to each tensor's size. */
const relativeMove = 1e-3;
/** A disagreement that shrinks to this share has vanished. */
const vanishedShare = 0.05;

/** Components that differ by more than the noise and, relative to their size, by more than the tolerance. */
export function candidatesOf(
  computed: Float64Array,
  numerical: Float64Array,
  error: number,
  tolerance: number,
): number[] {
  const size = (i: number) => Math.abs(numerical[i]! - computed[i]!);
  const off: number[] = [];
  for (let i = 0; i < computed.length; i++) {
    const allowed = Math.max(3 * error, tolerance * (Math.abs(numerical[i]!) + Math.abs(computed[i]!)));
    if (!(size(i) <= allowed)) off.push(i);
  }
  return off.sort((a, b) => size(b) - size(a) || a - b);
}

/** Settles all disputed tensors together, because every move of the base point costs a gradient. */
export async function settle(
  model: Model,
  disputed: readonly Disputed[],
  scheme: Scheme,
  noise: number,
  seed: number,
): Promise<readonly Settled[]> {
  const first = await settleBatch(
    model,
    disputed.map((one) => ({ ...one, candidates: one.candidates.slice(0, firstBatch) })),
    scheme,
    noise,
    seed,
  );
  // Where most of the first batch stands, the rest is taken to stand; where not, all are looked at.
  const rest = disputed.map((one, i) => ({
    ...one,
    candidates:
      2 * first[i]!.verified.length >= Math.min(firstBatch, one.candidates.length)
        ? []
        : one.candidates.slice(firstBatch),
  }));
  const second = await settleBatch(model, rest, scheme, noise, seed);
  return disputed.map((one, i) => ({
    refined: [...first[i]!.refined, ...second[i]!.refined],
    kinks: [...first[i]!.kinks, ...second[i]!.kinks],
    verified: [...first[i]!.verified, ...second[i]!.verified],
    unverified: rest[i]!.candidates.length === 0 ? one.candidates.slice(firstBatch) : [],
  }));
}

async function settleBatch(
  model: Model,
  disputed: readonly Disputed[],
  scheme: Scheme,
  noise: number,
  seed: number,
): Promise<readonly Settled[]> {
  const finer: { refined: number[]; standing: VerifiedComponent[] }[] = [];
  for (const one of disputed) finer.push(await measureFiner(model, one, scheme, noise));
  const kinks = await findKinks(
    model,
    disputed.map((one, i) => ({ ...one, standing: finer[i]!.standing })),
    scheme,
    seed,
  );
  return finer.map(({ refined, standing }, i) => ({
    refined,
    kinks: standing.filter(({ index }) => kinks[i]!.has(index)).map(({ index }) => index),
    verified: standing.filter(({ index }) => !kinks[i]!.has(index)),
    unverified: [],
  }));
}

async function measureFiner(
  model: Model,
  one: Disputed,
  scheme: Scheme,
  noise: number,
): Promise<{ refined: number[]; standing: VerifiedComponent[] }> {
  const refined: number[] = [];
  const standing: VerifiedComponent[] = [];
  if (one.candidates.length === 0) return { refined, standing };
  const step = one.step / 10;
  const again = await derivatives(model, one.tensor, one.candidates, step, scheme, model.baseCosts[0]);
  one.candidates.forEach((index, i) => {
    const coarse = one.numerical[index]!;
    const fine = again[i]!;
    const computed = one.computed[index]!;
    const closer = Math.abs(fine - computed) < Math.abs(coarse - computed) || !Number.isFinite(coarse);
    const numerical = closer ? fine : coarse;
    one.numerical[index] = numerical;
    const resolution = Math.abs(coarse - fine) + noise / one.step;
    if (Math.abs(numerical - computed) <= 3 * Math.max(one.error, resolution)) refined.push(index);
    else standing.push({ index, computed, numerical, resolution });
  });
  return { refined, standing };
}

interface Standing extends Disputed {
  readonly standing: readonly VerifiedComponent[];
}

/** Row-major indices, per disputed tensor, whose disagreement vanishes at two of up to three points nearby. */
async function findKinks(
  model: Model,
  disputed: readonly Standing[],
  scheme: Scheme,
  seed: number,
): Promise<readonly ReadonlySet<number>[]> {
  const tallies = disputed.map((one) => new Map(one.standing.map(({ index }) => [index, 0])));
  const undecided = (round: number) =>
    disputed.map((one, i) =>
      one.standing.filter(({ index }) => round < 2 || tallies[i]!.get(index) === 1).map((at) => at),
    );
  if (disputed.every((one) => one.standing.length === 0)) return tallies.map(() => new Set());
  const largestStep = Math.max(...disputed.map((one) => one.step));
  try {
    for (let round = 0; round < 3; round++) {
      const open = undecided(round);
      if (open.every((components) => components.length === 0)) break;
      const { cost } = await model.move(nearby(model, largestStep, seed + round));
      for (const [i, one] of disputed.entries()) {
        const components = open[i]!;
        if (components.length === 0) continue;
        const indices = components.map(({ index }) => index);
        const numerical = await derivatives(model, one.tensor, indices, one.step, scheme, cost);
        const computed = await gradientAt(model, one.tensor, indices);
        components.forEach((component, k) => {
          const before = Math.abs(component.numerical - component.computed);
          const beside = Math.abs(numerical[k]! - computed[k]!);
          if (beside <= Math.max(3 * one.error, vanishedShare * before))
            tallies[i]!.set(component.index, tallies[i]!.get(component.index)! + 1);
        });
      }
    }
  } finally {
    await model.move([]);
  }
  return tallies.map(
    (tally) => new Set([...tally].filter(([, count]) => count >= 2).map(([index]) => index)),
  );
}

/** ĝ at the present base point, on some components. */
async function gradientAt(model: Model, tensor: number, indices: readonly number[]): Promise<number[]> {
  const from = indices.reduce((least, index) => Math.min(least, index));
  const to = indices.reduce((most, index) => Math.max(most, index));
  const values = await model.values('gradient', tensor, from, to - from + 1);
  return indices.map((index) => values[index - from]!);
}

/** A point beside the base point: every tensor moved by a thousandth of its size, and well beyond the step. */
function nearby(model: Model, step: number, seed: number): Point {
  const total = model.tensors.reduce((sum, tensor) => sum + tensor.size, 0);
  const rms = Math.sqrt(model.tensors.reduce((sum, tensor) => sum + tensor.norm ** 2, 0) / total) || 1;
  return [...model.tensors.keys()]
    .filter((tensor) => model.tensors[tensor]!.size > 0)
    .map((tensor) => {
      const { size, norm } = model.tensors[tensor]!;
      const each = norm > 0 ? norm / Math.sqrt(size) : rms;
      const distance = Math.max(relativeMove * each, 50 * step) * Math.sqrt(size);
      return { direction: unitDirection(model, tensor, seed), step: distance };
    });
}
