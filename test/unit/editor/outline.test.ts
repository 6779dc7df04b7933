import assert from 'node:assert/strict';
import { lensFunctions, subjectAt } from '../../../src/editor/outline';
import { mayBeModel } from '../../../src/source/javascript/looksLikeModel';

const model = `export function forward(X: number[][], W: number[][]) {
  return matmul(W, X);
}
export const computeCost = (A: number[][], Y: number[][]): number => 0;
export function backwardPropagation(W: number[][], A: number[][], X: number[][], Y: number[][]) {
  const dW = A;
  return { dW };
}
`;
const page = `export function getGradient(from, to) {
  return context.createLinearGradient(0, 0, from, to);
}
export const reportError = (error) => console.error(error, 'navigation forward');
`;
const layers = `def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def relu_forward(x):
    return x * (x > 0), x


def relu_backward(dout, x):
    return dout * (x > 0)
`;

describe('the functions of a text', () => {
  it('are those that compute the gradients of a script that is a model', () => {
    assert.ok(mayBeModel(model));
    assert.deepEqual(lensFunctions(model, 'typescript'), [
      { name: 'backwardPropagation', subject: 'backwardPropagation', line: 5 },
    ]);
    assert.equal(subjectAt(model, 'typescript', 6), 'backwardPropagation');
  });

  it('are none in a web page, in a bundle, and in other languages', () => {
    assert.deepEqual(lensFunctions(page, 'javascript'), []);
    assert.equal(mayBeModel('const button = document.querySelector("#forward");'), false);
    assert.equal(mayBeModel(model + ' '.repeat(200_000)), false);
    assert.deepEqual(lensFunctions(model, 'rust'), []);
  });

  it('are the backward functions of layers where there is no whole model', () => {
    const found = (text: string) => lensFunctions(text, 'python').map(({ name }) => name);
    assert.deepEqual(found(layers), ['affine_backward', 'relu_backward']);
    const whole = `${layers}\n\ndef model_backward(params, X, y):\n    return grads\n`;
    assert.deepEqual(found(whole), ['model_backward']);
  });

  it('are the methods of layer classes', () => {
    const text = `class Dense:
    def forward(self, x):
        return x

    def backward(self, dout):
        return dout


class Adam:
    def backward(self, dout):
        return dout
`;
    assert.deepEqual(lensFunctions(text, 'python'), [{ name: 'backward', subject: 'Dense', line: 5 }]);
  });
});
