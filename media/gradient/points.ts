/** Which components a scatter shows, and over which range. */

export interface Points {
  /** Row-major positions, by rising numerical gradient. */
  readonly shown: readonly number[];
  /** Components that were measured. */
  readonly measured: number;
  /** Those of them that are finite. */
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
 *
 * @param checked positions of the components that were measured; null where all were
 */
export function choosePoints(
  computed: Float64Array,
  numerical: Float64Array,
  checked: readonly number[] | null = null,
  most = 1500,
): Points {
  let low = 0;
  let high = 0;
  let finite = 0;
  const size = checked?.length ?? computed.length;
  const flatAt = (k: number) => (checked ? checked[k]! : k);
  for (let k = 0; k < size; k++) {
    const a = computed[flatAt(k)]!;
    const b = numerical[flatAt(k)]!;
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    finite++;
    low = Math.min(low, a, b);
    high = Math.max(high, a, b);
  }
  const chosen = new Set<number>();
  if (finite > most)
    for (const flat of largestErrors(computed, numerical, Math.floor(most / 4))) chosen.add(flat);
  const stride = Math.max(1, size / Math.max(1, most - chosen.size));
  for (let k = 0, at = 0; at < size; k++, at = Math.floor(k * stride)) {
    const flat = flatAt(at);
    if (Number.isFinite(computed[flat]) && Number.isFinite(numerical[flat])) chosen.add(flat);
  }
  const shown = [...chosen].sort((a, b) => numerical[a]! - numerical[b]! || a - b);
  if (low === high) [low, high] = [low - 1, high + 1];
  return { shown, measured: size, finite, notFinite: size - finite, low, high };
}
