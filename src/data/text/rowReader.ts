import type { Chunk } from './chunks';

/** Turns the rows of a chunk into rows of numbers. */
export interface RowReader {
  /** @param line lines before the chunk */
  begin(chunk: Chunk, line: number): void;
  /**
   * Appends rows to `values`, which holds `held` of them, until it holds `most` or the chunk is used up.
   * @returns how many it holds then
   * @throws ProblemError for a row of another number of fields, and for text
   */
  take(values: Float64Array, held: number, most: number): number;
  /** Lines up to where it stands. */
  readonly line: number;
}
