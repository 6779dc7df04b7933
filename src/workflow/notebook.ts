import type { FailedSection } from '../core/binding/inventory';
import { ProblemError, type Problem } from '../core/problem';
import { notebookModule } from '../source/notebook/module';
import { readNotebook } from '../source/notebook/read';
import type { ModelText } from './languages';

/** The code cells of a notebook as one module. @throws ProblemError for what is no Python notebook */
export function moduleOfNotebook(source: string, file: string): ModelText {
  const reading = readNotebook(source);
  if (!reading.ok) {
    const { code, message } = reading;
    throw new ProblemError({ code, message, file, line: null, column: null, details: '' });
  }
  return notebookModule(reading.cells);
}

/** What is wrong with the text of a cell that cannot be parsed; null for one that failed when it was run. */
export function unparsed({ message }: FailedSection): string | null {
  const match = /^(?:Syntax|Indentation|Tab)Error: (.*?)(?: \([^()]*, line \d+\))?$/s.exec(message);
  return match && match[1]!;
}

/** What a check of a notebook found nothing in, where cells failed: that comes first. */
export function problemAfterFailures(
  problem: Problem,
  failed: readonly FailedSection[] | undefined,
  file: string,
): Problem {
  const [first, ...others] = failed ?? [];
  if (first === undefined) return problem;
  const more = others.length === 0 ? '' : ` ${others.length} more failed after it.`;
  const error = unparsed(first);
  const what = error === null ? `failed with ${first.message}` : `cannot be parsed (${error})`;
  return {
    code: 'cell-failed',
    message: `this cell ${what}, and without what it defines there is no model to check.${more} Correct it, and check again.`,
    file,
    line: first.at,
    column: null,
    details: problem.message,
  };
}
