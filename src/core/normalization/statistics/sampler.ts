import { Generator } from '../../random';
import type { Block } from '../block';
import type { ExampleSample } from '../sample';

const mostExamples = 2000;
const fewestExamples = 40;
const mostValues = 4_000_000;

/** Draws examples from the blocks of a split, all equally likely. */
export interface ExampleSampler {
  add(block: Block): void;
  finish(): ExampleSample;
}

/**
 * @param features of the whole split
 * @param examples of the whole split; null where it is not known before, and blocks then hold all features of their examples
 */
export function createSampler(features: number, examples: number | null, seed: number): ExampleSampler {
  const fitting = Math.floor(mostValues / Math.max(features, 1));
  const size = Math.min(mostExamples, Math.max(fitting, fewestExamples));
  return examples === null ? new Reservoir(features, size, seed) : new Drawn(features, examples, size, seed);
}

/** Examples chosen before the first block comes, so that the blocks may come in any order. */
class Drawn implements ExampleSampler {
  private readonly chosen: readonly number[];
  private readonly values: Float64Array;

  constructor(
    private readonly features: number,
    private readonly of: number,
    size: number,
    seed: number,
  ) {
    this.chosen = drawn(of, Math.min(size, of), seed);
    this.values = new Float64Array(this.chosen.length * features).fill(NaN);
  }

  add({ firstExample, examples, firstFeature, features, major, values }: Block): void {
    for (let at = lowerBound(this.chosen, firstExample); at < this.chosen.length; at++) {
      const example = this.chosen[at]! - firstExample;
      if (example >= examples) return;
      const [start, stride] = major === 'examples' ? [example * features, 1] : [example, examples];
      const to = at * this.features + firstFeature;
      for (let j = 0; j < features; j++) this.values[to + j] = values[start + j * stride]!;
    }
  }

  finish(): ExampleSample {
    return { examples: this.chosen.length, features: this.features, values: this.values, of: this.of };
  }
}

/** Each new example takes the place of a random one with the chance that keeps all equally likely (Vitter's algorithm R). */
class Reservoir implements ExampleSampler {
  private readonly values: Float64Array;
  private readonly random: Generator;
  private seen = 0;

  constructor(
    private readonly features: number,
    private readonly size: number,
    seed: number,
  ) {
    this.values = new Float64Array(size * features);
    this.random = new Generator(seed);
  }

  add({ examples, features, major, values }: Block): void {
    for (let i = 0; i < examples; i++) {
      const place = this.seen < this.size ? this.seen : Math.floor(this.random.uniform() * (this.seen + 1));
      this.seen += 1;
      if (place >= this.size) continue;
      const [start, stride] = major === 'examples' ? [i * features, 1] : [i, examples];
      for (let j = 0; j < features; j++) this.values[place * features + j] = values[start + j * stride]!;
    }
  }

  finish(): ExampleSample {
    const examples = Math.min(this.seen, this.size);
    return {
      examples,
      features: this.features,
      values: this.values.slice(0, examples * this.features),
      of: this.seen,
    };
  }
}

/** Ascending; `count` of 0 to `of` − 1 without repetition (Floyd's algorithm). */
function drawn(of: number, count: number, seed: number): readonly number[] {
  const random = new Generator(seed);
  const chosen = new Set<number>();
  for (let last = of - count; last < of; last++) {
    const candidate = Math.floor(random.uniform() * (last + 1));
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}

function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
