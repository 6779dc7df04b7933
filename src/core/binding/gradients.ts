import type { Description } from './inventory';
import { canonical, gradientKeys, type GradientKey, type NamePath } from './names';
import type { Source } from './plan';
import type { FoundTensor } from './tensors';
import {
  inside,
  isFloating,
  isNumeric,
  leavesOf,
  partName,
  sameShape,
  sameUpToOnes,
  shapeOf,
} from './values';

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
  readonly keys: readonly GradientKey[];
}

/** For each tensor its gradient, or null. Names decide first, then order and shapes. */
export function matchGradients(
  tensors: readonly FoundTensor[],
  holders: readonly Holder[],
): readonly (MatchedGradient | null)[] {
  const own = new Set(tensors.flatMap(({ value }) => (value.type === 'array' ? [value.identity] : [])));
  const candidates = holders
    .map((holder) => (isOtherMapping(holder.value, tensors, own) ? { ...holder, onlyMarked: false } : holder))
    .flatMap(candidatesOf);
  const keyed = holders.flatMap((holder) => sameKeys(tensors, holder, own) ?? []);
  if (keyed.length === tensors.length) return keyed;
  const byName = matchNames(tensors, candidates);
  if (byName.some((match) => match !== null)) return withNameless(tensors, holders, byName);
  const matches = holders.flatMap((holder) => {
    const match = holder.onlyMarked ? null : matchShapes(tensors, candidatesOf(holder));
    return match === null ? [] : [{ holder, match }];
  });
  // Of several results without a name, as in `return e @ x, e.sum()`, none is known to be the one.
  const nameless = matches.filter(({ holder }) => holder.name === null && isNumeric(holder.value));
  const [first] = nameless.length > 1 ? matches.filter((one) => !nameless.includes(one)) : matches;
  return first?.match ?? byName;
}

/**
 * Further keys of mappings that hold gradients under the very names of the tensors: there `c` beside `W` and `b` is a gradient
 * as well, while `dA1` beside `dW1` is a step on the way.
 */
export function unclaimedIn(
  holders: readonly Holder[],
  matches: readonly (MatchedGradient | null)[],
  tensors: readonly FoundTensor[],
): readonly string[] {
  const names = new Set(tensors.map(({ name }) => name));
  if (!matches.every((match, index) => match === null || match.name === tensors[index]!.name)) return [];
  return holders.flatMap(({ value }) => {
    if (value.type !== 'mapping' || !value.entries.some(({ key }) => names.has(String(key)))) return [];
    return value.entries
      .filter(
        ({ key, value: entry }) => entry.type === 'array' && isFloating(entry) && !names.has(String(key)),
      )
      .map(({ key }) => String(key))
      .filter((key) => !/^(d|∂|grad|delta|loss|cost)/i.test(key));
  });
}

/**
 * The entries of a mapping whose keys are the very names of the tensors: there nothing is left to guess, such as whether
 * `Wd` is another tensor or the gradient of `W`, and `Ws` a tensor or the list of all W.
 */
function sameKeys(
  tensors: readonly FoundTensor[],
  holder: Holder,
  own: ReadonlySet<number>,
): readonly MatchedGradient[] | null {
  const { value, source } = holder;
  if (value.type !== 'mapping' || !isOtherMapping(value, tensors, own)) return null;
  const matches = tensors.flatMap(({ name }): MatchedGradient[] => {
    const entry = value.entries.find(({ key }) => key === name);
    return entry !== undefined && isNumeric(entry.value)
      ? [{ source: inside(source, [{ item: name }]), value: entry.value, name }]
      : [];
  });
  return new Set(matches.map(({ name }) => name)).size === tensors.length ? matches : null;
}

/**
 * A returned mapping whose keys are the names of all tensors, and whose arrays are others than the parameters: gradients,
 * whatever it is called. (A cache that holds the weights holds the very arrays.)
 */
function isOtherMapping(
  value: Description,
  tensors: readonly FoundTensor[],
  own: ReadonlySet<number>,
): boolean {
  if (value.type !== 'mapping' || value.length !== tensors.length) return false;
  const keys = new Set(tensors.map(({ key }) => key));
  return value.entries.every(
    ({ key, value: entry }) =>
      keys.has(canonical(String(key))) && (entry.type !== 'array' || !own.has(entry.identity)),
  );
}

/**
 * Gives tensors that no name claims what was returned without a name, such as `-db2` in `return dW2, -db2`, where the
 * shape leaves one choice.
 */
function withNameless(
  tensors: readonly FoundTensor[],
  holders: readonly Holder[],
  byName: readonly (MatchedGradient | null)[],
): readonly (MatchedGradient | null)[] {
  const nameless = holders.filter(
    ({ name, onlyMarked, value }) => name === null && !onlyMarked && isNumeric(value),
  );
  const fits = (holder: Holder, tensor: FoundTensor) =>
    sameUpToOnes(shapeOf(holder.value) ?? [], tensor.shape);
  return byName.map((match, index) => {
    if (match !== null) return match;
    const tensor = tensors[index]!;
    const rivals = tensors.filter(
      (other, i) => byName[i] === null && other.shape.join() === tensor.shape.join(),
    );
    const choices = nameless.filter((holder) => fits(holder, tensor));
    if (rivals.length !== 1 || choices.length !== 1) return null;
    return { source: choices[0]!.source, value: choices[0]!.value, name: tensor.key };
  });
}

function candidatesOf(holder: Holder): readonly Candidate[] {
  return leavesOf(holder.value).flatMap((leaf) => {
    const path = [...(holder.name === null ? [] : [holder.name]), ...leaf.path.map(partName)];
    const keys = gradientKeys(path).filter((key) => key.marks > 0 || !holder.onlyMarked);
    if (keys.length === 0) return [];
    const source = inside(holder.source, leaf.path);
    const name = [...path].reverse().find((part) => typeof part === 'string') ?? 'gradient';
    return [{ path, keys, source, value: leaf.value, name: String(name) }];
  });
}

type Comparison = (tensor: string, gradient: string) => boolean;

/** From strict to lenient. The one that finds the most tensors is used, the stricter one where two find as many. */
const comparisons: readonly Comparison[] = [
  (tensor, gradient) => tensor === gradient,
  (tensor, gradient) => gradient !== '' && tensor.endsWith(`.${gradient}`),
  (tensor, gradient) => squeeze(tensor) === squeeze(gradient),
  (tensor, gradient) => squeeze(counted(tensor)) === gradient || tensor === squeeze(counted(gradient)),
  (tensor, gradient) => gradient !== '' && gradient.endsWith(`.${tensor}`),
];

function matchNames(
  tensors: readonly FoundTensor[],
  candidates: readonly Candidate[],
): readonly (MatchedGradient | null)[] {
  let best: readonly (MatchedGradient | null)[] = tensors.map(() => null);
  const count = (matches: readonly unknown[]): number => matches.filter((match) => match !== null).length;
  for (const compare of comparisons) {
    const matches = tensors.map((tensor) => likeliest(tensor, candidates, compare));
    // What several tensors claim belongs to none of them for sure.
    const sure = matches.map((match) =>
      matches.filter((other) => other === match).length > 1 ? null : match,
    );
    if (count(sure) > count(best)) best = sure;
    if (count(best) === tensors.length) break;
  }
  return best;
}

/** Among several, as `W1` beside `dW1`, the one whose name says "gradient" more plainly; then one that fits. */
function likeliest(
  tensor: FoundTensor,
  candidates: readonly Candidate[],
  compare: Comparison,
): Candidate | null {
  let best: { readonly candidate: Candidate; readonly rank: number } | null = null;
  for (const candidate of candidates) {
    const key = candidate.keys.find(({ key }) => compare(tensor.key, key));
    if (key === undefined) continue;
    const shape = shapeOf(candidate.value);
    const fits = shape !== null && sameUpToOnes(shape, tensor.shape);
    const rank = (isNumeric(candidate.value) ? 100 : 0) + 2 * key.marks + (fits ? 1 : 0);
    if (best === null || rank > best.rank) best = { candidate, rank };
  }
  return best?.candidate ?? null;
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
