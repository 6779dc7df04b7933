/** Where in a module text the cells of its notebook are. */

/** Lines of the module text, one-based and inclusive. */
export interface CellLines {
  /** One-based among all cells of the notebook. */
  readonly cell: number;
  readonly line: number;
  readonly endLine: number;
}

export interface CellPlace {
  readonly cell: number;
  /** One-based within the cell. */
  readonly line: number;
}

/** The cell that a line of the module text lies in; the last one for lines behind all. */
export function cellAt(cells: readonly CellLines[], line: number): CellPlace {
  const found = cells.find(({ endLine }) => line <= endLine) ?? cells.at(-1)!;
  return { cell: found.cell, line: Math.max(1, line - found.line + 1) };
}
