/**
 * Tied tensors are one array under several names. J sees the sum over all uses; a model may return that sum under each
 * name, or the share of each use under its own.
 */

interface Compared {
  readonly tensor: number;
  readonly computed: Float64Array | null;
  readonly numerical: Float64Array;
}

/** Closer than any error is to the truth by chance. */
const close = 1e-5;

/**
 * Where the shares of a group add up to the numerical gradient, gives each of its tensors the sum as computed gradient.
 * @param groups indices of tensors that share memory.
 */
export function addShares<Tensor extends Compared>(
  measured: readonly Tensor[],
  groups: readonly (readonly number[])[],
): readonly Tensor[] {
  const sums = new Map<number, Float64Array>();
  for (const group of groups) {
    const members = measured.filter(({ tensor }) => group.includes(tensor));
    const [first] = members;
    if (!first || members.length !== group.length || members.some(({ computed }) => !computed)) continue;
    if (members.some(({ numerical }) => numerical.length !== first.numerical.length)) continue;
    const sum = first.numerical.map((_, i) => members.reduce((total, one) => total + one.computed![i]!, 0));
    if (!(relativeError(sum, first.numerical) <= close)) continue;
    for (const member of members) sums.set(member.tensor, sum);
  }
  return measured.map((one) => {
    const sum = sums.get(one.tensor);
    return sum ? { ...one, computed: sum } : one;
  });
}

function relativeError(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += a[i]! ** 2 + b[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}
