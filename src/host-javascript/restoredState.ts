import type { HostTensor } from './boundModel';
import type { LoadedModel } from './loader';
import type { Slots } from './plan';
import { Snapshot } from './state';

/** The state that a model's steps change, put back before each evaluation; its parameters stay as they are. */
export class RestoredState {
  #snapshot: Snapshot;

  constructor(
    private readonly tensors: readonly HostTensor[],
    private readonly loaded: LoadedModel,
    private readonly slots: Slots,
  ) {
    this.#snapshot = this.#take();
  }

  restore(): void {
    const values = this.tensors.map(({ storage }) => storage.copy());
    this.#snapshot.restore();
    this.tensors.forEach(({ storage }, i) => {
      storage.reclaim();
      storage.restore(values[i]!);
    });
  }

  /** To be called once the tensors are where they stay: some were put in the place of others. */
  renew(): void {
    this.restore();
    this.#snapshot = this.#take();
  }

  #take(): Snapshot {
    return new Snapshot([this.loaded.namespace, ...(this.loaded.state?.() ?? []), ...this.slots.values()]);
  }
}
