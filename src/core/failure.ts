import type { Description } from './binding/inventory';

/** Something that went wrong on the model's side, as facts. Wording is not the host's business. */
export interface HostFailure {
  readonly kind:
    | 'not-started' // the process could not be started
    | 'syntax' // the source cannot be parsed
    | 'exception' // the model's code raised
    | 'exit' // the model's code asked to end the process
    | 'missing-module' // an import failed because the package is not installed
    | 'timeout' // the time limit was reached; the host ends itself after reporting
    | 'memory' // out of memory
    | 'not-complex' // the cost cannot be evaluated where a parameter is complex
    | 'result' // a result is not what the plan needs: `found` describes it
    | 'internal'; // a fault of the host itself
  /** The exception's own message, or what the host saw. */
  readonly message: string;
  /** Name of the exception's type, e.g. `ValueError`. */
  readonly type?: string;
  /** For `missing-module`: its name. */
  readonly module?: string;
  /** A module that the failing code wanted, and the file of the user's that has its name and is found instead. */
  readonly hidden?: string;
  readonly hiding?: string;
  /** The innermost place in the user's own files. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Name of the function it happened in. */
  readonly function?: string;
  /** Where in a plan: which list and which step of it. */
  readonly section?: 'run' | 'cost' | 'gradient' | 'tensors';
  readonly step?: number;
  readonly tensor?: string;
  readonly found?: Description;
  /** The whole traceback, for the log. */
  readonly trace?: string;
}
