import { auditedSchemes, type Reinitialization } from '../core/activation/schemes';
import { defaultActivationOptions, type ActivationOptions } from '../workflow/activations/request';
import {
  commonFlags,
  commonValues,
  oneFile,
  parseFlags,
  seedIn,
  timeoutIn,
  UsageError,
  wholeIn,
  type CommonCommand,
} from './flags';

export interface ActivationsCommand extends CommonCommand {
  readonly command: 'activations';
  readonly options: ActivationOptions;
  /** What other weights to run the network with, beside its own. */
  readonly init: Reinitialization | null;
}

export const activationsHelp = `Usage: gradient-lens activations FILE [options]

Runs the network of FILE once, forward and backward, and tells whether
activations and gradients keep their scale through its layers: growth per
layer, dead and saturated units, how the weights were initialized, the first
NaN. FILE is a Python, JavaScript or TypeScript file or a Jupyter notebook.

Options
  --init SCHEME|FACTOR      run it with other weights as well: he, xavier,
                            glorot, lecun, pytorch, orthogonal, lsuv, or the
                            present ones times a factor
  --subject NAME            the function or class to run
  --reading TEXT            how to read the file, as an earlier report lists it
  --examples N              examples to make where the file has none (10)
  --seed N                  seed of everything random (1)
  --python PATH             the Python interpreter to run the model with
  --timeout SECONDS         limit for loading, and for one run (30)
  --format text|json        what to print (text)
  --output FILE             print to this file instead
  --verbose                 pass on what the model prints, and tracebacks
  --version, --help

Exit status
  0  activations and gradients keep their scale
  1  they explode, vanish, die, or are not finite
  2  the file could not be run
  3  the network deserves a careful look, or nothing can be told
`;

export const activationsFlags = {
  init: { type: 'string' },
  subject: { type: 'string' },
  reading: { type: 'string' },
  examples: { type: 'string' },
  ...commonFlags,
} as const;

/** @param words those after `activations`. @throws UsageError */
export function parseActivations(words: readonly string[]): ActivationsCommand {
  const { values, positionals } = parseFlags(words, activationsFlags);
  const file = oneFile('activations', 'run', positionals);
  const timeout = timeoutIn(values.timeout);
  const defaults = defaultActivationOptions;
  return {
    command: 'activations',
    ...commonValues(values, file),
    init: values.init === undefined ? null : initIn(values.init),
    options: {
      reading: values.reading ?? null,
      subject: values.subject ?? null,
      seed: seedIn(values.seed) ?? defaults.seed,
      examples: wholeIn(values.examples, 'examples', 1, 100_000) ?? defaults.examples,
      loadTimeout: timeout ?? defaults.loadTimeout,
      evaluationTimeout: timeout ?? defaults.evaluationTimeout,
    },
  };
}

const schemes = [...auditedSchemes, 'orthogonal'] as const;

function initIn(text: string): Reinitialization {
  if (text === 'lsuv') return { kind: 'lsuv' };
  const scheme = schemes.find((one) => one === text);
  if (scheme !== undefined) return { kind: 'scheme', scheme, factor: 1 };
  const factor = Number(text);
  if (text.trim() !== '' && Number.isFinite(factor)) return { kind: 'factor', factor };
  throw new UsageError(`--init ${text} is none of ${[...schemes, 'lsuv'].join(', ')}, and no number.`);
}
