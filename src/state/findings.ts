import type { Place } from '../core/place';
import type { CheckReport, Diagnosis, Report, TensorReport } from '../protocol/report';
import { labelOf } from '../protocol/summary';
import type { Entry, Results } from './results';

/** A tensor whose gradient is made at the finding's line, in the check that found it. */
export interface TensorFinding {
  readonly check: CheckReport;
  readonly tensor: TensorReport;
  /** What the gradient is called: `dx of relu` where several layers have a `dx`. */
  readonly label: string;
  /** The expression that made this gradient, in the text as it is now. */
  readonly place: Place;
}

/** All that is known about one line of one document. */
export interface LineFinding {
  /** The document that was checked, which need not be the one that holds the line. */
  readonly uri: string;
  /** The document that holds the line. */
  readonly document: string;
  /** All its expressions, in the text as it is now. */
  readonly place: Place;
  /** In the order of the report; at least one, unless there are diagnoses. */
  readonly tensors: readonly TensorFinding[];
  /** What holds for all tensors alike, told at this line. */
  readonly shared: readonly { readonly check: CheckReport; readonly diagnosis: Diagnosis }[];
  readonly stale: boolean;
}

/** What the results say, line by line. Empty unless the entry holds a report. */
export function findingsOf(results: Results, entry: Entry): readonly LineFinding[] {
  if (entry.result.kind !== 'report') return [];
  const { report } = entry.result;
  const lines = new Map<
    string,
    { place: Place; tensors: TensorFinding[]; shared: LineFinding['shared'][number][] }
  >();
  const at = (location: Place) => {
    const place = results.currentPlace(entry, location);
    const key = `${place.line} ${place.cell ?? ''} ${place.file}`;
    const line = lines.get(key) ?? { place, tensors: [], shared: [] };
    line.place = union(line.place, place);
    lines.set(key, line);
    return { line, place };
  };
  for (const check of report.checks) {
    for (const tensor of check.tensors) {
      const place = tensor.location ?? (tensor.verdict === 'correct' ? null : fallbackPlace(report));
      if (place === null || results.isGone(entry, place)) continue;
      const there = at(place);
      there.line.tensors.push({ check, tensor, label: labelOf(report, check, tensor), place: there.place });
    }
    for (const diagnosis of check.diagnoses) {
      const place = diagnosis.location ?? fallbackPlace(report);
      if (diagnosis.tensor === null && !results.isGone(entry, place))
        at(place).line.shared.push({ check, diagnosis });
    }
  }
  return [...lines.values()].map((line) => ({
    uri: entry.uri,
    document: results.documentOf(entry, line.place),
    stale: entry.stale,
    ...line,
  }));
}

/** The findings that lie in one document, whichever documents were checked. */
export function findingsIn(results: Results, document: string): readonly LineFinding[] {
  return results
    .all()
    .flatMap((entry) => findingsOf(results, entry))
    .filter((finding) => finding.document === document);
}

/** The constant that holds for all tensors of a check, if the report names one. */
export function sharedDiagnosis(check: CheckReport): Diagnosis | null {
  return check.diagnoses.find((diagnosis) => diagnosis.tensor === null) ?? null;
}

/** Where to put what the trace could not place: where the gradients come from, else the first line. */
export function fallbackPlace(report: Report): Place {
  const found = report.binding.find((entry) => /gradients/.test(entry.role) && entry.line !== null);
  const line = found?.line ?? 1;
  return {
    file: found?.file ?? report.file,
    ...(found?.cell !== undefined && { cell: found.cell }),
    line,
    column: 1,
    endLine: line,
    endColumn: Number.MAX_SAFE_INTEGER,
    function: '',
  };
}

/** Several expressions of one line are marked together. */
function union(a: Place, b: Place): Place {
  const [last] = a.endLine > b.endLine || (a.endLine === b.endLine && a.endColumn > b.endColumn) ? [a] : [b];
  return { ...a, column: Math.min(a.column, b.column), endLine: last.endLine, endColumn: last.endColumn };
}
