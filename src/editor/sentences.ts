import { capital, scientific } from '../core/format';
import { momentText } from '../core/gradient/moment';
import type { Translate } from '../environment/translate';
import type { CheckReport, TensorReport } from '../protocol/report';
import { isDeclared } from '../protocol/summary';
import type { TensorFinding } from '../state/findings';

/** What the report says about one gradient: `dW2 is 3 × the true gradient`. */
export function tensorSentence({ label, tensor }: TensorFinding): string {
  return `${label} ${tensor.reason}`;
}

/** A sentence with the moment in front that it is about: `After 10 steps: dW2 is …`. The start is not said. */
export function atMoment({ at }: Pick<CheckReport, 'at'>, sentence: string): string {
  const when = momentText(at);
  return when === '' || sentence.includes(when) ? sentence : `${capital(when)}: ${sentence}`;
}

/** What explains a gradient that is not right, with a full stop; null if there is no more to say than what it is. */
export function explanationOf({ check, label, tensor }: TensorFinding): string | null {
  const found = check.diagnoses.find((one) => one.tensor === tensor.name)?.explanation;
  if (found === undefined) return null;
  return found.startsWith(`${tensor.gradientName} `)
    ? label + found.slice(tensor.gradientName.length)
    : found;
}

/** `as declared: gradient reversal`; null for a gradient that is right, or wrong without being declared to be. */
export function declaration(tensor: TensorReport, t: Translate): string | null {
  return isDeclared(tensor) ? t('as declared: {0}', tensor.expected!.replace(/\.$/, '')) : null;
}

/**
 * The same for several gradients at once, as long as it is the same: `dW1, dW2 are 3 × the true gradient`. Null
 * otherwise.
 */
export function commonSentence(findings: readonly TensorFinding[], t: Translate): string | null {
  const [first] = findings;
  if (first === undefined) return null;
  const predicate = withoutExample(first.tensor.reason);
  if (findings.some(({ tensor }) => withoutExample(tensor.reason) !== predicate)) return null;
  if (findings.some(({ check }) => momentText(check.at) !== momentText(first.check.at))) return null;
  if (findings.length === 1) return `${first.label} ${predicate}`;
  return `${nameList(findings, t)} ${plural(predicate)}`;
}

/** Three names at most. */
export function nameList(findings: readonly TensorFinding[], t: Translate): string {
  const names = findings.map(({ label }) => label);
  return (names.length > 3 ? [...names.slice(0, 2), t('{0} more', names.length - 2)] : names).join(', ');
}

/** What a sentence asserts, without what it adds as evidence, and without its full stop. */
export function withoutExample(sentence: string): string {
  return sentence.replace(/: .*$/s, '').replace(/\.$/, '');
}

/** The number that decided: `relative difference 5.0 × 10⁻¹`; empty where the sentence itself has it, or there is none. */
export function evidence(tensor: TensorReport, t: Translate): string {
  const { verdict, relativeDifference, reason } = tensor;
  if (
    verdict === 'inconclusive' ||
    reason.includes(scientific(relativeDifference)) ||
    !Number.isFinite(relativeDifference)
  )
    return '';
  return t('relative difference {0}', scientific(relativeDifference));
}

function plural(predicate: string): string {
  return predicate.replace(/^is /, 'are ').replace(/^has /, 'have ');
}
