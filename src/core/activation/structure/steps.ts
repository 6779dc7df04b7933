import type { ArrayRecord } from '../record';
import type { Bias, BiasShelf } from './biases';
import type { Product } from './products';
import { pairedValues } from './relation';
import { transposesOf } from './transposes';
import { dot, roundOffOf, sameShape, sumRoundOff, type View } from './views';
import type { WeightClass } from './weights';

/** One product as the run made it: from the inputs to the last array that is W A plus a bias. */
export interface Step {
  readonly weights: number;
  readonly outputsFirst: boolean;
  /** True if W and its transpose are the same to the compared values. */
  readonly eitherWay: boolean;
  readonly input: View;
  /** The first array of the product, and the one with the bias. */
  readonly base: View;
  readonly z: number;
  /** All records that hold the product, with or without the bias. */
  readonly chain: readonly number[];
  /** Biases that explain what was added to W A; several where they hold the same values. */
  readonly biases: readonly Bias[];
}

/** Records after a product among which the one with the bias is looked for. */
const window = 6;
const arrayName = /^(self\.|this\.)?(x|a|h|input|data|hidden|out|act)/i;
const weightName = /^(self\.|this\.)?_?(w|weight|theta|kernel|u)/i;
const activationName = /^(self\.|this\.)?_?(a|h|hidden|act|out|y)(_?\d|$|\[|l$|_prev|_next)/i;

/** Chooses for each array the one product that made it, and takes together the records of each product. */
export function stepsOf(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  products: readonly Product[],
  biases: BiasShelf,
): Step[] {
  const chosen = chooseProducts(records, classes, products);
  const groups: Chosen[][] = [];
  const open = new Map<string, Chosen[]>();
  chosen.forEach((one, k) => {
    const key = `${one.weights} ${one.input.record}`;
    const group = open.get(key);
    if (group !== undefined && continues(group, one, chosen, k, records)) group.push(one);
    else if (group === undefined || !isActivationOf(records, group[0]!, one)) {
      const fresh = [one];
      groups.push(fresh);
      open.set(key, fresh);
    }
  });
  return groups.map((group) => stepOf(records, classes, group, biases));
}

interface Chosen extends Product {
  readonly eitherWay: boolean;
}

function chooseProducts(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  products: readonly Product[],
): Chosen[] {
  const byOutput = new Map<number, Product[]>();
  for (const product of products) {
    const shelf = byOutput.get(product.output.record) ?? [];
    byOutput.set(product.output.record, shelf);
    shelf.push(product);
  }
  const axes = new Map<number, number>();
  const asWeights = new Set<number>();
  const originals = transposesOf(records);
  const chosen: Chosen[] = [];
  for (const output of [...byOutput.keys()].sort((a, b) => a - b)) {
    let best: Product | null = null;
    let bestRank: readonly number[] = [];
    const usable = byOutput.get(output)!.filter(({ input, weights }) => {
      const axis = axes.get(input.record);
      if (axis !== undefined && axis !== input.unitsAxis) return false;
      const original = originals.get(input.record);
      if (original !== undefined && axes.get(original) === input.unitsAxis) return false;
      if (asWeights.has(original ?? input.record) || asWeights.has(input.record)) return false;
      if (isMultiple(classes[weights]!.members[0]!.record, records[input.record]!)) return false;
      return classes[weights]!.members.some(
        ({ at }) => at === null || (at < output && at !== input.record && !axes.has(at)),
      );
    });
    for (const product of usable) {
      const rank = rankOf(product, records, classes, axes);
      if (best === null || isGreater(rank, bestRank)) [best, bestRank] = [product, rank];
    }
    if (best === null) continue;
    axes.set(best.input.record, best.input.unitsAxis);
    axes.set(output, best.output.unitsAxis);
    for (const { at } of classes[best.weights]!.members) if (at !== null) asWeights.add(at);
    const { weights, input, reading } = best;
    const eitherWay = usable.some(
      (one) =>
        one.weights === weights &&
        one.input.record === input.record &&
        one.reading.outputsFirst !== reading.outputsFirst,
    );
    chosen.push({ ...best, eitherWay });
  }
  return chosen;
}

/** True if an array is c W: then the product is c W Wᵀ, as in distances between the rows of W, and no layer. */
function isMultiple(weights: ArrayRecord, array: ArrayRecord): boolean {
  if (!sameShape(weights, array)) return false;
  const [own, other] = [weights.rows.flatMap((row) => [...row]), array.rows.flatMap((row) => [...row])];
  const at = own.findIndex((x) => x !== 0);
  const factor = at < 0 ? 0 : (other[at] ?? 0) / own[at]!;
  const roundOff = 8 * Math.max(roundOffOf(weights.dtype), roundOffOf(array.dtype));
  return (
    factor !== 0 && own.every((x, k) => Math.abs(other[k]! - factor * x) <= roundOff * Math.abs(factor * x))
  );
}

/** Of several products that explain an array: the greatest rank is taken. */
function rankOf(
  { weights, reading, input, output }: Product,
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  axes: ReadonlyMap<number, number>,
): readonly number[] {
  const member = classes[weights]!.members[0]!;
  const known = member.tensor === null && axes.has(input.record) ? 1 : 0;
  const names =
    member.tensor === null
      ? Number(weightName.test(member.name)) + Number(arrayName.test(records[input.record]!.target ?? ''))
      : 0;
  const usual = reading.outputsFirst === (input.unitsAxis === 0) ? 1 : 0;
  return [known, names, input.unitsAxis === output.unitsAxis ? 1 : 0, input.record, usual];
}

/** True if the first number in which two ranks of one length differ is greater in the first. */
export function isGreater(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! > b[i]!;
  return false;
}

/** False where the same product was made once more: in another pass over the same inputs. */
function continues(
  group: readonly Chosen[],
  one: Chosen,
  chosen: readonly Chosen[],
  at: number,
  records: readonly ArrayRecord[],
): boolean {
  const first = group[0]!;
  if (one.output.unitsAxis !== first.output.unitsAxis) return false;
  if (group.some(({ output }) => sameSite(records[output.record]!, records[one.output.record]!)))
    return false;
  const last = group.at(-1)!.output.record;
  for (let k = at - 1; k >= 0 && chosen[k]!.output.record > last; k--)
    if (chosen[k]!.input.record >= first.output.record) return false;
  return true;
}

/** True if only negative values of the first are others in the second: ReLU and its like may leave the compared ones as they were. */
function isActivationOf(records: readonly ArrayRecord[], first: Chosen, second: Chosen): boolean {
  const [z, a] = [records[first.output.record]!, records[second.output.record]!];
  const [before, after] = pairedValues(z, a);
  const differing = before.filter((x, k) => x !== after[k]);
  return sameShape(z, a) && differing.length > 0 && differing.every((x) => x < 0);
}

export function sameSite(a: ArrayRecord, b: ArrayRecord): boolean {
  return (
    a.place !== null &&
    b.place !== null &&
    a.place.line === b.place.line &&
    a.place.column === b.place.column &&
    // `x @ W` and `x @ W + b` begin together.
    a.place.endLine === b.place.endLine &&
    a.place.endColumn === b.place.endColumn &&
    a.place.file === b.place.file &&
    a.target === b.target
  );
}

function stepOf(
  records: readonly ArrayRecord[],
  classes: readonly WeightClass[],
  group: readonly Chosen[],
  biases: BiasShelf,
): Step {
  const { weights, reading, input, output: base, eitherWay } = group[0]!;
  const roundOff = Math.max(classes[weights]!.roundOff, roundOffOf(records[base.record]!.dtype));
  const slack = 32 * roundOff * largestOf(base);
  const own = residue(base, input, reading, roundOff);
  const sumSlack = sumRoundOff(reading.fanIn, roundOff) * largestOf(base);
  let added: readonly Bias[] = own.some((x) => x !== 0)
    ? biases.startingWith(own, base.units, slack + sumSlack, base.record)
    : [];
  let z = base.record;
  const chain = [z];
  const tried = new Set(group.slice(1).map(({ output }) => output.record));
  for (let at = z + 1; at <= z + window; at++) if (at < records.length) tried.add(at);
  for (const at of [...tried].sort((a, b) => a - b)) {
    const record = records[at]!;
    const now = records[z]!;
    if (!sameShape(record, now)) continue;
    const constant = addedConstant(now, record, base.unitsAxis, roundOff);
    if (constant === null) continue;
    if (constant.every((x) => x === 0)) {
      const named = record.target !== null && !activationName.test(record.target);
      if (now.target === record.target || (now.target === null && named)) [z] = [at, chain.push(at)];
      continue;
    }
    const known = biases.startingWith(constant, base.units, slack, z);
    if (known.length > 0) {
      added = known;
      [z] = [at, chain.push(at)];
    } else if (base.vectors.length === 2 && now.target === null && !madeBetween(records, z, at, constant)) {
      [z] = [at, chain.push(at)];
    }
  }
  if (added.length === 0) added = biases.zeros(base.units);
  return { weights, outputsFirst: reading.outputsFirst, eitherWay, input, base, z, chain, biases: added };
}

function largestOf({ vectors }: View): number {
  let largest = 0;
  for (const vector of vectors) for (const x of vector) largest = Math.max(largest, Math.abs(x));
  return largest;
}

/** Z − W A of the compared units, 0 where it is within round-off. */
function residue(base: View, input: View, reading: Product['reading'], roundOff: number): number[] {
  const relative = sumRoundOff(reading.fanIn, roundOff);
  return reading.vectors.map((vector) => {
    const unit = reading.vectors.indexOf(vector);
    const value = base.vectors[0]![unit]! - dot(vector, input.vectors[0]!);
    let size = 0;
    for (let k = 0; k < vector.length; k++) size += Math.abs(vector[k]! * input.vectors[0]![k]!);
    return Math.abs(value) <= 4 * relative * size ? 0 : value;
  });
}

/** b over the units, if the second array is the first plus b for every example; zeros where they are equal. */
function addedConstant(
  first: ArrayRecord,
  second: ArrayRecord,
  unitsAxis: number,
  roundOff: number,
): Float64Array | null {
  const across = first.shape.length === 1 || unitsAxis === 1 ? 'rows' : 'columns';
  const along = across === 'rows' ? 'columns' : 'rows';
  const vectors = first[across].map((from, j) => second[across][j]?.map((x, k) => x - from[k]!));
  const added = vectors[0];
  if (added === undefined) return null;
  const slack = (a: number, b: number): number => 8 * roundOff * (Math.abs(a) + Math.abs(b));
  const [from, to] = [first[across], second[across]];
  for (let k = 0; k < added.length; k++) {
    if (!Number.isFinite(added[k]!)) return null;
    const most = slack(from[0]![k]!, to[0]![k]!);
    for (let j = 1; j < from.length; j++) {
      const other = vectors[j]?.[k] ?? NaN;
      if (!(Math.abs(other - added[k]!) <= most + slack(from[j]![k]!, to[j]![k]!))) return null;
    }
    if (from[0]![k] === to[0]![k]) added[k] = 0;
  }
  if (first.shape.length === 1) return added;
  for (let i = 0; i < first[along].length; i++) {
    const [a, b] = [first[along][i]!, second[along][i]];
    if (b?.length !== a.length) return null;
    const most = slack(from[0]![i]!, to[0]![i]!);
    for (let k = 0; k < a.length; k++)
      if (!(Math.abs(b[k]! - a[k]! - added[i]!) <= most + slack(a[k]!, b[k]!))) return null;
  }
  return added;
}

/** True if what was added, or its negative, was made in between: a mean that was taken off is no bias. */
function madeBetween(
  records: readonly ArrayRecord[],
  from: number,
  to: number,
  added: Float64Array,
): boolean {
  for (let at = from + 1; at < to; at++) {
    const { statistics, rows, columns } = records[at]!;
    if (statistics.count !== added.length) continue;
    const values = columns[0]?.length === added.length ? columns[0] : rows[0];
    if (values?.length !== added.length) continue;
    if (values.every((x, k) => Math.abs(Math.abs(x) - Math.abs(added[k]!)) <= 1e-6 * Math.abs(x)))
      return true;
  }
  return false;
}
