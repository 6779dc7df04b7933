import { plainText } from '../core/emphasis';
import type { Place } from '../core/place';
import type { Problem } from '../core/problem';
import type { Verdict } from '../core/gradient/verdict';
import type { Translate } from '../environment/translate';
import type { CheckReport } from '../protocol/report';
import { findingsOf, sharedDiagnosis, type LineFinding, type TensorFinding } from '../state/findings';
import type { Entry, Results } from '../state/results';
import { atMoment, declaration, evidence, explanationOf, tensorSentence } from './sentences';

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
  if (result.kind === 'problem') return problemDiagnostics(results, entry, result.problem, t);
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
  const add = (verdict: Verdict, place: Place, message: string, declared: boolean): void => {
    const level = severity[verdict];
    if (level === null) return;
    models.push({
      document: finding.document,
      place: visible(results.textOf(entry, place), place),
      severity: finding.stale || declared ? 'information' : level,
      message: oneLine(plainText(finding.stale ? t('Before your edit: {0}', message) : message)),
      code: verdict,
    });
  };
  for (const { check, diagnosis } of finding.shared)
    add(check.verdict, finding.place, sharedText(check, diagnosis.explanation, t), check.expected);
  for (const one of finding.tensors) {
    const { check, tensor, place } = one;
    if (tensor.verdict === 'wrong' && sharedDiagnosis(check) !== null) continue;
    const declared = declaration(tensor, t);
    const text = explanationOf(one) ?? withEvidence(one, t);
    const whole = declared === null ? text : `${text.replace(/\.$/, '')}, ${declared}`;
    add(tensor.verdict, place, atMoment(check, whole), declared !== null);
  }
  return models;
}

/** What holds for all gradients, with the layer where a file has several, and whether it was declared. */
function sharedText(check: CheckReport, explanation: string, t: Translate): string {
  const named = check.subject === 'model' ? explanation : `${check.subject}: ${explanation}`;
  const declared = check.expected ? declaration(check.tensors[0]!, t) : null;
  return atMoment(check, declared === null ? named : `${named.replace(/\.$/, '')}, ${declared}`);
}

function withEvidence(finding: TensorFinding, t: Translate): string {
  const detail = evidence(finding.tensor, t);
  return tensorSentence(finding) + (detail === '' ? '' : ` (${detail})`);
}

/** What concerns no line is told elsewhere: a squiggle would accuse a line that has nothing to do with it. */
function problemDiagnostics(
  results: Results,
  entry: Entry,
  problem: Problem,
  t: Translate,
): readonly DiagnosticModel[] {
  const { line } = problem;
  if (line === null) return [];
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
  const message = t('Gradients could not be checked: {0}', plainText(problem.message));
  return [
    {
      document: results.documentOf(entry, problem),
      place: results.currentPlace(entry, place),
      severity: entry.stale ? 'information' : 'error',
      message: oneLine(entry.stale ? t('Before your edit: {0}', message) : message),
      code: problem.code,
    },
  ];
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
