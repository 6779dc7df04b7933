import type { Layer, NonFinite } from '../network';
import type { ArrayRecord, Trace } from '../record';
import type { Draft } from './draft';
import { sameShape } from './views';

/** The first array that the run made with a value that is not finite. */
export function nonFiniteOf(
  records: readonly ArrayRecord[],
  drafts: readonly Draft[],
  parameters: readonly ArrayRecord[] = [],
): NonFinite | null {
  const at = records.findIndex(
    ({ place, statistics: { nan, infinite } }) => place !== null && nan + infinite > 0,
  );
  if (at < 0) return null;
  const { target, place } = records[at]!;
  const spoils = isSpoilt(records.slice(at + 1), parameters) ? { spoils: true as const } : {};
  const where = whereIs(records, at, drafts);
  return { ...counted(records[at]!), name: target ?? 'an array', place, ...where, ...spoils };
}

function isSpoilt(later: readonly ArrayRecord[], parameters: readonly ArrayRecord[]): boolean {
  const matrices = parameters.filter(({ shape }) => shape.length > 1);
  return later.some(
    (record) => record.statistics.nan > 0 && matrices.some((matrix) => sameShape(matrix, record)),
  );
}

/** The first parameter that held such a value before the run: what makes others of it is not to blame. */
export function nonFiniteParameter(
  { parameters }: Trace,
  tensors: readonly { readonly name: string }[],
  layers: readonly Layer[],
): NonFinite | null {
  const at = parameters.findIndex(({ statistics: { nan, infinite } }) => nan + infinite > 0);
  const name = tensors[at]?.name;
  if (name === undefined) return null;
  const layer = layers.find(({ weights }) => weights?.name === name)?.number ?? null;
  return { ...counted(parameters[at]!), name, place: null, layer, backward: false };
}

function counted({
  statistics: { nan, infinite, count },
}: ArrayRecord): Pick<NonFinite, 'kind' | 'count' | 'of'> {
  return { kind: nan > 0 && infinite === 0 ? 'nan' : 'infinity', count: nan + infinite, of: count };
}

/** The layer whose array it is, or of whose Z it is a part; else that of the last array of a layer before it. */
function whereIs(
  records: readonly ArrayRecord[],
  at: number,
  drafts: readonly Draft[],
): { layer: number | null; backward: boolean } {
  let [nearest, layer, backward] = [-1, null as number | null, false];
  drafts.forEach((draft, k) => {
    for (const [roles, isBackward] of [
      [[...draft.z, ...draft.a], false],
      [[...draft.da, ...draft.dz], true],
    ] as const) {
      for (const role of roles)
        if (role <= at && role > nearest) [nearest, layer, backward] = [role, k + 1, isBackward];
    }
  });
  const isPart = ({ z }: Draft): boolean => z.some((sum) => sum > at && isOfStatement(records, at, sum));
  const ofZ = nearest === at ? -1 : drafts.findIndex(isPart);
  return ofZ < 0 ? { layer, backward } : { layer: ofZ + 1, backward: false };
}

/** True if all arrays from one to another were made by the statement of the latter, as W A is by Z = W A + b. */
function isOfStatement(records: readonly ArrayRecord[], first: number, last: number): boolean {
  const { place: of } = records[last]!;
  return records
    .slice(first, last)
    .every(({ place }) => place !== null && of !== null && place.file === of.file && place.line === of.line);
}
