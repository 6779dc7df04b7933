import assert from 'node:assert/strict';
import path from 'node:path';
import type { CheckProgress } from '../../../src/protocol/panels';
import { ProgressMeter } from '../../../src/workflow/progress';
import { check, fixtures, needNumpy } from './checking';

/** The seconds left that a meter tells, when components are done at given times. */
function told(done: readonly (readonly [number, number])[], expected: number, total = 1000): number[] {
  const seen: CheckProgress[] = [];
  let clock = 100;
  const meter = new ProgressMeter(
    (progress) => seen.push(progress),
    () => clock,
  );
  meter.plan(expected);
  for (const [at, components] of done) {
    clock = 100 + at;
    meter.components('W1', components, total);
  }
  return seen.map(({ secondsLeft }) => secondsLeft!);
}

describe('the time left of a check', () => {
  it('is what is expected, until something was measured', () => {
    assert.deepEqual(told([[0, 0]], 0.01), [10]);
    assert.deepEqual(
      told(
        [
          [0, 0],
          [0.25, 100],
        ],
        0.01,
      ),
      [10, 9],
    );
  });

  it('is what was measured from then on', () => {
    assert.equal(
      told(
        [
          [0, 0],
          [1, 100],
          [2, 200],
        ],
        0.5,
      ).at(-1),
      8,
    );
  });

  it('follows a pace that changes, as when another process comes to help', () => {
    const slow = Array.from({ length: 11 }, (_, i) => [i, 20 * i] as const);
    const fast = Array.from({ length: 6 }, (_, i) => [11 + i, 200 + 40 * (i + 1)] as const);
    assert.equal(told([...slow, ...fast], 1).at(-1), (1000 - 440) / 40);
  });

  it('begins anew with another model', () => {
    const seen: (number | null)[] = [];
    let clock = 0;
    const meter = new ProgressMeter(
      ({ secondsLeft }) => seen.push(secondsLeft),
      () => clock,
    );
    meter.plan(1);
    meter.components('W1', 0, 10);
    clock = 50;
    meter.components('W1', 1, 10);
    meter.plan(2);
    meter.components('W1', 0, 10);
    assert.equal(seen.at(-1), 20);
  });

  it('is not told while nothing is counted', () => {
    let last: CheckProgress | null = null;
    new ProgressMeter((progress) => (last = progress)).stage('Finding the lines');
    assert.equal(last!['secondsLeft'], null);
  });
});

describe('the progress of a check that is made again without an ε', function () {
  this.timeout(60_000);
  before(needNumpy);

  it('goes on', async () => {
    const stages: string[] = [];
    const onProgress = ({ stage }: CheckProgress) => void stages.push(stage);
    await check(path.join(fixtures, 'right', 'epsilon', 'clipped.py'), {}, { onProgress });
    const again = stages.filter((stage) => stage.startsWith('Again without the ε of line 13: '));
    assert.ok(
      again.some((stage) => stage.endsWith(': Checking w')),
      stages.join(),
    );
  });
});
