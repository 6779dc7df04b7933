import { basename } from 'node:path';
import type { Problem } from '../core/problem';
import { Signal } from './event';
import type { ResultStore, StoredEntry, Subject } from './resultStore';

/** A document to work on. */
export interface Target extends Subject {
  readonly projectRoot: string;
}

/** Takes what the model prints. */
export type OutputFor = (target: Target) => { add(text: string): void; end(): void };

/** What every kind of work can end with, beside its report. */
export type Unfinished =
  { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'cancelled' };

export interface Listeners<Progress> {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onOutput: (text: string) => void;
}

/** One kind of work on documents, and where its results go. */
export interface Work<Options, Progress, Report, Result> {
  readonly results: ResultStore<Result>;
  /** Puts the first result of a document in place of all that was known about it. */
  readonly begin: (target: Target) => void;
  readonly working: (progress: Progress) => Result;
  readonly run: (
    target: Target,
    options: Options,
    listeners: Listeners<Progress>,
  ) => Promise<Report | Unfinished>;
  /** What is kept of an outcome, in view of what was known before. */
  readonly result: (
    outcome: Report | Unfinished,
    target: Target,
    options: Options,
    before: StoredEntry<Result> | undefined,
  ) => Result;
  readonly output: OutputFor;
  /** The verb of the sentence for what nobody expected: "checking". */
  readonly doing: string;
}

interface Running<Options, Outcome, Result> {
  readonly target: Target;
  readonly options: Options;
  readonly abort: AbortController;
  /** What was known before this run, and before the one that it ended. */
  readonly before: StoredEntry<Result> | undefined;
  readonly outcome: Promise<Outcome>;
}

/** Milliseconds between two reports of progress. */
const pace = 50;

/**
 * Runs one kind of work and writes what comes of it into the results. Several documents can be worked on at once; of one
 * document there is at most one run: asking for the same again joins it, asking for another ends it.
 */
export class Runs<
  Options,
  Progress extends { readonly stage: string },
  Report extends { readonly kind: string },
  Result extends { readonly kind: string },
> {
  private readonly running = new Map<string, Running<Options, Report | Unfinished, Result>>();
  /** Also those that were cancelled and whose processes are still being ended. */
  private readonly ending = new Set<Promise<unknown>>();
  private readonly signal = new Signal<string>();

  /** Fires with the URI of a document whose run has begun or ended. */
  readonly onDidChange = this.signal.event;

  constructor(private readonly work: Work<Options, Progress, Report, Result>) {}

  isRunning(uri: string): boolean {
    return this.running.has(uri);
  }

  get runningUris(): readonly string[] {
    return [...this.running.keys()];
  }

  start(target: Target, options: Options): Promise<Report | Unfinished> {
    const former = this.running.get(target.uri);
    if (former !== undefined && isSame(former, target, options)) return former.outcome;
    former?.abort.abort();
    const before = former === undefined ? this.work.results.get(target.uri) : former.before;

    const abort = new AbortController();
    this.work.begin(target);
    // Started after it is registered, so that progress reported at once finds it.
    const outcome = Promise.resolve().then(() => this.run(target, options, abort, before));
    this.running.set(target.uri, { target, options, abort, before, outcome });
    this.signal.fire(target.uri);
    return outcome;
  }

  cancel(uri: string): void {
    this.running.get(uri)?.abort.abort();
  }

  cancelAll(): void {
    for (const { abort } of this.running.values()) abort.abort();
  }

  /** Ends all runs; resolves when their processes are gone. */
  async dispose(): Promise<void> {
    this.cancelAll();
    this.signal.dispose();
    await Promise.allSettled(this.ending);
  }

  private async run(
    target: Target,
    options: Options,
    abort: AbortController,
    before: StoredEntry<Result> | undefined,
  ): Promise<Report | Unfinished> {
    const { work } = this;
    const isCurrent = (): boolean => this.running.get(target.uri)?.abort === abort;
    const output = work.output(target);
    let outcome: Report | Unfinished;
    try {
      const pending = work.run(target, options, {
        signal: abort.signal,
        onProgress: paced((progress) => {
          if (isCurrent() && !abort.signal.aborted) work.results.update(target.uri, work.working(progress));
        }),
        onOutput: (text) => output.add(text),
      });
      this.ending.add(pending);
      void pending.catch(() => undefined).finally(() => this.ending.delete(pending));
      // A cancelled run says so at once, even while its processes are still being ended.
      outcome = await Promise.race([pending, aborted(abort.signal)]);
    } catch (error) {
      outcome = { kind: 'problem', problem: unexpected(target.file, work.doing, error) };
    }
    output.end();
    if (isCurrent()) {
      this.running.delete(target.uri);
      const earlier = outcome.kind === 'cancelled' ? stillTrue(before, target) : null;
      work.results.update(target.uri, earlier ?? work.result(outcome, target, options, before));
      this.signal.fire(target.uri);
    }
    return outcome;
  }
}

/** The report that was there before a run that was cancelled, if the text is the same. */
function stillTrue<Result extends { readonly kind: string }>(
  before: StoredEntry<Result> | undefined,
  { source }: Target,
): Result | null {
  const holds = before?.result.kind === 'report' && before.source === source && !before.stale;
  return holds ? before.result : null;
}

function isSame<Options>(
  running: Running<Options, unknown, unknown>,
  target: Target,
  options: Options,
): boolean {
  return (
    !running.abort.signal.aborted &&
    running.target.source === target.source &&
    JSON.stringify(running.options) === JSON.stringify(options)
  );
}

/** Progress can come a thousand times a second; nobody can read more than a few. New stages are always told. */
function paced<Progress extends { readonly stage: string }>(
  tell: (progress: Progress) => void,
): (progress: Progress) => void {
  let last: { readonly stage: string; readonly time: number } | null = null;
  return (progress) => {
    const time = performance.now();
    if (last !== null && last.stage === progress.stage && time - last.time < pace) return;
    last = { stage: progress.stage, time };
    tell(progress);
  };
}

function aborted(signal: AbortSignal): Promise<Unfinished> {
  return new Promise((resolve) => {
    const cancelled = (): void => resolve({ kind: 'cancelled' });
    if (signal.aborted) cancelled();
    else signal.addEventListener('abort', cancelled, { once: true });
  });
}

/** The workflow words everything it expects; this is for what nobody expected. */
function unexpected(file: string, doing: string, error: unknown): Problem {
  return {
    code: 'internal',
    message: `Something unexpected happened while ${doing} ${basename(file)}. The log has the details; please report it.`,
    file,
    line: null,
    column: null,
    details: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
