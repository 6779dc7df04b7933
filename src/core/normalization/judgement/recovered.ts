import { constancies, type SplitStatistics } from '../splitStatistics';
import type { Transform } from './fit';

/**
 * The transformation between an array before and after normalization, feature by feature: x ↦ (x − centre)/scale.
 * Null if the two are the same, or not related that way; a feature that does not vary gets NaN.
 */
export function recoveredTransform(raw: SplitStatistics, scaled: SplitStatistics): Transform | null {
  if (raw.features !== scaled.features || raw.examples !== scaled.examples) return null;
  const centre = new Float64Array(raw.features).fill(NaN);
  const scale = new Float64Array(raw.features).fill(NaN);
  let moved = false;
  for (let feature = 0; feature < raw.features; feature++) {
    const varies = (of: SplitStatistics): boolean => constancies[of.constancy[feature]!] === 'varying';
    if (!varies(raw) || !varies(scaled) || raw.count[feature] !== scaled.count[feature]) continue;
    const by = Math.sqrt(raw.variance[feature]! / scaled.variance[feature]!);
    const from = raw.mean[feature]! - by * scaled.mean[feature]!;
    const sigma = Math.sqrt(scaled.variance[feature]!);
    const off = (before: number, after: number): boolean =>
      !(Math.abs((before - from) / by - after) <= 1e-3 * (sigma + Math.abs(after)));
    // The kurtosis tells a transformation that is not linear, as a logarithm or clipping.
    const bent = Math.abs(raw.kurtosis[feature]! / scaled.kurtosis[feature]! - 1) > 1e-2;
    if (
      bent ||
      off(raw.minimum[feature]!, scaled.minimum[feature]!) ||
      off(raw.maximum[feature]!, scaled.maximum[feature]!)
    ) {
      return null;
    }
    centre[feature] = from;
    scale[feature] = by;
    moved ||= Math.abs(by - 1) > 1e-6 || Math.abs(from) > 1e-6 * by;
  }
  return moved ? { centre, scale } : null;
}

/** True if every feature was transformed by the same two constants. */
export function isUniform({ centre, scale }: Transform): boolean {
  const used = Array.from(scale.keys()).filter((feature) => !Number.isNaN(scale[feature]!));
  const [first] = used;
  if (first === undefined || used.length < 2) return false;
  return used.every(
    (feature) =>
      Math.abs(scale[feature]! / scale[first]! - 1) < 1e-4 &&
      Math.abs(centre[feature]! - centre[first]!) < 1e-4 * scale[first]!,
  );
}
