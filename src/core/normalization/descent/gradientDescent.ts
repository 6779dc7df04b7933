import type { Descent } from '../conditioning';

/** The cost has fallen far enough when the error has by this factor ε, the cost by ε². */
export const tolerance = 1e-3;
/** Steps that a run may take. */
export const stepLimit = 100_000;
const curvePoints = 400;
const pathPoints = 60;

/**
 * Runs gradient descent on J(θ) = ½ θᵀHθ with the eigenvalues of H at the best constant rate, from a start with equal
 * components along all eigenvectors. The run is done in the coordinates of the eigenvectors: turning the coordinates
 * changes neither steps nor costs, and a step costs n instead of n² multiplications. Directions with the eigenvalue 0
 * neither move nor cost anything.
 *
 * The prediction: the best rate shrinks the error by (κ − 1)/(κ + 1) ≈ 1 − 2/κ in a step (Boyd and Vandenberghe,
 * *Convex Optimization*, section 9.3; Goodfellow et al., *Deep Learning*, section 4.3), so that it takes about
 * (κ/2)·ln(1/ε) steps to shrink it by ε.
 *
 * @param eigenvalues descending; the first `rank` are greater than 0
 */
export function descend(eigenvalues: Float64Array, rank: number, complete: boolean): Descent {
  const steepest = eigenvalues[0]!;
  const flattest = eigenvalues[rank - 1]!;
  const bestRate = 2 / (steepest + flattest);
  const conditionNumber = steepest / flattest;
  const { steps, curve, path } = run(eigenvalues.subarray(0, rank), bestRate);
  return {
    eigenvalues,
    complete,
    rank,
    conditionNumber,
    largestStableRate: 2 / steepest,
    bestRate,
    predictedSteps: (conditionNumber / 2) * Math.log(1 / tolerance),
    actualSteps: steps,
    curve,
    path,
    // With one direction only, the other side of the plane is flat.
    plane: [steepest, rank === 1 ? 0 : flattest],
  };
}

interface Run {
  readonly steps: number | null;
  readonly curve: Float64Array;
  readonly path: Float64Array;
}

function run(eigenvalues: Float64Array, rate: number): Run {
  const size = eigenvalues.length;
  const error = new Float64Array(size).fill(1);
  const path = [1, 1];
  const curve = new Thinned(curvePoints);
  const start = costOf(eigenvalues, error);
  const enough = tolerance * tolerance;
  let relative = 1;
  let step = 0;
  for (curve.add(0, 1); relative > enough && step < stepLimit;) {
    step++;
    for (let i = 0; i < size; i++) error[i]! -= rate * eigenvalues[i]! * error[i]!;
    relative = costOf(eigenvalues, error) / start;
    curve.add(step, relative);
    if (step < pathPoints) path.push(error[0]!, size === 1 ? 1 : error[size - 1]!);
  }
  return {
    steps: relative <= enough ? step : null,
    curve: curve.finish(),
    path: Float64Array.from(path),
  };
}

function costOf(eigenvalues: Float64Array, error: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < error.length; i++) sum += eigenvalues[i]! * error[i]! * error[i]!;
  return sum / 2;
}

/** Keeps evenly spaced points of a long row: whenever there are too many, every other one goes. */
class Thinned {
  private readonly points: number[] = [];
  private every = 1;
  private last: readonly [number, number] = [0, 0];

  constructor(private readonly limit: number) {}

  add(step: number, value: number): void {
    this.last = [step, value];
    if (step % this.every !== 0) return;
    // One is kept for the last point.
    if (this.points.length / 2 === this.limit - 1) this.thin();
    if (step % this.every === 0) this.points.push(step, value);
  }

  finish(): Float64Array {
    const ends = this.points.at(-2) === this.last[0];
    return Float64Array.from(ends ? this.points : [...this.points, ...this.last]);
  }

  private thin(): void {
    this.every *= 2;
    let kept = 0;
    for (let at = 0; at < this.points.length; at += 2) {
      if (this.points[at]! % this.every !== 0) continue;
      this.points[kept++] = this.points[at]!;
      this.points[kept++] = this.points[at + 1]!;
    }
    this.points.length = kept;
  }
}
