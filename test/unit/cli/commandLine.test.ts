import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../workflow/checking';

/** The built command line, as a user runs it. */
function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist', 'cli.js'), ...words],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

const cubic = 'examples/expressions/cubic.gradient.yaml';

describe('gradient-lens check', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-cli-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const place = (name: string, text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('exits with 0, 1, 2 or 3 by the verdict, and keeps the report and the complaint apart', () => {
    const right = run('check', cubic);
    assert.deepEqual([right.status, right.stderr], [0, '']);
    assert.match(right.stdout, /^✓ dtheta is right/);
    assert.equal(run('check', 'examples/expressions/cubic-wrong.gradient.yaml').status, 1);
    const missing = run('check', 'nowhere.py');
    assert.deepEqual([missing.status, missing.stdout], [2, '']);
    assert.equal(
      missing.stderr,
      'gradient-lens: nowhere.py: there is no such file. Check the path and its spelling.\n',
    );
    const flat = place(
      'flat.gradient.yaml',
      'parameters: {w: 1}\ncost: w * 0 + 1e300 * 1e300\ngradients: {w: 0}\n',
    );
    assert.equal(run('check', flat).status, 3);
  });

  it('exits with 0 where only that is wrong which its line declares', () => {
    const text = (comment: string) => `import numpy as np


def reversal_forward(x):
    return x * 1.0, x.shape


def reversal_backward(dout, cache):
    dx = -dout${comment}
    return dx


def tanh_forward(x):
    out = np.tanh(x)
    return out, out


def tanh_backward(dout, cache):
    dx = dout * (1 - cache**2)
    return dx
`;
    const declared = run(
      'check',
      place('declared.py', text('  # gradient-lens: expected: domain adaptation')),
    );
    assert.equal(declared.status, 0, declared.stderr);
    assert.match(
      declared.stdout,
      /^✓ 1 of 2 layers is wrong as declared: reversal\. The other one is right\./,
    );
    assert.match(declared.stdout, /domain\s+adaptation/);
    const plain = run('check', place('plain.py', text('')));
    assert.equal(plain.status, 1);
    assert.match(plain.stdout, /^✗ 1 of 2 layers is wrong: reversal\./);
  });

  it('prints no colour where the output is no terminal', () => {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(run('check', cubic).stdout, /\x1b/);
  });

  it('writes the report to a file, as text or JSON', () => {
    const output = path.join(folder, 'report.json');
    const { status, stdout } = run('check', cubic, '--format', 'json', '--output', output);
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal((JSON.parse(readFileSync(output, 'utf8')) as { verdict: string }).verdict, 'correct');
    const impossible = run('check', cubic, '--output', path.join(folder, 'no', 'such', 'folder'));
    assert.equal(impossible.status, 2);
    assert.match(impossible.stderr, /cannot be written: there is no such folder\./);
  });

  it('refuses folders, binary files and wrong words in one sentence', () => {
    const complaint = (...words: string[]) => {
      const { status, stderr } = run(...words);
      assert.equal(status, 2);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
      return stderr;
    };
    assert.match(complaint('check', folder), /this is no file/);
    assert.match(complaint('check', place('binary.py', 'a\0b')), /not text/);
    assert.match(complaint('check', cubic, '--step', 'small'), /--step small is not a number/);
    assert.match(complaint('check', cubic, '--python'), /--python/);
  });

  it('says what to do where the named interpreter does not run', () => {
    const { status, stderr } = run(
      'check',
      'examples/python/two_layer.py',
      '--python',
      path.join(folder, 'nope'),
    );
    assert.equal(status, 2);
    assert.match(stderr, /nope/);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  });

  it('prints no codes that a terminal obeys, whatever a model says', () => {
    const { stderr } = run('check', place('red.py', 'raise ValueError("\\x1b[31mred\\x07")\n'));
    assert.match(stderr, /line 1.*red/);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(stderr, /[\x00-\x09\x0b-\x1f]/);
  });

  it('does not mind a reader that stops early, and says that a disk is full', function () {
    if (process.platform !== 'linux') this.skip();
    const shell = (end: string) => {
      const command = `'${process.execPath}' '${path.join(root, 'dist', 'cli.js')}' check ${cubic} ${end}`;
      return spawnSync('bash', ['-c', command], { cwd: root, encoding: 'utf8' });
    };
    const early = shell('| true; echo ${PIPESTATUS[0]}');
    assert.deepEqual([early.stdout, early.stderr], ['0\n', '']);
    const full = shell('> /dev/full');
    assert.equal(full.status, 2);
    assert.match(full.stderr, /^gradient-lens: the report cannot be written: .*no space.*\n$/);
  });

  it('ends what it started when it is told to end, and when its terminal is closed', async function () {
    if (process.platform === 'win32') this.skip();
    for (const [i, signal] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries()) {
      const mark = path.join(folder, `pid${i}`);
      const endless = `import os\nopen(${JSON.stringify(mark)}, "w").write(str(os.getpid()))\ndef f():\n  while True: pass\nf()\n`;
      const file = place(`endless${i}.py`, endless);
      const child = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'check', file], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (text) => (said += text));
      const ended = new Promise((resolve) => child.once('close', resolve));
      await until(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '');
      child.kill(signal);
      assert.equal(await ended, 2, signal);
      assert.match(said, /the check was cancelled/);
      const pid = Number(readFileSync(mark, 'utf8'));
      await until(() => !runs(pid));
    }
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, 'waited in vain');
    await delay(20);
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
