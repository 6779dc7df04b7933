import assert from 'node:assert/strict';
import path from 'node:path';
import { needNumpy, root } from '../checking';
import { reportOf } from './showing';

const truths = [
  ['training.py', 'correct', 'training', null],
  ['own.py', 'wrong', 'own', 25],
  ['pooled.py', 'wrong', 'pooled', 21],
  ['own.ts', 'wrong', 'own', null],
  ['data.csv', 'suspicious', null, null],
] as const;

describe('examples of normalization', function () {
  this.timeout(60_000);
  before(needNumpy);
  for (const [file, verdict, whose, line] of truths) {
    it(`${file}: ${verdict}`, async () => {
      const report = await reportOf(path.join(root, 'examples', 'normalization', file));
      assert.equal(report.verdict, verdict, report.sentence);
      assert.equal(report.provenance?.whose ?? null, whose);
      if (line !== null) assert.equal(report.culprit?.line, line);
      assert.ok(report.conditioning !== null);
    });
  }
});
