import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import type { CheckReport, Report } from '../../../src/protocol/report';
import { needNumpy, root } from '../workflow/checking';

/** The built command line, as a user runs it. */
function run(...words: string[]) {
  return spawnSync(process.execPath, [path.join(root, 'dist', 'cli.js'), 'check', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
}

const right = 'examples/python/two_layer.py';
const wrong = 'examples/python/two_layer_wrong.py';
const schema = readFileSync(path.join(root, 'schemas', 'check.schema.json'), 'utf8');

/** Options, and what the report says of how the check was made. */
const ways: readonly (readonly [options: string, expected: Partial<CheckReport>])[] = [
  ['--scheme central', { scheme: 'central', method: 'exhaustive' }],
  ['--scheme forward', { scheme: 'forward' }],
  ['--scheme richardson', { scheme: 'richardson' }],
  ['--scheme complex', { scheme: 'complex' }],
  ['--step 1e-6', { scheme: 'central' }],
  ['--method adaptive', { method: 'adaptive', scheme: 'central' }],
  ['--method exhaustive', { method: 'exhaustive' }],
  ['--method adaptive --budget 200', { method: 'adaptive' }],
];

describe('ways to check, on the command line', function () {
  this.timeout(60_000);
  before(needNumpy);
  const validate = new Ajv().compile(JSON.parse(schema) as object);

  const reportOf = (file: string, options: string) => {
    const { stdout, stderr, status } = run(file, ...options.split(' '), '--format', 'json');
    assert.equal(stderr, '');
    const report = JSON.parse(stdout) as Report;
    assert.ok(validate(report), JSON.stringify(validate.errors));
    return { report, status };
  };

  for (const [options, expected] of ways)
    it(`${options}: right is right, wrong is wrong, and the report says how`, () => {
      for (const [file, verdict, exit] of [
        [right, 'correct', 0],
        [wrong, 'wrong', 1],
      ] as const) {
        const { report, status } = reportOf(file, options);
        assert.equal(report.verdict, verdict, file);
        assert.equal(status, exit);
        const [check] = report.checks;
        assert.deepEqual({ ...check, ...expected }, check);
        const off = check!.tensors.filter((tensor) => tensor.verdict === 'wrong').map(({ name }) => name);
        assert.deepEqual(off, verdict === 'wrong' ? ['b1', 'W2'] : []);
      }
    });

  it('tells the error of a derivative for each step only on demand', () => {
    assert.ok(!run(right).stdout.includes('each step ε'));
    const { stdout } = run(right, '--steps');
    assert.equal(stdout.match(/error of a derivative for each step ε/g)?.length, 4);
    assert.match(stdout, /one-sided +two-sided +Richardson +rounding/);
  });

  it('checks again after steps and at a multiple of the parameters, each a check of the report', () => {
    const { report } = reportOf(wrong, '--after-steps 5 --times 2');
    assert.deepEqual(
      report.checks.map(({ at }) => at.kind),
      ['start', 'trained', 'scaled'],
    );
    const [, trained, scaled] = report.checks;
    assert.ok(trained!.at.kind === 'trained' && trained!.at.costAfter < trained!.at.costBefore);
    assert.ok(scaled!.at.kind === 'scaled' && scaled!.at.factor === 2);
    for (const { tensors } of report.checks)
      assert.deepEqual(
        tensors.filter(({ verdict }) => verdict === 'wrong').map(({ name }) => name),
        ['b1', 'W2'],
      );
  });

  it('refuses what is no way to check, in one sentence', () => {
    for (const words of [
      ['--scheme', 'nonsense'],
      ['--method', 'fast'],
      ['--budget', '0'],
      ['--after-steps', '-1'],
      ['--after-steps', '0'],
      ['--times', '0'],
      ['--step', '0'],
    ]) {
      const { status, stdout, stderr } = run(right, ...words);
      assert.deepEqual([status, stdout], [2, ''], words.join(' '));
      assert.match(stderr, /^gradient-lens: [^\n]+\.\n$/);
    }
  });
});
