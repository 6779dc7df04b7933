import type { Block } from '../../core/normalization/block';

/** Examples that are handed on at once. */
const rows = 64;

/**
 * Joins blocks of few examples each: of wide arrays a block is one example or less, and what takes blocks works feature by
 * feature. Others pass as they are.
 */
export class Gather {
  private values: Float64Array | null = null;
  private firstExample = 0;
  private examples = 0;

  constructor(
    private readonly features: number,
    private readonly take: (block: Block) => void,
  ) {}

  add(block: Block): void {
    const whole = block.features === this.features && block.major === 'examples';
    if (!whole || block.examples >= rows / 2) {
      this.flush();
      this.take(block);
      return;
    }
    const follows = block.firstExample === this.firstExample + this.examples;
    if (!follows || this.examples + block.examples > rows) this.flush();
    if (this.examples === 0) this.firstExample = block.firstExample;
    this.values ??= new Float64Array(rows * this.features);
    this.values.set(block.values, this.examples * this.features);
    this.examples += block.examples;
  }

  flush(): void {
    const { features, examples, firstExample } = this;
    if (examples === 0 || this.values === null) return;
    const values = this.values.subarray(0, examples * features);
    this.take({ firstExample, examples, firstFeature: 0, features, major: 'examples', values });
    this.examples = 0;
  }
}
