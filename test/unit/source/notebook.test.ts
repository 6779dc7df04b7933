import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellAt } from '../../../src/source/notebook/cells';
import { cellCode } from '../../../src/source/notebook/magics';
import { notebookModule } from '../../../src/source/notebook/module';
import { readNotebook, type NotebookCell } from '../../../src/source/notebook/read';

const code = (text: string): NotebookCell => ({ kind: 'code', text });

function notebook(cells: readonly unknown[], metadata: unknown = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
}

function refusal(text: string): string {
  const reading = readNotebook(text);
  assert.ok(!reading.ok, 'it was read');
  return reading.message;
}

describe('the code of a notebook cell', () => {
  /** The lines of the cell, and the lines that were replaced. */
  const cases: readonly (readonly [
    name: string,
    text: string,
    lines: readonly string[],
    replaced: readonly (readonly [number, number])[],
  ])[] = [
    ['line magics', '%matplotlib inline\nx = 1', ['pass', 'x = 1'], [[1, 1]]],
    ['shell lines', '!pip install a\n!!ls', ['pass', 'pass'], [[1, 1], [2, 2]]],
    ['shell lines that go on', '!pip install \\\n  a \\\n  b\nx = 1', ['pass', '', '', 'x = 1'], [[1, 3]]],
    ['questions for help', '?np.dot\nnp.dot?\nx??', ['pass', 'pass', 'pass'], [[1, 1], [2, 2], [3, 3]]],
    ['an installation without a sign', 'pip install numpy', ['pass'], [[1, 1]]],
    ['what stands in a block', 'if a:\n    !ls\nelse:\n    %cd x', ['if a:', '    pass', 'else:', '    pass'], [[2, 2], [4, 4]]],
    ['a statement that is timed', '%time x = f()', ['pass; x = f()'], []],
    ['the output of a command', 'a, b = !ls\nc = %sql q', ['a, b = get_ipython()', 'c = get_ipython()'], []],
    ['a cell of another language', '\n%%bash -s\nls', ['', '', ''], [[2, 3]]],
    ['a cell that is timed', '%%time\nx = 1', ['', 'x = 1'], [[1, 1]]],
    ['two cell magics', '%%capture\n%%timeit -n 1\nx = 1', ['', '', 'x = 1'], [[1, 1], [2, 2]]],
    ['strings', 's = """\n%a\n!b\nc?\n"""\n%d', ['s = """', '%a', '!b', 'c?', '"""', 'pass'], [[6, 6]]],
    ['brackets', 'x = (a\n  % b)\n%c', ['x = (a', '  % b)', 'pass'], [[3, 3]]],
    ['continued lines', 'x = a \\\n  % b\n%c', ['x = a \\', '  % b', 'pass'], [[3, 3]]],
    ['signs in strings and comments', 'a = "(" # it\'s [\n%b', ['a = "(" # it\'s [', 'pass'], [[2, 2]]],
    ['Python that looks like it', 'x %= 3\ny = a % b\nz = not x != y', ['x %= 3', 'y = a % b', 'z = not x != y'], []],
  ]; // prettier-ignore
  for (const [name, text, lines, replaced] of cases) {
    it(`knows ${name}`, () => {
      const found = cellCode(text);
      assert.deepEqual(found.lines, lines);
      assert.deepEqual(
        found.replaced.map(({ line, endLine }) => [line, endLine]),
        replaced,
      );
    });
  }

  it('keeps the number of lines, whatever the text', () => {
    const part = fc.constantFrom(
      '%a',
      '%%bash',
      '%%time',
      '!ls \\',
      '"""',
      "'",
      '(',
      ')',
      '\\',
      'x = !',
      '\n',
      '# ',
      'y?',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { lines, replaced } = cellCode(text);
        assert.equal(lines.length, text.split('\n').length);
        for (const { line, endLine } of replaced)
          assert.ok(1 <= line && line <= endLine && endLine <= lines.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a notebook as a module', () => {
  it('joins the code cells, and knows where each line comes from', () => {
    const cells = [
      { kind: 'other', text: '# Title' } as const,
      code('a = 1\nb = 2'),
      code(''),
      code('c = 3\n'),
    ];
    const module = notebookModule(cells);
    assert.equal(module.text, 'a = 1\nb = 2\n\nc = 3\n');
    assert.deepEqual(
      [1, 2, 3, 4, 5, 9].map((line) => {
        const { cell, line: within } = cellAt(module.cells, line);
        return [cell, within];
      }),
      [[2, 1], [2, 2], [3, 1], [4, 1], [4, 2], [4, 6]],
    ); // prettier-ignore
  });

  it('leaves out what trains or plots, and what depends on it in later cells', () => {
    const module = notebookModule([
      code('def train(X):\n    return X\nX = [1]'),
      code('history = train(X)\nplt.plot(history)'),
      code('best = min(history)'),
      code('files = !ls'),
      code('files[0]'),
    ]);
    assert.deepEqual(
      module.leftOut.map(({ line, reason }) => [line, reason]),
      [
        [4, '`train` trains the model'],
        [5, 'it plots'],
        [6, 'it needs `history`, which training makes'],
        [7, 'it is a command to the notebook'],
        [8, 'it needs `files`, which the notebook makes'],
      ],
    );
  });

  it('leaves out what notebooks show, unless the function is their own', () => {
    const lines = (...texts: string[]) => notebookModule(texts.map(code)).leftOut.map(({ line }) => line);
    assert.deepEqual(lines('x = 1', 'display(x)'), [2]);
    assert.deepEqual(lines('def display(x): pass', 'display(1)'), []);
  });

  it('does not let an error of one cell reach into the next', () => {
    const module = notebookModule([code('def f(a:\n  x = ((('), code('plt.show()'), code('def g(): pass')]);
    assert.deepEqual(
      module.leftOut.map(({ line }) => line),
      [3],
    );
  });
});

describe('reading a notebook', () => {
  const cell = (source: unknown, more = {}) => ({
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    ...more,
  });
  const texts = (text: string) => {
    const reading = readNotebook(text);
    assert.ok(reading.ok, 'it was not read');
    return reading.cells.map(({ kind, text: own }) => [kind, own]);
  };

  it('takes texts and lists of lines, of formats 4 and 3', () => {
    const lines = notebook([
      cell(['a = 1\n', 'b = 2']),
      { cell_type: 'markdown', source: '# b' },
      cell('c\r\nd'),
    ]);
    assert.deepEqual(texts(lines), [['code', 'a = 1\nb = 2'], ['other', '# b'], ['code', 'c\nd']]); // prettier-ignore
    const third = {
      nbformat: 3,
      metadata: {},
      worksheets: [{ cells: [{ cell_type: 'code', input: ['a\n', 'b'], language: 'python' }] }],
    };
    assert.deepEqual(texts(JSON.stringify(third)), [['code', 'a\nb']]);
  });

  it('takes no code of other languages', () => {
    const mixed = notebook([cell('a'), cell('ls', { metadata: { vscode: { languageId: 'shellscript' } } })]);
    assert.deepEqual(texts(mixed), [['code', 'a'], ['other', 'ls']]); // prettier-ignore
    const r = notebook([cell('x <- 1')], { kernelspec: { name: 'ir', language: 'R', display_name: 'R' } });
    assert.match(refusal(r), /written in R; .*Python/);
  });

  it('says in a sentence what is no notebook', () => {
    assert.match(refusal('{"cells": [{"cell_ty'), /not valid JSON.*cut off/);
    assert.match(refusal(''), /not valid JSON/);
    assert.match(refusal('[1, 2]'), /not a Jupyter notebook/);
    assert.match(refusal('{"cells": {}}'), /not a Jupyter notebook/);
    assert.match(refusal(notebook([])), /no Python code/);
    assert.match(refusal(notebook([{ cell_type: 'markdown', source: 'x' }, cell(' \n')])), /no Python code/);
    assert.match(refusal(notebook([null, 3, { cell_type: 'code' }, cell([1, null])])), /no Python code/);
  });

  it('never throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        readNotebook(text);
        readNotebook(`{"cells": [${text}], "metadata": ${text}}`);
        readNotebook(`{"worksheets": [${text}, {"cells": [{"cell_type": "code", "input": ${text}}]}]}`);
      }),
      { numRuns: 500 },
    );
  });

  it('is not slowed by outputs of 50 MB', function () {
    this.timeout(20_000);
    const image = 'A'.repeat(1_000_000);
    const outputs = Array.from({ length: 50 }, () => ({
      output_type: 'display_data',
      data: { 'image/png': image },
    }));
    const text = notebook([cell('x = 1', { outputs })]);
    const started = performance.now();
    assert.deepEqual(texts(text), [['code', 'x = 1']]);
    assert.ok(performance.now() - started < 3_000);
  });
});
