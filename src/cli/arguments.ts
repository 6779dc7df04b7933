import { parseArgs } from 'node:util';
import { defaultCheckOptions, type CheckOptions } from '../workflow/options';

export interface CheckCommand {
  readonly command: 'check';
  readonly file: string;
  readonly options: CheckOptions;
  readonly python: string | null;
  readonly format: 'text' | 'json';
  readonly output: string | null;
  /** Pass on what the model prints, and tracebacks, to standard error. */
  readonly verbose: boolean;
}

export type Command = CheckCommand | { readonly command: 'help' } | { readonly command: 'version' };

/** Wrong words on the command line: one sentence. */
export class UsageError extends Error {}

export const help = `Usage: gradient-lens check FILE [options]

Checks the gradients that FILE computes against differences of its cost:
which are wrong, in which components, and on which line. FILE is a Python,
JavaScript or TypeScript file, a Jupyter notebook, or an expression model
(.gradient.yaml, .gradient.json).

Options
  --step auto|NUMBER        ε of the differences (auto: chosen per tensor)
  --scheme central|forward  two-sided or one-sided differences (central)
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

const flags = {
  step: { type: 'string' },
  scheme: { type: 'string' },
  subject: { type: 'string' },
  reading: { type: 'string' },
  tensor: { type: 'string' },
  examples: { type: 'string' },
  seed: { type: 'string' },
  python: { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  verbose: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws UsageError with the sentence to print. */
export function parseCommand(words: readonly string[]): Command {
  const { values, positionals } = parse(words);
  if (values.help || (words.length === 0 && positionals.length === 0)) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command, file, ...rest] = positionals;
  if (command !== 'check')
    throw new UsageError(`there is no command ${command ?? ''}. Use: gradient-lens check FILE.`);
  if (file === undefined) throw new UsageError('name the file to check: gradient-lens check FILE.');
  if (rest.length > 0) throw new UsageError(`one file at a time; ${rest[0]} is too many.`);
  const timeout = numberIn(values.timeout, 'timeout', 0.1, 86_400);
  const defaults = defaultCheckOptions;
  return {
    command,
    file,
    python: values.python ?? null,
    format: oneOf(values.format, 'format', ['text', 'json']) ?? 'text',
    output: values.output ?? null,
    verbose: values.verbose ?? false,
    options: {
      step:
        values.step === undefined || values.step === 'auto'
          ? 'auto'
          : numberIn(values.step, 'step', 1e-15, 1)!,
      scheme: oneOf(values.scheme, 'scheme', ['central', 'forward']) ?? defaults.scheme,
      seed: wholeIn(values.seed, 'seed', 0, 2 ** 32 - 1) ?? defaults.seed,
      examples: wholeIn(values.examples, 'examples', 1, 100_000) ?? defaults.examples,
      tensor: values.tensor ?? null,
      subject: values.subject ?? null,
      reading: values.reading ?? null,
      loadTimeout: timeout ?? defaults.loadTimeout,
      evaluationTimeout: timeout ?? defaults.evaluationTimeout,
    },
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: flags, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split('. ');
    throw new UsageError(`${sentence!.replace(/\.$/, '')}. See gradient-lens --help.`);
  }
}

function numberIn(text: string | undefined, name: string, least: number, most: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text} is not a number from ${least} to ${most}.`);
}

function wholeIn(text: string | undefined, name: string, least: number, most: number): number | null {
  const value = numberIn(text, name, least, most);
  if (value === null || Number.isInteger(value)) return value;
  throw new UsageError(`--${name} ${text} is not a whole number.`);
}

function oneOf<Choice extends string>(
  text: string | undefined,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  if (text === undefined) return null;
  const choice = choices.find((one) => one === text);
  if (choice) return choice;
  throw new UsageError(`--${name} ${text} is none of ${choices.join(', ')}.`);
}
