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
  readonly leftOut: readonly LeftOutArray[];
  /** Reads from the beginning, as often as it is asked to. @throws ProblemError that names file, line and remedy. */
  blocks(view: View, signal: AbortSignal): AsyncIterable<Block>;
}

/** An array or a column that holds no numbers to be measured. */
export interface LeftOutArray {
  readonly name: string;
  /** A clause without a full stop, or a sentence. */
  readonly reason: string;
}

/** The arrays of a data file. */
export interface DataFile {
  readonly file: string;
  /** At least one. */
  readonly arrays: readonly DataArray[];
  /** Arrays of an archive that hold no numbers. */
  readonly leftOut: readonly LeftOutArray[];
}
