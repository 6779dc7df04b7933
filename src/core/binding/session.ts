import type { HostFailure } from '../failure';
import type { Runner } from './binding';
import type { Description } from './inventory';
import type { Source, Step } from './plan';

/** A call or a look that the model's side could not carry out. */
export class StepFailure extends Error {
  constructor(
    readonly failure: HostFailure,
    readonly step: Step | null,
  ) {
    super(failure.message);
  }

  /** The host is gone, or will never answer: no other attempt can succeed. */
  get final(): boolean {
    return ['timeout', 'memory', 'exit', 'internal'].includes(this.failure.kind);
  }
}

/** Something that cannot be bound, told before or after a call: the binder's own finding. */
export class Misfit extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly line: number | null,
    readonly file: string | null = null,
  ) {
    super(message);
  }
}

/** Runs setup steps one at a time, counts them, and gives every slot a name of its own. */
export class Session {
  private used = 0;
  private readonly names = new Map<string, number>();

  constructor(
    private readonly runner: Runner,
    private readonly limit: number,
  ) {}

  get spent(): boolean {
    return this.used >= this.limit;
  }

  /** `inputs`, `inputs 2`, ... */
  slot(name: string): string {
    const count = (this.names.get(name) ?? 0) + 1;
    this.names.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  }

  async run(step: Step): Promise<Description> {
    if (this.spent)
      throw new Misfit(
        'too-many-attempts',
        'no way to call this model was found among all that were tried. Add a `gradient_lens()` function with the ' +
          'command *Insert Model Contract*.',
        null,
      );
    this.used += 1;
    const outcome = await this.runner.run([step]);
    if (!outcome.ok) throw new StepFailure(outcome.failure, step);
    return outcome.results[0] ?? { type: 'none' };
  }

  /** Keeps a value under a slot of its own. */
  async keep(name: string, value: Source): Promise<{ readonly source: Source; readonly value: Description }> {
    const slot = this.slot(name);
    const described = await this.run({ slot, value });
    return { source: { from: 'slot', slot }, value: described };
  }
}
