import {
  activationsFlags,
  activationsHelp,
  parseActivations,
  type ActivationsCommand,
} from './activationsArguments';
import { checkFlags, parseCheck, type CheckCommand } from './checkArguments';
import { parseFlags, UsageError } from './flags';
import {
  normalizationFlags,
  normalizationHelp,
  parseNormalization,
  type NormalizationCommand,
} from './normalizationArguments';

export type { ActivationsCommand, CheckCommand, NormalizationCommand };
export { UsageError };

export type Command =
  | CheckCommand
  | NormalizationCommand
  | ActivationsCommand
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' };

export const help = `Usage: gradient-lens check FILE [options]
       gradient-lens normalization FILE [options]
       gradient-lens activations FILE [options]

normalization tells whether the inputs are normalized, and with whose mean and
standard deviation: see gradient-lens normalization --help.

activations tells whether activations and gradients keep their scale through
the layers: see gradient-lens activations --help.

check compares the gradients that FILE computes against differences of its cost:
which are wrong, in which components, and on which line. FILE is a Python,
JavaScript or TypeScript file, a Jupyter notebook, or an expression model
(.gradient.yaml, .gradient.json).

Options
  --step auto|NUMBER        ε of the differences (auto: chosen per tensor)
  --scheme NAME             central, forward (one-sided), richardson, or for
                            models that take complex numbers complex (central)
  --method NAME             exhaustive: every component; adaptive: random
                            directions, then a search; auto: by time (auto)
  --budget N                evaluations the adaptive method may spend (20000)
  --after-steps N           check again after N steps of gradient descent
  --times NUMBER            check again at NUMBER times the parameters
  --steps                   print the error of a derivative for each step ε
  --subject NAME            the function or class to check
  --reading TEXT            how to read the file, as an earlier report lists it
  --tensor NAME             only this tensor
  --examples N              examples to make (10), or to use of large data (32)
  --seed N                  seed of everything random (1)
  --python PATH             the Python interpreter to run the model with
  --timeout SECONDS         limit for loading, and for one evaluation (30)
  --format text|json        what to print (text)
  --output FILE             print to this file instead
  --verbose                 pass on what the model prints, and tracebacks
  --version, --help

Exit status
  0  every gradient is correct, or wrong as its line declares
  1  a gradient is wrong
  2  the file could not be checked
  3  the check is inconclusive, or a gradient deserves a careful look
`;

/** Of the commands that have a help of their own. */
const helps: Readonly<Partial<Record<string, string>>> = {
  normalization: normalizationHelp,
  activations: activationsHelp,
};

/** @throws UsageError with the sentence to print. */
export function parseCommand(words: readonly string[]): Command {
  const { values, positionals } = parseFlags(words, {
    ...checkFlags,
    ...normalizationFlags,
    ...activationsFlags,
  });
  const [command] = positionals;
  if (values.help || words.length === 0) return { command: 'help', text: helps[command ?? ''] ?? help };
  if (values.version) return { command: 'version' };
  const own = words.filter((_, at) => at !== words.indexOf(command ?? ''));
  if (command === 'check') return parseCheck(own);
  if (command === 'normalization') return parseNormalization(own);
  if (command === 'activations') return parseActivations(own);
  throw new UsageError(
    `there is no command ${command ?? ''}. Use: gradient-lens check FILE, gradient-lens normalization FILE, or gradient-lens activations FILE.`,
  );
}
