import assert from 'node:assert/strict';
import { backwardFunctions } from '../../../src/source/backwardFunctions';
import { functionAt, outlinePython } from '../../../src/source/outline';

const text = `import numpy as np

class Net(object):
    def __init__(self, n_in, n_out=3, *rest, seed: int = 1, **more):
        self.W = np.zeros((n_in, n_out))

    @staticmethod
    def softmax(z):
        return np.exp(z)

    def backward(self, X, y):
        def inner(a):
            return a
        return {"W": X}, inner(y)


@decorated
def forward_propagation(X, parameters):
    if X is None:
        return (A2, cache)
    return A2, cache


def linear_backward(dZ, cache):
    return dZ


def sigmoid_derivative(z): return z
def svm_loss(W, X, y):
    return loss, dW
`;

describe('outline of a Python file', () => {
  const outline = outlinePython(text);

  it('finds functions, methods and nested functions with their lines', () => {
    assert.deepEqual(
      outline.functions.map((fact) => [fact.name, fact.className, fact.nested, fact.line, fact.endLine]),
      [
        ['__init__', 'Net', false, 4, 5],
        ['softmax', 'Net', false, 8, 9],
        ['backward', 'Net', false, 11, 14],
        ['inner', null, true, 12, 13],
        ['forward_propagation', null, false, 18, 21],
        ['linear_backward', null, false, 24, 25],
        ['sigmoid_derivative', null, false, 28, 28],
        ['svm_loss', null, false, 29, 30],
      ],
    );
    assert.deepEqual(outline.classes, [
      { name: 'Net', methods: ['__init__', 'softmax', 'backward'], line: 3, endLine: 14 },
    ]);
  });

  it('finds arguments without self, *args and **kwargs', () => {
    assert.deepEqual(outline.functions[0]!.parameters, [
      { name: 'n_in', optional: false },
      { name: 'n_out', optional: true },
      { name: 'seed', optional: true },
    ]);
    assert.deepEqual(outline.functions[1]!.parameters, [{ name: 'z', optional: false }]);
  });

  it('finds what each return returns, with and without parentheses', () => {
    assert.deepEqual(outline.functions[4]!.returns, [
      ['A2', 'cache'],
      ['A2', 'cache'],
    ]);
    assert.deepEqual(outline.functions[2]!.returns, [['{"W": X}', 'inner(y)']]);
  });

  it('finds the innermost function at a line', () => {
    assert.equal(functionAt(outline, 13)?.name, 'inner');
    assert.equal(functionAt(outline, 14)?.name, 'backward');
    assert.equal(functionAt(outline, 1), null);
  });

  it('finds the backward functions of models, not of layers and activations', () => {
    assert.deepEqual(
      backwardFunctions(outline).map((fact) => [fact.name, fact.line]),
      [
        ['backward', 11],
        ['svm_loss', 29],
      ],
    );
  });

  it('tolerates errors', () => {
    const broken = outlinePython('x = = 3\ndef backward(X, Y):\n    y = (1 +\n    return grads\n');
    assert.ok(broken.functions.some((fact) => fact.name === 'backward'));
    assert.deepEqual(outlinePython('').statements, []);
    assert.ok(outlinePython('\u0000\u0001 ]]] def').functions.length <= 1);
  });

  it('counts lines that end in \\r\\n or \\r', () => {
    const windows = outlinePython('x = 1\r\n\r\ndef f():\r\n    return x\r\n');
    assert.deepEqual([windows.functions[0]!.line, windows.functions[0]!.endLine], [3, 4]);
    assert.equal(outlinePython('x = 1\rdef f(): pass\r').functions[0]!.line, 2);
  });
});
