import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { needNumpy, root } from '../workflow/checking';

/** The built command line, as a user runs it. */
function run(...words: string[]) {
  const cli = path.join(root, 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, 'normalization', ...words], { cwd: root, encoding: 'utf8' });
}

const example = (name: string): string => path.join('examples', 'normalization', name);

describe('gradient-lens normalization', function () {
  this.timeout(60_000);
  let folder = '';
  before(needNumpy);
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-cli-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('exits with 0, 1, 2 or 3 by the verdict, and keeps the report and the complaint apart', () => {
    const right = run(example('training.py'));
    assert.deepEqual([right.status, right.stderr], [0, '']);
    assert.match(right.stdout, /^✓ The inputs are normalized/);
    const own = run(example('own.py'));
    assert.equal(own.status, 1);
    assert.match(own.stdout, /It is done in own\.py, line 25\./);
    assert.equal(run(example('data.csv')).status, 3);
    const missing = run('nowhere.csv');
    assert.deepEqual([missing.status, missing.stdout], [2, '']);
    assert.match(missing.stderr, /^gradient-lens: nowhere\.csv: there is no such file\. .*\n$/);
    const none = run('test/fixtures/normalization/bad/no_inputs.py');
    assert.equal(none.status, 2);
    assert.match(none.stderr, /^gradient-lens: no_inputs\.py: no inputs were found: .*--split train=NAME/);
    assert.equal(none.stderr.split('\n').length, 2);
  });

  it('JSON as the schema that ships describes it, to a file; the same seed gives the same report', () => {
    const schema = readFileSync(path.join(root, 'schemas', 'normalization.schema.json'), 'utf8');
    const valid = new Ajv({ strict: false }).compile(JSON.parse(schema) as object);
    const reports = ['a.json', 'b.json'].map((name) => {
      const output = path.join(folder, name);
      const { status, stdout } = run(
        example('pooled.py'),
        '--format',
        'json',
        '--seed',
        '5',
        '--output',
        output,
      );
      assert.deepEqual([status, stdout], [1, '']);
      const report = JSON.parse(readFileSync(output, 'utf8')) as { seconds: number; seed: number };
      assert.ok(valid(report), JSON.stringify(valid.errors?.slice(0, 3)));
      assert.equal(report.seed, 5);
      return { ...report, seconds: 0 };
    });
    assert.deepEqual(reports[0], reports[1]);
  });

  it('splits and orientation by choice', () => {
    const { stdout, status } = run(
      example('training.py'),
      '--split',
      'train=X',
      '--orientation',
      'examples-first',
    );
    assert.equal(status, 3);
    assert.match(stdout, /\n {2}X +train +600 × 4/);
    assert.match(stdout, /examples along the first axis, as chosen/);
    assert.match(run('--help').stdout, /^Usage: gradient-lens normalization FILE/);
  });
});
