import assert from 'node:assert/strict';
import { sharedOrigins, type Dialect } from '../../../src/source/origins';
import { originSentence } from '../../../src/workflow/origins';

/** The assignments behind the lines that begin with these texts. */
function origins(
  text: string,
  wrong: readonly string[],
  right: readonly string[],
  dialect: Dialect = 'python',
) {
  const lines = text.split('\n');
  const at = (start: string) => {
    const line = lines.findIndex((one) => one.trimStart().startsWith(start)) + 1;
    assert.ok(line > 0, start);
    return { line, column: 1, endLine: line, endColumn: 1 };
  };
  return sharedOrigins(text, dialect, wrong.map(at), right.map(at)).map(
    ({ name, line }) => `${name}:${line}`,
  );
}

const course = `def backward_propagation(parameters, cache, X, Y):
    m = len(X.T) * 1
    W2 = parameters['W2']
    A1, A2 = cache['A1'], cache['A2']
    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1) / m
    dZ1 = (W2.T @ dZ2) * (1 - A1)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1) / m
    return {'dW1': dW1, 'db1': db1, 'dW2': dW2, 'db2': db2}
`;

describe('what wrong gradients are made of', () => {
  it('is the value that they share and no right one has', () => {
    assert.deepEqual(origins(course, ['dW1', 'db1'], ['dW2', 'db2']), ['dZ1:8']);
  });

  it('goes up to what all have in common, without sizes and what only comes from a cache', () => {
    assert.deepEqual(origins(course, ['dW1', 'db1', 'dW2', 'db2'], []), ['dZ2:5']);
  });

  it('is nothing where a right gradient is made of it too, or where they share no gradient', () => {
    assert.deepEqual(origins(course, ['dW1', 'dW2'], ['db1', 'db2']), []);
    assert.deepEqual(origins(course, ['dW1', 'db2'], ['db1', 'dW2']), []);
    assert.deepEqual(origins(course, ['dW1', 'db2'], ['dW2']), []);
  });

  it('tells a name that is used again from what it was before', () => {
    const text = `def backward(x, y, w):
    d = (out - y) * 2
    delta = d * 1
    grad_w2 = h.T @ delta
    grad_b2 = delta.sum(0)
    delta = delta @ w.T
    delta[h <= 0] = 0.5
    grad_w1 = x.T @ delta
    grad_b1 = delta.sum(0)
`;
    assert.deepEqual(origins(text, ['grad_w1', 'grad_b1'], ['grad_w2', 'grad_b2']), ['delta:6', 'delta:7']);
  });

  it('is nothing for gradients of different functions', () => {
    const text = 'def f(a):\n    dZ = a * 2\n    dW = dZ * 1\ndef g(a):\n    dZ = a * 2\n    db = dZ * 1\n';
    assert.deepEqual(origins(text, ['dW', 'db'], []), []);
  });

  it('follows callbacks of TypeScript, and loops over elements', () => {
    const text = `class Net {
  backward(y: Matrix): void {
    const dOut = this.output.map((row, i) => row.map((v, j) => v - y[i][j]));
    this.gradW2 = matmul(transpose(this.hidden), dOut);
    const dPre = matmul(dOut, this.w2).map((row) => row.map((v) => v * 2));
    this.gradW1 = matmul(transpose(this.input), dPre);
    this.gradB1 = dPre[0].map((_, j) => dPre.reduce((s, r) => s + r[j], 0));
  }
}
`;
    const wrong = ['this.gradW1', 'this.gradB1'];
    assert.deepEqual(origins(text, wrong, ['this.gradW2'], 'typescript'), ['dPre:5']);
    const loops = `function backward(x, y) {
  const delta = new Array(3);
  for (let j = 0; j < 3; j++) delta[j] = x[j] - y[j];
  for (let j = 0; j < 3; j++) {
    gradB[j] = delta[j];
    gradW[j] = delta[j] * x[j];
  }
}
`;
    assert.deepEqual(origins(loops, ['gradB', 'gradW'], [], 'javascript'), ['delta:3']);
  });
});

describe('the sentence about what wrong gradients are made of', () => {
  it('names the gradients, the value and its line, and accuses nobody', () => {
    assert.equal(
      originSentence(['dW1', 'db1'], [{ name: 'dZ1', line: 31 }]),
      'dW1 and db1 are both made of dZ1, line 31: look there too.',
    );
    assert.equal(
      originSentence(
        ['a', 'b', 'c'],
        [
          { name: 'dh', line: 3 },
          { name: 'dh', line: 4 },
        ],
      ),
      'a, b and c are all made of dh, lines 3 and 4: look there too.',
    );
    assert.equal(
      originSentence(
        ['a', 'b', 'c', 'd', 'e'],
        [
          { name: 'dA', line: 3 },
          { name: 'dZ', line: 4 },
        ],
      ),
      'The 5 wrong ones are all made of dA, line 3, and dZ, line 4: look there too.',
    );
  });
});
