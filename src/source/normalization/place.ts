import type { StatementFacts } from '../statements';
import type { Lines } from '../syntax';

/** A statement as far as it matters for where lines can go in. */
export interface PlacedStatement extends Lines {
  readonly facts: StatementFacts;
  /** Defines something that only runs when it is called. */
  readonly defines: boolean;
  readonly trains: boolean;
}

/**
 * The line behind which all names have their last value, with nothing trained before that needs one of them.
 * Null if there is none.
 */
export function lineAfterLast(
  statements: readonly PlacedStatement[],
  names: readonly string[],
): number | null {
  const makes = ({ facts, defines }: PlacedStatement, name: string): boolean =>
    !defines && (facts.binds.has(name) || facts.changes.has(name));
  const uses = ({ facts }: PlacedStatement): boolean => names.some((name) => facts.reads.has(name));
  const training = statements.findIndex((one) => one.trains && uses(one));
  const before = training === -1 ? statements : statements.slice(0, training);
  if (!names.every((name) => before.some((one) => makes(one, name)))) return null;
  const last = before.findLastIndex((one) => names.some((name) => makes(one, name)));
  const { endLine } = before[last]!;
  // What follows on the same line would come before.
  return statements[last + 1]?.line === endLine ? null : endLine;
}

export function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** The names, or others that the text does not use yet. */
export function freeNames(text: string, names: readonly string[]): readonly string[] {
  const used = (name: string): boolean => new RegExp(`(?<![\\w$.])${name}(?![\\w$])`).test(text);
  for (const ending of ['', '_train', '_of_train', '_normalization'])
    if (!names.some((name) => used(name + ending))) return names.map((name) => name + ending);
  return names.map((name) => `${name}_gradient_lens`);
}
