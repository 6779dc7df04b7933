import type { BindNote } from '../protocol/host';
import type { HostTensor } from './boundModel';
import type { Located } from './plan';
import { storageAt, write, type Storage } from './storage';

/**
 * Replaces float32 arrays by float64 ones, because checks in float32 accuse right code. The model must then read the new
 * arrays: they are taken back if J still depends on the old ones, or cannot be evaluated.
 */
export function promote(tensors: readonly HostTensor[], evaluate: () => number): BindNote[] {
  const candidates = tensors.flatMap((tensor) => candidate(tensor));
  if (candidates.length === 0) return [];
  candidates.forEach(({ tensor, located, wide }) => {
    write(located, wide);
    tensor.storage = storageAt({ ...located, value: wide }) ?? tensor.storage;
  });
  if (readsNewArrays(candidates, evaluate)) {
    return [
      { kind: 'promoted', names: candidates.map(({ tensor }) => tensor.planned.name), dtype: 'float32' },
    ];
  }
  candidates.forEach(({ tensor, located, before }) => {
    write(located, located.value);
    tensor.storage = before;
  });
  return [];
}

interface Candidate {
  readonly tensor: HostTensor;
  readonly located: Located;
  readonly before: Storage;
  readonly narrow: Float32Array;
  readonly wide: Float64Array;
}

function candidate(tensor: HostTensor): Candidate[] {
  const { storage } = tensor;
  const narrow = storage.located.value;
  if (!(narrow instanceof Float32Array) || storage.located.container === null) return [];
  return [{ tensor, located: storage.located, before: storage, narrow, wide: Float64Array.from(narrow) }];
}

/** Changes the old arrays and looks whether J changes with them. */
function readsNewArrays(candidates: readonly Candidate[], evaluate: () => number): boolean {
  const saved = candidates.map(({ narrow }) => narrow.slice());
  try {
    const before = evaluate();
    candidates.forEach(({ narrow }) => narrow.forEach((x, i) => (narrow[i] = 1.5 * x + 0.1)));
    return Object.is(evaluate(), before);
  } catch {
    return false;
  } finally {
    candidates.forEach(({ narrow }, i) => {
      narrow.set(saved[i] ?? []);
    });
  }
}
