import type { Block } from '../block';

/** The finite values of one feature within a block, and what was left out. The array is used again for the next feature. */
export interface Column {
  readonly values: Float64Array;
  /** How many of `values` count. */
  readonly length: number;
  readonly missing: number;
  readonly infinite: number;
}

/** Hands out a block feature by feature, each as one run in memory. */
export class Columns {
  private scratch = new Float64Array(0);

  /** @param feature relative to the block's first */
  of({ major, examples, features, values }: Block, feature: number): Column {
    if (this.scratch.length < examples) this.scratch = new Float64Array(examples);
    const { scratch } = this;
    const [start, stride] = major === 'examples' ? [feature, features] : [feature * examples, 1];
    let [length, missing, infinite] = [0, 0, 0];
    for (let i = 0, at = start; i < examples; i++, at += stride) {
      const value = values[at]!;
      // NaN and the infinities are what is not 0 when it is taken from itself.
      if (value - value === 0) scratch[length++] = value;
      else if (value !== value) missing += 1;
      else infinite += 1;
    }
    return { values: scratch, length, missing, infinite };
  }
}
