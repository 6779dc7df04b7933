/**
 * Tied tensors are one array under several names. J sees the sum over all uses; a model may return that sum under each
 * name, or the share of each use under its own. One may also be the other transposed, as in an autoencoder, or reversed.
 */

interface Compared {
  readonly tensor: number;
  readonly computed: Float64Array | null;
  readonly numerical: Float64Array;
}

/** Closer than any error is to the truth by chance. */
const close = 1e-5;

interface Shaped {
  readonly shape: readonly number[];
}

/** For each component of a tensor, the index of the one that it is in another. */
type Order = (index: number) => number;

/**
 * Where the shares of a group add up to the numerical gradient, gives each of its tensors the sum as computed gradient.
 * @param groups indices of tensors that share memory.
 * @param tensors all tensors of the model.
 */
export function addShares<Tensor extends Compared>(
  measured: readonly Tensor[],
  groups: readonly (readonly number[])[],
  tensors: readonly Shaped[],
): readonly Tensor[] {
  const sums = new Map<number, Float64Array>();
  for (const group of groups) {
    const members = measured.filter(({ tensor }) => group.includes(tensor));
    const [first] = members;
    if (!first || members.length !== group.length || members.some(({ computed }) => !computed)) continue;
    if (members.some(({ numerical }) => numerical.length !== first.numerical.length)) continue;
    const orders = members.map((member) =>
      ordersOf(tensors[member.tensor]!.shape).find(
        (order) => relativeError(ordered(first.numerical, order), member.numerical) <= close,
      ),
    );
    if (orders.includes(undefined)) continue;
    const sum = new Float64Array(first.numerical.length);
    members.forEach(({ computed }, at) => {
      for (let i = 0; i < sum.length; i++) sum[orders[at]!(i)]! += computed![i]!;
    });
    if (!(relativeError(sum, first.numerical) <= close)) continue;
    members.forEach(({ tensor }, at) => sums.set(tensor, ordered(sum, orders[at]!)));
  }
  return measured.map((one) => {
    const sum = sums.get(one.tensor);
    return sum ? { ...one, computed: sum } : one;
  });
}

/** The orders in which a tensor of this shape may have the components of another; its own first. */
function ordersOf(shape: readonly number[]): readonly Order[] {
  const size = shape.reduce((product, length) => product * length, 1);
  const [rows, columns] = [shape[0]!, shape[1]!];
  const same: Order = (i) => i;
  const reversed: Order = (i) => size - 1 - i;
  const transposed: Order = (i) => (i % columns) * rows + Math.floor(i / columns);
  return shape.length === 2 ? [same, transposed, reversed] : [same, reversed];
}

function ordered(values: Float64Array, order: Order): Float64Array {
  return values.map((_, i) => values[order(i)]!);
}

function relativeError(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += a[i]! ** 2 + b[i]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}
