import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../src/protocol/report';
import { needNumpy, report } from './checking';

/** What users met who had right code, or wrong code that was not looked at. */

const vectorLayer = `export class Dense {
  constructor(nIn, nOut) {
    this.nIn = nIn;
    this.w = Array.from({ length: nOut }, (_, o) => Array.from({ length: nIn }, (_, i) => Math.sin(o + 2 * i + 1)));
    this.b = new Array(nOut).fill(0.1);
  }
  forward(x) {
    this.x = x;
    return this.w.map((row, o) => {
      let sum = this.b[o];
      for (let i = 0; i < this.nIn; i++) sum += row[i] * x[i];
      return sum;
    });
  }
  backward(g) {
    this.dw = g.map((go) => this.x.slice(0, this.nIn).map((xi) => go * xi));
    this.db = g.slice();
    return Array.from({ length: this.nIn }, (_, i) => g.reduce((sum, go, o) => sum + go * this.w[o][i], 0));
  }
}
`;

const reversal = `import numpy as np


def grad_reverse_forward(x, strength=0.3):
    return x.copy(), strength


def grad_reverse_backward(dout, cache):
    dx = -cache * dout  # gradient-lens: expected: features that do not tell the domains apart
    return dx
`;

const helperOnly = `import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class Machine:
    def __init__(self):
        self.table = {"a": np.ones((3, 2))}

    def learn_everything(self, rows):
        self.table["a"] += sigmoid(rows @ self.table["a"]).sum() * sigmoid_prime(self.table["a"])
`;

const ownDataOverflow = `import numpy as np

X = np.random.default_rng(0).normal(size=(4, 20)) * 1e4
Y = (X[:1] > 0) * 1.0


def initialize(n):
    return {"w": np.ones((n, 1)), "b": 0.0}


def forward(X, parameters):
    return 1 / (1 + np.exp(-(parameters["w"].T @ X + parameters["b"])))


def compute_cost(A, Y):
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def backward(X, Y, A):
    dz = (A - Y) / X.shape[1]
    return {"w": X @ dz.T, "b": dz.sum()}
`;

const ownDataInside = `import numpy as np


class Model:
    def __init__(self):
        self.X = np.random.default_rng(0).normal(size=(10, 3))
        self.y = self.X @ np.array([1.0, -2.0, 0.5])
        self.w = np.ones(3)

    def loss(self):
        return np.mean((self.X @ self.w - self.y) ** 2)

    def backward(self):
        self.dw = 2 * self.X.T @ (self.X @ self.w - self.y) / 10
`;

describe('honesty', function () {
  this.timeout(60_000);
  before(needNumpy);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'honesty-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const reportOf = (name: string, text: string): Promise<Report> => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return report(file);
  };

  it('does not judge a vector layer by a vector that is too long for it', async () => {
    assert.equal((await reportOf('dense.mjs', vectorLayer)).verdict, 'correct');
  });

  it('calls a file right whose one wrong gradient is declared, and invents no model beside it', async () => {
    const { checks, verdict } = await reportOf('reversal.py', reversal);
    assert.deepEqual(
      checks.map(({ subject, expected }) => [subject, expected]),
      [['grad_reverse', true]],
    );
    assert.equal(verdict, 'correct');
  });

  it('does not let a right helper speak for a class that learns and was not understood', async () => {
    assert.equal((await reportOf('helper.py', helperOnly)).verdict, 'inconclusive');
  });

  it('speaks of made inputs only where a call takes them', async () => {
    const madeInputs = ({ warnings }: Report) =>
      warnings.filter(({ code }) => code === 'made-inputs').map(({ message }) => message);
    const own = await reportOf('own.py', ownDataInside);
    assert.equal(own.verdict, 'correct');
    assert.deepEqual(madeInputs(own), []);
    assert.ok(!own.binding.some(({ role }) => role === 'inputs' || role === 'labels'));
    const taken = ownDataInside
      .replace('def loss(self):', 'def loss(self, labels):')
      .replace(/self\.y/g, 'labels');
    const made = await reportOf(
      'taken.py',
      taken.replace('def backward(self):', 'def backward(self, labels):'),
    );
    assert.match(madeInputs(made)[0]!, /^No data of the file was used, so labels were made: /);
  });

  it('tells of a cost that the data of the file make infinite', async () => {
    const { checks, verdict } = await reportOf('overflow.py', ownDataOverflow);
    assert.equal(verdict, 'inconclusive');
    assert.match(checks[0]!.reason, /^The cost is not finite/);
  });
});
