import type { Block } from '../core/normalization/block';
import type { View } from '../core/normalization/view';

/** An array of numbers in a file, read in blocks so that a file of any size passes in constant memory. */
export interface DataArray {
  /** The array's name in an archive, or the file's name without its ending. */
  readonly name: string;
  /** As stored; the first entry is null for a text file, whose rows are known only at its end. */
  readonly shape: readonly (number | null)[];
  /** float64, float32, int64, uint8, bool, ..., 'text'. */
  readonly dtype: string;
  /** Names of the columns, where the file has them. */
  readonly columns: readonly string[] | null;
  /** Columns that hold no numbers, with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
  /** Reads from the beginning, as often as it is asked to. @throws ProblemError that names file, line and remedy. */
  blocks(view: View, signal: AbortSignal): AsyncIterable<Block>;
}

/** The arrays of a data file. */
export interface DataFile {
  readonly file: string;
  readonly arrays: readonly DataArray[];
}
