import type { Method, Scheme } from '../core/gradient/verdict';

export interface CheckOptions {
  /** A fixed ε, or `auto`: chosen per tensor. */
  readonly step: number | 'auto';
  readonly scheme: Scheme;
  /** `auto`: exhaustive where that is estimated to take at most `exhaustiveSeconds`, else adaptive. */
  readonly method: Method | 'auto';
  readonly exhaustiveSeconds: number;
  /** Evaluations of the cost that the adaptive method may spend. */
  readonly budget: number;
  /** Check once more after so many steps of gradient descent; 0 for no such check. */
  readonly afterSteps: number;
  /** Check once more at so many times the parameters; null for no such check. */
  readonly timesParameters: number | null;
  readonly seed: number;
  /** Examples to make where the file has no data. */
  readonly examples: number;
  /** Check only this tensor, or all of them. */
  readonly tensor: string | null;
  /** The function or class to check, e.g. the one at the cursor; null takes the whole model. */
  readonly subject: string | null;
  /** Label of the reading to use, from an earlier report's `readings`. */
  readonly reading: string | null;
  /** Seconds. */
  readonly loadTimeout: number;
  readonly evaluationTimeout: number;
}

export const defaultCheckOptions: CheckOptions = {
  step: 'auto',
  scheme: 'central',
  method: 'auto',
  exhaustiveSeconds: 10,
  budget: 20_000,
  afterSteps: 0,
  timesParameters: null,
  seed: 1,
  examples: 10,
  tensor: null,
  subject: null,
  reading: null,
  loadTimeout: 30,
  evaluationTimeout: 30,
};
