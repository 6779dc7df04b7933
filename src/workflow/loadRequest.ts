import { loopToCall } from '../core/binding/script/trainingLoop';
import type { LoadRequest } from '../protocol/host';
import type { ModelText } from './languages';
import { mostMemory } from './memory';

/** Who loads a model file, and within which limits. */
export interface Loading {
  readonly file: string;
  readonly projectRoot: string;
  readonly options: {
    readonly seed: number;
    readonly loadTimeout: number;
    readonly evaluationTimeout: number;
  };
  /** Bytes that the model's process may hold; a share of the machine's memory if absent. */
  readonly memoryLimit?: number;
}

/** What a host is told to load of a model file. */
export function loadRequestOf(model: ModelText, loading: Loading): LoadRequest {
  const { text, leftOut, loops = [], cells, opened } = model;
  const { file, projectRoot, options, memoryLimit = mostMemory() } = loading;
  return {
    file,
    source: text,
    projectRoot,
    leaveOut: leftOut,
    ...(loops.length > 0 && { loops: loops.map(loopToCall) }),
    ...(cells && { sections: cells }),
    ...(opened !== undefined && { opened: opened.line }),
    moduleName: '__gradient_lens_model__',
    seed: options.seed,
    loadTimeout: options.loadTimeout,
    evaluationTimeout: options.evaluationTimeout,
    memoryLimit,
  };
}
