import type { Problem } from '../core/problem';
import type { Scheme } from '../core/gradient/verdict';
import type { CheckProgress } from '../protocol/panels';
import type { Report } from '../protocol/report';

export interface CheckOptions {
  /** A fixed ε, or `auto`: chosen per tensor. */
  readonly step: number | 'auto';
  readonly scheme: Scheme;
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
  seed: 1,
  examples: 10,
  tensor: null,
  subject: null,
  reading: null,
  loadTimeout: 30,
  evaluationTimeout: 30,
};

/** How to start the processes that run model code. */
export interface Runtime {
  /** Folder that holds `python/gradient_lens_host` and `dist/host-javascript.js`. */
  readonly installation: string;
  /** Node executable and environment for the JavaScript host. */
  readonly node: { readonly path: string; readonly environment: Readonly<Record<string, string>> };
  /** Finds the Python interpreter; called only for a Python model. Throws a `ProblemError` when there is none. */
  readonly findPython: () => Promise<string>;
}

export interface CheckRequest {
  readonly file: string;
  /** The text to check, which may be unsaved. */
  readonly source: string;
  readonly projectRoot: string;
  readonly options: CheckOptions;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CheckProgress) => void;
  /** What the model prints. */
  readonly onOutput: (text: string) => void;
}

export type CheckOutcome =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };
