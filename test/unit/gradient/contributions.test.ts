import assert from 'node:assert/strict';
import { wrongShare } from '../../../src/core/gradient/contributions';

const shares = (...lines: readonly (readonly (number | null)[])[]) =>
  lines.map((line) => Float64Array.from(line, (x) => x ?? NaN));

describe('the line that fills a gradient wrongly', () => {
  it('is the only one that writes wrong components', () => {
    const lines = shares([1, 2, null], [null, null, 3]);
    assert.equal(wrongShare([1, 2, 3], [1, 2, 5], [2], lines), 1);
  });

  it('is the one whose share explains the error', () => {
    const [data, penalty] = [
      [1, -2, 3],
      [0.5, 0.25, -1],
    ];
    const right = data.map((x, i) => x + penalty[i]!);
    const doubled = data.map((x, i) => x + 2 * penalty[i]!);
    const lines = shares(
      data,
      penalty.map((x) => 2 * x),
    );
    assert.equal(wrongShare(doubled, right, [0, 1, 2], lines), 1);
  });

  it('is the only one that writes nothing but wrong components', () => {
    const lines = shares([1, 1, 1], [null, 4, 3]);
    assert.equal(wrongShare([1, 5, 4], [1, 2, 9], [1, 2], lines), 1);
  });

  it('is not told where nothing tells', () => {
    const lines = shares([1, 2], [3, 5]);
    assert.equal(wrongShare([4, 7], [9, 1], [0, 1], lines), null);
    assert.equal(wrongShare([4, 7], [4, 7], [], lines), null);
    assert.equal(wrongShare([4, 7], [4, 1], [1], [lines[0]!, null]), null);
  });
});
