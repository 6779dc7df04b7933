import type { Model } from '../model';

/** Splits long runs of evaluations so that progress can be shown and a cancel is heard in time. */

/** Components per block: about a quarter of a second of evaluations, and a few MB at most. */
export function blockSize(
  { evaluationSeconds, evaluationsAtOnce = 1 }: Pick<Model, 'evaluationSeconds' | 'evaluationsAtOnce'>,
  evaluationsEach: number,
): number {
  const seconds = 0.25;
  const most = 65_536;
  const size = Math.floor(seconds / (Math.max(evaluationSeconds, 1e-6) * evaluationsEach));
  return Math.min(most, Math.max(evaluationsAtOnce, size));
}

/** [start, count] pairs that cover 0..total. */
export function* blocks(total: number, size: number): Generator<readonly [number, number]> {
  for (let start = 0; start < total; start += size) yield [start, Math.min(size, total - start)];
}
