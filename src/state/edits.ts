import type { Place } from '../core/place';

/** A change of a document, zero-based as editors have it; columns in UTF-16 units. */
export interface Edit {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/**
 * Where a place of the checked text is after an edit. Places before the edit stay, places behind it move along; a
 * place the edit cut into shrinks to what is left, at least to its line.
 */
export function movePlace(place: Place, edit: Edit): Place {
  const start = movePoint(place.line - 1, place.column - 1, edit, 'start');
  const end = movePoint(place.endLine - 1, place.endColumn - 1, edit, 'end');
  const inOrder = end.line > start.line || (end.line === start.line && end.column >= start.column);
  const last = inOrder ? end : start;
  return {
    ...place,
    line: start.line + 1,
    column: start.column + 1,
    endLine: last.line + 1,
    endColumn: last.column + 1,
  };
}

interface Point {
  readonly line: number;
  readonly column: number;
}

function movePoint(line: number, column: number, edit: Edit, side: 'start' | 'end'): Point {
  const beforeStart = line < edit.startLine || (line === edit.startLine && column < edit.startColumn);
  const atStart = line === edit.startLine && column === edit.startColumn;
  // What is typed right before an expression pushes it, what is typed right behind it does not become part of it.
  if (beforeStart || (atStart && side === 'end')) return { line, column };
  const inserted = edit.text.split('\n');
  const lastLine = edit.startLine + inserted.length - 1;
  const lastLength = inserted[inserted.length - 1]?.length ?? 0;
  const lastColumn = inserted.length === 1 ? edit.startColumn + lastLength : lastLength;
  const inside = line < edit.endLine || (line === edit.endLine && column < edit.endColumn);
  if (inside)
    return side === 'start'
      ? { line: lastLine, column: lastColumn }
      : { line: edit.startLine, column: edit.startColumn };
  if (line > edit.endLine) return { line: line + lastLine - edit.endLine, column };
  return { line: lastLine, column: lastColumn + column - edit.endColumn };
}
