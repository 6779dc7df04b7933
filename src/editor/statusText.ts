import { plainText } from '../core/emphasis';
import { headlineOf } from '../core/gradient/answer';
import { momentText } from '../core/gradient/moment';
import { worst, type Verdict } from '../core/gradient/verdict';
import { problemText } from '../core/problem';
import { duration } from '../core/format';
import type { Translate } from '../environment/translate';
import type { CheckProgress } from '../protocol/panels';
import type { CheckReport, Report } from '../protocol/report';
import { isOverTime } from '../protocol/moments';
import { answerOfReport, isDeclared, verdictOfCheck } from '../protocol/summary';
import type { Entry } from '../state/results';
import { mark, staleMark } from './marks';

export interface Status {
  readonly text: string;
  readonly tooltip: string;
}

/** For the status-bar item. */
export function statusOf(entry: Entry, t: Translate): Status {
  const { result } = entry;
  switch (result.kind) {
    case 'checking':
      return {
        text: `$(sync~spin) ${progressText(result.progress, t)}`,
        tooltip: t('Show the gradient panel'),
      };
    case 'cancelled':
      return { text: `$(circle-slash) ${t('Check cancelled')}`, tooltip: t('Show the gradient panel') };
    case 'problem':
      return {
        text: `$(error) ${t('Gradients not checked')}`,
        tooltip: problemText(result.problem),
      };
    case 'report': {
      const summary = reportSummary(result.report, t);
      const answer = answerOfReport(result.report);
      if (entry.stale) {
        const text = `${staleMark} ${summary}`;
        return { text, tooltip: t('Before your edit. Check again for the text as it is now.') };
      }
      return { text: `${mark(answer.verdict)} ${summary}`, tooltip: plainText(answer.text) };
    }
  }
}

/** `2 of 6 gradients wrong`, `2 of 7 layers are wrong: batchnorm and conv`, without a mark. */
export function reportSummary(report: Report, t: Translate): string {
  const [check, ...others] = report.checks;
  if (check !== undefined && others.length === 0) return checkSummary(check, t);
  if (isOverTime(report)) return overTimeSummary(report.checks, t);
  return headlineOf(answerOfReport(report).text);
}

/** `1 of 4 gradients wrong after 10 steps`: of several moments the first of the worst. */
function overTimeSummary(checks: readonly CheckReport[], t: Translate): string {
  const verdict = worst(checks.map(verdictOfCheck));
  const found = checks.find((check) => verdictOfCheck(check) === verdict)!;
  const summary = checkSummary(found, t);
  return verdict === 'correct'
    ? t('{0} at {1} moments', summary, checks.length)
    : `${summary} ${momentText(found.at)}`.trim();
}

/** `2 of 6 gradients wrong`. */
export function checkSummary(check: CheckReport, t: Translate): string {
  const { tensors } = check;
  const judged = tensors.filter((tensor) => !isDeclared(tensor));
  const declared = tensors.length - judged.length;
  const verdict = judged.length === 0 ? verdictOfCheck(check) : worst(judged.map((one) => one.verdict));
  const count = judged.filter((tensor) => tensor.verdict === verdict).length;
  const total = tensors.length;
  if (total === 0 || (declared === 0 && verdict !== check.verdict)) return withoutCount(check.verdict, t);
  switch (verdict) {
    case 'correct':
      if (declared > 0 && total === 1) return t('Gradient wrong as declared');
      if (declared > 0) return t('{0} of {1} gradients wrong as declared', declared, total);
      return total === 1 ? t('Gradient correct') : t('{0} gradients correct', total);
    case 'wrong':
      return total === 1 ? t('Gradient wrong') : t('{0} of {1} gradients wrong', count, total);
    case 'suspicious':
      return t('{0} of {1} gradients: look closely', count, total);
    case 'inconclusive':
      return t('{0} of {1} gradients: cannot tell', count, total);
  }
}

function withoutCount(verdict: Verdict, t: Translate): string {
  const words = {
    correct: t('Gradients correct'),
    wrong: t('Gradients wrong'),
    suspicious: t('Gradients: look closely'),
    inconclusive: t('Gradients: cannot tell'),
  };
  return words[verdict];
}

/** `Checking W2 · 12 of 92 · about 12 s left`. */
export function progressText(
  progress: Pick<CheckProgress, 'stage' | 'done' | 'total' | 'secondsLeft'>,
  t: Translate,
): string {
  const parts = [progress.stage];
  if (progress.total !== null && progress.total > 0)
    parts.push(t('{0} of {1}', progress.done, progress.total));
  if (progress.secondsLeft !== null && progress.secondsLeft >= 1)
    parts.push(t('about {0} left', duration(Math.round(progress.secondsLeft))));
  return parts.join(' · ');
}
