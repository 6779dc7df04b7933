import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Tracer } from '../../../src/host-javascript/modules/tracer';
import { runnableText } from '../../../src/host-javascript/modules/transform';
import { leaveOutJavaScript } from '../../../src/source/javascript/leaveOut';
import { outlineJavaScript } from '../../../src/source/javascript/outline';
import { openedMainInJavaScript } from '../../../src/source/javascript/mainFunction';
import { trainingLoopsInJavaScript } from '../../../src/source/javascript/trainingLoops';

const folder = path.join(__dirname, '..', '..', 'fixtures', 'javascript');

describe('rewriting JavaScript and TypeScript', () => {
  for (const name of readdirSync(folder).filter((file) => /\.[mc]?[jt]s$/.test(file))) {
    it(`keeps every line of ${name} where it is`, () => {
      const text = readFileSync(path.join(folder, name), 'utf8').trimEnd();
      const { sites, instrument } = new Tracer();
      const wanted = { leaveOut: [], loops: [] };
      const { code } = runnableText(path.join(folder, name), text, wanted, instrument);
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
    const { code } = runnableText('/m.ts', text, { leaveOut: [], loops: [] }, new Tracer().instrument);
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

describe('JavaScript text in the middle of being written', () => {
  it('is outlined all the same', () => {
    for (const text of ['f(().a)', '()()', '( )(x)', 'a = (', 'x = b[(].c()'])
      assert.doesNotThrow(() => leaveOutJavaScript(text, false), text);
  });
});

describe('training loops of a JavaScript file', () => {
  const loopsOf = (text: string) =>
    trainingLoopsInJavaScript(text, false, leaveOutJavaScript(text, false)).map(
      ({ once, steps, returns, updateLine }) => ({ once, steps, returns, updateLine }),
    );

  it('finds the pass that is a step of training, and its own variables', () => {
    const text = [
      'let w = 1;',
      'for (let epoch = 0; epoch < 9; epoch++) {',
      '  let total = 0;',
      '  for (const [x, t] of data) {',
      '    const loss = (w * x - t) ** 2; total += loss;',
      '    const dw = 2 * (w * x - t) * x;',
      '    w -= 0.1 * dw;',
      '  }',
      '}',
    ].join('\n');
    assert.deepEqual(loopsOf(text), [
      {
        once: [2, 4],
        steps: ['w'],
        returns: ['epoch', 'total', 'x', 't', 'loss', 'dw'],
        updateLine: 7,
      },
    ]);
  });

  it('counts through rows within one pass, by whatever letter', () => {
    const text = [
      'for (let epoch = 0; epoch < 9; epoch++) {',
      'let loss = 0;',
      'rows.forEach((x) => { loss += w[0][0] * x; });',
      'for (let l = 2; l >= 0; l--) {',
      'for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) w[l][i][j] -= 0.1 * dw[i][j];',
      '}',
      '}',
    ].join('\n');
    assert.deepEqual(loopsOf(text)[0]?.once, [1]);
  });

  it('adds up over examples within one pass', () => {
    const text =
      'for (let i = 0; i < 9; i++) {\nlet dw = 0;\nfor (const x of data) {\nconst loss = w * x;\ndw += x;\n}\nw = w - dw;\n}';
    assert.deepEqual(loopsOf(text)[0]?.once, [1]);
  });

  it('knows updates by functions, by maps and of lists of names', () => {
    const steps = (update: string) =>
      loopsOf(`for (let epoch = 0; epoch < 9; epoch++) {\nconst dW = backward();\n${update};\n}`)[0]?.steps;
    assert.deepEqual(steps('W = subtract(W, dW)'), ['W']);
    assert.deepEqual(steps('W = W.sub(dW)'), ['W']);
    assert.deepEqual(steps('[W, b] = [move(W, dW), move(b, dW)]'), ['W', 'b']);
    assert.deepEqual(steps('W = W.map((w, i) => w - rate * dW[i])'), ['W']);
    assert.equal(steps('x = x.map((w) => w * 2)'), undefined);
    assert.equal(steps('h = tanh(h, dW)'), undefined);
  });

  it('leaves loops alone of which no function can be made', () => {
    const body = '{ const dw = backward(); w -= dw; }';
    assert.equal(loopsOf(`for (let epoch = 0; epoch < 9; epoch++) ${body}`).length, 1);
    assert.equal(loopsOf(`for await (const epoch of epochs()) ${body}`).length, 0);
    assert.equal(loopsOf('for (let epoch = 0; epoch < 9; epoch++) w -= backward();').length, 0);
    assert.equal(loopsOf(`var dw = 0;\nfor (var epoch = 0; epoch < 9; epoch++) ${body}`).length, 1);
    const again = body.replace('const', 'var');
    assert.equal(loopsOf(`var dw = 0;\nfor (var epoch = 0; epoch < 9; epoch++) ${again}`).length, 0);
  });

  it('makes one pass a function on the same lines', () => {
    const text = 'let w = 1;\nfor (const x of xs) {\n  for (const b of x) {\n    const dw = w * b\n  }\n}\n';
    const loops = [{ name: 'pass', line: 2, once: [2, 3], returns: ['x', 'b', 'dw'] }];
    const leaveOut = [{ line: 2, endLine: 6, reason: '' }];
    for (const instrument of [null, new Tracer().instrument]) {
      const { code, names } = runnableText('/m.js', text, { leaveOut, loops }, instrument);
      const lines = code.split('\n');
      assert.match(lines[1]!, /^function pass\(\) \{ let __pass; for \(const x of xs\) \{$/);
      assert.match(lines[4]!, /^ {2};__pass = \{ x, b, dw \}; break; \}$/);
      assert.match(lines[5]!, /^;break; \} return __pass; \}$/);
      assert.deepEqual(
        names.map(({ name }) => name),
        ['w', 'pass'],
      );
    }
  });
});

describe('the main function of a JavaScript or TypeScript file', () => {
  const body = [
    '  const w = make(1);',
    '  for (let epoch = 0; epoch < 9; epoch++) {',
    '    w[0] -= 0.1 * slope(w);',
    '  }',
  ];
  const lines = (...text: readonly string[]) => text.join('\n');
  const openedIn = (text: string) => openedMainInJavaScript(text, false);
  const helper = 'function slope(w) { return w[0]; }';

  for (const [what, before, after, name] of [
    ['a function that is called last', 'function main() {', '}\nmain();', 'main'],
    ['one whose errors are told', 'async function run() {', '}\nrun().catch(console.error);', 'run'],
    ['one that is waited for', 'const main = async () => {', '};\nawait main();', 'main'],
    ['one with a block of its own', 'function main() {', '}\nif (require.main === module) main();', 'main'],
    [
      'one that a block calls',
      'function main() {',
      '}\nif (require.main === module) {\n  main();\n}',
      'main',
    ],
    ['a block', 'if (require.main === module) {', '}', 'if (require.main === module)'],
    ['one without a name', '(async () => {', '})();', 'the function that is called at once'],
    ['an older one without a name', '(function () {', '})();', 'the function that is called at once'],
  ] as const)
    it(`is opened, each statement where it stands: ${what}`, () => {
      const text = lines(helper, before, ...body, after);
      const main = openedIn(text)!;
      assert.deepEqual(main.opened, { line: 2, name });
      assert.deepEqual(
        main.loops.map(({ line, steps }) => [line, steps]),
        [[4, ['w[0]']]],
      );
      assert.equal(main.text.length, text.length);
      assert.deepEqual(main.text.split('\n').slice(2, 6), body);
      assert.equal(main.text.split('\n').slice(6).join('').trim(), '');
    });

  it('may return something at its end, which nobody takes', () => {
    const main = openedIn(lines('function main() {', ...body, '  return { w };', '}', 'main();'))!;
    assert.equal(main.text.split('\n').slice(5).join('').trim(), '');
  });

  it('may stand before functions that it uses, as they are there from the start', () => {
    assert.notEqual(openedIn(lines('function main() {', ...body, '}', helper, 'main();')), null);
    assert.equal(openedIn(lines('function main() {', ...body, '}', 'const rate = 1;', 'main();')), null);
  });

  it('is none with arguments, one that leaves early, a generator, or one whose names are taken', () => {
    assert.equal(openedIn(lines('function main(n) {', ...body, '}', 'main();')), null);
    assert.equal(openedIn(lines('function main() {', '  if (n) return;', ...body, '}', 'main();')), null);
    assert.equal(openedIn(lines('function* main() {', ...body, '}', 'main();')), null);
    assert.equal(openedIn(lines('const w = [1];', 'function main() {', ...body, '}', 'main();')), null);
  });

  it('is none where it makes nothing, or where its result is used', () => {
    assert.equal(openedIn('function main() {\n  console.log(1);\n}\nmain();'), null);
    assert.equal(
      openedIn(lines('function main() {', ...body, '  return w;', '}', 'const w2 = main();')),
      null,
    );
    assert.equal(openedIn(''), null);
  });
});
