import assert from 'node:assert/strict';
import { addShares } from '../../../src/core/gradient/tied';

const numerical = Float64Array.from([3, 5]);
const of = (tensor: number, computed: readonly number[] | null) => ({
  tensor,
  computed: computed && Float64Array.from(computed),
  numerical,
});
const after = (...measured: ReturnType<typeof of>[]) =>
  addShares(measured, [[0, 1]]).map(({ computed }) => computed && [...computed]);

describe('tied tensors', () => {
  it('may return the share of each use', () => {
    assert.deepEqual(after(of(0, [1, 1]), of(1, [2, 4])), [
      [3, 5],
      [3, 5],
    ]);
  });

  it('are compared as they are where the shares do not add up', () => {
    assert.deepEqual(after(of(0, [3, 5]), of(1, [3, 5])), [
      [3, 5],
      [3, 5],
    ]);
    assert.deepEqual(after(of(0, [1, 1]), of(1, [2, 9])), [
      [1, 1],
      [2, 9],
    ]);
    assert.deepEqual(after(of(0, [1, 1]), of(1, null)), [[1, 1], null]);
  });
});
