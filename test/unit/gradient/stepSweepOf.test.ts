import assert from 'node:assert/strict';
import fc from 'fast-check';
import { candidateSteps } from '../../../src/core/gradient/step';
import { stepSweepOf } from '../../../src/core/gradient/stepSweepOf';
import type { StepSweep } from '../../../src/core/gradient/stepSweep';
import type { Scheme } from '../../../src/core/gradient/verdict';

const epsilon = Number.EPSILON;

function sweepOf(cost: (x: number) => number, at: number, noise = epsilon * Math.abs(cost(at))): StepSweep {
  const costs = candidateSteps.map((step) => ({ step, plus: cost(at + step), minus: cost(at - step) }));
  const sweep = stepSweepOf(costs, cost(at), noise, 1e-5);
  assert.ok(sweep !== null);
  return sweep;
}

const errorsOf = ({ curves }: StepSweep, scheme: Scheme) =>
  curves.find((curve) => curve.scheme === scheme)!.errors;

/** Of log error against log ε, between two steps. */
function slope(sweep: StepSweep, scheme: Scheme, from: number, to: number): number {
  const errors = errorsOf(sweep, scheme);
  return Math.log10(errors[from]! / errors[to]!) / Math.log10(sweep.steps[from]! / sweep.steps[to]!);
}

describe('the error of a derivative against the step', () => {
  it('falls with slope 1 one-sided, 2 two-sided and 4 extrapolated, in several functions', () => {
    for (const cost of [(x: number) => Math.exp(5 * x), (x: number) => Math.sin(5 * x)]) {
      const sweep = sweepOf(cost, 0.7);
      assert.ok(
        Math.abs(slope(sweep, 'forward', 1, 4) - 1) < 0.05,
        `forward ${slope(sweep, 'forward', 1, 4)}`,
      );
      assert.ok(
        Math.abs(slope(sweep, 'central', 0, 2) - 2) < 0.05,
        `central ${slope(sweep, 'central', 0, 2)}`,
      );
      assert.ok(
        Math.abs(slope(sweep, 'richardson', 0, 1) - 4) < 0.2,
        `richardson ${slope(sweep, 'richardson', 0, 1)}`,
      );
    }
  });

  it('is measured against the true derivative, to within the error it states', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        (at, a) => {
          const sweep = sweepOf((x) => Math.exp(a * x), at);
          const truth = a * Math.exp(a * at);
          assert.ok(
            Math.abs(sweep.reference - truth) <= 3 * sweep.referenceError * truth + 4 * epsilon * truth,
          );
          assert.ok(sweep.referenceError < 1e-8);
        },
      ),
    );
  });

  it('is that of rounding where steps are small: ε_f/ε', () => {
    const sweep = sweepOf(Math.exp, 0.3);
    const central = errorsOf(sweep, 'central');
    for (const i of [6, 7, 8]) assert.ok(central[i]! <= 4 * sweep.rounding[i]!);
    assert.ok(Math.abs(sweep.rounding[8]! / sweep.rounding[7]! - 10) < 1e-9);
  });

  it('is none for a cubic extrapolated, and none two-sided for a square', () => {
    const cubic = sweepOf((x) => x ** 3, 1);
    assert.ok(errorsOf(cubic, 'richardson')[0]! < 1e-12);
    assert.ok(errorsOf(cubic, 'central')[0]! > 1e-3);
    assert.ok(
      errorsOf(
        sweepOf((x) => x ** 2, 1),
        'central',
      )[0]! < 1e-12,
    );
  });

  it('does not depend on the scale of the cost', () => {
    const one = sweepOf(Math.exp, 0.3);
    const large = sweepOf((x) => 2 ** 30 * Math.exp(x), 0.3);
    assert.deepEqual(large.curves, one.curves);
    assert.equal(large.referenceError, one.referenceError);
  });

  it('has gaps where the cost is not finite, and is none where the cost does not change', () => {
    const sweep = sweepOf((x) => Math.log(x), 0.05);
    assert.ok(Number.isNaN(errorsOf(sweep, 'central')[0]!));
    assert.ok(errorsOf(sweep, 'central')[3]! < 1e-2);
    const flat = candidateSteps.map((step) => ({ step, plus: 2, minus: 2 }));
    assert.equal(stepSweepOf(flat, 2, epsilon, 1e-5), null);
    assert.equal(stepSweepOf([], 2, epsilon, 1e-5), null);
  });
});
