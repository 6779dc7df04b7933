import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writtenCalls } from '../../../src/source/writtenCalls';

const python = (text: string) => writtenCalls(text, 'python');

describe('calls whose arguments the text states', () => {
  const cases: readonly (readonly [string, readonly unknown[], Readonly<Record<string, unknown>>])[] = [
    ["Net(20, 50, scale=0.5, activation='tanh')", [20, 50], { scale: 0.5, activation: 'tanh' }],
    ['Net([784, 128, 10], -1e-2)', [[784, 128, 10], -0.01], {}],
    ['Net(28 * 28, [32] * 3 + [10])', [784, [32, 32, 32, 10]], {}],
    ['Net(X.shape[1], 30)', [undefined, 30], {}],
    ['Net(60_000, None, bias=True)', [60000, null], { bias: true }],
    [
      "Net([(784, 'relu'), (10, 'softmax')])",
      [
        [
          [784, 'relu'],
          [10, 'softmax'],
        ],
      ],
      {},
    ],
    ['sizes = [4, 8, 3]\nNet(sizes)', [[4, 8, 3]], {}],
    ['hidden, out = 16, 3\nNet(hidden, out)', [16, 3], {}],
    ['def f(hidden=8):\n    n = 4\n    return Net(n, hidden, 2)', [4, 8, 2], {}],
    ['def f(hidden):\n    return Net(hidden, 2)', [undefined, 2], {}],
    ['if __name__ == "__main__":\n    net = Net(4, 5)', [4, 5], {}],
    [
      'def main():\n    with open("a") as f:\n        for k in range(3):\n            Net(k, 5)',
      [undefined, 5],
      {},
    ],
  ];
  for (const [text, positional, keywords] of cases)
    it(text.replaceAll('\n', '; '), () => {
      const net = python(text).find(({ name }) => name === 'Net');
      assert.deepEqual([net?.positional, net?.keywords], [positional, keywords]);
    });

  it('names their lines, and comes in their order', () => {
    const text = 'def main():\n    b = B(2)\n\n\na = A(1)\nmain()\n';
    assert.deepEqual(
      python(text).map(({ name, line }) => [name, line]),
      [
        ['B', 2],
        ['A', 5],
      ],
    );
  });

  it('leaves out calls that state nothing, and names that change', () => {
    assert.deepEqual(python('Net(n)\nNet()\nNet(f"{n}")\nnet.fit(3)'), []);
    assert.deepEqual(python('n = 4\nn = n + 1\nNet(n)'), []);
    assert.deepEqual(python('n = 4\nn += 1\nNet(n)'), []);
    assert.deepEqual(python('Net([1] * 10**9)'), []);
  });

  it('reads JavaScript and TypeScript', () => {
    const text =
      "function main() {\n  const sizes: number[] = [2, 8, 1];\n  return new Net(sizes, 'relu', -0.5);\n}";
    assert.deepEqual(writtenCalls(text, 'typescript'), [
      { name: 'Net', line: 3, positional: [[2, 8, 1], 'relu', -0.5], keywords: {} },
    ]);
  });

  it('takes the fields of an object for arguments by name', () => {
    const [call] = writtenCalls("new Net({ inputs: 12, activation: 'tanh', rate })", 'javascript');
    assert.deepEqual(call?.keywords, { inputs: 12, activation: 'tanh', rate: undefined });
  });

  it('reads any text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('python' as const, 'javascript' as const),
        (text, language) => {
          writtenCalls(`Net(1)\n${text}`, language);
        },
      ),
    );
  });
});
