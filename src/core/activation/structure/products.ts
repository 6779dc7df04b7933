import type { ArrayRecord } from '../record';
import type { WeightClass, WeightReading } from './weights';
import { dot, norm, roundOffOf, sumRoundOff, type View } from './views';
import { ValueIndex } from './valueIndex';

/** Out = W · In plus the same number for every example: one way to explain an array. */
export interface Product {
  /** Number of the class of weights. */
  readonly weights: number;
  readonly reading: WeightReading;
  readonly input: View;
  readonly output: View;
}

/** Multiplications that comparing everything with everything may take; beyond it, weights are tried in their order. */
const affordable = 2e8;
/** An equation tells something where its terms exceed the round-off so many times. */
const telling = 8;
/** Arrays of the run, before and after an input, that are tried as its weights when not all can be. */
const nearby = 8;
/** Weights before and after the last that fitted, that are tried at most. */
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
  const search = new ProductSearch(records, views.flat(), classes, biases);
  const inputs = views.flat().map((view) => new Input(view, records[view.record]!));
  const all = classes.map((_, number) => number);
  let work = 0;
  for (const weights of classes)
    for (const { fanIn } of weights.readings)
      work += 2 * fanIn * inputs.filter(({ view }) => view.units === fanIn).length;
  const found: Product[] = [];
  if (work <= affordable) {
    for (const input of inputs) for (const number of all) found.push(...search.outputsOf(input, number));
    return found;
  }

  const classAt = new Map<number, number>();
  classes.forEach(({ members }, number) => {
    for (const { at } of members) if (at !== null) classAt.set(at, number);
  });
  const nextAtPlace = followers(classes);
  let last = 0;
  let missed = 0;
  const matched = new Set<number>();
  for (const input of inputs) {
    // Inputs that no weights fit, one after another, may have passed by weights.
    const reach = Math.min(1 + (missed >> 2), farthest);
    const likely = new Set([last, 0, ...(nextAtPlace.get(last) ?? [])]);
    for (let d = 1; d <= reach; d++) likely.add(last + d).add(last - d);
    missed += 1;
    for (let at = input.view.record - nearby; at <= input.view.record + nearby; at++) {
      const number = classAt.get(at);
      if (number !== undefined) likely.add(number);
    }
    for (const number of likely) {
      const outputs = number >= 0 && number < classes.length ? search.outputsOf(input, number) : [];
      if (outputs.length === 0) continue;
      found.push(...outputs);
      matched.add(number);
      [last, missed] = [number, 0];
    }
  }
  // What no product was found for is tried with everything, as far as that can be afforded.
  let left = affordable;
  for (const number of all) {
    if (matched.has(number)) continue;
    for (const input of inputs) {
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

  constructor(
    readonly view: View,
    record: ArrayRecord,
  ) {
    const [first, second] = view.vectors;
    this.difference = second === undefined ? null : first!.map((x, k) => x - second[k]!);
    this.sizes = view.vectors.map(norm);
    this.roundOff = roundOffOf(record.dtype);
  }
}

class ProductSearch {
  private readonly byDifference: ValueIndex;
  private readonly byValue: ValueIndex;
  private readonly largestBias: number;
  private readonly biasesBySize = new Map<number, Float64Array[]>();

  constructor(
    private readonly records: readonly ArrayRecord[],
    views: readonly View[],
    private readonly classes: readonly WeightClass[],
    biases: readonly ArrayRecord[],
  ) {
    const differing = views.filter(({ vectors }) => vectors.length === 2);
    this.byDifference = new ValueIndex(differing, ({ vectors: [a, b] }) => a![0]! - b![0]!);
    this.byValue = new ValueIndex(views, ({ vectors: [a] }) => a![0]!);
    let largest = 0;
    for (const bias of biases) {
      const { least, greatest, count, zeros } = bias.statistics;
      if (zeros === count) continue;
      const values = bias.columns[0]?.length === count ? bias.columns[0] : bias.rows[0];
      if (values?.length !== count) continue;
      largest = Math.max(largest, Math.abs(least), Math.abs(greatest));
      const shelf = this.biasesBySize.get(count) ?? [];
      this.biasesBySize.set(count, shelf);
      shelf.push(values);
    }
    this.largestBias = largest;
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
    const slack = reading.norms.map(
      (length) => relative * length * (input.sizes[0]! + (input.sizes[1] ?? 0)),
    );
    const rounding = 8 * roundOff;
    if (input.difference !== null) {
      const { difference } = input;
      const predicted = reading.vectors.map((vector) => dot(vector, difference));
      if (predicted.some((value, i) => Math.abs(value) > telling * slack[i]!)) {
        // A bias that would hide the difference is not reckoned with: no array could bear it out.
        const size = Math.abs(predicted[0]!);
        const lost = rounding * this.largestBias;
        const tolerance = slack[0]! + (size > lost ? lost : rounding * size);
        for (const output of this.byDifference.near(
          reading.fanOut,
          input.view.examples,
          predicted[0]!,
          tolerance,
        )) {
          if (bearsOut(output, predicted, slack, rounding)) yield output;
        }
        return;
      }
    }
    yield* this.matchingValues(input, reading, slack, rounding);
  }

  /** Of a single example, or of examples that are all the same: the values themselves, without or with a known bias. */
  private *matchingValues(
    { view }: Input,
    reading: WeightReading,
    slack: readonly number[],
    rounding: number,
  ): Generator<View> {
    const predicted = view.vectors.map((vector) => reading.vectors.map((row) => dot(row, vector)));
    if (!predicted[0]!.some((value, i) => Math.abs(value) > telling * slack[i]!)) return;
    let found = false;
    for (const bias of [null, ...(this.biasesBySize.get(reading.fanOut) ?? [])]) {
      // Where the product itself was seen, what is added to it is told by the arrays after it.
      if (found) return;
      const key = predicted[0]![0]! + (bias?.[0] ?? 0);
      const tolerance = slack[0]! + rounding * Math.abs(key);
      for (const output of this.byValue.near(reading.fanOut, view.examples, key, tolerance)) {
        const holds = predicted.every((values, j) =>
          values.every((value, i) => {
            const z = output.vectors[j]?.[i] ?? NaN;
            return Math.abs(z - value - (bias?.[i] ?? 0)) <= slack[i]! + rounding * Math.abs(z);
          }),
        );
        if (!holds) continue;
        found = true;
        yield output;
      }
    }
  }
}

/** True if the examples differ as predicted, by more than the round-off of what was added to them. */
function bearsOut(
  { vectors: [first, second] }: View,
  predicted: readonly number[],
  slack: readonly number[],
  rounding: number,
): boolean {
  let told = false;
  for (let i = 0; i < predicted.length; i++) {
    const [a, b] = [first![i]!, second![i]!];
    const most = slack[i]! + rounding * (Math.abs(a) + Math.abs(b));
    if (!(Math.abs(a - b - predicted[i]!) <= most)) return false;
    if (Math.abs(predicted[i]!) > telling * most) told = true;
  }
  return told;
}
