import * as vscode from 'vscode';
import type { Place } from '../core/place';

type Span = Pick<Place, 'line' | 'column' | 'endLine' | 'endColumn'>;

/** From one-based places to ranges. Columns beyond a line mean its end; editors cut such ranges themselves. */
export function toRange(place: Span): vscode.Range {
  const zeroBased = (value: number): number => Math.max(0, Math.min(value - 1, 2 ** 31 - 1));
  return new vscode.Range(
    zeroBased(place.line),
    zeroBased(place.column),
    zeroBased(place.endLine),
    zeroBased(place.endColumn),
  );
}
