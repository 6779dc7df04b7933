import { problemText } from '../core/problem';
import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import type { Verdict } from '../core/gradient/verdict';
import type { Translate } from '../environment/translate';
import type { TensorReport } from '../protocol/report';
import { findingsOf, sharedDiagnosis, type LineFinding } from '../state/findings';
import type { Entry, Results } from '../state/results';
import { evidence, plainText, tensorSentence } from './sentences';

export type Severity = 'error' | 'warning' | 'information';

export interface DiagnosticModel {
  /** The document it belongs to. */
  readonly document: string;
  readonly place: Pick<Place, 'line' | 'column' | 'endLine' | 'endColumn'>;
  readonly severity: Severity;
  /** One line. */
  readonly message: string;
  readonly code: string;
}

const severity: Readonly<Record<Verdict, Severity | null>> = {
  wrong: 'error',
  suspicious: 'warning',
  inconclusive: 'information',
  correct: null,
};

/** What a result contributes to the list of problems. */
export function diagnosticsOf(results: Results, entry: Entry, t: Translate): readonly DiagnosticModel[] {
  const { result } = entry;
  if (result.kind === 'problem') return [problemDiagnostic(results, entry, result.problem, t)];
  return findingsOf(results, entry).flatMap((finding) => lineDiagnostics(results, entry, finding, t));
}

/** One for each tensor that is not correct; one in all for a constant that all share. */
function lineDiagnostics(
  results: Results,
  entry: Entry,
  finding: LineFinding,
  t: Translate,
): readonly DiagnosticModel[] {
  const models: DiagnosticModel[] = [];
  const add = (verdict: Verdict, place: Place, message: string): void => {
    const level = severity[verdict];
    if (level === null) return;
    models.push({
      document: finding.document,
      place: visible(results.textOf(entry, place), place),
      severity: finding.stale ? 'information' : level,
      message: oneLine(finding.stale ? t('Before your edit: {0}', message) : message),
      code: verdict,
    });
  };
  for (const { check, diagnosis } of finding.shared) add(check.verdict, finding.place, diagnosis.explanation);
  for (const { check, tensor, place } of finding.tensors) {
    if (tensor.verdict === 'wrong' && sharedDiagnosis(check) !== null) continue;
    const diagnosis = check.diagnoses.find((one) => one.tensor === tensor.name);
    add(tensor.verdict, place, diagnosis?.explanation ?? withEvidence(tensor, t));
  }
  return models;
}

function withEvidence(tensor: TensorReport, t: Translate): string {
  const detail = evidence(tensor, t);
  return tensorSentence(tensor) + (detail === '' ? '' : ` (${detail})`);
}

function problemDiagnostic(results: Results, entry: Entry, problem: Problem, t: Translate): DiagnosticModel {
  const line = problem.line ?? 1;
  const column = problem.column ?? indentation(results.textOf(entry, problem), line) + 1;
  const endColumn = problem.column === null ? Number.MAX_SAFE_INTEGER : problem.column + 1;
  const { file, cell } = problem;
  const place = {
    file,
    ...(cell !== undefined && { cell }),
    line,
    column,
    endLine: line,
    endColumn,
    function: '',
  };
  const message = t(
    'Gradients could not be checked: {0}',
    plainText(problem.line === null ? problemText(problem) : problem.message),
  );
  return {
    document: results.documentOf(entry, problem),
    place: results.currentPlace(entry, place),
    severity: entry.stale ? 'information' : 'error',
    message: oneLine(entry.stale ? t('Before your edit: {0}', message) : message),
    code: problem.code,
  };
}

/** A place without extent stands for its line. */
function visible(checked: string, place: Place): Place {
  if (place.line !== place.endLine || place.column < place.endColumn) return place;
  const column = Math.max(place.column, indentation(checked, place.line) + 1);
  return { ...place, column, endColumn: Number.MAX_SAFE_INTEGER };
}

/** Characters of white space before the code of a line; 0 in files whose text is not known. */
function indentation(checked: string, line: number): number {
  const text = checked.split(/\r\n|\r|\n/)[line - 1] ?? '';
  return text.length - text.trimStart().length;
}

function oneLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*/g, ' ');
}
