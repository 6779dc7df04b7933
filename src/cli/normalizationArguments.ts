import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SplitRole } from '../protocol/normalization';
import { isDataFile } from '../protocol/normalizationPanel';
import {
  defaultNormalizationOptions,
  type NamedSplit,
  type NormalizationOptions,
} from '../workflow/normalization/request';
import {
  commonFlags,
  commonValues,
  oneFile,
  oneOf,
  parseFlags,
  seedIn,
  timeoutIn,
  UsageError,
  wholeIn,
  type CommonCommand,
} from './flags';

export interface NormalizationCommand extends CommonCommand {
  readonly command: 'normalization';
  readonly options: NormalizationOptions;
}

export const normalizationHelp = `Usage: gradient-lens normalization FILE [options]

Tells whether the inputs are normalized, with whose mean and standard
deviation, and what it costs gradient descent if they are not. FILE is a
Python, JavaScript or TypeScript file or a Jupyter notebook that makes or
loads X_train, X_test or the like, or a data file (.csv, .tsv, .npy, .npz,
.parquet). Beside train.csv, the files test.csv and dev.csv or val.csv are
read as well.

Options
  --split ROLE=NAME         the array of a split, or a data file; ROLE is
                            train, dev, val or test. Give it once per split
  --orientation auto|examples-first|features-first
                            the axis that the examples run along (auto)
  --channels AXIS|none      the axis of the channels of images, from 1: every
                            pixel is an example, every channel a feature
  --seed N                  seed of everything random (1)
  --python PATH             the Python interpreter to run the model with
  --timeout SECONDS         limit for loading, and for one call (30)
  --format text|json        what to print (text)
  --output FILE             print to this file instead
  --verbose                 pass on what the model prints, and tracebacks
  --version, --help

Exit status
  0  nothing is wrong with the normalization of the inputs
  1  a split was normalized with statistics other than the training split's
  2  the file could not be read
  3  the inputs deserve a careful look, or nothing can be told
`;

export const normalizationFlags = {
  split: { type: 'string', multiple: true },
  orientation: { type: 'string' },
  channels: { type: 'string' },
  ...commonFlags,
} as const;

/** @param words those after `normalization`. @throws UsageError */
export function parseNormalization(words: readonly string[]): NormalizationCommand {
  const { values, positionals } = parseFlags(words, normalizationFlags);
  const file = oneFile('normalization', 'read', positionals);
  const timeout = timeoutIn(values.timeout);
  const defaults = defaultNormalizationOptions;
  const { channels } = values;
  return {
    command: 'normalization',
    ...commonValues(values, file),
    options: {
      orientation:
        oneOf(values.orientation, 'orientation', ['auto', 'examples-first', 'features-first']) ??
        defaults.orientation,
      channelAxis: channels === 'none' ? null : wholeIn(channels, 'channels', 1, 8),
      splits: (values.split ?? []).map(splitIn),
      seed: seedIn(values.seed) ?? defaults.seed,
      loadTimeout: timeout ?? defaults.loadTimeout,
      evaluationTimeout: timeout ?? defaults.evaluationTimeout,
    },
  };
}

const roles: Readonly<Record<string, SplitRole>> = {
  train: 'train',
  dev: 'dev',
  val: 'dev',
  test: 'test',
};

/** `test=X_test`; paths of data files are relative to the working folder. */
function splitIn(text: string): NamedSplit {
  const [, word = '', name = ''] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  const role = Object.hasOwn(roles, word) ? roles[word] : undefined;
  if (role === undefined)
    throw new UsageError(`--split ${text} is not of the form train=NAME, dev=NAME, val=NAME or test=NAME.`);
  const path = resolve(name);
  return { role, name: isDataFile(name) && existsSync(path) ? path : name };
}
