import type { ArrayRecord } from '../record';

/** A vector that may be added to the units of a layer. */
export interface Bias {
  readonly record: ArrayRecord;
  /** Number among the model's tensors; null for an array of the run. */
  readonly tensor: number | null;
  /** Number among the records of the run; null for a tensor of the model. */
  readonly at: number | null;
  readonly name: string;
  readonly values: Float64Array;
}

/** Null if the array is no vector, or its values are missing. */
export function biasOf(
  record: ArrayRecord,
  tensor: number | null,
  at: number | null,
  name: string,
): Bias | null {
  const { count } = record.statistics;
  if (count !== Math.max(...record.shape)) return null;
  const values = [...record.columns, ...record.rows].find(({ length }) => length === count);
  return values === undefined ? null : { record, tensor, at, name, values };
}

/** Biases by their number of units. */
export class BiasShelf {
  private readonly bySize = new Map<number, Bias[]>();

  constructor(biases: readonly Bias[]) {
    for (const bias of biases) {
      const shelf = this.bySize.get(bias.values.length) ?? [];
      this.bySize.set(bias.values.length, shelf);
      shelf.push(bias);
    }
  }

  /**
   * Biases of so many units whose first values these are.
   *
   * @param slack round-off of the values
   * @param before record before which an array of the run must have been made
   */
  startingWith(values: ArrayLike<number>, units: number, slack: number, before: number): Bias[] {
    const first = Array.from(values);
    return (this.bySize.get(units) ?? []).filter(
      (bias) =>
        (bias.at === null || bias.at < before) &&
        first.every((x, k) => Math.abs(bias.values[k]! - x) <= slack),
    );
  }

  /** Biases of so many units that are the model's and all zero. */
  zeros(units: number): Bias[] {
    return (this.bySize.get(units) ?? []).filter(
      ({ tensor, values }) => tensor !== null && values.every((x) => x === 0),
    );
  }
}

/** Of biases that fit equally, the one that stands with the weights: right after them, or at the same rank among its kind. */
export function biasWith(
  tensor: number | null,
  fitting: readonly Bias[],
  matrices: readonly number[],
  vectors: readonly number[],
): Bias | null {
  if (tensor === null) return fitting.at(-1) ?? null;
  const rank = matrices.indexOf(tensor);
  return (
    fitting.find((bias) => bias.tensor === tensor + 1) ??
    fitting.find((bias) => bias.tensor !== null && vectors.indexOf(bias.tensor) === rank) ??
    (fitting.length === 1 || fitting.some(({ values }) => values.some((x) => x !== 0)) ? fitting[0]! : null)
  );
}
