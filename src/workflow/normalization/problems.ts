import type { LeftOut } from '../../core/binding/inventory';
import { listed } from '../../core/binding/parameters';
import { count } from '../../core/format';
import { ProblemError } from '../../core/problem';

/** What keeps the statistics of a file from being told: a sentence on what is wrong and one on what to do. */

export function refusal(
  file: string,
  code: string,
  message: string,
  line: number | null = null,
): ProblemError {
  return new ProblemError({ code, message, file, line, column: null, details: '' });
}

export const lookedFor =
  'a value named `X_train`, `X_test`, `train_x`, `X_dev`, `X` or the like, or a function such as `load_data()` that returns it';

const howToName = 'say which array is which split on the command line, as in `--split train=NAME`';

export function noInputs(file: string, leftOut: readonly LeftOut[] = []): ProblemError {
  const asks = leftOut.find(({ reason }) => reason === 'it asks for input');
  const note = asks === undefined ? '' : ' This line asks for input and was not run: write the value there.';
  return refusal(
    file,
    'no-inputs',
    `no inputs were found: ${lookedFor}. Give the array such a name, or ${howToName}.${note}`,
    asks?.line ?? null,
  );
}

export function noSuchArray(file: string, name: string, known: readonly string[]): ProblemError {
  const has =
    known.length === 0
      ? 'The file has no arrays.'
      : `The file has ${shortList(nearest(name, known))}. Name one of these.`;
  return refusal(file, 'no-split', `there is no array named \`${name}\`. ${has}`);
}

export function severalArrays(file: string, names: readonly string[]): ProblemError {
  return refusal(
    file,
    'no-inputs',
    `which of its arrays holds the inputs cannot be told from their names: ${shortList(names)}. To tell, ${howToName}.`,
  );
}

export function notNumbers(
  { file, python }: { readonly file: string; readonly python: boolean },
  name: string,
  holds: string,
  line: number | null,
): ProblemError {
  const remedy = /different lengths/.test(holds)
    ? 'Give all its rows the same length.'
    : `Make it an array of numbers${python ? ', for example with `astype(float)`' : ''}.`;
  return refusal(
    file,
    'not-numbers',
    `\`${name}\` holds ${holds}, where real numbers are needed. ${remedy}`,
    line,
  );
}

export function tooFewExamples(file: string, name: string, examples: number, features: number): ProblemError {
  const what = examples === 0 || features === 0 ? 'is empty' : 'has one example only';
  const turned =
    examples === 1 && features > 1
      ? ' If its examples lie along the other axis, choose that orientation.'
      : '';
  return refusal(
    file,
    'too-few-examples',
    `\`${name}\` ${what}; a mean and a standard deviation need at least two examples.${turned}`,
  );
}

export function noFiniteNumber(file: string, name: string, values: number): ProblemError {
  return refusal(
    file,
    'no-finite-number',
    `\`${name}\` holds no finite number: all its ${count(values)} values are missing, NaN or infinite. Look at what made it.`,
  );
}

export function differentFeatures(
  file: string,
  first: { readonly name: string; readonly features: number },
  other: { readonly name: string; readonly features: number },
): ProblemError {
  return refusal(
    file,
    'different-features',
    `\`${first.name}\` has ${count(first.features)} features and \`${other.name}\` ${count(other.features)}; splits of the same data have the same ones. Correct the arrays, name the right ones with \`--split\`, or choose the other orientation.`,
  );
}

export function noSuchChannels(file: string, axis: number, shape: readonly number[]): ProblemError {
  return refusal(
    file,
    'no-channels',
    `an array of shape (${shape.join(', ')}) has no channel axis ${axis}. Channels need images: an axis for the examples and at least two more.`,
  );
}

/** Names that begin alike first. */
function nearest(name: string, known: readonly string[]): readonly string[] {
  const alike = (other: string): number => {
    let length = 0;
    while (length < name.length && name[length]!.toLowerCase() === other[length]?.toLowerCase()) length++;
    return length;
  };
  return [...known].sort((a, b) => alike(b) - alike(a));
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `\`${name}\``);
  return names.length > 6 ? `${shown.join(', ')} and ${names.length - 6} more` : listed(shown);
}
