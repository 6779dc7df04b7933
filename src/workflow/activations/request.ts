import type { Problem } from '../../core/problem';
import type { ActivationReport } from '../../protocol/activations';
import type { ActivationsProgress } from '../../protocol/activationsPanel';
import type { Runtime } from '../checkModel';

export interface ActivationOptions {
  /** As `BindOptions.reading` and `subject`. */
  readonly reading: string | null;
  readonly subject: string | null;
  readonly seed: number;
  /** How many examples are made where the file has no data. */
  readonly examples: number;
  /** Seconds. */
  readonly loadTimeout: number;
  readonly evaluationTimeout: number;
}

export const defaultActivationOptions: ActivationOptions = {
  reading: null,
  subject: null,
  seed: 1,
  examples: 10,
  loadTimeout: 30,
  evaluationTimeout: 30,
};

export interface ActivationRequest {
  readonly file: string;
  /** The text of the model file, which may be unsaved. */
  readonly source: string;
  readonly projectRoot: string;
  readonly options: ActivationOptions;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ActivationsProgress) => void;
  /** What the model prints. */
  readonly onOutput: (text: string) => void;
  /** Bytes that the model's process may hold; a share of the machine's memory if absent. */
  readonly memoryLimit?: number;
}

export type ActivationOutcome =
  | { readonly kind: 'report'; readonly report: ActivationReport }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };
