/** Which components a scatter shows, and over which range. */

export interface Points {
  /** Row-major positions, by rising numerical gradient. */
  readonly shown: readonly number[];
  /** Finite components in all. */
  readonly finite: number;
  readonly notFinite: number;
  /** Range of both axes alike. */
  readonly low: number;
  readonly high: number;
}

/** The `most` largest errors, largest first; ties keep their order. Not finite ones are left out. */
export function largestErrors(computed: Float64Array, numerical: Float64Array, most: number): number[] {
  const kept: { flat: number; error: number }[] = [];
  let floor = -1;
  for (let flat = 0; flat < computed.length; flat++) {
    const error = Math.abs(computed[flat]! - numerical[flat]!);
    if (!Number.isFinite(error) || (kept.length >= most && error <= floor)) continue;
    kept.push({ flat, error });
    // Cut back only now and then: sorting every time would be quadratic.
    if (kept.length >= 4 * most + 64) {
      kept.sort((a, b) => b.error - a.error || a.flat - b.flat);
      kept.length = most;
      floor = kept[most - 1]?.error ?? -1;
    }
  }
  kept.sort((a, b) => b.error - a.error || a.flat - b.flat);
  return kept.slice(0, most).map(({ flat }) => flat);
}

/**
 * All components of a small tensor; of a large one the worst and an even choice of the others, the same every time.
 */
export function choosePoints(computed: Float64Array, numerical: Float64Array, most = 1500): Points {
  let low = 0;
  let high = 0;
  let finite = 0;
  const size = computed.length;
  for (let i = 0; i < size; i++) {
    const a = computed[i]!;
    const b = numerical[i]!;
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    finite++;
    low = Math.min(low, a, b);
    high = Math.max(high, a, b);
  }
  const chosen = new Set<number>();
  if (finite > most)
    for (const flat of largestErrors(computed, numerical, Math.floor(most / 4))) chosen.add(flat);
  const stride = Math.max(1, size / Math.max(1, most - chosen.size));
  for (let k = 0, flat = 0; flat < size; k++, flat = Math.floor(k * stride)) {
    if (Number.isFinite(computed[flat]) && Number.isFinite(numerical[flat])) chosen.add(flat);
  }
  const shown = [...chosen].sort((a, b) => numerical[a]! - numerical[b]! || a - b);
  if (low === high) [low, high] = [low - 1, high + 1];
  return { shown, finite, notFinite: size - finite, low, high };
}
