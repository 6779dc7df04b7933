import { defaultCheckOptions, type CheckOptions } from '../workflow/options';
import {
  commonFlags,
  commonValues,
  numberIn,
  oneFile,
  oneOf,
  parseFlags,
  seedIn,
  timeoutIn,
  wholeIn,
  type CommonCommand,
} from './flags';

export interface CheckCommand extends CommonCommand {
  readonly command: 'check';
  readonly options: CheckOptions;
  /** Print how the error of a derivative depends on the step. */
  readonly steps: boolean;
}

export const checkFlags = {
  step: { type: 'string' },
  scheme: { type: 'string' },
  method: { type: 'string' },
  budget: { type: 'string' },
  'after-steps': { type: 'string' },
  times: { type: 'string' },
  steps: { type: 'boolean' },
  subject: { type: 'string' },
  reading: { type: 'string' },
  tensor: { type: 'string' },
  examples: { type: 'string' },
  ...commonFlags,
} as const;

/** @param words those after `check`. @throws UsageError */
export function parseCheck(words: readonly string[]): CheckCommand {
  const { values, positionals } = parseFlags(words, checkFlags);
  const file = oneFile('check', 'check', positionals);
  const timeout = timeoutIn(values.timeout);
  const defaults = defaultCheckOptions;
  return {
    command: 'check',
    ...commonValues(values, file),
    steps: values.steps === true,
    options: {
      step:
        values.step === undefined || values.step === 'auto'
          ? 'auto'
          : numberIn(values.step, 'step', 1e-15, 1)!,
      scheme:
        oneOf(values.scheme, 'scheme', ['central', 'forward', 'richardson', 'complex']) ?? defaults.scheme,
      method: oneOf(values.method, 'method', ['auto', 'exhaustive', 'adaptive']) ?? defaults.method,
      exhaustiveSeconds: defaults.exhaustiveSeconds,
      budget: wholeIn(values.budget, 'budget', 100, 1e9) ?? defaults.budget,
      afterSteps: wholeIn(values['after-steps'], 'after-steps', 1, 100_000) ?? defaults.afterSteps,
      timesParameters: numberIn(values.times, 'times', 1e-6, 1e6) ?? defaults.timesParameters,
      seed: seedIn(values.seed) ?? defaults.seed,
      examples: wholeIn(values.examples, 'examples', 1, 100_000) ?? defaults.examples,
      tensor: values.tensor ?? null,
      subject: values.subject ?? null,
      reading: values.reading ?? null,
      loadTimeout: timeout ?? defaults.loadTimeout,
      evaluationTimeout: timeout ?? defaults.evaluationTimeout,
    },
  };
}
