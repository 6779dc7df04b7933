import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Ajv from 'ajv';
import { needNumpy, root } from '../workflow/checking';

/** The built command line, as a user runs it. */
function run(...words: string[]) {
  const cli = path.join(root, 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, 'activations', ...words], { cwd: root, encoding: 'utf8' });
}

const example = (name: string): string => path.join('examples', 'activations', name);

describe('gradient-lens activations', function () {
  this.timeout(60_000);
  let folder = '';
  before(needNumpy);
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-cli-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const written = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('exits with 0, 1 or 3 by the verdict', () => {
    const right = run(example('relu_he.py'));
    assert.deepEqual([right.status, right.stderr], [0, '']);
    assert.match(right.stdout, /^✓ Activations and gradients keep their scale/);
    const exploding = run(example('exploding.py'));
    assert.equal(exploding.status, 1);
    assert.match(exploding.stdout, /^✗ Activations explode: 1\.50 × per layer, 2\.6 × 10²⁶ over 150 layers/);
    assert.equal(run(example('dead.py')).status, 3);
  });

  it('exits with 2 and one sentence where nothing can be observed', () => {
    const files = {
      'empty.py': ['', /the file is empty/],
      'syntax.py': ['def f(:\n', /line 1: the file cannot be parsed/],
      'exits.py': ['import sys\nsys.exit(3)\n', /line 2: the file asked to exit/],
      'crashes.py': ['import os\nos._exit(3)\n', /ended with status 3/],
      'asks.py': ['x = input()\n', /no layers were seen/],
      'prints.py': ['print("x" * 100_000)\n', /no layers were seen/],
      'expression.gradient.yaml': ['cost: a^2\n', /layers are observed in Python/],
    } as const;
    for (const [name, [text, sentence]] of Object.entries(files)) {
      const { status, stdout, stderr } = run(written(name, text));
      assert.deepEqual([status, stdout], [2, ''], name);
      assert.match(stderr, sentence);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
      assert.doesNotMatch(stderr, /Traceback|at .*\.js:/);
    }
    const scheme = run(example('relu_he.py'), '--init', 'best');
    assert.equal(scheme.status, 2);
    assert.match(scheme.stderr, /--init best is none of he, xavier/);
  });

  it('shows beside it what weights made anew would give', () => {
    const { status, stdout } = run(example('vanishing.py'), '--init', 'xavier');
    assert.equal(status, 1);
    assert.match(stdout, /Xavier:\s+✓ Activations/);
  });

  it('JSON as the schema that ships describes it; the same seed gives the same report', () => {
    const schema = readFileSync(path.join(root, 'schemas', 'activations.schema.json'), 'utf8');
    const valid = new Ajv({ strict: false }).compile(JSON.parse(schema) as object);
    const reports = ['a.json', 'b.json'].map((name) => {
      const output = path.join(folder, name);
      const { status, stdout } = run(example('overflow.py'), '--format', 'json', '--output', output);
      assert.deepEqual([status, stdout], [1, '']);
      const report = JSON.parse(readFileSync(output, 'utf8')) as Record<string, unknown>;
      assert.ok(valid(report), JSON.stringify(valid.errors));
      return { ...report, seconds: 0 };
    });
    assert.deepEqual(reports[0], reports[1]);
  });
});
