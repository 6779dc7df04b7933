import assert from 'node:assert/strict';
import path from 'node:path';
import type { OverallKind, Whose } from '../../../../src/core/normalization/verdicts';
import type { Orientation } from '../../../../src/core/normalization/view';
import type { NormalizationReport } from '../../../../src/protocol/normalization';
import { inParallel, needNumpy, readIndex } from '../checking';
import { folder, reportOf, show } from './showing';

interface Truth {
  readonly file: string;
  readonly splits: readonly string[];
  readonly verdict?: NormalizationReport['verdict'];
  readonly overall?: OverallKind['kind'];
  readonly whose?: Whose;
  readonly recovered?: boolean;
  readonly line?: number;
  readonly cell?: number;
  readonly features?: number;
  readonly orientation?: Orientation;
  readonly channelAxes?: readonly number[];
  readonly missing?: number;
}

interface Bad {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly line?: number;
}

describe('normalization of model files', function () {
  this.timeout(120_000);
  before(needNumpy);

  const truths = readIndex<Truth>('normalization', 'index.json');
  const reports = inParallel(truths, ({ file }) => reportOf(path.join(folder, file)));
  truths.forEach((truth, at) => {
    it(truth.file, async () => {
      const report = await reports[at]!();
      const { verdict, overall, whose, recovered, line, cell, features = 6, orientation } = truth;
      assert.deepEqual(
        report.splits.map(({ name }) => name),
        truth.splits,
      );
      assert.equal(report.features, features, report.sentence);
      if (verdict !== undefined) assert.equal(report.verdict, verdict, report.sentence);
      if (overall !== undefined) assert.equal(report.overall.kind, overall);
      if (whose !== undefined) assert.equal(report.provenance?.whose, whose);
      assert.equal(report.provenance?.recovered ?? false, recovered ?? false);
      assert.equal(report.view.orientation, orientation ?? 'examples-first');
      if (truth.channelAxes) assert.deepEqual(report.channelAxes, truth.channelAxes);
      const missing = report.splits[0]!.statistics.missing.reduce((sum, count) => sum + count, 0);
      assert.equal(missing, truth.missing ?? 0);
      if (truth.verdict !== 'wrong') assert.equal(report.culprit, null);
      if (line !== undefined) assert.deepEqual([report.culprit?.cell, report.culprit?.line], [cell, line]);
      assert.ok(
        report.splits.every((split) => split.line !== null),
        'lines of the arrays',
      );
    });
  });

  it('channels of images, and the other orientation, by choice', async () => {
    const images = path.join(folder, 'images.py');
    const report = await reportOf(images, { channelAxis: 3 });
    assert.deepEqual([report.features, report.splits[0]!.statistics.examples], [3, 209 * 64]);
    assert.deepEqual([report.viewFrom, report.view.channelAxis], ['chosen', 3]);
    const turned = await reportOf(path.join(folder, 'training.py'), {
      orientation: 'features-first',
      splits: [{ role: 'train', name: 'X_train' }],
    });
    assert.deepEqual([turned.features, turned.splits.length], [900, 1]);
    const none = await show(images, { channelAxis: 4 });
    assert.ok(none.kind === 'problem' && /no channel axis 4/.test(none.problem.message));
  });

  it('splits by name', async () => {
    const file = path.join(folder, 'recovered.py');
    const report = await reportOf(file, {
      splits: [
        { role: 'test', name: 'X_test_raw' },
        { role: 'train', name: 'X_train_raw' },
      ],
    });
    assert.deepEqual(
      report.splits.map(({ name, role }) => [name, role]),
      [
        ['X_train_raw', 'train'],
        ['X_test_raw', 'test'],
      ],
    );
    const held = await reportOf(path.join(folder, 'held.py'), {
      splits: [
        { role: 'train', name: 'first' },
        { role: 'test', name: 'data["X_test"]' },
      ],
    });
    assert.deepEqual(
      held.splits.map(({ name, line }) => [name, line]),
      [
        ['first', 7],
        ['data["X_test"]', 9],
      ],
    );
    const wrong = await show(file, { splits: [{ role: 'train', name: 'X_trian' }] });
    assert.ok(wrong.kind === 'problem');
    assert.match(wrong.problem.message, /no array named `X_trian`\. The file has .*`X_train`/);
  });

  const bad = readIndex<Bad>('normalization', 'bad', 'index.json');
  const problems = inParallel(bad, ({ file }) => {
    return show(path.join(folder, 'bad', file), file === 'endless.py' ? { evaluationTimeout: 1 } : {});
  });
  bad.forEach(({ file, code, message, line }, at) => {
    it(`bad: ${file}`, async () => {
      const outcome = await problems[at]!();
      assert.ok(outcome.kind === 'problem', outcome.kind);
      const { problem } = outcome;
      assert.equal(problem.code, code, `${problem.message}\n${problem.details}`);
      assert.ok(problem.message.includes(message), problem.message);
      if (line !== undefined) assert.equal(problem.line, line);
    });
  });
});
