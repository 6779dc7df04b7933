import assert from 'node:assert/strict';
import { leaveOut } from '../../../src/source/leaveOut';
import { openedMain } from '../../../src/source/mainBlock';
import { outlinePython } from '../../../src/source/outline';

/** Lines that are left out, with the reason of each statement. */
function left(text: string): readonly (readonly [string, string])[] {
  return leaveOut(outlinePython(text)).map(({ line, endLine, reason }) => [
    line === endLine ? `${line}` : `${line}-${endLine}`,
    reason,
  ]);
}

const definitions = `
def forward(X, params):
    return X

def backward(X, Y, params):
    return {}

def train(X, Y, epochs=10):
    params = {}
    for i in range(epochs):
        grads = backward(X, Y, params)
        params = update(params, grads)
    return params
`;

describe('what of a file is not run', () => {
  const kept: Readonly<Record<string, string>> = {
    'a loop that initialises parameters': `
params = {}
for l in range(1, 4):
    params['W' + str(l)] = np.random.randn(3, 3) * 0.01
    params['b' + str(l)] = np.zeros((3, 1))
`,
    'a loop that builds data': `
X = []
for j in range(3):
    ix = range(100 * j, 100 * (j + 1))
    X.append(np.sin(ix))
while len(X) < 10:
    X.append(0)
X = np.array(X)
`,
    normalisation: `
mean = X.mean(axis=0)
X -= mean
X /= X.std(axis=0)
scaler = StandardScaler()
X = scaler.fit_transform(X)
scaler.fit(X)
X_train, X_test = train_test_split(X)
`,
    'fitting what transforms data': `
sc = StandardScaler()
sc.fit(X_train)
X_train = (X_train - sc.mean_) / sc.scale_
other.fit(X_train)
X_test = other.transform(X_test)
`,
    'a network and its parameters': `
net = Network([4, 5, 3])
net = Network(epochs=100, learning_rate=0.1)
parameters = initialize_parameters(4, 5, 1)
W1 = np.random.randn(4, 3)
`,
    'one evaluation': `${definitions}
A2 = forward(X, params)
grads = backward(X, Y, params)
print(grads)
`,
    'imports, definitions and the main guard': `
import matplotlib.pyplot as plt
from model import train
class A:
    def train(self): pass
if __name__ == "__main__":
    train()
    plt.show()
`,
    'reading an image': 'X = plt.imread("cat.png")\n',
  };
  for (const [what, text] of Object.entries(kept))
    it(`keeps ${what}`, () => assert.deepEqual(left(text), []));

  it('leaves out loops that train', () => {
    const loops = [
      'for i in range(100):\n    grads = backward(X, Y)\n    params = update(params, grads)',
      'for epoch in range(100):\n    W1 -= lr * dW1',
      'for epoch in range(100):\n    W1 = W1 - lr * dW1',
      'for epoch in tqdm(range(100)):\n    loss, grads = net.loss(X, y)\n    net.params["W1"] -= lr * grads["W1"]',
      'while cost > 0.1:\n    net.train_step(X, y)',
      'for i in range(9):\n    for b in batches:\n        optimizer.step()',
      'for k in range(10):\n    theta = theta - alpha * gradient(theta, X, y)',
    ];
    for (const loop of loops) assert.equal(left(loop)[0]?.[1], 'it is a loop that trains', loop);
  });

  it('leaves out a loop that never ends and one that runs the model', () => {
    assert.equal(left('while True:\n    x = f(x)')[0]?.[1], 'it is a loop without an end');
    assert.equal(left('for x in X:\n    print(net.predict(x))')[0]?.[1], 'it is a loop that runs the model');
  });

  it('leaves out calls that train, by their names', () => {
    const calls = [
      'parameters = nn_model(X, Y, n_h=4, num_iterations=10000)',
      'parameters, costs = L_layer_model(train_x, train_y, layers_dims)',
      'd = model(train_set_x, train_set_y, num_iterations=2000)',
      'net.fit(X, y)',
      'net.SGD(training_data, 30, 10, 3.0)',
      'stats = net.train(X, y, X_val, y_val, num_iters=100)',
      'main()',
      'W1, b1, W2, b2 = gradient_descent(X, Y, 0.1, 500)',
      'result = optimize.minimize(fun, theta)',
    ];
    for (const call of calls) assert.match(left(call)[0]?.[1] ?? 'nothing', /trains the model/, call);
  });

  it('leaves out calls of functions that train, whatever they are called', () => {
    const text = `${definitions.replace(/train/g, 'go')}
def everything():
    go(X, Y)

everything()
`;
    assert.deepEqual(left(text), [['18', '`everything` trains the model']]);
  });

  it('leaves out what needs the results of training', () => {
    const text = `${definitions}
costs = []
parameters = train(X, Y)
predictions = forward(X, parameters)
print(predictions.mean())
X = np.zeros(3)
parameters = {}
print(parameters)
`;
    assert.deepEqual(left(text), [
      ['16', '`train` trains the model'],
      ['17', 'it needs `parameters`, which training makes'],
      ['18', 'it needs `predictions`, which training makes'],
    ]);
  });

  it('leaves out what would look into a list that training fills', () => {
    const text = `
costs = []
for epoch in range(10):
    cost, grads = backward(X)
    costs.append(cost)
print(costs[-1])
`;
    assert.deepEqual(
      left(text).map(([lines]) => lines),
      ['3-5', '6'],
    );
  });

  it('does not mistake a variable of a comprehension for the loop variable of before', () => {
    const text = `
for i in range(10):
    W1 -= backward(X)
squares = [i * i for i in range(3)]
for i in range(3):
    squares.append(i)
`;
    assert.deepEqual(
      left(text).map(([lines]) => lines),
      ['2-3'],
    );
  });

  it('leaves out plots', () => {
    const text = `
plt.plot(x)
fig, ax = plt.subplots()
ax.scatter(x, y)
plt.rcParams['figure.figsize'] = (7, 4)
plot_decision_boundary(f, X, Y)
img.show()
sns.heatmap(X)
x = 3
`;
    assert.deepEqual(
      left(text).map(([lines]) => lines),
      ['2', '3', '4', '5', '6', '7', '8'],
    );
  });

  it('leaves out questions, and what needs the answer', () => {
    assert.deepEqual(left('n = int(input("How many? "))\nm = n + 1\nk = 2\n'), [
      ['1', 'it asks for input'],
      ['2', 'it needs `n`, which an answer makes'],
    ]);
  });

  it('leaves out a gradient check of the file itself', () => {
    assert.deepEqual(left('difference = gradient_check_n(parameters, gradients, X, Y)\n'), [
      ['1', 'it checks gradients itself'],
    ]);
  });

  it('takes statements on one line one by one', () => {
    assert.deepEqual(
      left('x = 1; plt.show()\n').map(([lines]) => lines),
      ['1'],
    );
  });
});

describe('a main block that is opened', () => {
  const loop = '    for epoch in range(9):\n        dw = backward(w)\n        w -= 0.1 * dw\n';

  it('gives its statements and its loops, as if they stood at the top level', () => {
    const text = `def f(x):\n    return x\n\nif __name__ == "__main__":\n    w = f(1)\n${loop}    print(w)\n    train(w)\n`;
    const main = openedMain(text)!;
    assert.deepEqual(main.opened, { line: 4, name: 'if __name__ == "__main__":' });
    assert.deepEqual(
      main.loops.map(({ line, steps }) => [line, steps]),
      [[6, ['w']]],
    );
    assert.deepEqual(
      main.leftOut.map(({ line, endLine }) => [line, endLine]),
      [
        [6, 8],
        [9, 9],
        [10, 10],
      ],
    );
  });

  const body = `    w = f(1)\n${loop}    print(w)\n`;
  const lines = (text: string) => {
    const main = openedMain(text);
    return main && [main.opened, ...main.leftOut.map(({ line }) => line)];
  };

  it('is the function that it calls, and whatever stands behind that', () => {
    const text = `def main():\n${body}    return w\n\ndef f(x):\n    return x\n\n`;
    const opened = { line: 1, name: 'main' };
    assert.deepEqual(lines(`${text}if __name__ == "__main__":\n    main()\n`), [opened, 3, 6, 7]);
    assert.deepEqual(lines(`${text}if __name__ == "__main__":\n    sys.exit(main())\n`), [opened, 3, 6, 7]);
    assert.deepEqual(lines(`${text}main()\n`), [opened, 12, 3, 6, 7]);
  });

  it('is opened without a loop where it makes what a function trains', () => {
    const text = 'def main():\n    net = Net([2, 3])\n    train(net)\n\nmain()\n';
    const train = 'def train(net):\n    for e in range(9):\n        net.w -= 0.1 * net.dw\n\n';
    assert.equal(openedMain(train + text)?.opened.name, 'main');
  });

  it('is no function with arguments, one that returns early, and one that is asynchronous or a generator', () => {
    const calls = 'if __name__ == "__main__":\n    main()\n';
    assert.equal(openedMain(`def main(n):\n${body}\n${calls}`), null);
    assert.equal(openedMain(`def main():\n    if f(0):\n        return\n${body}\n${calls}`), null);
    assert.equal(openedMain(`async def main():\n${body}\n${calls}`), null);
    assert.equal(openedMain(`def main():\n    yield 1\n${body}\n${calls}`), null);
    assert.notEqual(openedMain(`def main():\n    def g():\n        return 1\n${body}\n${calls}`), null);
  });

  it('is none without a loop that trains, or with an else', () => {
    assert.equal(openedMain('if __name__ == "__main__":\n    train()\n'), null);
    assert.equal(openedMain(`if __name__ == "__main__":\n${loop}else:\n    w = 1\n`), null);
    assert.equal(openedMain(`if __name__ == "other":\n${loop}`), null);
  });
});
