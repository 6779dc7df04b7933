import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { poolLimits } from '../../../src/workflow/pool';
import { markChildren, markedChildren } from '../../support/marked';
import { check, fixtures, needNumpy } from './checking';

const slow = path.join(fixtures, 'bad', 'slow_model.py');
const sweep = path.join(fixtures, 'bad', 'long_sweep.py');
const quick = path.join(fixtures, '..', '..', 'examples', 'python', 'two_layer.py');
const expression = path.join(fixtures, '..', '..', 'examples', 'expressions', 'two-layer.gradient.yaml');

describe('cancelling a check', function () {
  this.timeout(120_000);
  before(needNumpy);
  let noneLeft: () => Promise<string[]>;
  before(() => (noneLeft = markChildren()));

  const stages = ['Loading the model', 'Finding the cost and the gradients', 'W1'];
  for (const [file, stage] of [
    ...stages.map((one) => [slow, one] as const),
    [quick, 'Finding the lines'] as const,
    [expression, 'Loading the model'] as const,
    [expression, 'Finding the cost and the gradients'] as const,
  ])
    it(`${path.basename(file)}: at the stage "${stage}"`, async () => {
      const cancel = new AbortController();
      let asked = 0;
      const outcome = await check(
        file,
        {},
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (asked > 0 || !progress.stage.includes(stage)) return;
            asked = performance.now();
            cancel.abort();
          },
        },
      );
      assert.ok(asked > 0, 'the stage did not come');
      assert.equal(outcome.kind, 'cancelled');
      assert.ok(performance.now() - asked < 2000, 'it took too long');
    });

  it('when further processes help with a long sweep', async function () {
    if (process.platform !== 'linux' || poolLimits.processes < 2) return this.skip();
    const cancel = new AbortController();
    let sweeping = false;
    const outcome = check(
      sweep,
      { method: 'exhaustive' },
      { signal: cancel.signal, onProgress: ({ done }) => (sweeping ||= done > 0) },
    );
    while (!sweeping || markedChildren() < 2) await delay(50);
    const asked = performance.now();
    cancel.abort();
    assert.equal((await outcome).kind, 'cancelled');
    assert.ok(performance.now() - asked < 2000, 'it took too long');
  });

  it('two checks of one file at once: each has its own end', async () => {
    const cancel = new AbortController();
    const [one, two] = await Promise.all([
      check(expression, {}, { signal: cancel.signal, onProgress: () => cancel.abort() }),
      check(expression),
    ]);
    assert.deepEqual([one.kind, two.kind], ['cancelled', 'report']);
  });

  it('leaves no process behind', async () => assert.deepEqual(await noneLeft(), []));
});
