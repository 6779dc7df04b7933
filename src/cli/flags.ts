import { parseArgs } from 'node:util';

/** Wrong words on the command line: one sentence. */
export class UsageError extends Error {}

/** What every command takes. */
export interface CommonCommand {
  readonly file: string;
  readonly python: string | null;
  readonly format: 'text' | 'json';
  readonly output: string | null;
  /** Pass on what the model prints, and tracebacks, to standard error. */
  readonly verbose: boolean;
}

export const commonFlags = {
  seed: { type: 'string' },
  python: { type: 'string' },
  timeout: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  verbose: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** The values of these flags, and the words beside them. @throws UsageError for any other flag. */
export function parseFlags<Options extends Flags>(words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: withNegatives(words, options), options, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`${sentence!.replace(/\.$/, '')}. See gradient-lens --help.`);
  }
}

/** `--times -1` as `--times=-1`: a negative number is a value, not a flag, and is told what it should be. */
function withNegatives(words: readonly string[], options: Flags): string[] {
  const takesValue = (word: string | undefined) =>
    word?.startsWith('--') === true && options[word.slice(2)]?.type === 'string';
  return words.reduce<string[]>((joined, word) => {
    const flag = joined.at(-1);
    if (/^-[\d.]/.test(word) && takesValue(flag)) return [...joined.slice(0, -1), `${flag}=${word}`];
    return [...joined, word];
  }, []);
}

/** The one file that a command is about. */
export function oneFile(command: string, doing: string, [file, ...rest]: readonly string[]): string {
  if (file === undefined) throw new UsageError(`name the file to ${doing}: gradient-lens ${command} FILE.`);
  if (rest.length > 0) throw new UsageError(`one file at a time; ${rest[0]} is too many.`);
  return file;
}

export function commonValues(
  values: { readonly [Name in keyof typeof commonFlags]?: string | boolean | undefined },
  file: string,
): CommonCommand {
  const text = (value: string | boolean | undefined): string | undefined =>
    typeof value === 'string' ? value : undefined;
  return {
    file,
    python: text(values.python) ?? null,
    format: oneOf(text(values.format), 'format', ['text', 'json']) ?? 'text',
    output: text(values.output) ?? null,
    verbose: values.verbose === true,
  };
}

/** Seconds; null if it is not said. */
export function timeoutIn(text: string | undefined): number | null {
  return numberIn(text, 'timeout', 0.1, 86_400);
}

export function seedIn(text: string | undefined): number | null {
  return wholeIn(text, 'seed', 0, 2 ** 32 - 1);
}

export function numberIn(text: string | undefined, name: string, least: number, most: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`--${name} ${text} is not a number from ${least} to ${most}.`);
}

export function wholeIn(text: string | undefined, name: string, least: number, most: number): number | null {
  const value = numberIn(text, name, least, most);
  if (value === null || Number.isInteger(value)) return value;
  throw new UsageError(`--${name} ${text} is not a whole number.`);
}

export function oneOf<Choice extends string>(
  text: string | undefined,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  if (text === undefined) return null;
  const choice = choices.find((one) => one === text);
  if (choice) return choice;
  throw new UsageError(`--${name} ${text} is none of ${choices.join(', ')}.`);
}
