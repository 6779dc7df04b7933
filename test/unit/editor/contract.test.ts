import assert from 'node:assert/strict';
import { contractLine, contractSnippet } from '../../../src/editor/contract';
import { lensFunctions, subjectAt } from '../../../src/editor/outline';

const course = `import numpy as np

def forward_propagation(X, parameters):
    return A2, cache

def compute_cost(A2, Y):
    def helper():
        return 1
    return helper()

def backward_propagation(parameters, cache, X, Y):
    return {"dW1": dW1}
`;
const net = `class Net:
    def __init__(self):
        self.params = {}

    def loss(self, X, y=None, reg=0.0):
        return loss, grads
`;

const entry = (role: string, name: string, how = 'by its name') => ({ role, name, line: null, how });

/** The snippet as it is inserted, when every stop is left as it is. */
const plain = (snippet: string) =>
  snippet
    .replace(/\$\{\d+:((?:\\.|[^}])*)\}/g, '$1')
    .replace(/\\([\\$}])/g, '$1')
    .replace('$0', '');

describe('the model contract', () => {
  it('is filled in from how the functions were bound', () => {
    const binding = [
      entry('forward', 'forward_propagation'),
      entry('cost', 'compute_cost'),
      entry('gradients', 'backward_propagation'),
      entry('parameters', 'parameters'),
      entry('inputs', 'X_train'),
      entry('labels', 'labels', 'made: 0 and 1'),
    ];
    assert.equal(
      plain(contractSnippet(course, { binding, tensors: ['W1'] })),
      [
        '\n\ndef gradient_lens():',
        '\treturn dict(',
        '\t\tparameters=parameters,  # the live arrays',
        '\t\tcost=lambda: compute_cost(forward_propagation(X_train, parameters)[0], Y),  # a number',
        '\t\tgradients=lambda: backward_propagation(parameters, forward_propagation(X_train, parameters)[1], ' +
          'X_train, Y),  # same names, same shapes',
        '\t)\n',
      ].join('\n'),
    );
  });

  it('builds the class that was bound', () => {
    const binding = [entry('cost and gradients', 'loss'), entry('model', 'Net', 'built: Net()')];
    const text = plain(contractSnippet(net, { binding, tensors: ['W1'] }));
    assert.match(text, /\tnet = Net\(\)\n/);
    assert.match(text, /parameters=net\.params,/);
    assert.match(text, /cost=lambda: net\.loss\(X, y\)\[0\],/);
    assert.match(text, /gradients=lambda: net\.loss\(X, y\)\[1\],/);
  });

  it('has placeholders for what is not known, and escapes what snippets would read', () => {
    const snippet = contractSnippet('x = 1\n', { binding: [], tensors: [] });
    assert.match(snippet, /\$\{1:\{"W1": W1, "b1": b1\\\}\}/);
    assert.match(plain(snippet), /parameters=\{"W1": W1, "b1": b1\},/);
    assert.match(plain(snippet), /cost=lambda: cost\(X, y\),/);
  });

  it('goes by names where nothing was bound', () => {
    const text = plain(contractSnippet(course, { binding: [], tensors: [] }));
    assert.match(text, /gradients=lambda: backward_propagation\(parameters, cache, X, Y\),/);
    assert.match(text, /cost=lambda: compute_cost\(A2, Y\),/);
  });

  it('stands two lines below the rest, however the file ends', () => {
    const snippet = (text: string) => contractSnippet(text, { binding: [], tensors: [] });
    for (const end of ['', '\n', '\n\n', '\n\n\n']) {
      assert.match(`x = 1${end}${snippet(`x = 1${end}`)}`, /^x = 1\n\n\ndef gradient_lens/);
    }
    assert.match(snippet('x = 1\r\n'), /^\n\ndef/);
    assert.match(snippet(''), /^def/);
  });

  it('is found where the file has one', () => {
    assert.equal(contractLine('x = 1\r\ndef gradient_lens():\r\n    pass\r\n'), 2);
    assert.equal(contractLine(course), null);
  });
});

describe('the outline of a model', () => {
  it('names the functions to put a lens above', () => {
    assert.deepEqual(lensFunctions(course), [{ subject: 'backward_propagation', line: 11 }]);
    assert.deepEqual(lensFunctions(net), [{ subject: 'Net', line: 5 }]);
  });

  it('names the function or class at a line', () => {
    assert.equal(subjectAt(course, 12), 'backward_propagation');
    assert.equal(subjectAt(course, 8), 'compute_cost');
    assert.equal(subjectAt(course, 1), null);
    assert.equal(subjectAt(net, 6), 'Net');
    assert.equal(subjectAt(net, 1), 'Net');
  });
});
