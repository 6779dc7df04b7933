import { momentText, type Moment } from '../core/gradient/moment';
import { worst, type Verdict } from '../core/gradient/verdict';
import type { CheckReport, Report, TensorReport } from './report';
import { isDeclared } from './summary';

/** One subject may be checked at several moments: at the start, after training, at a multiple of its parameters. */

/** `at the start`, `after 10 steps`. */
export function momentName(moment: Moment): string {
  return momentText(moment) || 'at the start';
}

/** Whether all checks of a report are of one subject, at several moments. */
export function isOverTime({ checks }: Report): boolean {
  return checks.length > 1 && checks.every(({ subject }) => subject === checks[0]!.subject);
}

/** A verdict of the same tensor at another moment. */
export interface Elsewhere {
  readonly at: Moment;
  readonly verdict: Verdict;
  readonly declared: boolean;
}

/** Verdicts of a tensor at other moments, where they differ from its own. */
export function verdictsElsewhere(report: Report, check: CheckReport, tensor: TensorReport): Elsewhere[] {
  return momentsOf(report, check, tensor)
    .filter((moment) => moment.check !== check && moment.tensor.verdict !== tensor.verdict)
    .map((moment) => ({
      at: moment.check.at,
      verdict: moment.tensor.verdict,
      declared: isDeclared(moment.tensor),
    }));
}

/** True of a tensor at the first of the moments at which its verdict is worst. */
export function isWorstMoment(report: Report, check: CheckReport, tensor: TensorReport): boolean {
  const moments = momentsOf(report, check, tensor);
  const verdict = worst(moments.map((moment) => moment.tensor.verdict));
  return moments.find((moment) => moment.tensor.verdict === verdict)?.check === check;
}

function momentsOf({ checks }: Report, { subject }: CheckReport, { name }: TensorReport) {
  return checks
    .filter((check) => check.subject === subject)
    .flatMap((check) => {
      const tensor = check.tensors.find((one) => one.name === name);
      return tensor ? [{ check, tensor }] : [];
    });
}
