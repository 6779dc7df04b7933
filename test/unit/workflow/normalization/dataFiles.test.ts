import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findInterpreter } from '../../../../src/hosts/python/interpreters';
import { needNumpy, root } from '../checking';
import { folder as shipped, reportOf, show } from './showing';

/** Splits of one distribution: `right`, `own` and `raw`, in every format that numpy writes. */
const script = `
import sys
import numpy as np
rng = np.random.default_rng(3)
raw = np.array([5.0, -100.0, 0.02]) + np.array([2.0, 40.0, 0.004]) * rng.normal(size=(1000, 3))
train, test = raw[:800], raw[800:]
mu, sigma = train.mean(axis=0), train.std(axis=0)
folder = sys.argv[1] + "/"
np.save(folder + "raw.npy", raw)
np.save(folder + "x_train.npy", (train - mu) / sigma)
np.save(folder + "x_test.npy", (test - test.mean(axis=0)) / test.std(axis=0))
np.savez(folder + "right.npz", x_train=(train - mu) / sigma, x_test=(test - mu) / sigma,
         y_train=np.zeros(800), y_test=np.zeros(200))
np.savez_compressed(folder + "odd.npz", first=raw.astype(np.float32), second=test)
np.savetxt(folder + "train.csv", np.hstack([np.arange(800)[:, None], train]), delimiter=",",
           header="extra,a,b,c", comments="", fmt="%.17g")
np.savetxt(folder + "test.csv", test, delimiter=",", header="a,b,c", comments="", fmt="%.17g")
np.savetxt(folder + "raw.tsv", raw, delimiter="\\t", fmt="%.17g")
np.save(folder + "wide.npy", rng.normal(size=(60, 20000)).astype(np.float32))
np.save(folder + "empty.npy", np.zeros((0, 3)))
np.save(folder + "nan.npy", np.full((5, 2), np.nan))
np.save(folder + "one.npy", np.ones((1, 2)))
np.save(folder + "object.npy", np.array([None, 1.0], dtype=object), allow_pickle=True)
`;

describe('normalization of data files', function () {
  this.timeout(120_000);
  let folder = '';
  const at = (name: string) => path.join(folder, name);
  before(needNumpy);
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-test-'));
    execFileSync((await findInterpreter([root]))!, ['-c', script, folder]);
    writeFileSync(at('ragged.csv'), 'a,b\n1,2\n3,4,5\n6,7\n');
    writeFileSync(at('words.csv'), 'town,river\nBonn,Rhine\nParis,Seine\n');
    writeFileSync(at('cut.npy'), Buffer.from('\x93NUMPY\x01\x00', 'latin1'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const moments = async (name: string) => {
    const { mean, variance } = (await reportOf(at(name))).splits[0]!.statistics;
    return [...mean, ...variance];
  };

  it('an array: one split, its moments, and what it costs', async () => {
    const report = await reportOf(at('raw.npy'));
    const [split] = report.splits;
    assert.deepEqual(
      [split!.name, split!.role, split!.shape, split!.dtype],
      ['raw', 'all', [1000, 3], 'float64'],
    );
    assert.deepEqual([report.provenance, report.verdict], [null, 'suspicious']);
    assert.ok(report.conditioning!.before.conditionNumber > 1e4);
    assert.ok(report.conditioning!.after.conditionNumber < 2);
    assert.ok(Math.abs(split!.statistics.mean[1]! + 100) < 5);
  });

  it('the same numbers in text', async () => {
    const [array, text] = [await moments('raw.npy'), await moments('raw.tsv')];
    array.forEach((value, i) => assert.ok(Math.abs(value / text[i]! - 1) < 1e-12));
    assert.equal((await reportOf(at('raw.tsv'))).viewFrom, 'file format');
  });

  it('a Parquet file of pandas, with what its `describe` says', async () => {
    const report = await reportOf(path.join(shipped, 'houses.parquet'));
    assert.deepEqual(report.featureNames, ['area', 'age', 'rooms', 'scaled']);
    const { mean, variance, count, missing, maximum } = report.splits[0]!.statistics;
    const described = [
      [129.261604, 59.379595, 376.684828],
      [38.543333, 23.264398, 79],
      [3.020339, 1.394691, 5],
      [0.072926, 0.947039, 2.60618],
    ];
    described.forEach(([mu, sigma, most], feature) => {
      assert.ok(Math.abs(mean[feature]! - mu!) < 1e-6);
      const m = count[feature]!;
      assert.ok(Math.abs(Math.sqrt((variance[feature]! * m) / (m - 1)) - sigma!) < 1e-6);
      assert.ok(Math.abs(maximum[feature]! - most!) < 1e-6);
    });
    assert.deepEqual([...missing], [0, 0, 5, 0]);
    assert.match(report.warnings.map(({ message }) => message).join('\n'), /`town` of houses was left out/);
  });

  it('arrays of an archive by name', async () => {
    const report = await reportOf(at('right.npz'));
    assert.deepEqual(
      report.splits.map(({ name, role }) => [name, role]),
      [
        ['x_train', 'train'],
        ['x_test', 'test'],
      ],
    );
    assert.deepEqual(
      [report.provenance?.whose, report.verdict, report.viewFrom],
      ['training', 'correct', 'labels'],
    );
  });

  it('arrays of other names, by choice', async () => {
    const none = await show(at('odd.npz'));
    assert.ok(none.kind === 'problem' && /`first` and `second`/.test(none.problem.message));
    const splits = [
      { role: 'train', name: 'first' },
      { role: 'test', name: 'second' },
    ] as const;
    const report = await reportOf(at('odd.npz'), { splits });
    assert.deepEqual(
      report.splits.map(({ dtype }) => dtype),
      ['float32', 'float64'],
    );
    const missing = await show(at('odd.npz'), { splits: [{ role: 'train', name: 'third' }] });
    assert.ok(missing.kind === 'problem' && missing.problem.code === 'no-split');
  });

  it('files beside a training file, with the columns they have in common', async () => {
    const report = await reportOf(at('train.csv'));
    assert.deepEqual(
      report.splits.map(({ name, role, statistics }) => [name, role, statistics.examples]),
      [
        ['train', 'train', 800],
        ['test', 'test', 200],
      ],
    );
    assert.deepEqual(report.featureNames, ['a', 'b', 'c']);
    assert.ok(Math.abs(report.splits[0]!.statistics.mean[0]! - 5) < 0.5);
    const told = report.warnings.map(({ message }) => message).join('\n');
    assert.match(told, /`test\.csv` beside the file was taken for the other split/);
    assert.match(told, /`extra` of train is not in every split and was left out/);
    const arrays = await reportOf(at('x_train.npy'));
    assert.deepEqual([arrays.provenance?.whose, arrays.verdict], ['own', 'wrong']);
  });

  it('another file as a split', async () => {
    const report = await reportOf(at('raw.npy'), { splits: [{ role: 'test', name: 'x_test.npy' }] });
    assert.deepEqual(
      report.splits.map(({ name, role }) => [name, role]),
      [
        ['raw', 'train'],
        ['x_test', 'test'],
      ],
    );
  });

  it('20,000 features in several passes give what one would', async () => {
    const report = await reportOf(at('wide.npy'), { orientation: 'examples-first' });
    assert.deepEqual([report.features, report.splits[0]!.statistics.mean.length], [20_000, 20_000]);
    const { mean, variance, histogram } = report.splits[0]!.statistics;
    assert.ok(mean.every((value) => Math.abs(value) < 1));
    assert.ok(variance.every((value) => value > 0.3 && value < 2.5));
    const counted = histogram.counts.reduce((sum, count) => sum + count, 0);
    assert.equal(counted, 60 * 20_000);
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ['ragged.csv', /3/],
    ['words.csv', /numbers/],
    ['cut.npy', /cut off|end|truncated/],
    ['empty.npy', /is empty; a mean/],
    ['nan.npy', /no finite number: all its 10 values/],
    ['one.npy', /one example only.*orientation/],
    ['object.npy', /object/],
    ['nowhere.csv', /no such file/],
  ];
  for (const [name, message] of bad) {
    it(`bad: ${name}`, async () => {
      const outcome = await show(at(name), name === 'one.npy' ? { orientation: 'examples-first' } : {});
      assert.ok(outcome.kind === 'problem', outcome.kind);
      assert.notEqual(outcome.problem.code, 'internal', outcome.problem.details);
      assert.match(outcome.problem.message, message);
    });
  }

  it('nothing is left in the folder of temporary files', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('gradient-lens-data-'));
    const before = left();
    copyFileSync(path.join(root, 'test/fixtures/normalization/training.py'), at('training.py'));
    await reportOf(at('training.py'));
    writeFileSync(
      at('exits.py'),
      'import os\nimport numpy as np\nX_train = np.ones((5, 2))\n\n\nclass Late(np.ndarray):\n    pass\n\n\nX_test = np.ones((3, 2)) + 1j\n',
    );
    assert.equal(
      (
        await show(at('exits.py'), {
          splits: [
            { role: 'train', name: 'X_train' },
            { role: 'test', name: 'X_test' },
          ],
        })
      ).kind,
      'problem',
    );
    assert.deepEqual(left(), before);
  });
});
