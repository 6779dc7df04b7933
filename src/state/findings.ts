import type { Place } from '../core/place';
import type { CheckReport, Diagnosis, Report, TensorReport } from '../protocol/report';
import { isWorstMoment, verdictsElsewhere, type Elsewhere } from '../protocol/moments';
import { labelOf } from '../protocol/summary';
import type { Entry, Results } from './results';

/** A tensor whose gradient is made at the finding's line, in the check that found it; of several moments, the worst. */
export interface TensorFinding {
  readonly check: CheckReport;
  readonly tensor: TensorReport;
  /** What the gradient is called: `dx of relu` where several layers have a `dx`. */
  readonly label: string;
  /** Its verdicts at other moments, where they differ. */
  readonly elsewhere: readonly Elsewhere[];
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
      if (!isWorstMoment(report, check, tensor)) continue;
      const place = tensor.location ?? (tensor.verdict === 'correct' ? null : fallbackPlace(report));
      if (place === null || results.isGone(entry, place)) continue;
      const there = at(place);
      there.line.tensors.push({
        check,
        tensor,
        label: labelOf(report, check, tensor),
        elsewhere: verdictsElsewhere(report, check, tensor),
        place: there.place,
      });
    }
    for (const diagnosis of check.diagnoses) {
      const place = diagnosis.location ?? fallbackPlace(report);
      if (diagnosis.tensor === null && !saidBefore(report, check, diagnosis) && !results.isGone(entry, place))
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

/** Whether an earlier moment of the same subject was diagnosed alike. */
function saidBefore({ checks }: Report, check: CheckReport, { explanation }: Diagnosis): boolean {
  return checks
    .slice(0, checks.indexOf(check))
    .filter(({ subject }) => subject === check.subject)
    .some(({ diagnoses }) => diagnoses.some((one) => one.tensor === null && one.explanation === explanation));
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
