import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../src/protocol/report';
import { root } from '../workflow/checking';

/** The built command line on an expression model, by complex steps. */
function run(file: string, ...words: string[]) {
  const cli = path.join(root, 'dist', 'cli.js');
  return spawnSync(process.execPath, [cli, 'check', file, '--scheme', 'complex', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
}

describe('the complex step of expression models, on the command line', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'complex-'))));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const model = (text: string) => {
    const file = path.join(folder, 'model.gradient.yaml');
    writeFileSync(file, text);
    return file;
  };

  for (const [name, verdict, exit, off] of [
    ['two-layer', 'correct', 0, []],
    ['two-layer-wrong', 'wrong', 1, ['W1', 'b1']],
    ['cubic', 'correct', 0, []],
    ['cubic-wrong', 'wrong', 1, ['theta']],
  ] as const)
    it(`finds ${name} ${verdict}, to rounding`, () => {
      const { stdout, stderr, status } = run(
        `examples/expressions/${name}.gradient.yaml`,
        '--format',
        'json',
      );
      assert.equal(stderr, '');
      const { verdict: found, checks } = JSON.parse(stdout) as Report;
      assert.deepEqual([found, status, checks[0]!.scheme], [verdict, exit, 'complex']);
      const wrong = checks[0]!.tensors.filter((tensor) => tensor.verdict === 'wrong');
      assert.deepEqual(
        wrong.map((tensor) => tensor.name),
        off,
      );
      for (const { verdict: one, relativeDifference } of checks[0]!.tensors)
        if (one === 'correct') assert.ok(Number(relativeDifference) < 1e-14);
    });

  it('says so where the report is read', () => {
    assert.match(
      run('examples/expressions/cubic.gradient.yaml').stdout,
      /the complex step, \d+\s+evaluations/,
    );
  });

  it('takes decisions by the real part: relu, abs and max away from their kinks', () => {
    const file = model(
      'parameters: {W: [2, -1, 3, -4]}\n' +
        'cost: "sum(W .* (W > 0)) + sum(abs(W)) + max(W) * min(W) + (W[1] > 0 ? W[1] ^ 2 : W[1])"\n' +
        'gradients:\n' +
        '  W: (W > 0) + sign(W) + (W == max(W)) * min(W) + (W == min(W)) * max(W) + [2 * W[1], 0, 0, 0]\n',
    );
    const { stdout, status } = run(file);
    assert.equal(status, 0, stdout);
  });

  it('refuses a function that has no rule, by its name and line', () => {
    const file = model(
      'parameters: {x: 3}\nlet:\n  f(z): factorial(z)\ncost: f(x) + x ^ 2\ngradients: {x: 2 * x}\n',
    );
    const { stdout, stderr, status } = run(file);
    assert.deepEqual([stdout, status], ['', 2]);
    assert.match(
      stderr,
      /model\.gradient\.yaml, line 3: the model does not take complex parameters \(factorial has no rule for complex numbers\)\. Choose another scheme\.\n$/,
    );
  });
});
