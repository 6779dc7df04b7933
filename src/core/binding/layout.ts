import type { FoundTensor } from './tensors';

/**
 * How many features a network takes and how many values it puts out, read off the shapes of its first and last
 * weights, for each way in which weights and data can be laid out.
 */
export interface Layout {
  /** True for data of shape (features, examples), false for (examples, features). */
  readonly featuresFirst: boolean;
  readonly features: number;
  readonly outputs: number;
  /** True if the last weights have no axis for outputs: the network then puts out one value for each example. */
  readonly flat: boolean;
}

/** The plausible layouts, best first. Wrong ones fail with a shape error when they are tried. */
export function layoutsOf(tensors: readonly FoundTensor[]): readonly Layout[] {
  const weights = tensors.filter((tensor) => !isBias(tensor)).flatMap(matricesOf);
  const vectors = tensors.filter((tensor) => tensor.shape.length === 1 && !isBias(tensor));
  const first = weights[0] ?? vectors[0];
  if (first === undefined) return [];
  if (first.shape.length === 1) {
    const features = first.shape[0]!;
    const outputs = weights.length === 0 ? 1 : weights.at(-1)!.shape[0]!;
    return [
      { featuresFirst: false, features, outputs, flat: true },
      { featuresFirst: true, features, outputs, flat: true },
    ];
  }
  const last = weights.at(-1)!;
  const rowsIn = { features: first.shape[0]!, outputs: last.shape[1]!, flat: false };
  const rowsOut = { features: first.shape[1]!, outputs: last.shape[0]!, flat: false };
  const rowsInFirst = weightsTakeRows(tensors, weights);
  const one = weights.length === 1;
  // A single column of weights is used as w.T @ X as often as X @ w.
  const columnOnly = one && rowsInFirst && first.shape[1] === 1;
  const inOrder: readonly Layout[] = [
    { ...rowsIn, featuresFirst: columnOnly },
    { ...rowsIn, featuresFirst: !columnOnly },
  ];
  const outOrder: readonly Layout[] = [
    { ...rowsOut, featuresFirst: true },
    { ...rowsOut, featuresFirst: false },
  ];
  return rowsInFirst ? [...inOrder, ...outOrder] : [...outOrder, ...inOrder];
}

/** A matrix; of layers of one width that are in one array, the first and the last. */
function matricesOf(tensor: FoundTensor): readonly FoundTensor[] {
  const { shape } = tensor;
  if (shape.length === 2) return [tensor];
  const isStack = shape.length === 3 && shape[0]! > 1 && shape[1]! > 1 && shape[1] === shape[2];
  return isStack ? [tensor, tensor].map((one) => ({ ...one, shape: shape.slice(1) })) : [];
}

/** True if X @ W is the likelier reading than W @ X. */
function weightsTakeRows(tensors: readonly FoundTensor[], weights: readonly FoundTensor[]): boolean {
  let evidence = 0;
  for (let index = 1; index < weights.length; index++) {
    const [before, after] = [weights[index - 1]!.shape, weights[index]!.shape];
    if (before[1] === after[0]) evidence += 1;
    if (before[0] === after[1]) evidence -= 1;
  }
  for (const bias of tensors.filter(isBias)) {
    const at = tensors.indexOf(bias);
    const weight =
      weights.find((candidate) => candidate.key === bias.key.replace(/b/, 'w')) ?? tensors[at - 1];
    if (weight?.shape.length !== 2) continue;
    const [rows, columns] = weight.shape;
    const [length, second] = bias.shape;
    if (bias.shape.length === 2 && second === 1 && length === rows) evidence -= 2;
    if (bias.shape.length === 2 && length === 1 && second === columns && columns !== 1) evidence += 2;
    if (bias.shape.length === 1 && length === columns && length !== rows) evidence += 1;
    if (bias.shape.length === 1 && length === rows && length !== columns) evidence -= 1;
  }
  if (evidence !== 0 || weights.length !== 1) return evidence > 0;
  const [rows, columns] = weights[0]!.shape;
  return rows! >= columns!;
}

function isBias(tensor: FoundTensor): boolean {
  return (
    /(^|\.)(b|bias|beta|intercept)[^.]*(\.\d+)*$/.test(tensor.key) ||
    (/^(1|3|5|7|9)$/.test(tensor.key) && tensor.shape.includes(1))
  );
}
