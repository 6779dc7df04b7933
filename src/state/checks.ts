import { basename } from 'node:path';
import type { Problem } from '../core/problem';
import type { CheckProgress } from '../protocol/panels';
import type { CheckOutcome, CheckRequest, Runtime } from '../workflow/checkModel';
import type { CheckOptions } from '../workflow/options';
import type { Entry, Result, Results, Subject } from './results';
import { Signal } from './event';

/** `checkModel`, or a stand-in. */
export type Checker = (request: CheckRequest) => Promise<CheckOutcome>;

export interface CheckTarget extends Subject {
  readonly projectRoot: string;
}

/** What is told about a check beside its result. */
export interface CheckEnvironment {
  readonly runtime: (target: CheckTarget) => Runtime;
  /** Takes what the model prints. */
  readonly output: (target: CheckTarget) => { add(text: string): void; end(): void };
}

interface Running {
  readonly target: CheckTarget;
  readonly options: CheckOptions;
  readonly abort: AbortController;
  readonly outcome: Promise<CheckOutcome>;
}

/** Milliseconds between two reports of progress. */
const pace = 50;

const starting: CheckProgress = {
  stage: 'Starting',
  done: 0,
  total: null,
  secondsLeft: null,
  tensors: [],
};

/**
 * Runs checks and writes what comes of them into the results. Several documents can be checked at once; of one document
 * there is at most one check: asking for the same again joins it, asking for another ends it.
 */
export class Checks {
  private readonly running = new Map<string, Running>();
  /** Also those that were cancelled and whose processes are still being ended. */
  private readonly ending = new Set<Promise<unknown>>();
  private readonly signal = new Signal<string>();

  /** Fires with the URI of a document whose check has begun or ended. */
  readonly onDidChange = this.signal.event;

  constructor(
    private readonly checker: Checker,
    private readonly results: Results,
    private readonly environment: CheckEnvironment,
  ) {}

  isRunning(uri: string): boolean {
    return this.running.has(uri);
  }

  get runningUris(): readonly string[] {
    return [...this.running.keys()];
  }

  check(target: CheckTarget, options: CheckOptions): Promise<CheckOutcome> {
    const former = this.running.get(target.uri);
    if (former !== undefined && sameCheck(former, target, options)) return former.outcome;
    former?.abort.abort();
    const before = this.results.get(target.uri);

    const abort = new AbortController();
    this.results.begin(target, starting);
    // Started after it is registered, so that progress reported at once finds it.
    const outcome = Promise.resolve().then(() => this.run(target, options, abort, before));
    this.running.set(target.uri, { target, options, abort, outcome });
    this.signal.fire(target.uri);
    return outcome;
  }

  cancel(uri: string): void {
    this.running.get(uri)?.abort.abort();
  }

  cancelAll(): void {
    for (const { abort } of this.running.values()) abort.abort();
  }

  /** Ends all checks; resolves when their processes are gone. */
  async dispose(): Promise<void> {
    this.cancelAll();
    this.signal.dispose();
    await Promise.allSettled(this.ending);
  }

  private async run(
    target: CheckTarget,
    options: CheckOptions,
    abort: AbortController,
    before: Entry | undefined,
  ): Promise<CheckOutcome> {
    const isCurrent = (): boolean => this.running.get(target.uri)?.abort === abort;
    const output = this.environment.output(target);
    let outcome: CheckOutcome;
    try {
      const pending = this.checker({
        file: target.file,
        source: target.source,
        projectRoot: target.projectRoot,
        options,
        runtime: this.environment.runtime(target),
        signal: abort.signal,
        onProgress: paced((progress) => {
          if (isCurrent() && !abort.signal.aborted)
            this.results.update(target.uri, { kind: 'checking', progress });
        }),
        onOutput: (text) => output.add(text),
      });
      this.ending.add(pending);
      void pending.catch(() => undefined).finally(() => this.ending.delete(pending));
      // A cancelled check says so at once, even while its processes are still being ended.
      outcome = await Promise.race([pending, aborted(abort.signal)]);
    } catch (error) {
      outcome = { kind: 'problem', problem: unexpected(target.file, error) };
    }
    output.end();
    if (isCurrent()) {
      this.running.delete(target.uri);
      this.results.update(
        target.uri,
        outcome.kind === 'problem' ? (kept(target, options, before) ?? outcome) : outcome,
      );
      this.signal.fire(target.uri);
    }
    return outcome;
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

function sameCheck(running: Running, target: CheckTarget, options: CheckOptions): boolean {
  return (
    !running.abort.signal.aborted &&
    running.target.source === target.source &&
    JSON.stringify(running.options) === JSON.stringify(options)
  );
}

/** Progress can come a thousand times a second; nobody can read more than a few. New stages are always told. */
function paced(tell: (progress: CheckProgress) => void): (progress: CheckProgress) => void {
  let last: { readonly stage: string; readonly time: number } | null = null;
  return (progress) => {
    const time = performance.now();
    if (last !== null && last.stage === progress.stage && time - last.time < pace) return;
    last = { stage: progress.stage, time };
    tell(progress);
  };
}

function aborted(signal: AbortSignal): Promise<CheckOutcome> {
  return new Promise((resolve) => {
    const cancelled = (): void => resolve({ kind: 'cancelled' });
    if (signal.aborted) cancelled();
    else signal.addEventListener('abort', cancelled, { once: true });
  });
}

/** The checker words everything it expects; this is for what nobody expected. */
function unexpected(file: string, error: unknown): Problem {
  return {
    code: 'internal',
    message: `Something unexpected happened while checking ${basename(file)}. The log has the details; please report it.`,
    file,
    line: null,
    column: null,
    details: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
