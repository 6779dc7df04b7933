import assert from 'node:assert/strict';
import { conditioningOf } from '../../../../src/core/normalization/descent/conditioningOf';
import { descend, stepLimit } from '../../../../src/core/normalization/descent/gradientDescent';
import type { ExampleSample } from '../../../../src/core/normalization/sample';

function sampleOf(
  examples: number,
  features: number,
  value: (i: number, j: number) => number,
): ExampleSample {
  const values = Float64Array.from({ length: examples * features }, (_, at) =>
    value(Math.floor(at / features), at % features),
  );
  return { examples, features, values, of: examples };
}

/** Numbers that look drawn from a normal distribution, always the same. */
function normal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const close = (actual: number, expected: number, relative = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);

describe('gradient descent on a quadratic cost', () => {
  it('takes the steps of the closed form', () => {
    const found = descend(Float64Array.of(100, 1), 2, true);
    assert.equal(found.conditionNumber, 100);
    close(found.bestRate, 2 / 101);
    close(found.largestStableRate, 0.02);
    // Each step shrinks both components by exactly 99/101.
    const exact = Math.ceil(Math.log(1e-3) / Math.log(99 / 101));
    assert.equal(found.actualSteps, exact);
    close(found.predictedSteps, 50 * Math.log(1000));
    assert.ok(Math.abs(found.predictedSteps - exact) <= 1);
    assert.deepEqual([...found.plane], [100, 1]);
    close(found.path[2]!, -99 / 101);
    close(found.path[3]!, 99 / 101);
    assert.deepEqual([...found.curve.slice(0, 2)], [0, 1]);
    assert.equal(found.curve.at(-2), exact);
    assert.ok(found.curve.at(-1)! <= 1e-6);
  });

  it('needs one step where all directions are alike', () => {
    const found = descend(Float64Array.of(3, 3, 3, 0), 3, true);
    assert.equal(found.actualSteps, 1);
    assert.equal(found.conditionNumber, 1);
  });

  it('keeps at most 400 points of the curve, evenly spaced, first and last among them', () => {
    const { curve, actualSteps } = descend(Float64Array.of(5000, 3, 1), 3, true);
    assert.ok(curve.length <= 800 && curve.length >= 400, `${curve.length}`);
    const steps = [...curve].filter((_, at) => at % 2 === 0);
    assert.equal(steps[0], 0);
    assert.equal(steps.at(-1), actualSteps);
    const gaps = new Set(steps.slice(1, -1).map((step, at) => step - steps[at]!));
    assert.equal(gaps.size, 1);
    for (let at = 3; at < curve.length; at += 2) assert.ok(curve[at]! < curve[at - 2]!);
  });

  it('says so when the limit of steps is not enough', () => {
    const { actualSteps, curve, predictedSteps } = descend(Float64Array.of(1e6, 1), 2, true);
    assert.equal(actualSteps, null);
    assert.ok(predictedSteps > stepLimit);
    assert.equal(curve.at(-2), stepLimit);
    assert.ok(curve.at(-1)! > 1e-6);
  });

  it('has a flat side where there is one direction only', () => {
    const { plane, path } = descend(Float64Array.of(4, 0), 1, true);
    assert.deepEqual([...plane], [4, 0]);
    assert.deepEqual([...path], [1, 1, 0, 1]);
  });
});

describe('what it costs that data are not normalized', () => {
  it('finds the eigenvalues of a design with a closed form', () => {
    // Columns of ±1 that are orthogonal, times 10, 1 and 0.1.
    const sign = (i: number, j: number): number => (((i >> j) & 1) === 0 ? 1 : -1);
    const found = conditioningOf(sampleOf(64, 3, (i, j) => sign(i, j) * 10 ** (1 - j)))!;
    [100, 1, 0.01].forEach((value, at) => close(found.before.eigenvalues[at]!, value));
    close(found.before.conditionNumber, 1e4);
    close(found.after.conditionNumber, 1);
    assert.equal(found.before.rank, 3);
    assert.equal(found.after.actualSteps, 1);
    assert.ok(Math.abs(found.before.actualSteps! / found.before.predictedSteps - 1) < 0.01);
    assert.equal(found.before.complete, true);
  });

  it('takes as many steps as gradient descent with the matrix itself', () => {
    const draw = normal(4);
    const sample = sampleOf(50, 4, (_, j) => draw() * (j + 1) + j);
    const found = conditioningOf(sample)!.before;
    const { values } = sample;
    // The start has equal components along all eigenvectors: not known here, so an average over random ones.
    const hessian = Array.from({ length: 4 }, (_, a) =>
      Array.from({ length: 4 }, (__, b) => {
        let sum = 0;
        for (let i = 0; i < 50; i++) sum += values[i * 4 + a]! * values[i * 4 + b]!;
        return sum / 50;
      }),
    );
    const trace = hessian.reduce((sum, row, at) => sum + row[at]!, 0);
    close(
      found.eigenvalues.reduce((sum, value) => sum + value, 0),
      trace,
    );
    let theta = [1, -1, 0.5, 2];
    const times = (vector: readonly number[]): number[] =>
      hessian.map((row) => row.reduce((sum, value, at) => sum + value * vector[at]!, 0));
    const cost = (vector: readonly number[]): number =>
      times(vector).reduce((sum, value, at) => sum + value * vector[at]!, 0);
    const start = cost(theta);
    let steps = 0;
    while (cost(theta) > 1e-6 * start) {
      const gradient = times(theta);
      theta = theta.map((value, at) => value - found.bestRate * gradient[at]!);
      steps++;
    }
    assert.ok(Math.abs(steps / found.actualSteps! - 1) < 0.3, `${steps} and ${found.actualSteps}`);
  });

  it('leaves out constant features, missing values and features that are mostly missing', () => {
    const draw = normal(1);
    const found = conditioningOf(
      sampleOf(100, 5, (i, j) => {
        if (j === 1) return 7.1;
        if (j === 3) return i < 80 ? NaN : draw();
        if (i === 10 && j === 0) return NaN;
        if (i === 20 && j === 4) return Infinity;
        return draw();
      }),
    )!;
    assert.equal(found.examples, 98);
    assert.equal(found.features, 3);
  });

  it('counts no direction that is zero up to rounding', () => {
    const draw = normal(2);
    const base = Array.from({ length: 200 }, () => draw());
    const other = Array.from({ length: 200 }, () => draw());
    const found = conditioningOf(
      sampleOf(200, 3, (i, j) => (j === 0 ? base[i]! : j === 1 ? other[i]! : 3 * base[i]! - 2 * other[i]!)),
    )!;
    assert.equal(found.before.rank, 2);
    assert.equal(found.after.rank, 2);
    assert.ok(found.after.conditionNumber < 100);
  });

  it('never takes data with a huge mean for well conditioned', () => {
    const draw = normal(3);
    const found = conditioningOf(sampleOf(300, 3, () => 1e9 + draw()))!;
    assert.ok(found.before.conditionNumber > 1e12);
    assert.equal(found.before.actualSteps, null);
    assert.ok(found.after.conditionNumber < 2);
  });

  it('never takes a huge spread of scales for a small one', () => {
    const draw = normal(3);
    const found = conditioningOf(sampleOf(300, 2, (_, j) => draw() * (j === 0 ? 1e12 : 1e-12)))!;
    assert.ok(found.before.conditionNumber > 1e40);
  });

  it('has no answer for too little, and for numbers that have no square', () => {
    const draw = normal(3);
    assert.equal(conditioningOf(sampleOf(2, 5, () => draw())), null);
    assert.equal(conditioningOf(sampleOf(50, 1, () => draw())), null);
    assert.equal(conditioningOf(sampleOf(50, 3, () => 4)), null);
    assert.equal(conditioningOf(sampleOf(50, 3, () => NaN)), null);
    assert.equal(conditioningOf(sampleOf(0, 0, () => 0)), null);
    assert.equal(conditioningOf(sampleOf(50, 3, () => draw() * 1e200)), null);
    assert.equal(conditioningOf(sampleOf(50, 3, () => draw() * 1e-200)), null);
  });

  it('takes the examples where there are more features', () => {
    const draw = normal(5);
    const sample = sampleOf(6, 300, () => draw() + 0.5);
    const { before, after } = conditioningOf(sample)!;
    assert.equal(before.eigenvalues.length, 6);
    assert.equal(before.rank, 6);
    // The mean is one direction.
    assert.equal(after.rank, 5);
    const trace = sample.values.reduce((sum, value) => sum + value * value, 0) / 6;
    close(
      before.eigenvalues.reduce((sum, value) => sum + value, 0),
      trace,
    );
  });

  for (const [examples, features] of [
    [2000, 784],
    [40, 100_000],
    [400, 10_000],
    [2000, 2000],
  ] as const) {
    it(`takes what is needed of ${examples} × ${features} values`, () => {
      const draw = normal(6);
      const sample = sampleOf(examples, features, (_, j) => (draw() + 2) * (1 + (j % 10)));
      const found = conditioningOf(sample)!;
      assert.equal(found.before.complete, Math.min(examples, features) <= 200);
      assert.ok(found.before.conditionNumber > found.after.conditionNumber);
      if (features === 784) {
        const norm = sample.values.reduce((sum, value) => sum + value * value, 0) / examples;
        assert.ok(found.before.eigenvalues[0]! < norm && found.before.eigenvalues[0]! > 0.5 * norm);
      }
    });
  }
});
