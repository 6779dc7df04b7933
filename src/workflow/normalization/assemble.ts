import { setImmediate as nextTurn } from 'node:timers/promises';
import manifest from '../../../package.json';
import { conditioningOf } from '../../core/normalization/descent/conditioningOf';
import { centredByExample } from '../../core/normalization/judgement/centredByExample';
import { possibleChannels } from '../../core/normalization/judgement/channels';
import { mismatchOf } from '../../core/normalization/judgement/mismatchOf';
import { overallKind } from '../../core/normalization/judgement/overallKind';
import { provenanceOf } from '../../core/normalization/judgement/provenanceOf';
import { verdictOf } from '../../core/normalization/judgement/verdictOf';
import type { View } from '../../core/normalization/view';
import type { NormalizationReport, SplitReport } from '../../protocol/normalization';
import type { DataArray } from '../../data/table';
import { culpritOf } from './culprit';
import type { FoundData, ReadableSplit } from './found';
import type { ReadingMeter } from './meter';
import { differentFeatures, noFiniteNumber, tooFewExamples } from './problems';
import { readArray, sizeOf, type ReadArray } from './readArray';
import type { NormalizationRequest } from './request';
import { viewOf } from './viewOf';
import { warningsOf } from './warnings';
import { relocateNormalization } from './relocate';

export interface Assembling {
  readonly request: NormalizationRequest;
  readonly meter: ReadingMeter;
  /** Time of the start, in milliseconds. */
  readonly started: number;
}

/** Reads the splits, judges them, and puts together the report: the one value that editor, panel and command line read. */
export async function assembleNormalization(
  found: FoundData,
  { request, meter, started }: Assembling,
): Promise<NormalizationReport> {
  const { file, options, signal } = request;
  const { view, evidence, otherOrientation, channelAxes } = viewOf(found, request);
  const sizes = sameFeatures(found.splits, view, file);
  const arrays = found.splits.flatMap(({ array, raw }) => (raw === null ? [array] : [array, raw]));
  meter.begin(
    arrays.length,
    found.splits.map(({ name, array }) => ({ name, shape: array.shape.map((length) => length ?? 0) })),
  );
  const read = async (array: DataArray, seed: number | null): Promise<ReadArray> => {
    const { examples } = sizeOf(array, view);
    meter.read(array.name, 0, 0, examples);
    const onRead = (share: number | null, seen: number): void =>
      meter.read(array.name, share, seen, examples);
    const result = await readArray(array, { view, seed, signal, onRead });
    meter.next();
    return result;
  };
  const splits: SplitReport[] = [];
  let sample: NormalizationReport['sample'] | null = null;
  for (const { name, role, file: from, line, array, raw } of found.splits) {
    const { statistics, sample: drawn } = await read(array, sample === null ? options.seed : null);
    if (statistics.examples < 2) throw tooFewExamples(from, name, statistics.examples, statistics.features);
    if (statistics.count.every((count) => count === 0))
      throw noFiniteNumber(from, name, statistics.examples * statistics.features);
    sample ??= drawn;
    const before = raw === null ? null : { name: raw.name, statistics: (await read(raw, null)).statistics };
    const shape = [array.shape[0] ?? statistics.examples, ...(array.shape.slice(1) as number[])];
    splits.push({ name, role, file: from, line, shape, dtype: array.dtype, statistics, raw: before });
  }
  meter.stage('Judging');
  await nextTurn();
  signal.throwIfAborted();
  const [first, ...others] = splits;
  const { overall, featureKinds, worstFirst } = overallKind(
    first!.statistics,
    possibleChannels(sizes.features, first!.shape, view),
  );
  // With a channel axis the examples of the sample are pixels, which say nothing of whole images.
  const oneForAll = view.channelAxis === null && !centredByExample(sample!);
  const provenance = provenanceOf(splits, oneForAll);
  const perExample = view.channelAxis === null ? 1 : pixelsOf(first!, view);
  const mismatches = others.map((other) => mismatchOf(first!, other, perExample));
  const answer = verdictOf({ overall, splits, provenance, mismatches });
  meter.stage('Running gradient descent');
  await nextTurn();
  signal.throwIfAborted();
  const report: NormalizationReport = {
    schemaVersion: 1,
    tool: { name: manifest.name, version: manifest.version },
    file,
    seed: options.seed,
    ...answer,
    view,
    viewFrom: evidence,
    otherOrientation,
    channelAxes,
    features: sizes.features,
    featureNames: namesOf(found.splits[0]!, view),
    splits,
    overall,
    featureKinds,
    worstFirst,
    provenance,
    mismatches,
    conditioning: conditioningOf(sample!),
    sample: sample!,
    culprit:
      provenance === null || found.text === null ? null : culpritOf(file, found.text, provenance, view),
    warnings: [...found.warnings, ...warningsOf(splits, namesOf(found.splits[0]!, view))],
    seconds: (performance.now() - started) / 1000,
  };
  return found.text?.cells ? relocateNormalization(report, found.text.cells) : report;
}

function sameFeatures(
  splits: readonly ReadableSplit[],
  view: View,
  file: string,
): { readonly features: number } {
  const [first, ...others] = splits.map(({ name, array, file: from }) => {
    const { features, examples } = sizeOf(array, view);
    if (features === 0 || (examples !== null && examples < 2))
      throw tooFewExamples(from, name, examples ?? 0, features);
    return { name, features };
  });
  const other = others.find(({ features }) => features !== first!.features);
  if (other !== undefined) throw differentFeatures(file, first!, other);
  return first!;
}

function pixelsOf({ shape, statistics }: SplitReport, { orientation }: View): number {
  const images = orientation === 'examples-first' ? shape[0] : shape.at(-1);
  return statistics.examples / Math.max(1, images ?? 1);
}

function namesOf({ array }: ReadableSplit, view: View): readonly string[] | null {
  const plain = view.orientation === 'examples-first' && view.channelAxis === null;
  return plain && array.columns?.length === sizeOf(array, view).features ? array.columns : null;
}
