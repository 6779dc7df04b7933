import { student95 } from './student';

/** A line through zero, d = slope·x, through increments d whose variance grows as their length k. */
export interface Slope {
  readonly value: number;
  readonly interval: readonly [number, number];
  /** Σ(d − slope·x)²/k. */
  readonly residual: number;
}

/** One step between two entries of a sequence of scales. */
export interface Increment {
  /** ln of the later RMS over the earlier one. */
  readonly change: number;
  /** Layers between them: 1, or more where some could not be seen. */
  readonly length: number;
}

/** Spread of increments that is only the round-off of root mean squares. */
const roundOff = 1e-12;

/** @param along x of each increment: its length for a constant factor per layer, ln(ℓ′/ℓ) for a power law */
export function slopeOf(increments: readonly Increment[], along: readonly number[]): Slope {
  let [products, squares] = [0, 0];
  increments.forEach(({ change, length }, i) => {
    products += (change * along[i]!) / length;
    squares += along[i]! ** 2 / length;
  });
  const value = products / squares;
  let residual = 0;
  increments.forEach(({ change, length }, i) => {
    residual += (change - value * along[i]!) ** 2 / length;
  });
  const freedom = increments.length - 1;
  const deviation = Math.sqrt(residual / freedom);
  // One increment has no spread: nothing is known of the next.
  const half =
    freedom < 1
      ? Infinity
      : deviation <= roundOff
        ? 0
        : (student95(freedom) * deviation) / Math.sqrt(squares);
  return { value, interval: [value - half, value + half], residual };
}
