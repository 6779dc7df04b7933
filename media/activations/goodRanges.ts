import { decimal } from '../../src/core/format';
import type { FactorSweep } from '../../src/protocol/activations';

/** The factors that keep the scale, those beside each other as one range: `0.50 to 1.3, 2.0`. */
export function goodRanges(points: FactorSweep['points']): string {
  const ranges: number[][] = [];
  let before = false;
  for (const { factor, verdict } of points) {
    const good = verdict === 'correct';
    if (good && before) ranges.at(-1)!.push(factor);
    else if (good) ranges.push([factor]);
    before = good;
  }
  return ranges
    .map((range) => [...new Set([range[0]!, range.at(-1)!])].map((end) => decimal(end, 2)).join(' to '))
    .join(', ');
}
