import { decimal } from '../core/format';
import type { Translate } from '../environment/translate';
import type { TensorReport } from '../protocol/report';

/** What the report says about one gradient: `dW2 is 3 × the true gradient`. */
export function tensorSentence({ gradientName, reason }: TensorReport): string {
  return `${gradientName} ${reason}`;
}

/**
 * The same for several gradients at once, as long as it is the same: `dW1, dW2 are 3 × the true gradient`. Null
 * otherwise.
 */
export function commonSentence(tensors: readonly TensorReport[], t: Translate): string | null {
  const [first] = tensors;
  if (first === undefined) return null;
  const predicate = withoutExample(first.reason);
  if (tensors.some(({ reason }) => withoutExample(reason) !== predicate)) return null;
  if (tensors.length === 1) return `${first.gradientName} ${predicate}`;
  return `${nameList(tensors, t)} ${plural(predicate)}`;
}

/** Three names at most. */
export function nameList(tensors: readonly TensorReport[], t: Translate): string {
  const names = tensors.map(({ gradientName }) => gradientName);
  return (names.length > 3 ? [...names.slice(0, 2), t('{0} more', names.length - 2)] : names).join(', ');
}

/** What a sentence asserts, without what it adds as evidence, and without its full stop. */
export function withoutExample(sentence: string): string {
  return sentence.replace(/: .*$/s, '').replace(/\.$/, '');
}

/** The number that decided: `relative difference 0.50`; empty where the sentence itself has it, or there is none. */
export function evidence(tensor: TensorReport, t: Translate): string {
  const { verdict, relativeDifference } = tensor;
  if (verdict === 'inconclusive' || !Number.isFinite(relativeDifference)) return '';
  return t('relative difference {0}', decimal(relativeDifference, 2));
}

function plural(predicate: string): string {
  return predicate.replace(/^is /, 'are ').replace(/^has /, 'have ');
}

/** Sentences may stress the name of a command, as *Insert Model Contract*; where nothing renders that, it is quoted. */
export function plainText(sentence: string): string {
  return sentence.replace(/\*(?=\S)([^*`]*\S)\*/g, '“$1”');
}
