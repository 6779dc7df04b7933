import type { NormalizationReport } from '../../protocol/normalization';
import { cellAt, type CellLines } from '../../source/notebook/cells';

/** From lines of the module that was made of a notebook to lines of its cells. */
export function relocateNormalization(
  report: NormalizationReport,
  cells: readonly CellLines[],
): NormalizationReport {
  const withLine = <Item extends { readonly line: number | null }>(item: Item): Item =>
    item.line === null ? item : { ...item, ...cellAt(cells, item.line) };
  const { culprit } = report;
  const start = culprit && cellAt(cells, culprit.line);
  return {
    ...report,
    splits: report.splits.map(withLine),
    warnings: report.warnings.map(withLine),
    culprit: culprit &&
      start && { ...culprit, ...start, endLine: culprit.endLine - culprit.line + start.line },
  };
}
