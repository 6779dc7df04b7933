import assert from 'node:assert/strict';
import { emptyDraft, type Draft } from '../../../../src/core/activation/structure/draft';
import { withoutRepeated } from '../../../../src/core/activation/structure/repeated';
import type { WeightCandidate } from '../../../../src/core/activation/structure/weights';
import { Generator } from '../../../../src/core/random';
import { map, normal, Run } from './runs';

const random = new Generator(3);
const z = normal(random, 4, 7);
const run = new Run();
const first = run.add('Z', 1, z);
const same = run.add('Z', 2, z);
const other = run.add(
  'Z',
  3,
  map(z, (x) => x + 1),
);
const record = run.records[first]!;
const weights: WeightCandidate = { record, tensor: 0, at: null, name: 'W1' };
const draft = (at: number, rest: Partial<Draft> = {}): Draft => ({
  ...emptyDraft('product'),
  weights,
  z: [at],
  ...rest,
});

describe('layers that repeat an earlier one', () => {
  it('are left out, and what only they knew is kept', () => {
    const kept = withoutRepeated(run.records, [draft(first), draft(same, { dz: [other] })]);
    assert.equal(kept.length, 1);
    assert.deepEqual([kept[0]!.z, kept[0]!.dz], [[first], [other]]);
  });

  it('stay where the values, or the weights, are others', () => {
    const mine: WeightCandidate = { ...weights, tensor: 1, name: 'W2' };
    assert.equal(withoutRepeated(run.records, [draft(first), draft(other)]).length, 2);
    assert.equal(withoutRepeated(run.records, [draft(first), draft(same, { weights: mine })]).length, 2);
  });
});
