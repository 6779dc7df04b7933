import { plainText } from './emphasis';
import { lineText } from './place';

/**
 * Why a file could not be checked: one sentence for the user, with its place. The details are for the log only.
 */
export interface Problem {
  readonly code: string;
  /** One sentence that says what is wrong and one that says what to do; no file name, no line. */
  readonly message: string;
  readonly file: string;
  /** One-based. */
  readonly line: number | null;
  readonly column: number | null;
  /** In a notebook: the cell of the line, one-based among all cells. */
  readonly cell?: number;
  /** Traceback or the like, for the log channel. */
  readonly details: string;
}

/** `model.py, line 12: ...`, `model.ipynb, cell 3, line 12: ...` */
export function problemText(problem: Problem, shown: (message: string) => string = plainText): string {
  const name = problem.file.replace(/^.*[\\/]/, '');
  const { cell, line } = problem;
  const place = line === null ? '' : `, ${lineText({ cell, line })}`;
  return `${name}${place}: ${shown(problem.message)}`;
}

/** Thrown where a check cannot go on; carries the sentence for the user. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problemText(problem));
    this.name = 'ProblemError';
  }
}
