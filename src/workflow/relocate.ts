import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import type { Report } from '../protocol/report';
import { cellAt, type CellLines } from '../source/notebook/cells';

/** From lines of the module that was made of a notebook to lines of its cells. */

export function relocateReport(report: Report, cells: readonly CellLines[]): Report {
  const { file } = report;
  const withPlace = <Item extends { readonly location: Place | null }>(item: Item): Item => ({
    ...item,
    location: item.location && relocatePlace(item.location, file, cells),
  });
  const withLine = <Item extends { readonly line: number | null; readonly file?: string }>(
    item: Item,
  ): Item =>
    item.line === null || item.file !== undefined ? item : { ...item, ...cellAt(cells, item.line) };
  return {
    ...report,
    binding: report.binding.map(withLine),
    warnings: report.warnings.map(withLine),
    checks: report.checks.map((check) => ({
      ...check,
      tensors: check.tensors.map(withPlace),
      diagnoses: check.diagnoses.map(withPlace),
    })),
  };
}

/** A problem in a helper module keeps its line. */
export function relocateProblem(problem: Problem, file: string, cells: readonly CellLines[]): Problem {
  if (problem.file !== file || problem.line === null) return problem;
  return { ...problem, ...cellAt(cells, problem.line) };
}

function relocatePlace(place: Place, file: string, cells: readonly CellLines[]): Place {
  if (place.file !== file) return place;
  const start = cellAt(cells, place.line);
  return { ...place, ...start, endLine: place.endLine - place.line + start.line };
}
