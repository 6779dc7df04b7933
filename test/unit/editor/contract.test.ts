import assert from 'node:assert/strict';
import { contractLine, contractSnippet } from '../../../src/editor/contract/snippet';
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
      plain(contractSnippet(course, 'python', { binding, tensors: [{ name: 'W1', gradientName: 'dW1' }] })),
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
    const text = plain(
      contractSnippet(net, 'python', { binding, tensors: [{ name: 'W1', gradientName: 'dW1' }] }),
    );
    assert.match(text, /\tnet = Net\(\)\n/);
    assert.match(text, /parameters=net\.params,/);
    assert.match(text, /cost=lambda: net\.loss\(X, y\)\[0\],/);
    assert.match(text, /gradients=lambda: net\.loss\(X, y\)\[1\],/);
  });

  it('makes the data that the check had to make', () => {
    const binding = [
      entry('forward', 'forward_propagation'),
      entry('cost', 'compute_cost'),
      entry('gradients', 'backward_propagation'),
      entry('parameters', 'initialize', 'called with n_x = 4, n_h = 5'),
      entry('inputs', 'inputs', 'made: 10 examples of 4 normal features, shape (4, 10)'),
      entry('labels', 'labels', 'made: one-hot labels of 3 classes, shape (3, 10)'),
    ];
    const text = plain(contractSnippet(course, 'python', { binding, tensors: [] }));
    assert.match(text, /\tparameters = initialize\(n_x=4, n_h=5\)\n/);
    assert.match(text, /\tX = np\.random\.default_rng\(1\)\.normal\(size=\(4, 10\)\)\n/);
    assert.match(text, /\tY = np\.eye\(3\)\[np\.arange\(10\) % 3\]\.T\n/);
  });

  it('is written in JavaScript for a JavaScript model', () => {
    const model = `export class Net {
  constructor(inputs, hidden = 3) {}
  forward(x) { return { output, cache }; }
  backward(y, cache) { return { W1: dW1 }; }
}
function loss(output, y) { return 1; }
`;
    const binding = [
      entry('model', 'Net', 'built: Net(hidden = 4)'),
      entry('forward', 'forward'),
      entry('cost', 'loss'),
      entry('gradients', 'backward'),
    ];
    const tensors = [{ name: 'layers[0].W', gradientName: 'layers[0].dW' }];
    const text = plain(contractSnippet(model, 'javascript', { binding, tensors }));
    assert.match(text, /^\nexport function gradientLens\(\) \{\n\tconst net = new Net\(undefined, 4\);\n/);
    assert.match(text, /parameters: \{ "layers\[0\]\.W": net\.layers\[0\]\.W \},/);
    assert.match(text, /cost: \(\) => loss\(net\.forward\(x\)\.output, y\),/);
    assert.match(text, /net\.backward\(y, net\.forward\(x\)\.cache\)/);
    assert.equal(contractLine(`x\n${text.trimStart()}`, 'javascript'), 2);
  });

  it('has placeholders for what is not known, and escapes what snippets would read', () => {
    const snippet = contractSnippet('x = 1\n', 'python', { binding: [], tensors: [] });
    assert.match(snippet, /\$\{1:\{"W1": W1, "b1": b1\\\}\}/);
    assert.match(plain(snippet), /parameters=\{"W1": W1, "b1": b1\},/);
    assert.match(plain(snippet), /cost=lambda: cost\(X, y\),/);
  });

  it('goes by names where nothing was bound', () => {
    const text = plain(contractSnippet(course, 'python', { binding: [], tensors: [] }));
    assert.match(text, /gradients=lambda: backward_propagation\(parameters, cache, X, Y\),/);
    assert.match(text, /cost=lambda: compute_cost\(A2, Y\),/);
  });

  it('stands two lines below the rest, however the file ends', () => {
    const snippet = (text: string) => contractSnippet(text, 'python', { binding: [], tensors: [] });
    for (const end of ['', '\n', '\n\n', '\n\n\n']) {
      assert.match(`x = 1${end}${snippet(`x = 1${end}`)}`, /^x = 1\n\n\ndef gradient_lens/);
    }
    assert.match(snippet('x = 1\r\n'), /^\n\ndef/);
    assert.match(snippet(''), /^def/);
  });

  it('is found where the file has one', () => {
    assert.equal(contractLine('x = 1\r\ndef gradient_lens():\r\n    pass\r\n', 'python'), 2);
    assert.equal(contractLine(course, 'python'), null);
  });
});

describe('the outline of a model', () => {
  it('names the functions to put a lens above', () => {
    const python = (text: string) =>
      lensFunctions(text, 'python').map(({ subject, line }) => [subject, line]);
    assert.deepEqual(python(course), [['backward_propagation', 11]]);
    assert.deepEqual(python(net), [['Net', 5]]);
  });

  it('names the function or class at a line', () => {
    assert.equal(subjectAt(course, 'python', 12), 'backward_propagation');
    assert.equal(subjectAt(course, 'python', 8), 'compute_cost');
    assert.equal(subjectAt(course, 'python', 1), null);
    assert.equal(subjectAt(net, 'python', 6), 'Net');
    assert.equal(subjectAt(net, 'python', 1), 'Net');
  });
});
