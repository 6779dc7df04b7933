import assert from 'node:assert/strict';
import { normalVector, uniformGenerator } from '../../../src/host-javascript/normal';

describe('seeded random numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(normalVector(5, 42), normalVector(5, 42));
    assert.deepEqual(normalVector(3, 42), normalVector(5, 42).slice(0, 3));
    assert.equal(new Set([0, 1, 2, 0.5, 2 ** 40, -1].map((seed) => uniformGenerator(seed)())).size, 6);
  });

  it('have the moments of a normal distribution', () => {
    const vector = normalVector(200_000, 3);
    const moment = (power: number) => vector.reduce((sum, x) => sum + x ** power, 0) / vector.length;
    assert.ok(Math.abs(moment(1)) < 0.01);
    assert.ok(Math.abs(moment(2) - 1) < 0.02);
    assert.ok(Math.abs(moment(3)) < 0.04);
    assert.ok(Math.abs(moment(4) - 3) < 0.1);
  });
});
