import type { LeftOut } from '../../core/binding/inventory';
import type { TrainingLoop } from '../../core/binding/script/trainingLoop';
import { leaveOut } from '../leaveOut';
import { outlinePython, type PythonOutline } from '../outline';
import type { Lines } from '../syntax';
import { trainingLoops } from '../trainingLoops';
import { cellAt, type CellLines } from './cells';
import { cellCode } from './magics';
import type { NotebookCell } from './read';

/** The code cells of a notebook, in order, as one module. */
export interface NotebookModule {
  readonly text: string;
  /** The code cells; at least one. */
  readonly cells: readonly CellLines[];
  /** By lines of the module text, in order. */
  readonly leftOut: readonly LeftOut[];
  /** Loops of the cells that train. */
  readonly loops: readonly TrainingLoop[];
}

/** @param cells at least one with code */
export function notebookModule(cells: readonly NotebookCell[]): NotebookModule {
  const lines: string[] = [];
  const places: CellLines[] = [];
  const replaced: LeftOut[] = [];
  const outlines: PythonOutline[] = [];
  for (const [index, cell] of cells.entries()) {
    if (cell.kind !== 'code') continue;
    const before = lines.length;
    const code = cellCode(cell.text);
    lines.push(...code.lines);
    places.push({ cell: index + 1, line: before + 1, endLine: lines.length });
    replaced.push(...code.replaced.map((one) => moved(one, before)));
    // Each by itself, so that an error of one cell does not reach into the next.
    outlines.push(movedOutline(outlinePython(code.lines.join('\n')), before));
  }
  const statements = leaveOut(joined(outlines));
  const alone = replaced.filter((one) => !statements.some((other) => holds(other, one)));
  const leftOut = [...alone, ...statements].sort((a, b) => a.line - b.line);
  const loops = places.flatMap((cell) => loopsOf(cell, lines, leftOut, places));
  return { text: lines.join('\n'), cells: places, leftOut, loops };
}

function loopsOf(
  { line, endLine }: CellLines,
  lines: readonly string[],
  leftOut: readonly LeftOut[],
  cells: readonly CellLines[],
): readonly TrainingLoop[] {
  const text = '\n'.repeat(line - 1) + lines.slice(line - 1, endLine).join('\n');
  return trainingLoops(text, leftOut).map((loop) => {
    const at = cellAt(cells, loop.line);
    return { ...loop, where: `cell ${at.cell}, line ${at.line}` };
  });
}

function holds(outer: Lines, inner: Lines): boolean {
  return outer.line <= inner.line && inner.endLine <= outer.endLine;
}

function moved<Item extends Lines>(item: Item, by: number): Item {
  return { ...item, line: item.line + by, endLine: item.endLine + by };
}

function movedOutline({ functions, classes, statements }: PythonOutline, by: number): PythonOutline {
  return {
    functions: functions.map((one) => moved(one, by)),
    classes: classes.map((one) => moved(one, by)),
    statements: statements.map((one) => moved(one, by)),
  };
}

function joined(outlines: readonly PythonOutline[]): PythonOutline {
  return {
    functions: outlines.flatMap(({ functions }) => functions),
    classes: outlines.flatMap(({ classes }) => classes),
    statements: outlines.flatMap(({ statements }) => statements),
  };
}
