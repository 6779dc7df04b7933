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

/**
 * A layer that takes in what it put out at the time step before, as W_hh of h_t = φ(W_xh x_t + W_hh h_{t−1} + b), becomes a
 * layer for each time step, after the one that makes the first h. What else is made at every step is one layer behind them.
 */
export function throughTime(drafts: readonly Draft[]): Draft[] {
  const recurrent = drafts.find(takesItselfIn);
  if (recurrent === undefined) return [...drafts];
  const { inputs, z, a, dz } = recurrent;
  const steps = z.map((at, step): Draft => {
    // The backward pass goes back in time.
    const gradient = dz.length === z.length ? [dz[z.length - 1 - step]!] : [];
    const [output] = a.slice(step, step + 1);
    return {
      ...recurrent,
      inputs: [inputs[step]!],
      z: [at],
      a: output === undefined ? [] : [output],
      dz: gradient,
      da: [],
    };
  });
  const others = drafts.filter((draft) => draft !== recurrent);
  const isBefore = (draft: Draft): boolean => draft.a.length === 1 && draft.a[0] === inputs[0];
  // What comes back to the first h from all later steps is no single gradient.
  const first = others.filter(isBefore).map((draft) => ({ ...draft, da: [] }));
  return [...first, ...steps, ...joined(others.filter((draft) => !isBefore(draft)))];
}

function takesItselfIn({ from, inputs, a, z }: Draft): boolean {
  return from === 'product' && z.length > 2 && inputs.slice(1).every((input, step) => input === a[step]);
}

/** Layers of the same weights as one. */
function joined(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const first = kept.find(({ weights }) => weights !== null && weights === draft.weights);
    if (first === undefined) kept.push({ ...draft });
    else {
      for (const role of ['inputs', 'z', 'a', 'dz', 'da'] as const)
        first[role] = [...first[role], ...draft[role]];
    }
  }
  return kept;
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
