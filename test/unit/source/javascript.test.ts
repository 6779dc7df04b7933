import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Place } from '../../../src/core/place';
import { runnableText } from '../../../src/host-javascript/modules/transform';
import { leaveOutJavaScript } from '../../../src/source/javascript/leaveOut';
import { outlineJavaScript } from '../../../src/source/javascript/outline';

const folder = path.join(__dirname, '..', '..', 'fixtures', 'javascript');

describe('rewriting JavaScript and TypeScript', () => {
  for (const name of readdirSync(folder).filter((file) => /\.[mc]?[jt]s$/.test(file))) {
    it(`keeps every line of ${name} where it is`, () => {
      const text = readFileSync(path.join(folder, name), 'utf8').trimEnd();
      const sites: Place[] = [];
      const { code } = runnableText(path.join(folder, name), text, [], sites);
      const [before, after] = [text, code].map((one) => one.split(/\r\n|\n/));
      assert.equal(after!.length, before!.length + 1);
      before!.forEach((line, i) => {
        const called = /\b(function|class) (\w+)/.exec(line)?.[2];
        if (called !== undefined) assert.ok(after![i]!.includes(called), `line ${i + 1}`);
      });
      for (const { line, column, endColumn, endLine } of sites) {
        assert.ok(line <= endLine && column >= 1 && endColumn <= before![endLine - 1]!.length + 1);
      }
    });
  }

  it('keeps optional chains, arrow bodies and assertions in one piece', () => {
    const text = 'const f = (a) => a?.b(1).c;\nexport const g = (m: number[][]) => { m[0]![1]! += h(2); };\n';
    const { code } = runnableText('/m.ts', text, [], []);
    assert.match(code, /a\?\.b\(1\)\.c/);
    assert.match(
      code,
      /m\[0\]\[1\] +\+= __gl\.r\(__gl\.c\(0\), h\(2\)\), __gl\.on && __gl\.w\(1, \[m, m\[0\]\], 1\)/,
    );
  });
});

describe('outline of a JavaScript file', () => {
  it('finds functions, arguments with defaults, and what each return gives', () => {
    const { functions } = outlineJavaScript(
      'const f = (a, b = 2, ...c) => [a, b];\nclass N { m(x) { return { loss: x, grads: {} }; } }\n',
      false,
    );
    assert.deepEqual(
      functions.map(({ name, className, parameters, returns }) => [
        name,
        className,
        parameters.length,
        returns,
      ]),
      [
        ['f', null, 2, [['a', 'b']]],
        ['m', 'N', 1, [['loss', 'grads']]],
      ],
    );
  });

  it('leaves out what trains, and what needs it', () => {
    const text = [
      'function trainModel(p) { for (let i = 0; i < 9; i++) { p.W -= backward(p).dW; } return p; }',
      'const initial = { W: 1 };',
      'const trained = trainModel(initial);',
      'console.log(trained.W);',
      'console.log(initial.W);',
    ].join('\n');
    assert.deepEqual(
      leaveOutJavaScript(text, false).map(({ line }) => line),
      [3, 4],
    );
  });
});
