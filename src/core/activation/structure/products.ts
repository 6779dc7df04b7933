import type { ArrayRecord } from '../record';
import type { WeightClass, WeightReading } from './weights';
import { dot, norm, roundOffOf, smallestOf, sumRoundOff, type View } from './views';
import { firstFrom, ValueIndex } from './valueIndex';

/** Out = W · In plus the same number for every example: one way to explain an array. */
export interface Product {
  /** Number of the class of weights. */
  readonly weights: number;
  readonly reading: WeightReading;
  readonly input: View;
  readonly output: View;
}

/** Multiplications that comparing everything with everything may take; beyond it, weights are tried in their order. */
const affordable = 2e7;
/** An equation tells something where its terms exceed the round-off so many times. */
const telling = 8;
/** Arrays far from the input must be borne out so many times better than round-off: among thousands, some fit by chance. */
const certain = 1e5;
/** Records after an input that are taken for its product on weaker grounds. */
const window = 24;
/** Arrays of the run, before and after an input, that are tried as its weights when not all can be. */
const nearby = 8;
/** Weights before and after the last that fitted, in their order, that are tried; and at most, after many misses. */
const nextInOrder = 2;
const farthest = 40;

/**
 * All products among the records that the compared rows and columns bear out.
 *
 * @param views of each record
 * @param biases vectors that may be added to a product of a single example
 */
export function findProducts(
  records: readonly ArrayRecord[],
  views: readonly (readonly View[])[],
  classes: readonly WeightClass[],
  biases: readonly ArrayRecord[],
): Product[] {
  const search = new ProductSearch(records, views, classes, biases);
  const inputs = views.flat().map((view) => new Input(view, records[view.record]!));
  let work = 0;
  for (const { view } of inputs) work += 4 * view.units * search.fitting(view).length;
  const found: Product[] = [];
  if (work <= affordable) {
    for (const input of inputs)
      for (const number of search.fitting(input.view)) found.push(...search.outputsOf(input, number));
    return found;
  }

  const classAt = new Map<number, number>();
  classes.forEach(({ members }, number) => {
    for (const { at } of members) if (at !== null) classAt.set(at, number);
  });
  const nextAtPlace = followers(classes);
  let last = 0;
  let missed = 0;
  const tried = inputs.map(() => new Set<number>());
  const inputsAt = new Map<number, number[]>();
  inputs.forEach(({ view }, k) => inputsAt.set(view.record, [...(inputsAt.get(view.record) ?? []), k]));
  const matched = new Set<number>();
  inputs.forEach((input, k) => {
    const fitting = search.fitting(input.view);
    if (fitting.length === 0) return;
    // Inputs that no weights fit, one after another, may have passed by weights.
    const reach = Math.min(nextInOrder + (missed >> 3), farthest);
    const here = firstFrom(fitting, last);
    const likely = tried[k]!;
    likely.add(fitting[0]!);
    for (const number of fitting.slice(Math.max(0, here - reach), here + reach + 1)) likely.add(number);
    for (const number of nextAtPlace.get(last) ?? []) likely.add(number);
    for (let at = input.view.record - nearby; at <= input.view.record + nearby; at++) {
      const number = classAt.get(at);
      if (number !== undefined) likely.add(number);
    }
    missed += 1;
    for (const number of likely) {
      const outputs = search.outputsOf(input, number);
      if (outputs.length === 0) continue;
      found.push(...outputs);
      matched.add(number);
      // What was made after the input is rather the input itself, and this its weights: (A B)ᵀ = Bᵀ Aᵀ.
      const own = classAt.get(input.view.record);
      const later = classes[number]!.members.filter(({ at }) => at !== null && at > input.view.record);
      if (later.length < classes[number]!.members.length || own === undefined) [last, missed] = [number, 0];
      else later.flatMap(({ at }) => inputsAt.get(at!) ?? []).forEach((one) => tried[one]!.add(own));
    }
  });
  // What no product was found for is tried with everything, as far as that can be afforded.
  let left = affordable;
  for (const input of inputs) {
    for (const number of search.fitting(input.view)) {
      if (matched.has(number)) continue;
      left -= 4 * input.view.units;
      if (left < 0) return found;
      found.push(...search.outputsOf(input, number));
    }
  }
  return found;
}

/** For each class, the classes made next and before at the same place: the weights of a loop, one after another. */
function followers(classes: readonly WeightClass[]): Map<number, number[]> {
  const lastAt = new Map<string, number>();
  const next = new Map<number, number[]>();
  classes.forEach(({ members }, number) => {
    const { place } = members[0]!.record;
    if (place === null) return;
    const key = `${place.file}:${place.line}:${place.column}`;
    const before = lastAt.get(key);
    if (before !== undefined) {
      next.set(before, [...(next.get(before) ?? []), number]);
      next.set(number, [before]);
    }
    lastAt.set(key, number);
  });
  return next;
}

/** A view with what each comparison needs of it. */
class Input {
  /** First example minus the second; null with a single one. */
  readonly difference: Float64Array | null;
  readonly sizes: readonly number[];
  readonly roundOff: number;
  readonly smallest: number;

  constructor(
    readonly view: View,
    record: ArrayRecord,
  ) {
    const [first, second] = view.vectors;
    this.difference = second === undefined ? null : first!.map((x, k) => x - second[k]!);
    this.sizes = view.vectors.map(norm);
    this.roundOff = roundOffOf(record.dtype);
    this.smallest = smallestOf(record.dtype);
  }
}

class ProductSearch {
  private readonly byDifference: ValueIndex;
  private readonly byValue: ValueIndex;
  private readonly largestBias: number;
  private readonly fittingBySize = new Map<string, readonly number[]>();
  private readonly biasesBySize = new Map<number, { keys: Float64Array; values: Float64Array[] }>();

  constructor(
    private readonly records: readonly ArrayRecord[],
    private readonly views: readonly (readonly View[])[],
    private readonly classes: readonly WeightClass[],
    biases: readonly ArrayRecord[],
  ) {
    const all = views.flat();
    const differing = all.filter(({ vectors }) => vectors.length === 2);
    this.byDifference = new ValueIndex(differing, ({ vectors: [a, b] }) => a![0]! - b![0]!);
    this.byValue = new ValueIndex(all, ({ vectors: [a] }) => a![0]!);
    let largest = 0;
    const bySize = new Map<number, Float64Array[]>();
    for (const bias of biases) {
      const { least, greatest, count, zeros } = bias.statistics;
      if (zeros === count) continue;
      const values = bias.columns[0]?.length === count ? bias.columns[0] : bias.rows[0];
      if (values?.length !== count) continue;
      largest = Math.max(largest, Math.abs(least), Math.abs(greatest));
      const shelf = bySize.get(count) ?? [];
      bySize.set(count, shelf);
      shelf.push(values);
    }
    for (const [count, values] of bySize) {
      values.sort((a, b) => a[0]! - b[0]!);
      this.biasesBySize.set(count, { keys: Float64Array.from(values, (value) => value[0]!), values });
    }
    this.largestBias = largest;
  }

  /** Numbers of the weights that take in so many units and give arrays that there are, in their order. */
  fitting({ units, examples }: View): readonly number[] {
    const key = `${units}x${examples}`;
    let fitting = this.fittingBySize.get(key);
    if (fitting === undefined) {
      fitting = this.classes.flatMap(({ readings }, number) =>
        readings.some(({ fanIn, fanOut }) => fanIn === units && this.byValue.has(fanOut, examples))
          ? [number]
          : [],
      );
      this.fittingBySize.set(key, fitting);
    }
    return fitting;
  }

  outputsOf(input: Input, number: number): Product[] {
    const weights = this.classes[number]!;
    const found: Product[] = [];
    for (const reading of weights.readings) {
      const { view } = input;
      if (reading.fanIn !== view.units || !this.byValue.has(reading.fanOut, view.examples)) continue;
      if (!input.sizes.every(Number.isFinite)) continue;
      for (const output of this.matching(input, reading, Math.max(weights.roundOff, input.roundOff)))
        if (this.isAfter(output, view)) found.push({ weights: number, reading, input: view, output });
    }
    return found;
  }

  private isAfter(output: View, input: View): boolean {
    if (output.record === input.record) return false;
    return output.record > input.record || this.records[input.record]!.place === null;
  }

  private *matching(input: Input, reading: WeightReading, roundOff: number): Generator<View> {
    const relative = sumRoundOff(reading.fanIn, roundOff);
    const lost = reading.fanIn * input.smallest;
    const slack = reading.norms.map(
      (length) => relative * length * (input.sizes[0]! + (input.sizes[1] ?? 0)) + lost,
    );
    const rounding = 8 * roundOff;
    if (input.difference !== null) {
      const { difference } = input;
      const predicted = reading.vectors.map((vector) => dot(vector, difference));
      if (predicted.some((value, i) => Math.abs(value) > telling * slack[i]!)) {
        // A bias that would hide the difference is not reckoned with: no array could bear it out.
        const size = Math.abs(predicted[0]!);
        const hidden = rounding * this.largestBias;
        const tolerance = slack[0]! + (size > hidden ? hidden : rounding * size);
        for (const output of this.byDifference.near(
          reading.fanOut,
          input.view.examples,
          predicted[0]!,
          tolerance,
        )) {
          const borne = bearing(output, predicted, slack, rounding);
          if (
            borne > certain ||
            (borne > telling && this.isProductNear(input, reading, output, slack, rounding))
          )
            yield output;
        }
        return;
      }
    }
    yield* this.matchingValues(input, reading, slack, rounding);
  }

  /** True if an array soon after the input is the product, without or with a known bias as far as there are any. */
  private isProductNear(
    { view }: Input,
    reading: WeightReading,
    output: View,
    slack: readonly number[],
    rounding: number,
  ): boolean {
    if (output.record - view.record > window) return false;
    if (!this.biasesBySize.has(reading.fanOut)) return true;
    const added = reading.vectors.map((row, i) => output.vectors[0]![i]! - dot(row, view.vectors[0]!));
    const isNothing = added.every(
      (x, i) => Math.abs(x) <= slack[i]! + rounding * Math.abs(output.vectors[0]![i]!),
    );
    return isNothing || this.isBias(added, slack, rounding, output);
  }

  /** Of a single example, or of examples that are all the same: the values themselves, without or with a known bias. */
  private *matchingValues(
    { view }: Input,
    reading: WeightReading,
    slack: readonly number[],
    rounding: number,
  ): Generator<View> {
    const predicted = view.vectors.map((vector) => reading.vectors.map((row) => dot(row, vector)));
    const [first] = predicted;
    if (!first!.some((value, i) => Math.abs(value) > telling * slack[i]!)) return;
    const differs = ({ vectors }: View, by: readonly number[]): boolean =>
      predicted.every((values, j) =>
        values.every((value, i) => {
          const z = vectors[j]?.[i] ?? NaN;
          return Math.abs(z - value - by[i]!) <= slack[i]! + rounding * (Math.abs(z) + Math.abs(by[i]!));
        }),
      );
    const nothing = first!.map(() => 0);
    const tolerance = slack[0]! + rounding * Math.abs(first![0]!);
    let found = false;
    for (const output of this.byValue.near(reading.fanOut, view.examples, first![0]!, tolerance)) {
      if (!differs(output, nothing)) continue;
      found = true;
      yield output;
    }
    // Where the product itself was seen, what is added to it is told by the arrays after it.
    if (found) return;
    for (let at = view.record + 1; at <= view.record + window; at++) {
      for (const output of this.views[at] ?? []) {
        if (output.units !== reading.fanOut || output.examples !== view.examples) continue;
        const added = first!.map((value, i) => output.vectors[0]![i]! - value);
        if (differs(output, added) && this.isBias(added, slack, rounding, output)) yield output;
      }
    }
  }

  /** True if a known bias begins with these values. */
  private isBias(
    added: readonly number[],
    slack: readonly number[],
    rounding: number,
    output: View,
  ): boolean {
    const shelf = this.biasesBySize.get(output.units);
    if (shelf === undefined) return false;
    const most = added.map((x, i) => slack[i]! + rounding * (Math.abs(x) + Math.abs(output.vectors[0]![i]!)));
    for (let k = firstFrom(shelf.keys, added[0]! - most[0]!); k < shelf.keys.length; k++) {
      if (!(shelf.keys[k]! <= added[0]! + most[0]!)) return false;
      if (added.every((x, i) => Math.abs(shelf.values[k]![i]! - x) <= most[i]!)) return true;
    }
    return false;
  }
}

/**
 * How many times the predicted difference of the examples exceeds its round-off and that of what was added to them;
 * 0 if they do not differ so.
 */
function bearing(
  { vectors: [first, second] }: View,
  predicted: readonly number[],
  slack: readonly number[],
  rounding: number,
): number {
  let most = 0;
  for (let i = 0; i < predicted.length; i++) {
    const [a, b] = [first![i]!, second![i]!];
    const lost = slack[i]! + rounding * (Math.abs(a) + Math.abs(b));
    if (!(Math.abs(a - b - predicted[i]!) <= lost)) return 0;
    most = Math.max(most, Math.abs(predicted[i]!) / lost);
  }
  return most;
}
