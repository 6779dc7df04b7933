import { join } from 'node:path';
import type { FunctionFact, Inventory } from '../../core/binding/inventory';
import type { Step } from '../../core/binding/plan';
import {
  dataFunctions,
  findSplits,
  weightLayouts,
  type FoundArray,
  type FoundSplit,
} from '../../core/normalization/judgement/findSplits';
import { roleOfName } from '../../core/normalization/judgement/splitNames';
import { splitsOfResult } from '../../core/normalization/judgement/splitsOfResult';
import type { Warning } from '../../core/binding/binding';
import type { HostFailure } from '../../core/failure';
import { ProblemError } from '../../core/problem';
import { openData } from '../../data/openData';
import type { DataArray } from '../../data/table';
import { HostError, type ModelHost } from '../../hosts/ModelHost';
import { openedMainInJavaScript } from '../../source/javascript/mainFunction';
import { mainBlock } from '../../source/mainBlock';
import type { ModelText } from '../languages';
import { loadRequestOf } from '../loadRequest';
import { problemAfterFailures } from '../notebook';
import type { FoundData, ModelSource, ReadableSplit } from './found';
import { lineOfArray } from './lineOfArray';
import { namedSplits } from './namedSplits';
import { noInputs, notNumbers } from './problems';
import type { NormalizationRequest } from './request';
import type { TemporaryFolder } from './temporaryFolder';

export interface ModelFile {
  readonly request: NormalizationRequest;
  readonly model: ModelText;
  readonly language: ModelSource['language'];
  readonly start: () => ModelHost;
  readonly folder: TemporaryFolder;
  readonly onStage: (stage: string) => void;
}

/** Splits that were found, and the function that returns them; null of arrays at the top level. */
interface Found {
  readonly splits: readonly FoundSplit[];
  readonly from: FunctionFact | null;
}

/** Loads a model file without its training, finds the splits, and writes each of them to a file that can be read. */
export async function modelSplits(file: ModelFile): Promise<FoundData> {
  const plain = await attempt(file, file.model);
  const held = plain.found.splits.length > 0 && plain.found.from === null;
  const main = openedIn(plain.model, file.language);
  if (held || main === null) return fetchAll(file, plain);
  const other = await attempt(file, { ...plain.model, ...main }).catch((error: unknown) => {
    // Statements that cannot be run here say nothing about the rest of the file.
    if (file.request.signal.aborted || !(error instanceof HostError)) throw error;
    return null;
  });
  // What a function returns may be normalized only where it is called.
  return fetchAll(file, other !== null && other.found.splits.length > 0 ? other : plain);
}

/** The main block or function of a file, whose statements may make the data. */
function openedIn({ text, cells }: ModelText, language: ModelSource['language']): Partial<ModelText> | null {
  if (cells !== null) return null;
  return language === 'python' ? mainBlock(text) : openedMainInJavaScript(text, language === 'typescript');
}

interface Attempt {
  readonly model: ModelText;
  readonly host: ModelHost;
  readonly inventory: Inventory;
  readonly found: Found;
}

async function attempt(file: ModelFile, model: ModelText): Promise<Attempt> {
  const { request, onStage } = file;
  const host = file.start();
  onStage('Loading the model');
  const inventory = await host.load(loadRequestOf(model, request));
  onStage('Finding the inputs');
  return { model, host, inventory, found: await find(request, inventory, host) };
}

async function find(request: NormalizationRequest, inventory: Inventory, host: ModelHost): Promise<Found> {
  const { splits } = request.options;
  if (splits.length > 0) return { splits: namedSplits(request.file, splits, inventory), from: null };
  const own = findSplits(inventory);
  if (own.length > 0) return { splits: own, from: null };
  let failure: HostFailure | null = null;
  for (const [at, fact] of dataFunctions(inventory).entries()) {
    const slot = `data${at}`;
    const call: Step = { slot, call: { from: 'module', name: fact.name }, positional: [], keywords: {} };
    const outcome = await host.run([call]);
    if (!outcome.ok) {
      failure ??= outcome.failure;
      if (outcome.failure.kind === 'exception') continue;
      throw new HostError(outcome.failure);
    }
    const returned = splitsOfResult(fact, { from: 'slot', slot }, outcome.results[0]!);
    if (returned.length > 0) return { splits: returned, from: fact };
  }
  if (failure !== null) throw new HostError(failure);
  return { splits: unusable(inventory), from: null };
}

/** A value of a right name that is no array of numbers, or an empty one: fetching it tells what it is. */
function unusable(inventory: Inventory): readonly FoundSplit[] {
  const found = inventory.values.find(({ name, value }) => {
    const list = value.type === 'sequence' && value.kind === 'list';
    return (value.type === 'array' || list) && roleOfName(name) !== null;
  });
  if (found === undefined) return [];
  const { name } = found;
  const source = { from: 'module', name } as const;
  return [{ name, role: 'all', source, shape: null, dtype: null, raw: null, labels: null }];
}

async function fetchAll(file: ModelFile, { model, host, inventory, found }: Attempt): Promise<FoundData> {
  const { request, language, onStage } = file;
  if (found.splits.length === 0)
    throw new ProblemError(
      problemAfterFailures(noInputs(request.file, model.leftOut).problem, inventory.failed, request.file),
    );
  const source: ModelSource = { text: model.text, language, cells: model.cells };
  const warnings: Warning[] = [];
  const splits: ReadableSplit[] = [];
  let number = 0;
  const lineOf = ({ source: from }: FoundArray): number | null => {
    if (found.from !== null) return found.from.file === request.file ? found.from.line : null;
    return from.from === 'module' ? lineOfArray(source, from.name) : null;
  };
  const fetch = async (array: FoundArray): Promise<DataArray> => {
    onStage(`Fetching ${array.name}`);
    const line = lineOf(array);
    return fetchArray(file, host, array, line, join(await file.folder.path(), `${number++}.npy`), warnings);
  };
  for (const split of found.splits) {
    splits.push({
      name: split.name,
      role: split.role,
      file: request.file,
      line: lineOf(split),
      array: await fetch(split),
      raw: split.raw === null ? null : await fetch(split.raw),
      labels: split.labels,
    });
  }
  // The arrays are in files now; the model's memory is free for what follows.
  await host.dispose();
  const rowsAreExamples = splits.every(({ array }) => array.columns !== null);
  return { splits, layouts: weightLayouts(inventory), rowsAreExamples, warnings, text: source };
}

async function fetchArray(
  { request, language }: ModelFile,
  host: ModelHost,
  { name, source }: FoundArray,
  line: number | null,
  path: string,
  warnings: Warning[],
): Promise<DataArray> {
  const reply = await host.data({ steps: [], source, file: path }).catch((error: unknown) => {
    if (error instanceof HostError && error.failure.kind === 'result')
      throw notNumbers(
        { file: request.file, python: language === 'python' },
        name,
        error.failure.message,
        line,
      );
    throw error;
  });
  for (const column of reply.leftOut) {
    const message = `The column \`${column.name}\` of ${name} holds ${column.holds} and was left out.`;
    warnings.push({ code: 'left-out', message, line });
  }
  const { arrays } = await openData(path, request.signal);
  const [array] = arrays;
  return {
    ...array!,
    name,
    dtype: reply.dtype,
    columns: reply.columns,
    blocks: (view, signal) => array!.blocks(view, signal),
  };
}
