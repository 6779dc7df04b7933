import { cellAt, type CellLines } from '../source/notebook/cells';

/** `Line 12`, `Lines 3–9`; in a notebook `Cell 4, line 12`, or `Cell 4` for all of it. */
export function lineWords(line: number, endLine: number, cells: readonly CellLines[] | null): string {
  if (cells === null) return lines('L', line, endLine);
  const start = cellAt(cells, line);
  const end = cellAt(cells, endLine);
  const whole = cells.find(({ cell }) => cell === start.cell)!;
  if (line === whole.line && endLine === whole.endLine) return `Cell ${start.cell}`;
  return `Cell ${start.cell}, ${lines('l', start.line, end.line)}`;
}

function lines(initial: string, line: number, endLine: number): string {
  return line === endLine ? `${initial}ine ${line}` : `${initial}ines ${line}–${endLine}`;
}
