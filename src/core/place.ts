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

/** `line 12`; in a notebook `cell 4, line 12`. */
export function lineText({
  cell,
  line,
}: {
  readonly cell?: number | undefined;
  readonly line: number;
}): string {
  return cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`;
}
