import type { ArrayRecord } from '../record';
import type { Draft } from './draft';

/**
 * A single layer used over and over, each time with an input that holds what was made of its output before, is no batch
 * of examples: each time step becomes a layer, whose A is the part of the next input. Other layers are left as they are.
 *
 * @param inputs records of the inputs of the uses, in order
 */
export function unrolled(
  records: readonly ArrayRecord[],
  drafts: Draft[],
  inputs: readonly number[],
): Draft[] {
  const [only] = drafts;
  if (only === undefined || drafts.length > 1) return drafts;
  const { z } = only;
  if (z.length < 2 || z.length !== inputs.length) return drafts;
  const carried = z.slice(0, -1).map((at, k) => carriedBetween(records, at, inputs[k + 1]!));
  if (!carried.every((at) => at !== null)) return drafts;
  return z.map((at, k) => ({
    ...only,
    z: [at],
    a: k < carried.length ? [carried[k]!] : [],
    dz: [],
    da: [],
    activationFunction: null,
  }));
}

/** The first array made after a product, and below it in the text, that the next input begins or ends with. */
function carriedBetween(records: readonly ArrayRecord[], z: number, input: number): number | null {
  for (let at = z + 1; at < input; at++)
    if (isBelow(records[at]!, records[z]!) && holds(records[input]!, records[at]!)) return at;
  return null;
}

/** What a loop takes of its data for the next step stands above the product. */
function isBelow({ place }: ArrayRecord, { place: of }: ArrayRecord): boolean {
  return place !== null && of !== null && place.file === of.file && place.line > of.line;
}

/** True if one array is the other with something before or after it, along either axis, in the compared slices. */
function holds(whole: ArrayRecord, part: ArrayRecord): boolean {
  if (whole.shape.length !== part.shape.length || part.statistics.zeros === part.statistics.count)
    return false;
  return (['rows', 'columns'] as const).some((along) => {
    const slices = part[along];
    return (
      slices.length > 0 &&
      slices.length === whole[along].length &&
      [true, false].some((atStart) =>
        slices.every((slice, k) => {
          const other = whole[along][k]!;
          const offset = atStart ? 0 : other.length - slice.length;
          return slice.length < other.length && slice.every((x, i) => x === other[offset + i]);
        }),
      )
    );
  });
}
