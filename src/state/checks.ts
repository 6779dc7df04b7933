import type { CheckProgress } from '../protocol/panels';
import type { CheckOutcome, CheckRequest, Runtime } from '../workflow/checkModel';
import type { CheckOptions } from '../workflow/options';
import type { Entry, Result, Results } from './results';
import { Runs, type OutputFor, type Target, type Unfinished } from './runs';

/** `checkModel`, or a stand-in. */
export type Checker = (request: CheckRequest) => Promise<CheckOutcome>;

export type CheckTarget = Target;

/** What is told about a check beside its result. */
export interface CheckEnvironment {
  readonly runtime: (target: CheckTarget) => Runtime;
  readonly output: OutputFor;
}

type Checked = Exclude<CheckOutcome, Unfinished>;

const starting: CheckProgress = {
  stage: 'Starting',
  done: 0,
  total: null,
  secondsLeft: null,
  tensors: [],
};

/** Runs gradient checks. */
export class Checks extends Runs<CheckOptions, CheckProgress, Checked, Result> {
  constructor(checker: Checker, results: Results, environment: CheckEnvironment) {
    super({
      results,
      begin: (target) => results.begin(target, starting),
      working: (progress) => ({ kind: 'checking', progress }),
      run: (target, options, listeners) =>
        checker({
          file: target.file,
          source: target.source,
          projectRoot: target.projectRoot,
          options,
          runtime: environment.runtime(target),
          ...listeners,
        }),
      result: (outcome, target, options, before) =>
        outcome.kind === 'problem' ? (kept(target, options, before) ?? outcome) : outcome,
      output: environment.output,
      doing: 'checking',
    });
  }

  check(target: CheckTarget, options: CheckOptions): Promise<CheckOutcome> {
    return this.start(target, options);
  }
}

/**
 * Where one function cannot be checked by itself, such as a helper, what is known about the whole file still holds.
 */
function kept(target: CheckTarget, { subject }: CheckOptions, before: Entry | undefined): Result | null {
  if (subject === null || before === undefined || before.stale || before.source !== target.source)
    return null;
  return before.result.kind === 'report' ? before.result : null;
}
