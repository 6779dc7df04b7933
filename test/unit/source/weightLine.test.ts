import assert from 'node:assert/strict';
import { weightLine } from '../../../src/source/weightLine';

describe('the line that makes weights', () => {
  const lines = {
    'name of its own': ['W1 = rng.standard_normal((4, 3)) * 0.01', 1],
    attribute: ['class Net:\n    def __init__(self):\n        self.W1 = np.random.randn(4, 3)', 3],
    key: ["params = {}\nparams['W1'] = np.zeros((4, 3))", 2],
    'key put together': ['def init(d):\n    p = {}\n    p["W" + str(l)] = rng.normal(size=(4, 3))', 3],
    'formatted key': ['p[f"W{l}"] = np.random.randn(4, 3)', 1],
    template: ['p[`W${l}`] = Array.from({ length: 3 }, normal);', 1],
    'taken from elsewhere': ['W1 = parameters["W1"]', null],
    'made twice': ['W1 = np.zeros(3)\nW1 = np.random.randn(3)', null],
    'another name': ['dW1 = np.zeros((4, 3))\nW10 = np.zeros((4, 3))\nb["b" + str(l)] = np.zeros(3)', null],
    comparison: ['assert W1 == np.zeros(3)', null],
  } as const;
  for (const [what, [text, line]] of Object.entries(lines))
    it(`${what}: ${line ?? 'none'}`, () => assert.equal(weightLine(text, 'W1'), line));
});
