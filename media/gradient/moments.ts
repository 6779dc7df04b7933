import { decimal } from '../../src/core/format';
import { momentText, type Moment } from '../../src/core/gradient/moment';
import type { Verdict } from '../../src/core/gradient/verdict';
import type { PanelFocus } from '../../src/protocol/panels';
import type { CheckReport, Report } from '../../src/protocol/report';
import { verdictOfCheck } from '../../src/protocol/summary';
import { severity } from '../shared/marks';

/** What the panel says of moments, and which check it shows first. */

/** What a moment is like: `learning rate 0.1, J from 0.693147 to 0.412`. */
export function momentFacts(moment: Moment): string {
  if (moment.kind !== 'trained') return '';
  const { learningRate, costBefore, costAfter } = moment;
  const rate = decimal(learningRate, 3);
  const short = rate.includes('×') ? rate : rate.replace(/\.?0+$/, '');
  return `learning rate ${short}, J from ${decimal(costBefore, 4)} to ${decimal(costAfter, 4)}`;
}

/** Names a check among those of a report: `relu`, `model after 10 steps`. */
export function nameOfCheck({ subject, at }: CheckReport): string {
  return [subject, momentText(at)].filter((part) => part !== '').join(' ');
}

/** What a reader wants to see first. */
export function worstCheck({ checks }: Report): number {
  return worstOf(checks.map(verdictOfCheck));
}

/** The check that a link means: of those of its subject, or of those with its tensor, the one at the worst moment. −1 for none. */
export function checkInFocus({ checks }: Report, { subject, tensor }: PanelFocus): number {
  const named = checks.some((check) => check.subject === subject);
  const found = checks.map((check) => {
    if (named && check.subject !== subject) return null;
    if (tensor === null) return verdictOfCheck(check);
    return check.tensors.find(({ name }) => name === tensor)?.verdict ?? null;
  });
  const at = worstOf(found);
  return at < 0 && named ? checks.findIndex((check) => check.subject === subject) : at;
}

/** The first of the worst; −1 where there is none. */
function worstOf(verdicts: readonly (Verdict | null)[]): number {
  const severities = verdicts.map((verdict) => (verdict === null ? -1 : severity(verdict)));
  const most = Math.max(-1, ...severities);
  return most < 0 ? -1 : severities.indexOf(most);
}
