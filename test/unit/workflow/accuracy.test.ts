import assert from 'node:assert/strict';
import { measureAccuracy } from '../../../bench/rightNetworks';
import { needNumpy } from './checking';

const networks = 500;

describe('random right networks', function () {
  this.timeout(900_000);
  before(needNumpy);

  it(`never accuses one of ${networks}, and finds at least 98% of their tensors correct`, async () => {
    const { right, remarks } = await measureAccuracy(networks, 0, false);
    const { correct, wrong, suspicious } = right.verdicts;
    assert.deepEqual({ wrong, suspicious }, { wrong: 0, suspicious: 0 }, remarks.join('\n'));
    assert.ok(correct >= 0.98 * right.tensors, `${correct} of ${right.tensors}`);
  });

  it('finds planted errors of 1% to 100% in at least 98% of 100 networks', async () => {
    const { wrong, missed } = await measureAccuracy(100, 500, true);
    assert.ok(wrong.verdicts.wrong >= 0.98 * wrong.tensors, missed.join('\n'));
  });
});
