import type { SourceText, Span } from './sourceText';

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
/** Words that mathjs gives a meaning of their own. */
const reserved = [
  'mod',
  'to',
  'in',
  'and',
  'xor',
  'or',
  'not',
  'end',
  'true',
  'false',
  'null',
  'undefined',
  'NaN',
  'Infinity',
];

/** Refuses what cannot be a name in an expression. */
export function checkName(name: string, span: Span, source: SourceText): void {
  if (reserved.includes(name)) {
    throw source.failure(`${name} has a meaning of its own in expressions. Use another name.`, span);
  }
  if (identifier.test(name)) return;
  throw source.failure(
    `"${name}" cannot be a name. Use letters, digits and underscores, a letter first.`,
    span,
  );
}
