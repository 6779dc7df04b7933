import type { Description } from './inventory';
import { cannotBeParameter, looksLikeParameter, mayBeParameter, parameterKey, type NamePath } from './names';
import type { PathPart, Source } from './plan';
import { childrenOf, inside, isFloating, isNumeric, partName, shapeOf } from './values';

/** A trainable array of the model, and where it lives. */
export interface FoundTensor {
  readonly name: string;
  /** For the comparison with names of gradients. */
  readonly key: string;
  readonly source: Source;
  readonly shape: readonly number[];
  readonly value: Description;
}

/** The tensors in a container that holds nothing but parameters: a dict, a list, an object, or one array itself. */
export function tensorsOfContainer(source: Source, value: Description, name: string): readonly FoundTensor[] {
  if (isNumeric(value)) return [tensorAt(source, value, [name])];
  return collect(value, (path, leaf) => {
    const last = path.at(-1);
    if (typeof last === 'string' && cannotBeParameter(last) && !mayBeParameter(last)) return false;
    if (isFloating(leaf))
      return leaf.type === 'array' || typeof last === 'number' || looksLikeParameter(String(last));
    return isNumeric(leaf) && typeof last === 'string' && looksLikeParameter(last);
  }).map(({ path, parts, leaf }) =>
    tensorAt(inside(source, parts), leaf, typeof path[0] === 'number' ? [name, ...path] : path),
  );
}

/** The tensors among the attributes of an object, told by their names: `W1`, `params["W1"]`, `layers[0].W`. */
export function tensorsOfObject(source: Source, value: Description): readonly FoundTensor[] {
  const found = collect(value, (path, leaf) => {
    const names = path.filter((part) => typeof part === 'string');
    if (names.some((part) => excludedPart.test(part))) return false;
    // Also `params[0]` of a list of arrays.
    const inParameters = (typeof path.at(-1) === 'number' ? names : names.slice(0, -1)).some((part) =>
      /^_*(params?|parameters?|weights|biases)$/i.test(part),
    );
    const last = names.at(-1) ?? '';
    if (inParameters)
      return leaf.type === 'array'
        ? isFloating(leaf) && !cannotBeParameter(last)
        : isNumeric(leaf) && looksLikeParameter(last);
    const wrapped = /^(data|value|val)$/i.test(last) ? (names.at(-2) ?? '') : last;
    return isNumeric(leaf) && (isFloating(leaf) || leaf.type === 'array') && looksLikeParameter(wrapped);
  });
  // An array that hangs in several places goes by the shortest way to it.
  const shortest = new Map<number, Collected>();
  for (const one of found) {
    const known = one.leaf.type === 'array' ? shortest.get(one.leaf.identity) : undefined;
    const shorter = known === undefined || one.path.length < known.path.length;
    if (one.leaf.type === 'array' && shorter) shortest.set(one.leaf.identity, one);
  }
  return found
    .filter((one) => one.leaf.type !== 'array' || shortest.get(one.leaf.identity) === one)
    .map(({ path, parts, leaf }) => tensorAt(inside(source, parts), leaf, path));
}

/** What an object learns, whatever it is called, if it holds one array of real numbers and no other. */
export function onlyArrayOf(source: Source, value: Description): readonly FoundTensor[] {
  if (value.type !== 'object') return [];
  const arrays = value.attributes.filter((one) => one.value.type === 'array');
  const [only] = arrays;
  if (only === undefined || arrays.length > 1 || !isFloating(only.value) || excludedPart.test(only.name))
    return [];
  return [tensorAt(inside(source, [{ attribute: only.name }]), only.value, [only.name])];
}

const excludedPart =
  /(grad|velocity|moment|cache|mask|running|prev|best|optimi[sz]er|history|cost|loss|^d_?[WwBb](\d|_|$)|^_*nabla|delta|^[mvs]_[wbd]|^[mvs]d?[WwbB]\d)/;

/** One tensor at a known place. */
export function tensorAt(source: Source, value: Description, path: NamePath): FoundTensor {
  return { name: pathText(path), key: parameterKey(path), source, shape: shapeOf(value) ?? [], value };
}

/** `layers[0].W`; the names that only say "parameters" are left out at the front. */
export function pathText(path: NamePath): string {
  const general = typeof path[0] === 'string' && /^_*(params?|parameters?)$/i.test(path[0]);
  const own = general && typeof path[1] === 'string' ? path.slice(1) : path;
  // `layers[0].params.W` is `layers[0].W`.
  const bare = own.filter(
    (part, at) =>
      at === 0 ||
      at === own.length - 1 ||
      typeof own[at + 1] !== 'string' ||
      !/^_*(params?|parameters?)$/i.test(String(part)),
  );
  const wrapped = bare.length > 1 && /^(data|value|val)$/.test(String(bare.at(-1)));
  const shown = wrapped ? bare.slice(0, -1) : bare;
  return shown.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

interface Collected {
  readonly path: NamePath;
  readonly parts: readonly PathPart[];
  readonly leaf: Description;
}

function collect(
  root: Description,
  wanted: (path: NamePath, leaf: Description) => boolean,
): readonly Collected[] {
  const found: Collected[] = [];
  const visit = (value: Description, path: NamePath, parts: readonly PathPart[]): void => {
    const children = parts.length > 8 ? [] : childrenOf(value);
    for (const child of children) visit(child.value, [...path, partName(child.part)], [...parts, child.part]);
    if (children.length === 0 && parts.length > 0 && wanted(path, value))
      found.push({ path, parts, leaf: value });
  };
  visit(root, [], []);
  return found;
}

/** Parameters that the module holds as globals of their own: W1, b1, Wxh. */
export function tensorsOfModule(
  values: readonly { name: string; value: Description }[],
  isParameter: (name: string) => boolean = looksLikeParameter,
): readonly FoundTensor[] {
  return values.flatMap(({ name, value }) => {
    if (!isParameter(name)) return [];
    const source: Source = { from: 'module', name };
    if (isNumeric(value)) return isFloating(value) ? [tensorAt(source, value, [name])] : [];
    if (value.type !== 'sequence') return [];
    return value.items.flatMap((item, index) =>
      isFloating(item) && item.type === 'array'
        ? [tensorAt(inside(source, [{ item: index }]), item, [name, index])]
        : [],
    );
  });
}
