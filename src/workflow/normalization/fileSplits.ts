import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Warning } from '../../core/binding/binding';
import { splitsAmong, type NamedValue } from '../../core/normalization/judgement/findSplits';
import type { SplitRole } from '../../protocol/normalization';
import { isDataFile } from '../../protocol/normalizationPanel';
import { openData } from '../../data/openData';
import type { DataArray, DataFile } from '../../data/table';
import { inCommon } from './commonColumns';
import type { FoundData, ReadableSplit } from './found';
import { trainingFirst } from './namedSplits';
import { noSuchArray, severalArrays } from './problems';
import type { NormalizationRequest } from './request';

/** The splits of a data file: its arrays by their names, or its one array and the splits in the files beside it. */
export async function fileSplits(request: NormalizationRequest): Promise<FoundData> {
  const { file, options, signal } = request;
  const data = await openData(file, signal);
  const warnings: Warning[] = [];
  const found =
    options.splits.length > 0
      ? await named(request, data)
      : data.arrays.length > 1
        ? byName(data)
        : await withSiblings(data, signal, warnings);
  const splits = inCommon(found, warnings);
  for (const { name, array } of splits) {
    for (const column of array.leftOut) {
      const message = `The column \`${column.name}\` of ${name} was left out: ${column.reason}.`;
      warnings.push({ code: 'left-out', message, line: null });
    }
  }
  const rowsAreExamples = splits.every(({ array }) => array.dtype === 'text' || array.columns !== null);
  return { splits, layouts: [], rowsAreExamples, warnings, text: null };
}

function byName(data: DataFile): readonly ReadableSplit[] {
  const values = data.arrays.flatMap(({ name, shape, dtype }, identity): readonly NamedValue[] => {
    if (shape.includes(null)) return [];
    const value = { type: 'array', container: 'array', shape: shape as number[], dtype, identity } as const;
    return [{ name, source: { from: 'module', name }, value }];
  });
  const array = (name: string): DataArray => data.arrays.find((one) => one.name === name)!;
  const splits = splitsAmong(values);
  if (splits.length === 0)
    throw severalArrays(
      data.file,
      data.arrays.map(({ name }) => name),
    );
  return splits.map(({ name, role, raw, labels }) => {
    const before = raw === null ? null : array(raw.name);
    return { name, role, file: data.file, line: null, array: array(name), raw: before, labels };
  });
}

/** `train.csv`, `mnist_train.npy`; the other splits are called the same but for that word. */
const trainingName = /^((?:.*[_\-. ])?)(train|training)$/i;
const siblingWords: readonly (readonly [SplitRole, readonly string[]])[] = [
  ['dev', ['dev', 'val', 'valid', 'validation']],
  ['test', ['test', 'testing']],
];

async function withSiblings(
  data: DataFile,
  signal: AbortSignal,
  warnings: Warning[],
): Promise<readonly ReadableSplit[]> {
  const { file } = data;
  const ending = extname(file);
  const start = trainingName.exec(basename(file, ending))?.[1];
  if (start === undefined) return [splitOf(data, 'all')];
  const beside = await readdir(dirname(file)).catch((): string[] => []);
  const found = siblingWords.flatMap(([role, words]) => {
    const names = words.map((word) => `${start}${word}${ending}`.toLowerCase());
    const name = beside.find((one) => names.includes(one.toLowerCase()));
    return name === undefined ? [] : [{ role, name }];
  });
  const others: ReadableSplit[] = [];
  for (const { role, name } of found) {
    const sibling = await openData(join(dirname(file), name), signal);
    if (sibling.arrays.length === 1) others.push(splitOf(sibling, role));
  }
  if (others.length > 0) {
    const names = others.map((one) => `\`${basename(one.file)}\``).join(' and ');
    const message = `${names} beside the file ${others.length === 1 ? 'was' : 'were'} taken for the other ${others.length === 1 ? 'split' : 'splits'}.`;
    warnings.push({ code: 'siblings', message, line: null });
  }
  return [splitOf(data, 'train'), ...others];
}

function splitOf(data: DataFile, role: SplitRole): ReadableSplit {
  const array = data.arrays[0]!;
  return { name: array.name, role, file: data.file, line: null, array, raw: null, labels: null };
}

/** Arrays of the file, or other files; the file's one array is the training split, where that is not named. */
async function named(
  { file, options, signal }: NormalizationRequest,
  data: DataFile,
): Promise<readonly ReadableSplit[]> {
  const splits: ReadableSplit[] = [];
  for (const { role, name } of options.splits) {
    const array = data.arrays.find((one) => one.name === name);
    if (array !== undefined) splits.push({ ...splitOf({ ...data, arrays: [array] }, role) });
    else if (isDataFile(name)) {
      const other = await openData(resolve(dirname(file), name), signal);
      if (other.arrays.length > 1)
        throw severalArrays(
          other.file,
          other.arrays.map((one) => one.name),
        );
      splits.push(splitOf(other, role));
    } else
      throw noSuchArray(
        file,
        name,
        data.arrays.map((one) => one.name),
      );
  }
  const training = splits.some(({ role }) => role === 'train' || role === 'all');
  if (!training && data.arrays.length === 1) splits.unshift(splitOf(data, 'train'));
  return trainingFirst(splits);
}
