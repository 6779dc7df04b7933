import type { Model } from '../model';
import { judgeBeside, type Question } from './beside';
import { slopes } from './differences';
import { extrapolate } from './step';

/**
 * What becomes of components where numerical and computed gradient disagree. Those that stand where J is smooth are
 * errors. The others are judged beside the base point: a disagreement that vanishes there is a kink (ReLU, max, abs) or
 * a point where J cannot be differentiated numerically (a constant layer before a normalization), not an error.
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
  /** A copy: it is updated where a finer step agrees better. */
  readonly numerical: Float64Array;
  /** Row-major indices to look at again, largest disagreement first. */
  readonly candidates: readonly number[];
  /** The relative difference up to which a component agrees. */
  readonly tolerance: number;
  /** False where rounding is so coarse, beside the gradient of the model, that agreeing to within it says little. */
  readonly resolves: boolean;
}

/** Row-major indices by what became of them. */
export interface Settled {
  /** Agreed with the finer step: truncation. */
  readonly refined: readonly number[];
  /** Agreed beside the base point, and J has a kink at it. */
  readonly kinks: readonly number[];
  /** Agreed beside the base point, for another reason. */
  readonly confirmed: readonly number[];
  /** Stand: at two steps where J is smooth, or at two points beside. */
  readonly verified: readonly number[];
  /** Could not be told anywhere. */
  readonly unsettled: readonly number[];
  /** Not looked at again, because those before them all stood. */
  readonly unverified: readonly number[];
}

/** The first candidates to look at; the rest only if these do not simply stand. */
const firstBatch = 64;
/** How many of those that stand are asked at a second point. */
const witnessCount = 8;
/** Share of a disagreement that one-sided slopes, or two steps, may differ by where J is smooth. */
const smoothShare = 0.1;

/** Components that differ by more than the noise and, relative to their size, by more than the tolerance. */
export function candidatesOf(
  computed: Float64Array,
  numerical: Float64Array,
  error: number,
  tolerance: number,
): number[] {
  const off: number[] = [];
  for (let i = 0; i < computed.length; i++) {
    const allowed = Math.max(3 * error, tolerance * (Math.abs(numerical[i]!) + Math.abs(computed[i]!)));
    if (!(Math.abs(numerical[i]! - computed[i]!) <= allowed)) off.push(i);
  }
  return byDisagreement(off, computed, numerical);
}

/** Sorts indices by |g − ĝ|, largest first. */
export function byDisagreement(
  indices: readonly number[],
  computed: Float64Array,
  numerical: Float64Array,
): number[] {
  const size = (i: number) => Math.abs(numerical[i]! - computed[i]!);
  return [...indices].sort((a, b) => size(b) - size(a) || a - b);
}

/** Settles all disputed tensors together, because every move of the base point costs a gradient. */
export async function settle(
  model: Model,
  disputed: readonly Disputed[],
  noise: number,
  seed: number,
): Promise<readonly Settled[]> {
  const head = disputed.map((one) => ({ ...one, candidates: one.candidates.slice(0, firstBatch) }));
  const first = await settleBatch(model, head, noise, seed);
  // Where most of the first batch stands, the rest is taken to stand; where not, all are looked at.
  const stands = first.map(({ verified }, i) => 2 * verified.length >= head[i]!.candidates.length);
  const tail = disputed.map((one, i) => ({
    ...one,
    candidates: stands[i] ? [] : one.candidates.slice(firstBatch),
  }));
  const second = await settleBatch(model, tail, noise, seed);
  return first.map((one, i) => {
    const more = second[i]!;
    return {
      refined: [...one.refined, ...more.refined],
      kinks: [...one.kinks, ...more.kinks],
      confirmed: [...one.confirmed, ...more.confirmed],
      verified: [...one.verified, ...more.verified],
      unsettled: [...one.unsettled, ...more.unsettled],
      unverified: stands[i] ? disputed[i]!.candidates.slice(firstBatch) : [],
    };
  });
}

async function settleBatch(
  model: Model,
  disputed: readonly Disputed[],
  noise: number,
  seed: number,
): Promise<readonly Settled[]> {
  const again: Again[] = [];
  for (const one of disputed) again.push(await lookAgain(model, one, noise));
  // An error must show at a second point as well: a few of those that stand at the base point are asked there.
  const witnesses = again.map(({ smooth }) => smooth.slice(0, witnessCount));
  const beside = await judgeBeside(
    model,
    disputed.map((one, i) => question(one, [...witnesses[i]!, ...again[i]!.rough])),
    seed,
  );
  const doubted = again.map(({ smooth }, i) => {
    const disagree = new Set(beside[i]!.disagree);
    const confirmed = witnesses[i]!.filter((index) => disagree.has(index)).length;
    return 2 * confirmed > witnesses[i]!.length ? [] : smooth.slice(witnessCount);
  });
  const later = await judgeBeside(
    model,
    disputed.map((one, i) => question(one, doubted[i]!)),
    seed,
  );
  return again.map(({ refined, smooth, bent }, i) => {
    const agree = [...beside[i]!.agree, ...later[i]!.agree];
    const believed = doubted[i]!.length === 0 ? smooth.slice(witnessCount) : [];
    return {
      refined,
      kinks: agree.filter((index) => bent.has(index)),
      confirmed: agree.filter((index) => !bent.has(index)),
      verified: [...beside[i]!.disagree, ...later[i]!.disagree, ...believed],
      unsettled: [...beside[i]!.open, ...later[i]!.open],
      unverified: [],
    };
  });
}

function question({ tensor, computed, numerical }: Disputed, components: readonly number[]): Question {
  return {
    tensor,
    components,
    atBase: (index) => ({ numerical: numerical[index]!, computed: computed[index]! }),
  };
}

interface Again {
  readonly refined: readonly number[];
  /** Stand, and J is smooth there. */
  readonly smooth: readonly number[];
  /** Everything else. */
  readonly rough: readonly number[];
  /** The slope jumps at the base point, however small the step. */
  readonly bent: ReadonlySet<number>;
}

/** Measures the candidates again at the base point with two steps. */
async function lookAgain(model: Model, one: Disputed, noise: number): Promise<Again> {
  const { candidates, computed, numerical, tensor, tolerance } = one;
  if (candidates.length === 0) return { refined: [], smooth: [], rough: [], bent: new Set() };
  const [base] = model.baseCosts;
  const coarse = await slopes(model, tensor, candidates, one.step, base);
  const fine = await slopes(model, tensor, candidates, one.step / 10, base);
  const refined: number[] = [];
  const smooth: number[] = [];
  const rough: number[] = [];
  const bent = new Set<number>();
  candidates.forEach((index, i) => {
    const between = Math.abs(coarse.central[i]! - fine.central[i]!);
    const resolution = between + noise / one.step;
    const before = Math.abs(numerical[index]! - computed[index]!);
    const finer = Math.abs(fine.central[i]! - computed[index]!);
    if (finer < before || !Number.isFinite(before)) numerical[index] = fine.central[i]!;
    // Within the tolerance, which a wrong gradient does not meet by chance, rounding at the finer step does not matter.
    const agrees = (value: number) =>
      Math.abs(value - computed[index]!) <= tolerance * (Math.abs(value) + Math.abs(computed[index]!));
    const { value: sharper } = extrapolate(coarse.central[i]!, fine.central[i]!);
    if (!agrees(numerical[index]!) && agrees(sharper)) numerical[index] = sharper;
    const error = Math.abs(numerical[index]! - computed[index]!);
    const bend = Math.min(coarse.bend[i]!, fine.bend[i]!);
    // A smooth J bends in proportion to the step.
    if (fine.bend[i]! > 0.5 * coarse.bend[i]!) bent.add(index);
    // What rounding alone bends at the finer step is 40 ε_f/h. A ĝ far too large must not pass for a smooth J.
    const small = smoothShare * Math.min(error, Math.abs(fine.central[i]!)) + (40 * noise) / one.step;
    const flat = bend <= small && between <= small;
    const isNoise = one.resolves && error <= 3 * Math.min(one.error, resolution);
    if (isNoise || agrees(numerical[index]!)) refined.push(index);
    else if (error > 10 * resolution && flat) smooth.push(index);
    else rough.push(index);
  });
  // Values that are mere rounding look smooth now and then. Few of many are not believed without a second point.
  const believed = 2 * smooth.length >= smooth.length + rough.length;
  return believed
    ? { refined, smooth, rough, bent }
    : { refined, smooth: [], rough: [...smooth, ...rough], bent };
}
