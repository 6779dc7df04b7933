import type { Pairs } from './pairs';

/** Zeros that no mask of dropout leaves, at least of so small a chance. */
const unlikely = 1e-4;
const mostDropped = 0.95;

/**
 * The factor 1/keep of inverted dropout, a = φ(z)/keep or 0 by a mask; 1 for plain dropout. Null if the zeros are not
 * those of a mask.
 *
 * @param value φ
 */
export function dropoutFactor({ z, a, roundOff }: Pairs, value: (z: number) => number): number | null {
  const tally: Record<'positive' | 'negative', Side> = {
    positive: { kept: 0, dropped: 0 },
    negative: { kept: 0, dropped: 0 },
  };
  const ratios: number[] = [];
  let reference: number | null = null;
  for (let i = 0; i < z.length; i++) {
    const expected = value(z[i]!);
    // Where φ is 0 the mask cannot be seen.
    if (expected === 0) continue;
    const side = z[i]! > 0 ? tally.positive : tally.negative;
    if (a[i] === 0) side.dropped += 1;
    else {
      side.kept += 1;
      const ratio = a[i]! / expected;
      ratios.push(ratio);
      // Of a scaled function all ratios are the same; near 0 round-off may be large beside the value.
      if (Math.abs(expected) < 1e-3) continue;
      reference ??= ratio;
      if (Math.abs(ratio - reference) > 0.05 * reference) return null;
    }
  }
  const dropped = tally.positive.dropped + tally.negative.dropped;
  const seen = dropped + ratios.length;
  if (dropped === 0 || ratios.length < 3 || dropped > mostDropped * seen) return null;
  const middle = median(ratios);
  const factor = Math.abs(middle - 1) <= 32 * roundOff ? 1 : middle;
  if (!(factor >= 1 && factor <= 1 / (1 - mostDropped))) return null;
  const keep = factor === 1 ? ratios.length / seen : 1 / factor;
  const error = 5 * Math.sqrt(seen * keep * (1 - keep)) + 1;
  if (factor > 1 && Math.abs(ratios.length - keep * seen) > error) return null;
  return looksAtSign(tally.positive, tally.negative) || looksAtSign(tally.negative, tally.positive)
    ? null
    : factor;
}

interface Side {
  kept: number;
  dropped: number;
}

/** A mask does not look at the sign: one that leaves nothing of the negative values is a ReLU. */
function looksAtSign(side: Side, other: Side): boolean {
  if (side.kept > 0 || other.kept === 0) return false;
  return (other.dropped / (other.kept + other.dropped)) ** side.dropped < unlikely;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[sorted.length >> 1]!;
}
