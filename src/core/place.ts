/** A place in a source file. One-based lines; one-based columns; the end column is exclusive. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly function: string;
  /** In a notebook: the cell, one-based among all cells; lines count from its first. */
  readonly cell?: number;
}
