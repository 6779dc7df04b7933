import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide, worst, type TensorEvidence } from '../../../src/core/gradient/verdict';

const base: TensorEvidence = {
  obstacle: null,
  errorNorm: 0,
  gradientNorm: 2,
  resolution: 1e-11,
  modelNorm: 2,
  settled: null,
};
const verdict = (change: Partial<TensorEvidence>) => decide({ ...base, ...change }).verdict;

describe('decision table', () => {
  it('divides at the thresholds of the textbook', () => {
    assert.equal(verdict({ errorNorm: 1e-9 }), 'correct');
    assert.equal(verdict({ errorNorm: 2e-5 }), 'suspicious');
    assert.equal(verdict({ errorNorm: 2e-2 }), 'wrong');
  });

  it('does not decide below the resolution', () => {
    assert.equal(verdict({ errorNorm: 2e-4, resolution: 1e-3 }), 'inconclusive');
    assert.equal(verdict({ errorNorm: 2e-3, resolution: 1e-3 }), 'inconclusive');
    assert.equal(verdict({ errorNorm: 1, resolution: 1e-3 }), 'wrong');
  });

  it('takes a gradient that is zero to within the noise for correct, though d is 1', () => {
    const { verdict: found, rule } = decide({ ...base, errorNorm: 1e-12, gradientNorm: 1e-12 });
    assert.deepEqual([found, rule], ['correct', 'within-noise']);
  });

  it('accuses a single component that stands, though it is lost in the norm', () => {
    const standing = { componentWrong: true, unsettled: false, confirmed: false };
    assert.equal(verdict({ errorNorm: 1e-3, settled: standing }), 'wrong');
    assert.equal(verdict({ errorNorm: 1e-3, settled: { ...standing, componentWrong: false } }), 'suspicious');
  });

  it('neither accuses nor acquits what could not be told anywhere', () => {
    const open = { componentWrong: false, unsettled: true, confirmed: false };
    assert.equal(verdict({ errorNorm: 1e-9, resolution: 1e-3, settled: open }), 'inconclusive');
  });

  it('accuses an unusable gradient, but not one that nothing needs', () => {
    const missing = { kind: 'gradient-missing' } as const;
    assert.equal(verdict({ obstacle: missing, errorNorm: 1 }), 'wrong');
    assert.equal(verdict({ obstacle: missing, errorNorm: 1e-12, gradientNorm: 1e-12 }), 'correct');
    assert.equal(verdict({ obstacle: { kind: 'cost-random' } }), 'inconclusive');
  });

  it('does not depend on the scale of the cost', () => {
    const norm = fc.double({ min: 1e-12, max: 1, noNaN: true });
    fc.assert(
      fc.property(norm, norm, fc.integer({ min: -20, max: 20 }), (errorNorm, resolution, exponent) => {
        const scale = 2 ** exponent;
        const scaled = {
          errorNorm: errorNorm * scale,
          resolution: resolution * scale,
          gradientNorm: base.gradientNorm * scale,
          modelNorm: base.modelNorm * scale,
        };
        assert.equal(verdict(scaled), verdict({ errorNorm, resolution }));
      }),
    );
  });

  it('gives the model its worst tensor: wrong, inconclusive, suspicious, correct', () => {
    assert.equal(worst(['correct', 'suspicious', 'inconclusive']), 'inconclusive');
    assert.equal(worst(['inconclusive', 'wrong']), 'wrong');
    assert.equal(worst([]), 'correct');
  });
});
