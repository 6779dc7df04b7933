import type { NormalizationReport } from '../protocol/normalization';
import type { NormalizationProgress } from '../protocol/normalizationPanel';
import type { Runtime } from '../workflow/checkModel';
import type {
  NormalizationOptions,
  NormalizationOutcome,
  NormalizationRequest,
} from '../workflow/normalization/request';
import type { NormalizationResult, Normalizations } from './normalizations';
import { Runs, type OutputFor, type Target } from './runs';

/** `showNormalization`, or a stand-in. */
export type Normalizer = (request: NormalizationRequest) => Promise<NormalizationOutcome>;

export interface NormalizingEnvironment {
  readonly runtime: (target: Target) => Runtime;
  readonly output: OutputFor;
}

interface Measured {
  readonly kind: 'report';
  readonly report: NormalizationReport;
}

const starting: NormalizationProgress = {
  stage: 'Starting',
  done: 0,
  total: null,
  secondsLeft: null,
  splits: [],
};

/** Measures the normalization of the inputs of model files and data files. */
export class Normalizing extends Runs<
  NormalizationOptions,
  NormalizationProgress,
  Measured,
  NormalizationResult
> {
  /** @param isData tells whether a file holds data, and no model whose text matters */
  constructor(
    normalizer: Normalizer,
    results: Normalizations,
    isData: (file: string) => boolean,
    environment: NormalizingEnvironment,
  ) {
    super({
      results,
      begin: (target) => results.begin(target, starting),
      working: (progress) => ({ kind: 'working', progress }),
      run: ({ file, source, projectRoot, ...target }, options, listeners) =>
        normalizer({
          file,
          source: isData(file) ? null : source,
          projectRoot,
          options,
          runtime: environment.runtime({ file, source, projectRoot, ...target }),
          ...listeners,
        }),
      result: (outcome) => outcome,
      output: environment.output,
      doing: 'reading',
    });
  }
}
