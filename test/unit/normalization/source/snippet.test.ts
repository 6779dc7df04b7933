import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import type { Orientation } from '../../../../src/core/normalization/view';
import { culpritLine } from '../../../../src/source/normalization/culprit';
import type { SourceLanguage } from '../../../../src/source/program/language';
import { normalizationSnippet } from '../../../../src/source/normalization/snippet';
import type { SnippetSplit } from '../../../../src/source/normalization/snippetText';

const python = process.platform === 'win32' ? 'python' : 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;

function split(name: string, shape: readonly number[] = [4, 3]): SnippetSplit {
  return { name, shape, role: /train/i.test(name) ? 'train' : /test/i.test(name) ? 'test' : 'dev' };
}

const both = [split('X_train'), split('X_test')];

/** The text with the snippet in it; null if there is none. */
function inserted(
  text: string,
  language: SourceLanguage = 'python',
  splits: readonly SnippetSplit[] = both,
  orientation: Orientation = 'examples-first',
): string | null {
  const snippet = normalizationSnippet(text, language, splits, orientation);
  if (snippet === null) return null;
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const before = lines.slice(0, snippet.afterLine).join('');
  return `${before}${/[\r\n]$/.test(before) ? '' : '\n'}${snippet.text}${lines.slice(snippet.afterLine).join('')}`;
}

function runPython(code: string): string {
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'error', '-'], {
    input: code,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const data = `import numpy as np

X_train = np.array([[1., 10., 5.], [3., 30., 5.], [5., 20., 5.], [7., 60., 5.]])
X_test = X_train[:2] + 1
y = np.zeros(4)
`;

describe('a snippet that normalizes, in Python', () => {
  it('stands behind the last split, with the training statistics for all', () => {
    assert.equal(
      inserted(data),
      `import numpy as np

X_train = np.array([[1., 10., 5.], [3., 30., 5.], [5., 20., 5.], [7., 60., 5.]])
X_test = X_train[:2] + 1
# Normalize every split with the mean and standard deviation of X_train.
mu = np.mean(X_train, axis=0, keepdims=True)
sigma = np.std(X_train, axis=0, keepdims=True)
sigma = np.where(sigma == 0, 1, sigma)  # constant features
X_train = (X_train - mu) / sigma
X_test = (X_test - mu) / sigma
y = np.zeros(4)
`,
    );
  });

  const show = `print(np.allclose(X_train.mean(AXIS), 0), np.allclose(X_train.std(AXIS), [1, 1, 0]), X_test.mean().round(3))`;

  it('normalizes', function () {
    if (!hasNumpy) return this.skip();
    assert.equal(runPython(inserted(data)! + show.replaceAll('AXIS', '0')), 'True True 0.024');
  });

  it('normalizes features first', function () {
    if (!hasNumpy) return this.skip();
    const turned = `${data}X_train, X_test = X_train.T, X_test.T\n`;
    const text = inserted(turned, 'python', both, 'features-first')!;
    assert.match(text, /axis=-1, keepdims=True/);
    assert.equal(runPython(text + show.replaceAll('AXIS', '1')), 'True True 0.024');
  });

  it('is right by the check of its own', () => {
    const text = inserted(`${data.slice(0, -1)}\nX_train, X_test = load()\n`)!;
    assert.equal(culpritLine(text, 'python', 'X_test', 'examples-first'), null);
  });

  it('comes before the training', () => {
    const text = inserted(`${data}
def train(X, y, epochs=10):
    for i in range(epochs):
        grads = backward(X, y)
        params = update(params, grads)

params = train(X_train, y)
print(X_test.shape)
`)!;
    assert.ok(text.indexOf('mu = ') < text.indexOf('def train'));
  });

  it('has no place where a split is made after the training', () => {
    const training = 'def train(X, epochs):\n    pass\ntrain(X_train, epochs=10)\n';
    assert.equal(inserted(`import numpy as np\nX_train = load()\n${training}X_test = load()\n`), null);
  });

  it('has no place for splits that the text does not make', () => {
    assert.equal(inserted('import numpy as np\nfrom data import X_train, y\n'), null);
    assert.equal(inserted(''), null);
    assert.equal(inserted('def f(:\n  X_train = (\n'), null);
    assert.equal(inserted(data, 'python', [split('X_test')]), null);
    assert.equal(inserted(data, 'python', [split('data.X_train')]), null);
  });

  it('keeps the indentation of the main block', () => {
    const text = inserted(`import numpy as np
def model(X): return X
if __name__ == "__main__":
\tX_train = np.ones((3, 2))
\tX_test = np.ones((3, 2))
\tmodel(X_train)
`)!;
    assert.match(text, /\tX_test = np\.ones.*\n\t# Normalize.*\n\tmu = .*\n(\t.*\n){4}\tmodel/);
  });

  it('keeps the indentation of the function that makes the splits', function () {
    if (!hasNumpy) return this.skip();
    const text = inserted(`import numpy as np
def load_data():
    X_train = np.array([[1., 2.], [3., 6.]])
    X_test = X_train + 1
    return X_train, X_test
`)!;
    assert.equal(runPython(`${text}print(load_data()[1].tolist())`), '[[0.0, -0.5], [2.0, 1.5]]');
  });

  it('keeps the line ends of the file', () => {
    const text = inserted(data.replaceAll('\n', '\r\n'))!;
    assert.equal(text.match(/\r\n/g)!.length, text.match(/\n/g)!.length);
  });

  it('goes behind a last line without an end', () => {
    assert.match(inserted(data.trimEnd().replace(/\ny = .*$/, ''))!, /\+ 1\n# Normalize/);
  });

  it('goes behind a split that takes several lines', () => {
    const text = inserted(
      'import numpy as np\nX_train = load()\nX_test = np.array([\n  [1, 2],\n])\nz = 1\n',
    )!;
    assert.match(text, /\]\)\n# Normalize/);
  });

  it('takes names that are free, and numpy by its name in the file', () => {
    const text = inserted('import numpy\nmu = 0.9\nX_train = load()\nX_test = load()\n')!;
    assert.match(text, /^mu_train = numpy\.mean\(X_train/m);
    assert.match(text, /^X_test = \(X_test - mu_train\) \/ sigma_train$/m);
    assert.doesNotMatch(text, /import numpy as np/);
  });

  it('imports numpy where the file does not', () => {
    assert.match(inserted('X_train = load()\nX_test = load()\n')!, /^import numpy as np$/m);
  });

  it('does not stand on the line of a statement that follows', () => {
    assert.equal(inserted('X_train = load(); X_test = load(); go()\n'), null);
  });

  it('comes behind changes of the splits, too', () => {
    const text = inserted(`${data}X_train /= 255\nm = X_train.shape[0]\n`)!;
    assert.match(text, /X_train \/= 255\n# Normalize/);
  });
});

describe('a snippet that normalizes, in JavaScript', () => {
  const rows = `const X_train = [[1, 10, 5], [3, 30, 5]];
let X_test = [[2, 40, 5]];
const params = init();

function init() {
  return 1;
}
`;
  const run = (text: string, shown: string): unknown =>
    JSON.parse(vm.runInNewContext(`${text}\nJSON.stringify(${shown})`) as string);

  it('normalizes rows of examples', () => {
    const text = inserted(rows, 'javascript')!;
    assert.match(text, /5\]\];\n\/\/ Normalize every split/);
    assert.ok(text.indexOf('mu') < text.indexOf('params'));
    assert.deepEqual(run(text, '[X_train, X_test]'), [
      [
        [-1, -1, 0],
        [1, 1, 0],
      ],
      [[0, 2, 0]],
    ]);
    assert.equal(culpritLine(text, 'javascript', 'X_test', 'examples-first'), null);
  });

  it('normalizes rows of features', () => {
    const text = inserted(
      'const X_train = [[1, 3], [5, 5]]\nconst X_test = [[2], [6]]\n',
      'javascript',
      both,
      'features-first',
    )!;
    assert.deepEqual(run(text, '[X_train, X_test]'), [
      [
        [-1, 1],
        [0, 0],
      ],
      [[0], [1]],
    ]);
    assert.doesNotMatch(text, /;$/m);
  });

  it('normalizes rows that are typed arrays, and rows that splits share once', () => {
    const text = inserted(
      'const X_train = [Float64Array.of(1, 2), Float64Array.of(3, 6)];\nconst X_test = X_train.slice(1);\n',
      'javascript',
    )!;
    assert.deepEqual(run(text, '[...X_test[0], X_test[0].constructor.name]'), [1, 1, 'Float64Array']);
  });

  it('normalizes numbers', () => {
    const vectors = [split('X_train', [3]), split('X_test', [1])];
    const text = inserted('const X_train = [1, 3];\nconst X_test = [2, 4];\n', 'javascript', vectors)!;
    assert.deepEqual(run(text, '[X_train, X_test]'), [
      [-1, 1],
      [0, 2],
    ]);
  });

  it('writes types where they are written', () => {
    const text = inserted(
      'export const X_train: number[][] = load();\nexport const X_test: number[][] = load();\n',
      'typescript',
    )!;
    assert.match(text, /\(_, j: number\)/);
  });

  it('has no place for arrays of whole numbers, of more axes, and behind the training', () => {
    assert.equal(inserted('const X_train = [new Uint8Array(3)];\nconst X_test = [];\n', 'javascript'), null);
    const images = [split('X_train', [4, 8, 8])];
    assert.equal(inserted('const X_train = load();\n', 'javascript', images), null);
    assert.equal(inserted('let X_train = a();\ntrain(X_train);\nlet X_test = b();\n', 'javascript'), null);
    assert.equal(inserted("import { X_train, X_test } from './data';\n", 'javascript'), null);
  });
});
