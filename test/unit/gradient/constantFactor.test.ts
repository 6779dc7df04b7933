import assert from 'node:assert/strict';
import { commonFactor, fitFactor, nameFactor } from '../../../src/core/gradient/constantFactor';

const numerical = Float64Array.from([0.3, -1.2, 0.7, 2.5]);
const times = (c: number) => numerical.map((value) => c * value);
const counts = { examples: 48, classes: 3 };

describe('constant factor', () => {
  it('fits ĝ = c·g, and nothing that is no multiple', () => {
    assert.ok(Math.abs(fitFactor(times(3), numerical, 1e-10)!.factor - 3) < 1e-12);
    assert.equal(fitFactor(Float64Array.from([0.3, -1.2, 0.7, 2.6]), numerical, 1e-10), null);
    assert.equal(fitFactor(times(3), numerical, 1), null, 'all noise');
  });

  it('names the constants that slips make', () => {
    const name = (c: number) => nameFactor({ factor: c, error: 1e-6 * Math.abs(c) }, counts)?.name;
    assert.equal(name(-1), '−1');
    assert.equal(name(48), '48');
    assert.equal(name(1 / 48), '1/48');
    assert.equal(name(3), '3');
    assert.equal(name(2), '2');
    assert.equal(name(-0.5), '−1/2');
    assert.equal(name(5), '5');
    assert.equal(name(1.2345), undefined);
    assert.equal(name(1), undefined);
    const equals = (c: number) => nameFactor({ factor: c, error: 1e-6 * Math.abs(c) }, counts)?.equals;
    assert.equal(equals(48), 'm, the number of examples');
    assert.equal(equals(-3), '−the number of outputs');
    assert.equal(equals(5), '');
  });

  it('is common only if every tensor shares it', () => {
    const fit = (factor: number) => ({ factor, error: 1e-6 });
    assert.equal(commonFactor([fit(3), fit(3.0000005)])!.factor.toFixed(3), '3.000');
    assert.equal(commonFactor([fit(3), fit(5)]), null);
    assert.equal(commonFactor([fit(3), null]), null);
    assert.equal(commonFactor([fit(1), fit(1)]), null, 'right');
  });
});
