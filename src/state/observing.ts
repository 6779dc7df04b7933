import type { ActivationReport } from '../protocol/activations';
import type { ActivationsProgress } from '../protocol/activationsPanel';
import type { Runtime } from '../workflow/checkModel';
import type {
  ActivationOptions,
  ActivationOutcome,
  ActivationRequest,
} from '../workflow/activations/request';
import { noQuestions, type ActivationResult, type Activations } from './activations';
import { Runs, type OutputFor, type Target } from './runs';

/** `showActivations`, or a stand-in. */
export type Observer = (request: ActivationRequest) => Promise<ActivationOutcome>;

export interface ObservingEnvironment {
  readonly runtime: (target: Target) => Runtime;
  readonly output: OutputFor;
}

interface Observed {
  readonly kind: 'report';
  readonly report: ActivationReport;
}

const starting: ActivationsProgress = { stage: 'Starting', done: 0, total: null, secondsLeft: null };

/** Runs models once and observes what their layers make. */
export class Observing extends Runs<ActivationOptions, ActivationsProgress, Observed, ActivationResult> {
  constructor(observer: Observer, results: Activations, environment: ObservingEnvironment) {
    super({
      results,
      begin: (target) => results.begin(target, starting),
      working: (progress) => ({ kind: 'working', progress }),
      run: (target, options, listeners) =>
        observer({
          file: target.file,
          source: target.source,
          projectRoot: target.projectRoot,
          options,
          runtime: environment.runtime(target),
          ...listeners,
        }),
      result: (outcome, { projectRoot }, options) =>
        outcome.kind === 'report'
          ? { ...outcome, run: { projectRoot, options }, questions: noQuestions }
          : outcome,
      output: environment.output,
      doing: 'observing',
    });
  }
}
