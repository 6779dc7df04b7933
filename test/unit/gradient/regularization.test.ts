import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkGradients, type ModelCheck } from '../../../src/core/gradient/check';
import { penaltiesOf, penaltyText, type Penalty } from '../../../src/core/gradient/regularization';
import { closedFormModel, normals } from './closedFormModel';

interface Terms {
  /** What is multiplied with W, or with its signs, in the gradient of the cost and in the computed one. */
  readonly inCost: number;
  readonly inGradient: number;
  readonly norm?: 'L2' | 'L1';
  readonly biases?: boolean;
  readonly seed?: number;
}

/** Two weight tensors and a bias, a cost that bends, and a penalty. */
function penalized({ inCost, inGradient, norm = 'L2', biases = false, seed = 5 }: Terms) {
  const normal = normals(seed);
  const tensors = [
    ['W1', [3, 2]],
    ['W2', [1, 4]],
    ['b', [1]],
  ] as const;
  const isPenalized = (i: number) => i < 2 || biases;
  const slope = (value: number) => (norm === 'L2' ? value : Math.sign(value));
  const term = (value: number) => (norm === 'L2' ? value ** 2 / 2 : Math.abs(value));
  return closedFormModel({
    tensors: tensors.map(([name, shape]) => ({
      name,
      shape,
      value: Array.from({ length: shape.reduce<number>((a, b) => a * b, 1) }, normal),
    })),
    cost: (theta) =>
      theta.reduce(
        (sum, values, t) =>
          values.reduce(
            (all, one, i) => all + Math.sin(one * (i + 1)) + (isPenalized(t) ? inCost * term(one) : 0),
            sum,
          ),
        0,
      ),
    gradient: (theta) =>
      theta.map((values, t) =>
        values.map(
          (one, i) =>
            (i + 1) * Math.cos(one * (i + 1)) + (isPenalized(t) && t < 2 ? inGradient * slope(one) : 0),
        ),
      ),
  });
}

const settings = {
  step: 'auto',
  scheme: 'central',
  seed: 1,
  tensors: null,
  counts: { examples: null, classes: null },
} as const;

async function found(terms: Terms): Promise<{ check: ModelCheck; penalties: readonly Penalty[] }> {
  const model = penalized(terms);
  const check = await checkGradients(model, settings);
  const parameters = await Promise.all(
    model.tensors.map(({ size }, i) => model.values('parameter', i, 0, size)),
  );
  return { check, penalties: penaltiesOf(check.tensors, parameters) };
}

describe('a regularization that cost and gradient do not share', () => {
  it('is found with its constant, whichever side lacks it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.02, max: 3, noNaN: true }),
        fc.boolean(),
        fc.constantFrom<'L1' | 'L2'>('L1', 'L2'),
        fc.integer({ min: 1, max: 1000 }),
        async (c, inCost, norm, seed) => {
          const terms = { inCost: inCost ? c : 0, inGradient: inCost ? 0 : c, norm, seed };
          const { check, penalties } = await found(terms);
          assert.equal(check.verdict, 'wrong');
          assert.equal(penalties.length, 1);
          assert.equal(penalties[0]!.norm, norm);
          assert.deepEqual(penalties[0]!.tensors, [0, 1]);
          assert.ok(Math.abs(penalties[0]!.factor - (inCost ? -c : c)) < 1e-3 * c);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is not seen where both have it', async () => {
    for (const norm of ['L1', 'L2'] as const) {
      const { check, penalties } = await found({ inCost: 0.3, inGradient: 0.3, norm });
      assert.equal(check.verdict, 'correct');
      assert.deepEqual(penalties, []);
    }
  });

  it('takes a single number along that follows the same constant', async () => {
    const { penalties } = await found({ inCost: 0.3, inGradient: 0, biases: true });
    assert.deepEqual(
      penalties.map(({ tensors }) => tensors),
      [[0, 1, 2]],
    );
  });

  it('is told from the components that were measured', async () => {
    const { check } = await found({ inCost: 0.3, inGradient: 0 });
    const model = penalized({ inCost: 0.3, inGradient: 0 });
    const parameters = await Promise.all(
      model.tensors.map(({ size }, i) => model.values('parameter', i, 0, size)),
    );
    const sampled = check.tensors.map((one) => ({
      ...one,
      numerical: one.numerical!.map((value, i) => (i % 2 === 0 ? value : NaN)),
    }));
    assert.deepEqual(penaltiesOf(sampled, parameters)[0]!.tensors, [0, 1]);
  });

  it('is none where one component is wrong, or all are in another way', async () => {
    const { check } = await found({ inCost: 0, inGradient: 0 });
    const parameters = check.tensors.map(({ computed }) => computed!.map((_, i) => i + 1));
    const spoiled = check.tensors.map((one) => ({
      ...one,
      decision: { ...one.decision, verdict: 'wrong' as const },
      fit: null,
    }));
    const wrongAt = (change: (i: number) => number) =>
      spoiled.map((one) => ({ ...one, computed: one.computed!.map((value, i) => value + change(i)) }));
    assert.deepEqual(
      penaltiesOf(
        wrongAt((i) => (i === 1 ? 0.5 : 0)),
        parameters,
      ),
      [],
    );
    assert.deepEqual(
      penaltiesOf(
        wrongAt((i) => 0.1 * (i + 1) ** 2),
        parameters,
      ),
      [],
    );
  });
});

describe('the sentence about a regularization', () => {
  const counts = { examples: 10, classes: null, strengths: [0.7] };
  const text = (factor: number, names: readonly string[], norm: 'L2' | 'L1' = 'L2') =>
    penaltyText({ norm, factor, tensors: [] }, names, counts);

  it('names the constant where λ and m are known', () => {
    assert.equal(text(-0.07, ['W1', 'W2']), 'leave out the L2 penalty of the cost: they lack 0.07 × W (λ/m)');
    assert.equal(text(-0.3, ['W1']), 'leaves out the L2 penalty of the cost: it lacks 0.3 × W1');
    assert.equal(
      text(-0.07, ['W1'], 'L1'),
      'leaves out the L1 penalty of the cost: it lacks 0.07 × sign(W1) (λ/m)',
    );
  });

  it('says what to do where the cost lacks it', () => {
    assert.equal(
      text(0.07, ['W1']),
      'holds 0.07 × W1 (λ/m) more than the cost has: take it out of the gradient, or add λ/2m·Σ W1² to the cost',
    );
    assert.equal(
      text(0.3, ['W1', 'W2']),
      'hold 0.3 × W more than the cost has: take it out of the gradient, or add 0.15·Σ W² to the cost',
    );
  });

  it('tells λ from λ/m', () => {
    assert.equal(
      text(0.63, ['W1', 'W2']),
      'take λ × W for the L2 penalty, where the cost has λ/m: 0.7 instead of 0.07',
    );
    assert.equal(
      text(-0.63, ['W1']),
      'takes λ/m × W1 for the L2 penalty, where the cost has λ: 0.07 instead of 0.7',
    );
  });

  it('does not call half of a penalty the whole of it', () => {
    assert.match(
      text(-0.035, ['W1']),
      /^leaves out the L2 penalty of the cost, or a part of it:.*\(λ\/2m\)$/,
    );
  });
});
