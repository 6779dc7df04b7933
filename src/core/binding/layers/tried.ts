import type { MatchedGradient } from '../gradients';
import type { Source, Step } from '../plan';
import type { FoundTensor } from '../tensors';
import type { Given } from './given';

/** A way to call a layer that worked. */
export interface Tried {
  readonly given: readonly Given[];
  readonly tensors: readonly FoundTensor[];
  readonly gradients: readonly (MatchedGradient | null)[];
  readonly cost: readonly Step[];
  readonly J: Source;
  readonly gradient: readonly Step[];
  readonly examples: number | null;
  readonly classes: number | null;
  /** What was taken for an argument that can be read in two ways. */
  readonly reading: string | null;
  /** How many gradients fit their tensors, and how many do not. */
  readonly fitting: number;
  readonly unfit: number;
}

/** Keeps the best of what was tried, and the reason of the failure that says most. */
export class Trials {
  readonly found: Tried[] = [];
  /** An argument that no hypothesis could fill. */
  missing: string | null = null;
  failure: unknown = null;
  private rank = 0;

  add(tried: Tried): void {
    this.found.push(tried);
  }

  /** Later stages say more: a backward function that raises after a forward that did not. */
  fail(reason: unknown, rank: number): void {
    if (rank < this.rank || (rank === this.rank && this.failure !== null)) return;
    this.failure = reason;
    this.rank = rank;
  }

  get best(): Tried | null {
    const value = ({ fitting, unfit }: Tried): number => fitting - 2 * unfit;
    const usable = this.found.filter(({ fitting }) => fitting > 0);
    return usable.reduce<Tried | null>(
      (best, one) => (best === null || value(one) > value(best) ? one : best),
      null,
    );
  }
}
