import { answerOf, type Answer } from '../core/gradient/answer';
import type { BindingEntry } from '../core/binding/binding';
import type { Verdict } from '../core/gradient/verdict';
import type { Place } from '../core/place';
import type { CheckReport, Report, TensorReport } from './report';

/** What every reader of a report asks of it: the answer, and one line for each of several checks. */

export function answerOfReport({ checks, verdict }: Report): Answer {
  return answerOf(checks, verdict);
}

/** The mark of a check: nothing stays to be said against one whose errors are declared. */
export function verdictOfCheck({ verdict, expected }: CheckReport): Verdict {
  return expected ? 'correct' : verdict;
}

/** Whether a gradient is wrong as its line declares. */
export function isDeclared({ verdict, expected }: Pick<TensorReport, 'verdict' | 'expected'>): boolean {
  return verdict !== 'correct' && expected !== null;
}

/** How the check was read. */
export function bindingOf(report: Report, check: CheckReport): readonly BindingEntry[] {
  return report.binding.filter(({ subject }) => subject === undefined || subject === check.subject);
}

/** The largest relative difference of a check's tensors; NaN if there is none. */
export function largestDifference({ tensors }: CheckReport): number {
  const differences = tensors.map(({ relativeDifference }) => relativeDifference).filter(Number.isFinite);
  return differences.length === 0 ? NaN : Math.max(...differences);
}

/** Where to look for a check: what is worst in it, else the function that computes its gradients. */
export function placeOfCheck(
  report: Report,
  check: CheckReport,
): Pick<Place, 'file' | 'line' | 'column' | 'cell'> | null {
  const order: readonly Verdict[] = ['wrong', 'inconclusive', 'suspicious'];
  for (const verdict of order) {
    const found = check.tensors.find((tensor) => tensor.verdict === verdict && tensor.location !== null);
    if (found) return found.location;
  }
  const entry = bindingOf(report, check).find(({ role, line }) => /gradients/.test(role) && line !== null);
  if (entry !== undefined)
    return {
      file: entry.file ?? report.file,
      line: entry.line!,
      column: 1,
      ...(entry.cell !== undefined && { cell: entry.cell }),
    };
  return check.tensors.find(({ location }) => location !== null)?.location ?? null;
}

/** `dW2`; `dx of relu` where several layers have a gradient of that name. */
export function labelOf(report: Report, check: CheckReport, { gradientName }: TensorReport): string {
  const own = report.checks.filter(({ tensors }) =>
    tensors.some((tensor) => tensor.gradientName === gradientName),
  );
  const subjects = new Set(own.map(({ subject }) => subject));
  return subjects.size > 1 && check.subject !== 'model'
    ? `${gradientName} of ${check.subject}`
    : gradientName;
}
