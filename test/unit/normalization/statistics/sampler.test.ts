import assert from 'node:assert/strict';
import { createSampler } from '../../../../src/core/normalization/statistics/sampler';
import { blockOf, type Table } from './tables';

/** Value of example i and feature j: 1000·i + j. */
function numbered(examples: number, features: number): Table {
  return Array.from({ length: features }, (_, j) => Array.from({ length: examples }, (_, i) => 1000 * i + j));
}

/** Numbers of the examples drawn; every feature must be of the same example. */
function drawn(examples: number, known: boolean, seed: number, major: 'examples' | 'features'): number[] {
  const table = numbered(examples, 3);
  const sampler = createSampler(3, known ? examples : null, seed);
  for (let from = 0; from < examples; from += 700)
    sampler.add(blockOf(table, from, Math.min(examples, from + 700), major));
  const sample = sampler.finish();
  assert.equal(sample.of, examples);
  assert.equal(sample.values.length, sample.examples * 3);
  return Array.from({ length: sample.examples }, (_, i) => {
    const [a, b, c] = sample.values.subarray(3 * i, 3 * i + 3);
    assert.deepEqual([b, c], [a! + 1, a! + 2]);
    return a! / 1000;
  });
}

describe('the sample of a split', () => {
  for (const known of [true, false])
    describe(`with a number of examples that is ${known ? '' : 'not '}known`, () => {
      it('is all of few examples', () => {
        assert.deepEqual(
          drawn(1500, known, 1, 'examples'),
          Array.from({ length: 1500 }, (_, i) => i),
        );
      });

      it('is 2,000 different ones of many, from everywhere, the same in both layouts', () => {
        const examples = drawn(20_000, known, 1, 'examples');
        assert.equal(new Set(examples).size, 2000);
        assert.deepEqual(drawn(20_000, known, 1, 'features'), examples);
        assert.notDeepEqual(drawn(20_000, known, 2, 'examples'), examples);
        for (let tenth = 0; tenth < 10; tenth++) {
          const held = examples.filter((at) => Math.floor(at / 2000) === tenth).length;
          // 200 are expected, with a standard deviation of 13.
          assert.ok(Math.abs(held - 200) < 65, `${held} of 200 in tenth ${tenth}`);
        }
      });
    });

  it('is of fewer examples of wide data', () => {
    assert.equal(createSampler(100_000, 5000, 1).finish().examples, 40);
    assert.equal(createSampler(10_000, 5000, 1).finish().examples, 400);
  });

  it('takes wide blocks feature by feature', () => {
    const table = numbered(4, 6);
    const sampler = createSampler(6, 4, 1);
    for (const first of [4, 0, 2]) {
      const block = blockOf(table.slice(first, first + 2), 0, 4, 'features');
      sampler.add({ ...block, firstFeature: first });
    }
    const { values } = sampler.finish();
    assert.deepEqual([...values], [...blockOf(table, 0, 4, 'examples').values]);
  });

  it('is empty of no examples', () => {
    assert.equal(createSampler(2, 0, 1).finish().examples, 0);
    assert.equal(createSampler(2, null, 1).finish().examples, 0);
  });
});
