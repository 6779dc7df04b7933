import type { Reinitialization } from '../core/activation/schemes';
import type { ActivationReport, FactorSweep, WhatIf } from '../protocol/activations';
import type { ActivationsProgress } from '../protocol/activationsPanel';
import type { ActivationRequest } from '../workflow/activations/request';
import { noQuestions, type ActivationEntry, type Activations, type ReportResult } from './activations';
import type { ObservingEnvironment } from './observing';
import type { Target } from './runs';

export type Question =
  | { readonly kind: 'whatIf'; readonly how: Reinitialization }
  | { readonly kind: 'sweep'; readonly scheme: FactorSweep['scheme'] };

/** `askWhatIf` and `askSweep`, or stand-ins. They never reject but for a fault of their own. */
export interface Answerers {
  readonly whatIf: (request: ActivationRequest, how: Reinitialization) => Promise<WhatIf | null>;
  readonly sweep: (request: ActivationRequest, scheme: FactorSweep['scheme']) => Promise<FactorSweep | null>;
}

interface Asked {
  readonly report: ActivationReport;
  readonly abort: AbortController;
}

/**
 * Questions about reports: what other weights would give. Of one document at most one is under way, and the newest wins;
 * with its report a question goes as well. It is about the text that was run, also where that was edited since.
 */
export class Asking {
  private readonly asked = new Map<string, Asked>();
  /** Also those that were ended and whose processes still are. */
  private readonly ending = new Set<Promise<unknown>>();
  private readonly subscription: { dispose(): void };

  constructor(
    private readonly answerers: Answerers,
    private readonly results: Activations,
    private readonly environment: ObservingEnvironment,
  ) {
    this.subscription = results.onDidChange((uri) => {
      const one = this.asked.get(uri);
      if (one !== undefined && one.report !== results.reportOf(uri)?.report) this.end(uri);
    });
  }

  isAsking(uri: string): boolean {
    return this.asked.has(uri);
  }

  /** Resolves when the question is answered, or ended. */
  async ask(uri: string, question: Question): Promise<void> {
    const entry = this.results.get(uri);
    if (entry?.result.kind !== 'report') return;
    this.end(uri);
    const { report } = entry.result;
    const abort = new AbortController();
    this.asked.set(uri, { report, abort });
    const isCurrent = (): boolean => this.asked.get(uri)?.abort === abort;
    this.results.ask(uri, { asking: 'Starting' });
    try {
      const answer = this.answer(entry, entry.result, question, abort.signal, (progress) => {
        if (isCurrent()) this.results.ask(uri, { asking: textOf(progress) });
      });
      const found = await Promise.race([answer, aborted(abort.signal)]);
      if (isCurrent() && found !== null) this.results.ask(uri, found);
    } finally {
      if (isCurrent()) this.end(uri);
    }
  }

  /** Ends the question that is under way; answers stay. */
  cancel(uri: string): void {
    this.end(uri);
  }

  /** Ends what is under way, and forgets the answers. */
  clear(uri: string): void {
    this.end(uri);
    this.results.ask(uri, noQuestions);
  }

  /** Ends all questions; resolves when their processes are gone. */
  async dispose(): Promise<void> {
    this.subscription.dispose();
    for (const uri of [...this.asked.keys()]) this.end(uri);
    await Promise.allSettled(this.ending);
  }

  private async answer(
    { uri, file, source, cells, part }: ActivationEntry,
    { run }: ReportResult,
    question: Question,
    signal: AbortSignal,
    onProgress: (progress: ActivationsProgress) => void,
  ): Promise<Partial<ReportResult['questions']> | null> {
    const { projectRoot, options } = run;
    const target: Target = { uri, file, source, projectRoot, ...(cells && { cells }), ...(part && { part }) };
    const output = this.environment.output(target);
    const request: ActivationRequest = {
      file,
      source,
      projectRoot,
      options,
      runtime: this.environment.runtime(target),
      signal,
      onProgress,
      onOutput: (text) => output.add(text),
    };
    try {
      if (question.kind === 'whatIf') {
        const whatIf = await this.track(this.answerers.whatIf(request, question.how));
        return whatIf && { whatIf };
      }
      const sweep = await this.track(this.answerers.sweep(request, question.scheme));
      return sweep && { sweep };
    } finally {
      output.end();
    }
  }

  private track<T>(pending: Promise<T>): Promise<T> {
    this.ending.add(pending);
    void pending.catch(() => undefined).finally(() => this.ending.delete(pending));
    return pending;
  }

  private end(uri: string): void {
    const one = this.asked.get(uri);
    if (one === undefined) return;
    this.asked.delete(uri);
    one.abort.abort();
    if (this.results.reportOf(uri)?.report === one.report) this.results.ask(uri, { asking: null });
  }
}

/** `Running the network`, `Running the network · 3 of 9`. */
function textOf({ stage, done, total }: ActivationsProgress): string {
  return total === null || total === 0 ? stage : `${stage} · ${done} of ${total}`;
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
