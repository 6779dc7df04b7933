import assert from 'node:assert/strict';
import { layoutsOf } from '../../../src/core/binding/layout';
import { madeData, type MadeOptions } from '../../../src/core/binding/madeInputs';
import type { Description } from '../../../src/core/binding/inventory';
import type { Source } from '../../../src/core/binding/plan';
import { tensorAt } from '../../../src/core/binding/tensors';

const options: MadeOptions = {
  seed: 1,
  examples: 10,
  lengths: [],
  lists: false,
  realFirst: false,
  singleFirst: false,
  tokensFirst: false,
};

function tensors(shapes: Readonly<Record<string, readonly number[]>>) {
  return Object.entries(shapes).map(([name, shape]) => {
    const value: Description = { type: 'array', container: 'array', shape, dtype: 'float64', identity: 1 };
    return tensorAt({ from: 'module', name }, value, [name]);
  });
}

function numbers(source: Source): readonly number[] {
  assert.ok(source.from === 'array');
  const bytes = Buffer.from(source.array.data, 'base64');
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}

const shapeOf = (source: Source | null) => (source?.from === 'array' ? source.array.shape : null);

describe('the layout of a network, from its shapes', () => {
  const cases: readonly (readonly [Readonly<Record<string, readonly number[]>>, boolean, number, number])[] =
    [
      [{ W1: [5, 4], b1: [5, 1], W2: [3, 5], b2: [3, 1] }, true, 4, 3],
      [{ W1: [4, 5], b1: [5], W2: [5, 3], b2: [3] }, false, 4, 3],
      [{ W1: [4, 5], b1: [1, 5], W2: [5, 1], b2: [1, 1] }, false, 4, 1],
      [{ W1: [4, 4], b1: [4, 1], W2: [4, 4], b2: [4, 1] }, true, 4, 4],
      [{ W1: [4, 4], b1: [1, 4], W2: [4, 4], b2: [1, 4] }, false, 4, 4],
      [{ w: [6, 1] }, true, 6, 1],
      [{ theta: [6] }, false, 6, 1],
      [{ W: [7, 3] }, false, 7, 3],
    ];
  for (const [shapes, featuresFirst, features, outputs] of cases) {
    it(JSON.stringify(shapes), () => {
      const [best] = layoutsOf(tensors(shapes));
      assert.deepEqual(
        [best!.featuresFirst, best!.features, best!.outputs],
        [featuresFirst, features, outputs],
      );
    });
  }
});

describe('made inputs', () => {
  const layouts = layoutsOf(tensors({ W1: [5, 4], b1: [5, 1], W2: [3, 5], b2: [3, 1] }));

  it('are normal, seeded, and of the shape of the layout', () => {
    const [first] = madeData(layouts, options);
    assert.deepEqual(shapeOf(first!.inputs), [4, 10]);
    assert.deepEqual(numbers(first!.inputs), numbers(madeData(layouts, options)[0]!.inputs));
    assert.notDeepEqual(
      numbers(first!.inputs),
      numbers(madeData(layouts, { ...options, seed: 2 })[0]!.inputs),
    );
    const values = numbers(first!.inputs);
    assert.ok(values.every(Number.isFinite));
    assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length) < 0.6);
  });

  it('come with one-hot labels first, then class numbers, then real ones', () => {
    const labels = madeData(layouts, options).slice(0, 4);
    assert.deepEqual(
      labels.map((choice) => shapeOf(choice.labels)),
      [[3, 10], [10], [1, 10], [3, 10]],
    );
    const oneHot = numbers(labels[0]!.labels!);
    for (let example = 0; example < 10; example++) {
      assert.equal(
        [0, 1, 2].reduce((sum, unit) => sum + oneHot[10 * unit + example]!, 0),
        1,
      );
    }
    assert.ok(numbers(labels[1]!.labels!).every((value) => [0, 1, 2].includes(value)));
  });

  it('come with labels 0 and 1 for one output, and real ones first for a squared error', () => {
    const one = layoutsOf(tensors({ w: [4, 1], b: [] }));
    assert.deepEqual(new Set(numbers(madeData(one, options)[0]!.labels!)), new Set([0, 1]));
    const real = numbers(madeData(one, { ...options, realFirst: true })[0]!.labels!);
    assert.ok(real.some((value) => !Number.isInteger(value)));
  });

  it('never have as many examples as a weight has rows or columns', () => {
    const [first] = madeData(layouts, { ...options, lengths: [10, 11] });
    assert.equal(first!.examples, 12);
  });

  it('are lists of numbers for models without arrays', () => {
    const [first] = madeData(layouts, { ...options, lists: true });
    assert.ok(first!.inputs.from === 'list' && first!.inputs.items.length === 4);
  });
});
