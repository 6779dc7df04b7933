import assert from 'node:assert/strict';
import { student95 } from '../../../../src/core/activation/judgement/student';

describe('student95', () => {
  it('has the 95% points of Student as in the tables', () => {
    // NIST/SEMATECH e-Handbook, 1.3.6.7.2, and Abramowitz and Stegun, table 26.10.
    const table: readonly (readonly [number, number])[] = [
      [1, 12.706],
      [2, 4.303],
      [3, 3.182],
      [4, 2.776],
      [5, 2.571],
      [9, 2.262],
      [10, 2.228],
      [30, 2.042],
      [49, 2.01],
      [120, 1.98],
      [1000, 1.962],
    ];
    for (const [freedom, point] of table) assert.equal(Number(student95(freedom).toFixed(3)), point);
    assert.equal(student95(0), Infinity);
  });

  it('goes on smoothly where the expansion takes over', () => {
    const [before, at, after] = [199, 200, 201].map(student95) as [number, number, number];
    assert.ok(Math.abs(before - 2 * at + after) < 2e-6);
    assert.ok(before > at && at > after);
  });
});
