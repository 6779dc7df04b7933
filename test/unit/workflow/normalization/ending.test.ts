import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NormalizationProgress } from '../../../../src/protocol/normalizationPanel';
import { needNumpy } from '../checking';
import { show } from './showing';

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('gradient-lens-data-'));

/** Milliseconds: far less than the limits that would end it otherwise, also on a busy machine. */
const soon = 5_000;

describe('the end of reading data', function () {
  this.timeout(60_000);
  let folder = '';
  before(needNumpy);
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-test-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const place = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const large = 'import numpy as np\n\nX_train = np.zeros((4000, 3000))\nX_test = np.ones((50, 3000))\n';

  /** Cancels at the first progress of a stage; the time until the outcome is there, in milliseconds. */
  async function cancelledAt(file: string, stage: RegExp): Promise<number> {
    const cancel = new AbortController();
    let at = 0;
    const onProgress = (progress: NormalizationProgress): void => {
      if (at > 0 || !stage.test(progress.stage)) return;
      at = performance.now();
      setTimeout(() => cancel.abort(), 20);
    };
    const outcome = await show(file, {}, { signal: cancel.signal, onProgress });
    assert.equal(outcome.kind, 'cancelled');
    return performance.now() - at;
  }

  it('cancelled while the model loads, while data are fetched, and while they are read', async () => {
    const before = left();
    const endless = place('endless.py', 'while True:\n    pass\n');
    assert.ok((await cancelledAt(endless, /^Loading/)) < soon);
    const file = place('large.py', large);
    assert.ok((await cancelledAt(file, /^Fetching X_train/)) < soon);
    assert.ok((await cancelledAt(file, /^Reading X_train/)) < soon);
    assert.deepEqual(left(), before);
  });

  it('the process ends while data are made', async () => {
    const before = left();
    const text = `import os
import numpy as np


def load_data():
    os._exit(3)
`;
    const outcome = await show(place('exits.py', text));
    assert.ok(outcome.kind === 'problem');
    assert.equal(outcome.problem.code, 'exit');
    assert.match(outcome.problem.message, /ended with status 3 during a call/);
    assert.deepEqual(left(), before);
  });

  it('an array that fails while it is written', async () => {
    const before = left();
    const text = `import numpy as np


class Tensor:
    def numpy(self):
        raise RuntimeError("on another device")


X_train = np.ones((5, 2))
X_test = Tensor()
`;
    const splits = [
      { role: 'train', name: 'X_train' },
      { role: 'test', name: 'X_test' },
    ] as const;
    const outcome = await show(place('fails.py', text), { splits });
    assert.ok(outcome.kind === 'problem');
    assert.match(outcome.problem.message, /raised RuntimeError: on another device/);
    assert.equal(outcome.problem.line, 6);
    assert.deepEqual(left(), before);
  });

  it('progress: stages in order, the share of what was read, and the splits', async () => {
    const stages: string[] = [];
    let shares = 0;
    const onProgress = ({ stage, done, total, splits }: NormalizationProgress): void => {
      if (stages.at(-1) !== stage) stages.push(stage);
      if (!stage.startsWith('Reading')) return;
      assert.deepEqual(
        splits.map(({ name }) => name),
        ['X_train', 'X_test'],
      );
      assert.ok(total !== null && done <= total);
      if (done > 0) shares += 1;
    };
    const outcome = await show(place('large.py', large), {}, { onProgress });
    // All zero: nothing to normalize.
    assert.ok(outcome.kind === 'report' && outcome.report.verdict === 'inconclusive');
    assert.deepEqual(stages, [
      'Loading the model',
      'Finding the inputs',
      'Fetching X_train',
      'Fetching X_test',
      'Reading X_train',
      'Reading X_test',
      'Judging',
      'Running gradient descent',
    ]);
    assert.ok(shares > 3);
  });
});
