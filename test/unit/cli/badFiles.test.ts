import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSource } from '../../../src/cli/readSource';
import { ProblemError } from '../../../src/core/problem';
import { check, needNumpy, root } from '../workflow/checking';

const model = readFileSync(path.join(root, 'examples', 'python', 'two_layer_wrong.py'), 'utf8');
const wrongLine = model.split('\n').findIndex((line) => line.includes('* 3')) + 1;

describe('files as they come', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'gradient-lens-files-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const place = (name: string, content: string | Buffer) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };

  describe('that cannot be read', () => {
    const refusal = async (file: string) => {
      const error = await readSource(file).catch((reason: unknown) => reason);
      assert.ok(error instanceof ProblemError, 'it was read');
      assert.equal(error.problem.file, file);
      return `${error.problem.line ?? '-'}: ${error.problem.message}`;
    };

    it('are named with a remedy', async () => {
      assert.match(await refusal(path.join(folder, 'none.py')), /^-: there is no such file/);
      assert.match(await refusal(folder), /^-: this is no file/);
      const link = path.join(folder, 'link.py');
      if (process.platform !== 'win32') {
        symlinkSync(path.join(folder, 'gone.py'), link);
        assert.match(await refusal(link), /there is no such file/);
        symlinkSync('circle.py', path.join(folder, 'circle.py'));
        assert.match(await refusal(path.join(folder, 'circle.py')), /cannot be read \(ELOOP\)/);
        assert.match(await refusal('/dev/null'), /this is no file/);
      }
      assert.match(await refusal(place('huge.py', Buffer.alloc(30e6, 'x = 1\n'))), /the file has 30 MB/);
      assert.match(await refusal(place('zeros.py', 'x\0')), /not text/);
    });

    it('say so where the permission is missing', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
      const file = place('locked.py', 'x = 1\n');
      chmodSync(file, 0);
      assert.match(await refusal(file), /cannot be read \(EACCES\)\. Check its permissions/);
    });

    it('are in another encoding, from a line on', async () => {
      const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(model, 'utf16le')]);
      assert.match(await refusal(place('wide.py', utf16)), /UTF-16 text\. Save it as UTF-8/);
      assert.match(await refusal(place('wide2.py', Buffer.from(utf16).swap16())), /UTF-16 text/);
      const latin = Buffer.from('x = 1\r\n# Stra\u00dfe\r\n', 'latin1');
      assert.match(await refusal(place('latin.py', latin)), /^2: the file is not UTF-8 from here on/);
    });

    it('are read in the encoding that they declare', async () => {
      const text = '# -*- coding: latin-1 -*-\n# Stra\u00dfe\n';
      assert.equal(await readSource(place('declared.py', Buffer.from(text, 'latin1'))), text);
      const unknown = '# coding: klingon\n# Stra\u00dfe\n';
      assert.match(await refusal(place('klingon.py', Buffer.from(unknown, 'latin1'))), /^2: /);
    });
  });

  describe('that are written in another way', () => {
    before(needNumpy);

    /** The places of what is wrong. */
    const wrongIn = async (file: string) => {
      const outcome = await check(file);
      assert.ok(outcome.kind === 'report', JSON.stringify(outcome));
      const { checks } = outcome.report;
      return checks[0]!.tensors.filter(({ verdict }) => verdict === 'wrong').map(({ location }) => location!);
    };
    const linesIn = async (file: string) => (await wrongIn(file)).map(({ line }) => line);

    const ways: readonly (readonly [string, string])[] = [
      ['Windows line ends', model.replaceAll('\n', '\r\n')],
      ['line ends of old Macs', model.replaceAll('\n', '\r')],
      ['a byte order mark', `\uFEFF${model}`],
      ['tabs', model.replaceAll('    ', '\t')],
      ['form feeds', model.replaceAll('\ndef ', '\n\fdef ')],
    ];
    for (const [what, text] of ways)
      it(`${what}: the same line`, async () => {
        const lines = await linesIn(place(`${what.replaceAll(' ', '_')}.py`, text));
        assert.ok(lines.includes(wrongLine), lines.join());
      });

    const names = [
      'a b.py',
      "it's.py",
      'sharp#1.py',
      '100%.py',
      'модель ∇.py',
      'Übung 1/größe.py',
      '😀.py',
      '-x.py',
      'a.b.py',
      '$(x) `y`.py',
    ];
    const odd =
      process.platform === 'win32' ? [] : ['line\nbreak.py', 'quote".py', 'back\\slash.py', 'tab\t.py'];
    for (const name of [...names, ...odd])
      it(`in a path with ${JSON.stringify(name)}`, async () => {
        const lines = await linesIn(place(name, model));
        assert.ok(lines.includes(wrongLine), lines.join());
      });

    it('counts columns as editors do: a letter beyond the first 65,536 takes two', async () => {
      const text = model.replace(/^(.*)dW2 = (.*\* 3)$/m, '$1note = "😀é"; dW2 = $2');
      assert.notEqual(text, model);
      const places = await wrongIn(place('smile.py', text));
      const found = places.find(({ line }) => line === wrongLine)!;
      const line = text.split('\n')[wrongLine - 1]!;
      assert.equal(line.slice(found.column - 1, found.endColumn - 1), 'dZ2 @ A1.T / m * 3');
    });

    it('takes Greek names', async () => {
      const text = model.replace(/\bW1\b/g, 'θ1').replace(/\bdW1\b/g, 'dθ1');
      const lines = await linesIn(place('greek.py', text));
      assert.ok(lines.includes(wrongLine), lines.join());
    });

    it('says which letter is none', async () => {
      const outcome = await check(place('nabla.py', model.replace(/\bdW1\b/g, '∇W1')));
      assert.ok(outcome.kind === 'problem');
      assert.equal(outcome.problem.line, model.split('\n').findIndex((line) => /\bdW1\b/.test(line)) + 1);
      assert.match(outcome.problem.message, /cannot be parsed: .*∇.*Correct the line/);
    });

    it('takes a line of megabytes', async () => {
      const table = `table = [${'0.125, '.repeat(50_000)}], "${'é'.repeat(2_000_000)}"`;
      const lines = await linesIn(place('long.py', model.replace('\nimport', `\n${table}\nimport`)));
      assert.ok(lines.includes(wrongLine + 1), lines.join());
    });

    it('says that text is nested too deeply', async () => {
      for (const [name, text] of [
        ['minus', `x = ${'-'.repeat(100_000)}1\n`],
        ['brackets', `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}\n`],
        ['lists', `x = ${'['.repeat(100_000)}\n`],
        ['blocks', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')],
        ['attributes', `x = y${'.a'.repeat(100_000)}\n`],
      ] as const)
        for (const extension of ['py', 'mjs', 'gradient.yaml']) {
          const outcome = await check(place(`${name}.${extension}`, text));
          assert.ok(outcome.kind === 'problem', name);
          assert.notEqual(
            outcome.problem.code,
            'internal',
            `${name}.${extension} ${outcome.problem.details}`,
          );
        }
    });
  });

  it('in the way of a package are named', async function () {
    await needNumpy.call(this);
    const said = async (file: string) => {
      const outcome = await check(file);
      assert.ok(outcome.kind === 'problem');
      return outcome.problem.message;
    };
    const itself = await said(place('itself/numpy.py', model));
    assert.match(itself, /numpy\.py hides the module `numpy`.*Rename/);
    place('beside/random.py', 'import math\n\ndef choose():\n    return 4\n');
    assert.match(await said(place('beside/model.py', model)), /random\.py hides the module `random`.*Rename/);
    place('json/json.py', 'tricks = 1\n');
    const outcome = await check(place('json/model.py', model));
    assert.ok(
      outcome.kind === 'report' ||
        /json\.py.*Rename/.test(outcome.kind === 'problem' ? outcome.problem.message : ''),
    );
  });

  it('are refused by the command line in one sentence with status 2', () => {
    const file = place('sentence.py', Buffer.from([0xff, 0xfe, 120, 0]));
    const command = [path.join(root, 'dist', 'cli.js'), 'check', file];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^gradient-lens: sentence\.py: .*\n$/);
  });
});
