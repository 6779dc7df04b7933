import type { Description } from './inventory';
import { gradientKeys, type NamePath } from './names';
import type { Source } from './plan';
import type { FoundTensor } from './tensors';
import { inside, isNumeric, leavesOf, partName, sameShape, sameUpToOnes, shapeOf } from './values';

/** Something a call returned or an object holds, in which gradients may be found. */
export interface Holder {
  /** What the value is called, if it has a name of its own: `grads`, `dW1`. */
  readonly name: string | null;
  readonly source: Source;
  readonly value: Description;
  /** True if only what is called a gradient counts, as among the attributes of an object. */
  readonly onlyMarked: boolean;
}

export interface MatchedGradient {
  readonly source: Source;
  readonly value: Description;
  /** What the model calls it. */
  readonly name: string;
}

interface Candidate extends MatchedGradient {
  readonly path: NamePath;
  readonly keys: readonly string[];
}

/** For each tensor its gradient, or null. Names decide first, then order and shapes. */
export function matchGradients(
  tensors: readonly FoundTensor[],
  holders: readonly Holder[],
): readonly (MatchedGradient | null)[] {
  const candidates = holders.flatMap(candidatesOf);
  const byName = matchNames(tensors, candidates);
  if (byName.some((match) => match !== null)) return byName;
  for (const holder of holders) {
    if (holder.onlyMarked) continue;
    const match = matchShapes(tensors, candidatesOf(holder));
    if (match !== null) return match;
  }
  return byName;
}

function candidatesOf(holder: Holder): readonly Candidate[] {
  return leavesOf(holder.value).flatMap((leaf) => {
    const path = [...(holder.name === null ? [] : [holder.name]), ...leaf.path.map(partName)];
    const keys = gradientKeys(path).filter((key) => key.marked || !holder.onlyMarked);
    if (keys.length === 0) return [];
    const source = inside(holder.source, leaf.path);
    const name = [...path].reverse().find((part) => typeof part === 'string') ?? 'gradient';
    return [{ path, keys: keys.map((key) => key.key), source, value: leaf.value, name: String(name) }];
  });
}

type Comparison = (tensor: string, gradient: string) => boolean;

/** From strict to lenient; a tensor takes the first way that finds it something. */
const comparisons: readonly Comparison[] = [
  (tensor, gradient) => tensor === gradient,
  (tensor, gradient) => gradient !== '' && tensor.endsWith(`.${gradient}`),
  (tensor, gradient) => squeeze(tensor) === squeeze(gradient),
  (tensor, gradient) => counted(tensor) === gradient || tensor === counted(gradient),
  (tensor, gradient) => gradient !== '' && gradient.endsWith(`.${tensor}`),
];

function matchNames(
  tensors: readonly FoundTensor[],
  candidates: readonly Candidate[],
): readonly (MatchedGradient | null)[] {
  for (const compare of comparisons) {
    const matches = tensors.map((tensor) => {
      const fitting = candidates.filter((candidate) =>
        candidate.keys.some((key) => compare(tensor.key, key)),
      );
      const numeric = fitting.filter((candidate) => isNumeric(candidate.value));
      // Among several (`W1` beside `dW1`) the one whose name says "gradient" more plainly has the earlier key.
      const best = (numeric.length > 0 ? numeric : fitting).sort(
        (a, b) => rank(a, tensor, compare) - rank(b, tensor, compare),
      );
      return best[0] ?? null;
    });
    if (matches.some((match) => match !== null)) return matches;
  }
  return tensors.map(() => null);
}

function rank(candidate: Candidate, tensor: FoundTensor, compare: Comparison): number {
  const shape = shapeOf(candidate.value);
  const fits = shape !== null && sameUpToOnes(shape, tensor.shape);
  return candidate.keys.findIndex((key) => compare(tensor.key, key)) + (fits ? 0 : 100);
}

const squeeze = (key: string): string => key.replace(/\./g, '');

/** `w.0` is `w1` where people count from one. */
const counted = (key: string): string =>
  key.replace(/\.(\d+)$/, (_, index: string) => String(Number(index) + 1));

/** Unnamed arrays: in the order of the tensors if every shape fits, otherwise where shapes leave one choice. */
function matchShapes(
  tensors: readonly FoundTensor[],
  all: readonly Candidate[],
): readonly (MatchedGradient | null)[] | null {
  const candidates = all.filter((candidate) => isNumeric(candidate.value));
  if (candidates.length < tensors.length || tensors.length === 0) return null;
  const fits = (tensor: FoundTensor, candidate: Candidate): boolean =>
    sameUpToOnes(shapeOf(candidate.value) ?? [], tensor.shape);
  if (candidates.length === tensors.length) {
    if (tensors.every((tensor, index) => fits(tensor, candidates[index]!))) return candidates;
    const reversed = [...candidates].reverse();
    if (tensors.every((tensor, index) => fits(tensor, reversed[index]!))) return reversed;
  }
  const exact = tensors.map((tensor) =>
    candidates.filter((candidate) => sameShape(shapeOf(candidate.value) ?? [], tensor.shape)),
  );
  if (exact.every((choices) => choices.length === 1) && new Set(exact.flat()).size === tensors.length) {
    return exact.map((choices) => choices[0]!);
  }
  const loose = tensors.map((tensor) => candidates.filter((candidate) => fits(tensor, candidate)));
  if (loose.every((choices) => choices.length === 1) && new Set(loose.flat()).size === tensors.length) {
    return loose.map((choices) => choices[0]!);
  }
  return null;
}
