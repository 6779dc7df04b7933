import type { ArrayRecord } from '../record';
import { relationOf } from './relation';
import { sameSite, type Step } from './steps';
import { isTransposed, sameShape, sameValues } from './views';
import type { WeightCandidate, WeightClass } from './weights';

/** A product of the forward pass, and where its input comes from. */
export interface Node {
  readonly step: Step;
  /** The array that φ is applied to: the product, or its sum with another. */
  z: number;
  /** The node whose activation is the input; null where the input comes from outside. */
  readonly from: Node | null;
  /** True if the values say so; false if only the order does. */
  readonly sure: boolean;
  /** Which use of its weights within the pass, from 0. */
  use: number;
}

export interface Flow {
  /** Forward passes over different inputs: one, or one for each example or minibatch. Each in order of execution. */
  readonly passes: readonly (readonly Node[])[];
  /** Products of the backward pass with the transposed weights, in order. */
  readonly backward: readonly Step[];
  /** Record with which the same network begins once more with other weights, as in training; null if it does not. */
  readonly again: number | null;
}

/** Nodes back from an input among which its origin is looked for, and records between a sum and its activation. */
const nodesBack = 8;
const recordsBack = 12;

/**
 * Tells the forward from the backward products, and which forward product feeds which.
 *
 * @param end record with which the backward pass begins, if that is known
 */
export function flowOf(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  steps: readonly Step[],
  end = Infinity,
): Flow {
  let forward: Node[] = [];
  const backward: Step[] = [];
  const firstUse = new Map<number, Step>();
  const uses = new Map<number, number>();
  for (const step of steps) {
    const first = firstUse.get(step.weights);
    if (step.base.record >= end) {
      // ∂J/∂Z has the shape of Z, as the inputs of square weights have where the forward pass is run once more.
      if (
        first !== undefined &&
        step.input.record >= end &&
        sameShape(records[first.z]!, records[step.input.record]!) &&
        !isRepeated(records, forward, step)
      )
        backward.push(step);
      continue;
    }
    if (isCopied(records, forward, step)) continue;
    const usual = first ?? forward.find((node) => !node.step.eitherWay)?.step;
    const opposite =
      usual !== undefined && (isTurned(usual, step) || (step.eitherWay && first !== undefined));
    const origin = originOf(records, forward, step, opposite ? 2 : nodesBack);
    if (
      opposite &&
      origin.node === null &&
      !isOutside(records, forward, step.input.record) &&
      (!step.eitherWay || (uses.get(step.weights) ?? 0) >= classes[step.weights]!.members.length)
    ) {
      backward.push(step);
      continue;
    }
    if (origin.absorbed !== null) forward = forward.filter((node) => node !== origin.absorbed);
    if (origin.node !== null) origin.node.z = origin.z;
    const from = origin.node ?? latestBefore(records, classes, forward, step);
    firstUse.set(step.weights, first ?? step);
    uses.set(step.weights, (uses.get(step.weights) ?? 0) + 1);
    forward.push({ step, z: step.z, from, sure: origin.node !== null, use: 0 });
  }
  return {
    passes: passesOf(records, classes, forward, backward),
    backward,
    again: beginsAgain(records, classes, forward),
  };
}

/** True if the outputs of an earlier product are transposed for a gradient, which is no product, though W A it is. */
function isCopied(records: readonly ArrayRecord[], forward: readonly Node[], step: Step): boolean {
  return forward
    .slice(0, -1)
    .some(
      (node) =>
        node.step.weights === step.weights &&
        node.step.input.record === step.input.record &&
        node.step.chain.some((at) => isTransposed(records[at]!, records[step.z]!)),
    );
}

/** True if the same input was multiplied by the same weights before. */
function isRepeated(records: readonly ArrayRecord[], forward: readonly Node[], step: Step): boolean {
  const input = records[step.input.record]!;
  return forward.some(
    (node) => node.step.weights === step.weights && sameValues(records[node.step.input.record]!, input),
  );
}

/** The first product of the inputs of an earlier one with other weights, made at its place or with weights of its name. */
function beginsAgain(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  forward: readonly Node[],
): number | null {
  const weightsOf = ({ weights }: Step): WeightCandidate => classes[weights]!.members[0]!;
  const starts = forward.filter(({ from }) => from === null).map(({ step }) => step);
  const isAgain = (one: Step, k: number): boolean =>
    starts
      .slice(0, k)
      .some(
        (first) =>
          first.weights !== one.weights &&
          (sameSite(records[first.base.record]!, records[one.base.record]!) ||
            weightsOf(first).record.target === weightsOf(one).name) &&
          isSameInput(records, first.input.record, one.input.record),
      );
  return starts.find(isAgain)?.base.record ?? null;
}

/** True of the same array, of equal values, and of what a loop assigns to the same target. */
function isSameInput(records: readonly ArrayRecord[], first: number, second: number): boolean {
  const [one, other] = [records[first]!, records[second]!];
  return first === second || sameValues(one, other) || (other.target !== null && sameSite(one, other));
}

/** True if one of two products takes the transposed weights, judged by the layout of the arrays. */
function isTurned(usual: Step, step: Step): boolean {
  const turned = (one: Step): boolean => one.outputsFirst === (one.input.unitsAxis === 0);
  return turned(usual) !== turned(step);
}

interface Origin {
  readonly node: Node | null;
  readonly z: number;
  /** A product that only served as the other term of a sum. */
  readonly absorbed: Node | null;
}

const nowhere: Origin = { node: null, z: -1, absorbed: null };

/** The product whose activation a step takes in, as far as the values tell. */
function originOf(
  records: readonly ArrayRecord[],
  forward: readonly Node[],
  { input: { record: input, unitsAxis } }: Step,
  most: number,
): Origin {
  const near = forward
    .filter(({ step }) => step.z <= input || step.chain.includes(input))
    .slice(-most)
    .reverse();
  for (const node of near) {
    if (node.step.chain.includes(input)) return { node, z: node.step.z, absorbed: null };
    if (relationOf(records[node.step.z]!, records[input]!, unitsAxis) !== null)
      return { node, z: node.step.z, absorbed: null };
  }
  if (most < nodesBack) return nowhere;
  // h + W A, or W x + U h: the sum is what φ is applied to.
  for (let sum = input; sum > Math.max(-1, input - recordsBack); sum--) {
    const record = records[sum]!;
    if (!sameShape(record, records[input]!)) continue;
    if (sum !== input && relationOf(record, records[input]!, unitsAxis) === null) continue;
    for (const node of near) {
      if (node.step.z >= sum || !sameShape(records[node.step.z]!, record)) continue;
      const other = near.find(
        (one) =>
          one !== node &&
          one.step.weights !== node.step.weights &&
          isSum(
            record,
            [node, one].map(({ step }) => records[step.z]!),
            unitsAxis,
          ),
      );
      if (other !== undefined) {
        // The one that takes in what came before stays; the other is its input from outside.
        const [kept, absorbed] = other.from !== null && node.from === null ? [other, node] : [node, other];
        return { node: kept, z: sum, absorbed };
      }
      const skips = near.flatMap((one) => [one.step.input.record, one.step.z]);
      if (
        skips.some(
          (at) => at !== node.step.z && isSum(record, [records[node.step.z]!, records[at]!], unitsAxis),
        )
      )
        return { node, z: node.step.z, absorbed: null };
    }
  }
  return nowhere;
}

/** True if an array is the sum of others, up to a constant for each unit if there are two examples. */
function isSum(sum: ArrayRecord, terms: readonly ArrayRecord[], unitsAxis: number): boolean {
  if (!terms.every((term) => sameShape(term, sum))) return false;
  const along = sum.shape.length === 1 || unitsAxis === 1 ? 'rows' : 'columns';
  const [first, second] = sum[along];
  if (first === undefined) return false;
  const roundOff = sum.dtype === 'float64' ? 1e-13 : 1e-5;
  const telling = new Set<ArrayRecord>();
  for (let k = 0; k < first.length; k++) {
    let expected = 0;
    let size = 0;
    for (const term of terms) {
      const [a, b] = [term[along][0]?.[k] ?? NaN, second === undefined ? 0 : (term[along][1]?.[k] ?? NaN)];
      expected += a - b;
      size += Math.abs(a) + Math.abs(b);
      // Examples that are equal to round-off tell nothing.
      if (Math.abs(a - b) > 100 * roundOff * (Math.abs(a) + Math.abs(b))) telling.add(term);
    }
    const actual = first[k]! - (second?.[k] ?? 0);
    if (!(Math.abs(actual - expected) <= roundOff * size)) return false;
  }
  return terms.every((term) => telling.has(term));
}

/** True of arrays that were there before the first product, and of inputs met before. */
function isOutside(records: readonly ArrayRecord[], forward: readonly Node[], input: number): boolean {
  const first = forward[0];
  if (first === undefined || input < first.step.base.record || records[input]!.place === null) return true;
  return forward.some(({ step, from }) => from === null && isSameInput(records, step.input.record, input));
}

/** The product before, where an input is neither from outside nor the start of another pass. */
function latestBefore(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  forward: readonly Node[],
  { input, weights }: Step,
): Node | null {
  if (isOutside(records, forward, input.record)) return null;
  const latest = forward.findLast(({ step }) => step.z < input.record);
  if (latest === undefined) return null;
  let uses = 0;
  for (let node: Node | null = latest; node !== null; node = node.from)
    if (node.step.weights === weights) uses += 1;
  return uses >= classes[weights]!.members.length ? null : latest;
}

/** Cuts the forward products into passes, numbers the uses of weights in them, and leaves out repeated ones. */
function passesOf(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  forward: readonly Node[],
  backward: readonly Step[],
): Node[][] {
  const passes: Node[][] = [];
  let uses = new Map<number, number>();
  for (const node of forward) {
    const { weights } = node.step;
    const again = (uses.get(weights) ?? 0) >= classes[weights]!.members.length;
    if (passes.length === 0 || (node.from === null && again)) {
      passes.push([]);
      uses = new Map();
    }
    node.use = uses.get(weights) ?? 0;
    uses.set(weights, node.use + 1);
    passes.at(-1)!.push(node);
  }
  // Of passes over the same inputs: the first complete one that a backward pass follows before the next begins.
  const kept: Node[][] = [];
  for (const group of groupByInput(records, passes)) {
    const longest = Math.max(...group.map(({ length }) => length));
    const complete = group.filter(({ length }) => length === longest);
    kept.push(complete.find((pass) => isFollowed(pass, passes, backward)) ?? complete[0]!);
  }
  return kept;
}

function groupByInput(records: readonly ArrayRecord[], passes: readonly Node[][]): Node[][][] {
  const groups: Node[][][] = [];
  for (const pass of passes) {
    const input = (of: readonly Node[]): ArrayRecord => records[of[0]!.step.input.record]!;
    const group = groups.find(
      ([first]) =>
        first![0]!.step.weights === pass[0]!.step.weights &&
        (first![0]!.step.input.record === pass[0]!.step.input.record ||
          sameValues(input(first!), input(pass))),
    );
    if (group !== undefined) group.push(pass);
    else groups.push([pass]);
  }
  return groups;
}

function isFollowed(pass: readonly Node[], passes: readonly Node[][], backward: readonly Step[]): boolean {
  const end = pass.at(-1)!.step.z;
  const next = Math.min(...passes.map((one) => one[0]!.step.z).filter((z) => z > end), Infinity);
  return backward.some(({ base }) => base.record > end && base.record < next);
}
