import assert from 'node:assert/strict';
import { addShares } from '../../../src/core/gradient/tied';

const numerical = Float64Array.from([3, 5]);
const of = (tensor: number, computed: readonly number[] | null) => ({
  tensor,
  computed: computed && Float64Array.from(computed),
  numerical,
});
const after = (...measured: ReturnType<typeof of>[]) =>
  addShares(measured, [[0, 1]], [{ shape: [2] }, { shape: [2] }]).map(
    ({ computed }) => computed && [...computed],
  );

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

  it('may be transposed or reversed, each share in the order of its own tensor', () => {
    const one = (tensor: number, computed: readonly number[], numbers: readonly number[]) => ({
      tensor,
      computed: Float64Array.from(computed),
      numerical: Float64Array.from(numbers),
    });
    const summed = (shapes: readonly (readonly number[])[], ...measured: ReturnType<typeof one>[]) =>
      addShares(
        measured,
        [[0, 1]],
        shapes.map((shape) => ({ shape })),
      ).map(({ computed }) => [...computed]);
    // [[11, 22, 33], [44, 55, 66]] beside its transpose.
    const W = one(0, [1, 2, 3, 4, 5, 6], [11, 22, 33, 44, 55, 66]);
    const WT = one(1, [10, 40, 20, 50, 30, 60], [11, 44, 22, 55, 33, 66]);
    assert.deepEqual(
      summed(
        [
          [2, 3],
          [3, 2],
        ],
        W,
        WT,
      ),
      [[...W.numerical], [...WT.numerical]],
    );
    const t = one(0, [1, 2], [21, 12]);
    assert.deepEqual(summed([[2], [2]], t, one(1, [10, 20], [12, 21])), [
      [21, 12],
      [12, 21],
    ]);
    // A share that is wrong stays as it is.
    const wrong = one(1, [10, 40, 20, 50, 30, 70], [...WT.numerical]);
    assert.deepEqual(
      summed(
        [
          [2, 3],
          [3, 2],
        ],
        W,
        wrong,
      ),
      [[...W.computed], [...wrong.computed]],
    );
  });
});
