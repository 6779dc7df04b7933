import assert from 'node:assert/strict';
import type { Orientation } from '../../../../src/core/normalization/view';
import { culpritLine } from '../../../../src/source/normalization/culprit';
import type { SourceLanguage } from '../../../../src/source/program/language';

interface Case {
  readonly text: string;
  /** The text of the culprit's first line; null for right code. */
  readonly line: string | null;
  readonly of?: readonly string[];
  readonly split?: string;
  readonly orientation?: Orientation;
}

function check(language: SourceLanguage, cases: Readonly<Record<string, Case>>): void {
  for (const [title, { text, line, of, split = 'X_test', orientation = 'examples-first' }] of Object.entries(
    cases,
  )) {
    it(title, () => {
      const found = culpritLine(text, language, split, orientation);
      const lines = text.split('\n');
      assert.equal(found === null ? null : lines[found.line - 1]!.trim(), line);
      if (found === null) return;
      assert.ok(found.endLine >= found.line);
      assert.equal(found.column, lines[found.line - 1]!.search(/\S/) + 1);
      assert.equal(found.endColumn, lines[found.endLine - 1]!.replace(/ +#.*/, '').trimEnd().length + 1);
      if (of) assert.deepEqual(found.statisticsOf, of);
    });
  }
}

const load = `import numpy as np
X_train = np.load('train.npy')
X_test = np.load('test.npy')
`;

describe('the line that normalizes with other statistics, in Python', () => {
  check('python', {
    'in one line': {
      text: `${load}X_train = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)
X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
`,
      line: 'X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)',
      of: ['X_test'],
    },
    'by names': {
      text: `${load}mu_train, sd_train = np.mean(X_train, axis=0), np.std(X_train, axis=0)
mu_test = np.mean(X_test, axis=0)
sd_test = np.std(X_test, axis=0) + 1e-8
X_train = (X_train - mu_train) / sd_train
X_test = (X_test - mu_test) / sd_test  # not these
`,
      line: 'X_test = (X_test - mu_test) / sd_test  # not these',
    },
    'in place, in two steps': {
      text: `${load}X_test -= X_test.mean(0)
X_test /= X_test.std(0)
`,
      line: 'X_test -= X_test.mean(0)',
    },
    'by a new name': {
      text: `${load}X_test_norm = (X_test - np.mean(X_test, axis=0)) / np.std(X_test, axis=0)`,
      line: 'X_test_norm = (X_test - np.mean(X_test, axis=0)) / np.std(X_test, axis=0)',
      split: 'X_test_norm',
    },
    'the same name used again for the mean': {
      text: `${load}mu = X_train.mean(axis=0)
sigma = X_train.std(axis=0)
X_train = (X_train - mu) / sigma
mu = X_test.mean(axis=0)
sigma = X_test.std(axis=0)
X_test = (X_test - mu) / sigma
`,
      line: 'X_test = (X_test - mu) / sigma',
    },
    'by features first': {
      text: `${load}mu = np.sum(X_test, axis=1, keepdims=True) / m
X_test = X_test - mu
sigma2 = np.sum(X_test ** 2, axis=1, keepdims=True) / X_test.shape[1]
X_test = X_test / np.sqrt(sigma2)
`,
      line: 'X_test = X_test - mu',
      orientation: 'features-first',
    },
    'before it is turned': {
      text: `${load}X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
X_test = X_test.T
`,
      line: 'X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)',
      orientation: 'features-first',
    },
    'after it was flattened and turned': {
      text: `${load}X_test = X_test.reshape(X_test.shape[0], -1).T / 255.
X_test = (X_test - X_test.mean(axis=1, keepdims=True)) / X_test.std(axis=1, keepdims=True)
`,
      line: 'X_test = (X_test - X_test.mean(axis=1, keepdims=True)) / X_test.std(axis=1, keepdims=True)',
      orientation: 'features-first',
    },
    'by a fit_transform of the same scaler': {
      text: `${load}from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
`,
      line: 'X_test = scaler.fit_transform(X_test)',
    },
    'by a scaler of its own': {
      text: `${load}X_train = StandardScaler().fit_transform(X_train)
X_test = preprocessing.StandardScaler().fit_transform(X_test)
`,
      line: 'X_test = preprocessing.StandardScaler().fit_transform(X_test)',
    },
    'by a scaler that was fitted again': {
      text: `${load}sc = StandardScaler()
sc.fit(X_train)
X_train = sc.transform(X_train)
sc.fit(X_test)
X_test = sc.transform(X_test)
`,
      line: 'X_test = sc.transform(X_test)',
    },
    'by a function of the file': {
      text: `${load}def normalize(x):
    """Zero mean, unit variance."""
    mu = np.mean(x, axis=0)
    sigma = np.std(x, axis=0)
    return (x - mu) / sigma

X_train = normalize(X_train)
X_test = normalize(X_test)
`,
      line: 'X_test = normalize(X_test)',
      of: ['X_test'],
    },
    'by a function that gives the statistics, too': {
      text: `${load}def featureNormalize(X):
    mu = X.mean(axis=0)
    X_norm = X - mu
    sigma = X_norm.std(axis=0, ddof=1)
    X_norm = X_norm / sigma
    return X_norm, mu, sigma

X_train, mu, sigma = featureNormalize(X_train)
X_test, _, _ = featureNormalize(X_test)
`,
      line: 'X_test, _, _ = featureNormalize(X_test)',
    },
    'by a function that works in place': {
      text: `${load}def standardize(X):
    X -= X.mean(axis=0)
    X /= X.std(axis=0)

standardize(X_train)
standardize(X_test)
`,
      line: 'standardize(X_test)',
    },
    'by a lambda': {
      text: `${load}zscore = lambda a: (a - a.mean(0)) / a.std(0)
X_train, X_test = zscore(X_train), zscore(X_test)
`,
      line: 'X_train, X_test = zscore(X_train), zscore(X_test)',
    },
    'by a function that would take statistics, but gets none': {
      text: `${load}def normalize(X, mu=None, sigma=None):
    if mu is None:
        mu = X.mean(axis=0)
        sigma = X.std(axis=0)
    return (X - mu) / sigma, mu, sigma

X_train, mu, sigma = normalize(X_train)
X_test, _, _ = normalize(X_test)
`,
      line: 'X_test, _, _ = normalize(X_test)',
    },
    'pooled by concatenate': {
      text: `${load}X_all = np.concatenate([X_train, X_test], axis=0)
mu, sigma = X_all.mean(axis=0), X_all.std(axis=0)
X_train = (X_train - mu) / sigma
X_test = (X_test - mu) / sigma
`,
      line: 'X_test = (X_test - mu) / sigma',
      of: ['X_all'],
    },
    'pooled by vstack in the call': {
      text: `${load}mean = np.mean(np.vstack((X_train, X_test)), axis=0)
X_test = X_test - mean
X_train = X_train - mean
`,
      line: 'X_test = X_test - mean',
      of: ['X_train', 'X_test'],
    },
    'pooled, and taken apart again': {
      text: `X, X_test = load()
both = np.concatenate((X, X_test))
both = (both - both.mean(axis=0)) / both.std(axis=0)
X, X_test = both[:n], both[n:]
`,
      line: 'both = (both - both.mean(axis=0)) / both.std(axis=0)',
      of: ['both'],
    },
    'where it may have been changed before': {
      text: `${load}if images:
    X_test = X_test / 255
X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)
`,
      line: 'X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)',
    },
    'before the split': {
      text: `import numpy as np
X = np.load('x.npy')
X = (X - X.mean(axis=0)) / X.std(axis=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
`,
      line: 'X = (X - X.mean(axis=0)) / X.std(axis=0)',
      of: ['X'],
    },
    'a scaler before the split': {
      text: `scaler = StandardScaler()
X = load()
X = scaler.fit_transform(X)
X_train = X[:800]
X_test = X[800:]
`,
      line: 'X = scaler.fit_transform(X)',
    },
    'a scaler fitted before the split': {
      text: `X, y = load()
scaler.fit(X)
scaler = StandardScaler().fit(X)
X_train, X_test = X[:n], X[n:]
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)
`,
      line: 'X_test = scaler.transform(X_test)',
      of: ['X'],
    },
    'in a function that loads': {
      text: `def load_data():
    X_train, X_test = np.load('a.npy'), np.load('b.npy')
    X_train = (X_train - X_train.mean(0)) / X_train.std(0)
    X_test = (X_test - X_test.mean(0)) / X_test.std(0)
    return X_train, X_test

X_train, X_test = load_data()
`,
      line: 'X_test = (X_test - X_test.mean(0)) / X_test.std(0)',
    },
    'in a function under the main block': {
      text: `def preprocess(X_train, X_test):
    X_train = (X_train - X_train.mean(0)) / X_train.std(0)
    X_test = (X_test - X_test.mean(0)) / X_test.std(0)
    return X_train, X_test

if __name__ == '__main__':
    X_train, X_test = load()
    X_train, X_test = preprocess(X_train, X_test)
`,
      line: 'X_test = (X_test - X_test.mean(0)) / X_test.std(0)',
    },
    'in a loop over both': {
      text: `${load}for X in (X_train, X_test):
    X -= X.mean(axis=0)
    X /= X.std(axis=0)
`,
      line: 'X -= X.mean(axis=0)',
    },
    'column by column': {
      text: `${load}for j in range(X_test.shape[1]):
    X_test[:, j] = (X_test[:, j] - X_test[:, j].mean()) / X_test[:, j].std()
`,
      line: 'X_test[:, j] = (X_test[:, j] - X_test[:, j].mean()) / X_test[:, j].std()',
    },
    'in a dictionary': {
      text: `data = load()
data['X_test'] = np.load('x.npy')
data['X_test'] -= data['X_test'].mean(axis=0)
`,
      line: "data['X_test'] -= data['X_test'].mean(axis=0)",
    },
    'over several lines': {
      text: `${load}X_test = (
    X_test - X_test.mean(axis=0)
) / X_test.std(axis=0)
`,
      line: 'X_test = (',
    },
    'with a function of a library that standardizes': {
      text: `${load}from sklearn.preprocessing import scale
X_train = scale(X_train)
X_test = scale(X_test)
`,
      line: 'X_test = scale(X_test)',
    },
    'by minimum and maximum': {
      text: `${load}X_test = (X_test - X_test.min(0)) / (X_test.max(0) - X_test.min(0))`,
      line: 'X_test = (X_test - X_test.min(0)) / (X_test.max(0) - X_test.min(0))',
    },
    'with np.subtract and np.divide': {
      text: `${load}X_test = np.divide(np.subtract(X_test, np.mean(X_test, 0)), np.std(X_test, 0))`,
      line: 'X_test = np.divide(np.subtract(X_test, np.mean(X_test, 0)), np.std(X_test, 0))',
    },
    'of images by channel': {
      text: `${load}x_test = X_test.astype('float32') / 255
x_test = (x_test - x_test.mean(axis=(0, 1, 2))) / x_test.std(axis=(0, 1, 2))
`,
      line: 'x_test = (x_test - x_test.mean(axis=(0, 1, 2))) / x_test.std(axis=(0, 1, 2))',
      split: 'x_test',
    },
    'with a guarded deviation': {
      text: `${load}sigma = X_test.std(axis=0)
sigma[sigma == 0] = 1
X_test = (X_test - X_test.mean(axis=0)) / np.where(sigma > 0, sigma, 1.0)
`,
      line: 'X_test = (X_test - X_test.mean(axis=0)) / np.where(sigma > 0, sigma, 1.0)',
    },
  });
});

describe('nothing is said of right Python code', () => {
  const right = (text: string, more: Partial<Case> = {}): Case => ({
    text: load + text,
    line: null,
    ...more,
  });
  check('python', {
    'training statistics in one line': right(
      'X_test = (X_test - X_train.mean(axis=0)) / X_train.std(axis=0)\n',
    ),
    'training statistics by name': right(`mu = np.mean(X_train, axis=0)
sigma = np.std(X_train, axis=0)
X_train = (X_train - mu) / sigma
X_test = (X_test - mu) / sigma
`),
    'training statistics in place': right(`mean_image = np.mean(X_train, axis=0)
X_train -= mean_image
X_test -= mean_image
`),
    'a scaler fitted on training data': right(`scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
`),
    'a scaler in one chain': right(`scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
`),
    'a function that is given statistics': right(`def normalize(X, mu=None, sigma=None):
    if mu is None:
        mu = X.mean(axis=0)
        sigma = X.std(axis=0)
    return (X - mu) / sigma, mu, sigma

X_train, mu, sigma = normalize(X_train)
X_test, _, _ = normalize(X_test, mu, sigma)
`),
    'a function with a switch': right(`def normalize(X, train):
    global mu, sigma
    if train:
        mu, sigma = X.mean(0), X.std(0)
    return (X - mu) / sigma

X_train = normalize(X_train, True)
X_test = normalize(X_test, False)
`),
    'a function for both': right(`def preprocess(X_train, X_test):
    mu, sigma = X_train.mean(0), X_train.std(0)
    return (X_train - mu) / sigma, (X_test - mu) / sigma

X_train, X_test = preprocess(X_train, X_test)
`),
    'each example by itself': right(`X_test = X_test - X_test.mean(axis=1, keepdims=True)
X_test = X_test / X_test.std(axis=1, keepdims=True)
`),
    'each example by itself, features first': right(
      'X_test = (X_test - X_test.mean(axis=0)) / X_test.std(axis=0)\n',
      { orientation: 'features-first' },
    ),
    'each example in a loop': right(`for i in range(len(X_test)):
    X_test[i] = (X_test[i] - X_test[i].mean()) / X_test[i].std()
for idx in range(len(X_test)):
    img = X_test[idx]
    X_test[idx] = (img - img.mean()) / img.std()
`),
    'unit length': right('X_test = X_test / np.linalg.norm(X_test, axis=1, keepdims=True)\n'),
    'normalize of scikit-learn': right(`from sklearn.preprocessing import normalize
X_test = normalize(X_test)
`),
    'a constant': right('X_test = X_test / 255.0\nX_test = (X_test - 0.1307) / 0.3081\n'),
    'statistics that are only printed': right(`print(X_test.mean(0), X_test.std(0))
spread = (X_test - X_test.mean(0)) / X_test.std(0)
X_test = (X_test - X_train.mean(0)) / X_train.std(0)
`),
    'statistics that are loaded': right("mu = np.load('mu.npy')\nX_test = X_test - mu\n"),
    'the part of all data that is for training': {
      text: `X = np.load('x.npy')
mu = X[:800].mean(axis=0)
sigma = X[:800].std(axis=0)
X = (X - mu) / sigma
X_train, X_test = X[:800], X[800:]
`,
      line: null,
    },
    'training data called X': {
      text: `data = np.load('x.npy')
X, X_test = data[:800], data[800:]
mu, sigma = X.mean(axis=0), X.std(axis=0)
X = (X - mu) / sigma
X_test = (X_test - mu) / sigma
`,
      line: null,
    },
    'training data split once more': {
      text: `X_train = np.load('x.npy')
X_train -= X_train.mean(axis=0)
X_val, X_train = X_train[:100], X_train[100:]
`,
      line: null,
      split: 'X_val',
    },
    'joined and taken apart again': {
      text: `X, X_test = load()
mu, sigma = X.mean(axis=0), X.std(axis=0)
X = np.vstack([X, X_test])
X = (X - mu) / sigma
X, X_test = X[:n], X[n:]
`,
      line: null,
    },
    'each fold by its own training part': {
      text: `X = np.load('x.npy')
for a, b in folds.split(X):
    X_fit, X_val = X[a_idx], X[b_idx]
    scaler = StandardScaler().fit(X_fit)
    X_val = scaler.transform(X_val)
`,
      line: null,
      split: 'X_val',
    },
    'a sum with a statistic': right(`X_test = X_test + X_test.min()
`),
    'a scaler that comes from elsewhere': right('X_test = scaler.transform(X_test)\n'),
    'the training split': right('X_train = (X_train - X_train.mean(0)) / X_train.std(0)\n', {
      split: 'X_train',
    }),
    'a method of a class of the file': right(`class Normalizer:
    def fit(self, X):
        self.mu = X.mean(0)
        self.sigma = X.std(0)
    def transform(self, X):
        return (X - self.mu) / self.sigma

n = Normalizer()
n.fit(X_train)
X_test = n.transform(X_test)
`),
    'an axis that is a name': right('X_test = X_test - X_test.mean(axis=ax)\n'),
    'rows that are centred by a callback of another array': right(
      'X_test = np.array([x - x.mean() for x in X_test])\n',
    ),
    'text that is not finished': right('X_test = (X_test - X_test.mean(\nfor x in\ndef f(\n'),
    'a split that is not there': right('', { split: 'X_dev' }),
    'a loop that gives its variable a new value': right(`for X in (X_train, X_test):
    X = (X - X.mean(0)) / X.std(0)
`),
  });

  it('gives up on a text too tangled to follow', () => {
    const functions = Array.from(
      { length: 30 },
      (_, at) => `def f${at}(x):\n    return f${at + 1}(f${at + 1}(x)) + f${at + 1}(x)\n`,
    );
    const text = `${load}${functions.join('')}X_test = f0(X_test)\nX_test = X_test - X_test.mean(0)\n`;
    const from = performance.now();
    culpritLine(text, 'python', 'X_test', 'examples-first');
    assert.ok(performance.now() - from < 2000);
  });
});

describe('the line that normalizes with other statistics, in JavaScript', () => {
  const helpers = `const mean = (xs) => xs.reduce((s, x) => s + x, 0) / xs.length;
const std = (xs) => { const m = mean(xs); return Math.sqrt(mean(xs.map((x) => (x - m) ** 2))); };
let X_train = load('train'), X_test = load('test');
`;
  const columns = `function columnMeans(X) {
  return X[0].map((_, j) => X.reduce((s, row) => s + row[j], 0) / X.length);
}
function columnStds(X, mu) {
  return mu.map((m, j) => Math.sqrt(X.reduce((s, row) => s + (row[j] - m) ** 2, 0) / X.length) || 1);
}
const scale = (X, mu, sigma) => X.map((row) => row.map((x, j) => (x - mu[j]) / sigma[j]));
`;
  check('javascript', {
    'by a function of the file': {
      text: `${helpers}function normalize(X) {
  const mu = X[0].map((_, j) => mean(X.map((row) => row[j])));
  const sigma = X[0].map((_, j) => std(X.map((row) => row[j])) || 1);
  return X.map((row) => row.map((x, j) => (x - mu[j]) / sigma[j]));
}
X_train = normalize(X_train);
X_test = normalize(X_test);
`,
      line: 'X_test = normalize(X_test);',
    },
    'by statistics of its own': {
      text: `${helpers}${columns}const muTest = columnMeans(X_test);
const sigmaTest = columnStds(X_test, muTest);
const X_test_norm = scale(X_test, muTest, sigmaTest);
`,
      line: 'const X_test_norm = scale(X_test, muTest, sigmaTest);',
      split: 'X_test_norm',
    },
    pooled: {
      text: `${helpers}${columns}const all = [...X_train, ...X_test];
const mu = columnMeans(all);
X_train = scale(X_train, mu, columnStds(all, mu));
X_test = scale(X_test, mu, columnStds(all, mu));
`,
      line: 'X_test = scale(X_test, mu, columnStds(all, mu));',
      of: ['all'],
    },
    'rows of features': {
      text: `${helpers}X_test = X_test.map((row) => { const m = mean(row); return row.map((x) => x - m); });
`,
      line: 'X_test = X_test.map((row) => { const m = mean(row); return row.map((x) => x - m); });',
      orientation: 'features-first',
    },
    'a record of statistics': {
      text: `${helpers}${columns}function stats(X) { const mu = columnMeans(X); return { mu, sigma: columnStds(X, mu) }; }
const { mu, sigma } = stats(X_test);
X_test = scale(X_test, mu, sigma);
`,
      line: 'X_test = scale(X_test, mu, sigma);',
    },
  });
  const right = (text: string): Case => ({ text: helpers + columns + text, line: null });
  check('typescript', {
    'right: training statistics': right(`const mu = columnMeans(X_train);
const sigma: number[] = columnStds(X_train, mu);
X_train = scale(X_train, mu, sigma);
X_test = scale(X_test, mu, sigma);
`),
    'right: each example by itself': right(
      'X_test = X_test.map((row: number[]) => { const m = mean(row); return row.map((x) => x - m); });\n',
    ),
    'right: a constant': right('X_test = X_test.map((row) => row.map((x) => x / 255));\n'),
    'right: the first part of all': right(`const X = load('all');
const mu = columnMeans(X.slice(0, 100));
const Z = scale(X, mu, columnStds(X.slice(0, 100), mu));
X_test = Z.slice(100);
`),
    'right: text that is not finished': right('X_test = X_test.map((row => { X_test. \n'),
  });
});
