import type { Block, Coverage } from '../../src/core/gradient/coverage';
import type { Grid } from './cells';

/** Which components were checked by themselves, and what is known of the others, block by block. */

/** Null where every component was measured; otherwise 1 for those that were. */
export function measuredMask(coverage: Coverage | null, size: number): Uint8Array | null {
  if (coverage === null) return null;
  const mask = new Uint8Array(size);
  for (const flat of coverage.checked) if (flat >= 0 && flat < size) mask[flat] = 1;
  return mask;
}

/** Cells of the picture, `row` and `column` its first. */
export interface Rectangle {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** The parts of the picture that a box of components covers: one rectangle for each run of its later axes. */
export function rectanglesOf({ from, to }: Block, shape: readonly number[], grid: Grid): Rectangle[] {
  if (from.some((start, axis) => start >= to[axis]!)) return [];
  if (grid.wrapped || grid.rows === 1) return wrappedRun(runsOf(from, to, shape, 0), grid);
  const rows = to[0]! - from[0]!;
  return runsOf(from, to, shape, 1).map(([start, end]) => ({
    row: from[0]!,
    column: start,
    rows,
    columns: end - start,
  }));
}

type Run = readonly [start: number, end: number];

/** Row-major positions along the axes from `first` on, as runs without gaps. */
function runsOf(
  from: readonly number[],
  to: readonly number[],
  shape: readonly number[],
  first: number,
): readonly Run[] {
  let runs: Run[] = [[0, 1]];
  for (let axis = first; axis < shape.length; axis++) {
    const next: [number, number][] = [];
    for (const [start, end] of runs) {
      // A run that is longer than one position goes on only where the whole axis is covered.
      for (let at = start; at < end; at++) {
        const [low, high] = [at * shape[axis]! + from[axis]!, at * shape[axis]! + to[axis]!];
        const last = next.at(-1);
        if (last && last[1] === low) last[1] = high;
        else next.push([low, high]);
      }
    }
    runs = next;
  }
  return runs;
}

/** A run of a vector that is broken into rows: the rest of its first row, whole rows, the beginning of its last. */
function wrappedRun(runs: readonly Run[], { columns }: Grid): Rectangle[] {
  return runs.flatMap(([start, end]) => {
    const parts: Rectangle[] = [];
    for (let at = start; at < end;) {
      const row = Math.floor(at / columns);
      const column = at % columns;
      const whole = column === 0 ? Math.floor((end - at) / columns) : 0;
      const rectangle =
        whole > 0
          ? { row, column, rows: whole, columns }
          : { row, column, rows: 1, columns: Math.min(columns - column, end - at) };
      parts.push(rectangle);
      at += rectangle.rows * rectangle.columns;
    }
    return parts;
  });
}

/** The blocks in which some component was not measured: of the others nothing is to be seen but their components. */
export function blocksToDraw(
  { blocks }: Coverage,
  shape: readonly number[],
  grid: Grid,
  measured: Uint8Array,
): readonly Block[] {
  const isOpen = ({ row, column, rows, columns }: Rectangle) => {
    for (let r = row; r < row + rows; r++)
      for (let c = column; c < column + columns; c++) if (measured[r * grid.columns + c] === 0) return true;
    return false;
  };
  return blocks.filter((block) => rectanglesOf(block, shape, grid).some(isOpen));
}

/** The block that holds a component; null where none does. */
export function blockAt(coverage: Coverage, index: readonly number[]): Block | null {
  const holds = ({ from, to }: Block) => index.every((at, axis) => at >= from[axis]! && at < to[axis]!);
  return coverage.blocks.find(holds) ?? null;
}

/** `[0…391, 12]`: the components of a block. */
export function blockText({ from, to }: Block): string {
  const axes = from.map((start, axis) =>
    to[axis]! - start === 1 ? String(start) : `${start}…${to[axis]! - 1}`,
  );
  return `[${axes.join(', ')}]`;
}
