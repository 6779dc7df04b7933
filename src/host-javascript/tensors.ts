import type { PlannedTensor } from '../core/binding/plan';
import { accessedStorage } from './accessors';
import type { HostTensor } from './boundModel';
import { describe } from './describe';
import { asHostError, HostError } from './failures';
import type { LoadedModel } from './loader';
import { compileSource, type Slots } from './plan';
import { storageAt, type Storage } from './storage';

/** Finds the parameter that a plan names, where the model keeps it. */
export function tensorOf(planned: PlannedTensor, loaded: LoadedModel, slots: Slots): HostTensor {
  const where = { section: 'tensors' as const, tensor: planned.name };
  try {
    const storage = storageOf(planned, loaded, slots);
    const original = storage.copy();
    return { planned, storage, base: original, original, guarded: false, gradient: null };
  } catch (error) {
    throw asHostError(error, where, loaded.inventory.file);
  }
}

function storageOf({ parameter }: PlannedTensor, loaded: LoadedModel, slots: Slots): Storage {
  if ('get' in parameter) {
    const accessed = accessedStorage(parameter, loaded, slots);
    if (accessed !== null) return accessed;
    const message = '`get` must return a number or a numeric array, and `set` must be a function.';
    throw new HostError({ kind: 'result', message });
  }
  const located = compileSource(parameter, loaded)(slots);
  const storage = storageAt(located);
  if (storage !== null) return storage;
  const found = describe(located.value, loaded.factsOf);
  const message = 'The parameter is not a number or a numeric array that can be changed in place.';
  throw new HostError({ kind: 'result', message, found });
}
