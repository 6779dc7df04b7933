import assert from 'node:assert/strict';
import { matchGradients, unclaimedIn } from '../../../src/core/binding/gradients';
import type { Description } from '../../../src/core/binding/inventory';
import {
  gradientKeys,
  looksLikeParameter,
  parameterKey,
  type NamePath,
} from '../../../src/core/binding/names';
import { tensorAt } from '../../../src/core/binding/tensors';
import type { PathPart, Source } from '../../../src/core/binding/plan';

const slot: Source = { from: 'slot', slot: 'x' };

function array(...shape: number[]): Description {
  return { type: 'array', container: 'array', shape, dtype: 'float64', identity: shape.length };
}

function mapping(values: Readonly<Record<string, Description>>): Description {
  const entries = Object.entries(values).map(([key, value]) => ({ key, value }));
  return { type: 'mapping', length: entries.length, entries };
}

function list(...items: Description[]): Description {
  return { type: 'sequence', kind: 'list', length: items.length, items };
}

const tensor = (path: NamePath, ...shape: number[]) => tensorAt(slot, array(...shape), path);

/** Where the gradient of each tensor was found, as a path. */
function found(
  tensors: readonly ReturnType<typeof tensor>[],
  value: Description,
  name: string | null = 'grads',
) {
  const holder = { name, source: slot, value, onlyMarked: false };
  const keyOf = (part: PathPart) => ('item' in part ? part.item : part.attribute);
  return matchGradients(tensors, [holder]).map((match) => {
    if (match === null) return null;
    return match.source.from === 'slot' ? (match.source.path ?? []).map(keyOf).join('.') : '?';
  });
}

describe('names of gradients', () => {
  const pairs: readonly (readonly [NamePath, NamePath])[] = [
    [['W1'], ['dW1']],
    [['W1'], ['grads', 'W1']],
    [
      ['params', 'W1'],
      ['grads', 'W1'],
    ],
    [['b2'], ['grad_b2']],
    [
      ['weights', 0],
      ['nabla_w', 0],
    ],
    [['theta'], ['grad', 'theta']],
    [['w'], ['dj_dw']],
    [['Theta1'], ['Theta1_grad']],
    [['W1'], ['W1_diff']],
    [
      ['layers', 0, 'W'],
      ['layers', 0, 'dW'],
    ],
    [
      ['layers', 0, 'weights'],
      ['layers', 0, 'weights_gradient'],
    ],
    [
      ['layers', 1, 'params', 'W'],
      ['layers', 1, 'grads', 'W'],
    ],
    [
      ['fc1', 'W', 'data'],
      ['fc1', 'W', 'grad'],
    ],
    [['w_hidden'], ['d_w_hidden']],
    [['bias'], ['db']],
    [['gamma'], ['dgamma']],
  ];
  for (const [parameter, gradient] of pairs) {
    it(`${gradient.join('.')} belongs to ${parameter.join('.')}`, () => {
      const marked = gradientKeys(gradient).filter((key) => key.marks > 0);
      assert.ok(marked.some((key) => key.key === parameterKey(parameter)));
    });
  }

  it('knows names of parameters and of other things', () => {
    for (const name of [
      'W1',
      'b1',
      'Wxh',
      'weights_hidden',
      'bias',
      'theta',
      'gamma',
      'syn0',
      'w',
      'by',
      'embedding',
      'fc1_w',
    ])
      assert.ok(looksLikeParameter(name), name);
    for (const name of [
      'x',
      'batch_size',
      'dW1',
      'weight_decay',
      'learning_rate',
      'W_grad',
      'velocity',
      'words',
      'best_w',
    ])
      assert.ok(!looksLikeParameter(name), name);
  });
});

describe('gradients among what a call returned', () => {
  const W1 = tensor(['W1'], 4, 3);
  const b1 = tensor(['b1'], 4, 1);
  const W2 = tensor(['W2'], 1, 4);
  const all = [W1, b1, W2];

  it('are found under d-names beside others', () => {
    const value = mapping({
      dZ1: array(4, 10),
      dW1: array(4, 3),
      db1: array(4, 1),
      dW2: array(1, 4),
      dA1: array(4, 3),
    });
    assert.deepEqual(found(all, value), ['dW1', 'db1', 'dW2']);
  });

  it('prefer the name that says gradient to the parameter of the same dict', () => {
    const value = mapping({ W1: array(4, 3), dW1: array(4, 3), b1: array(4, 1), db1: array(4, 1) });
    assert.deepEqual(found([W1, b1], value), ['dW1', 'db1']);
  });

  it('are null where one is missing, and found where the shape is wrong', () => {
    assert.deepEqual(found(all, mapping({ dW1: array(3, 4), dW2: array(1, 4) })), ['dW1', null, 'dW2']);
    assert.deepEqual(found(all, mapping({ dW1: array(4, 3), db1: { type: 'none' } })), ['dW1', 'db1', null]);
  });

  it('are told by their order in a list', () => {
    assert.deepEqual(found(all, list(array(4, 3), array(4, 1), array(1, 4))), ['0', '1', '2']);
  });

  it('are told by their shapes in another order', () => {
    assert.deepEqual(found(all, list(array(1, 4), array(4, 1), array(4, 3)), null), ['2', '1', '0']);
    const mixed = [tensor(['w'], 3, 1), tensor(['b'])];
    assert.deepEqual(found(mixed, list(array(), array(3, 1)), null), ['1', '0']);
  });

  it('are not guessed where shapes leave a choice', () => {
    const square = [tensor(['U'], 3, 3), tensor(['V'], 3, 3)];
    assert.deepEqual(found(square, list(array(3, 3), array(3, 3), array(3, 3)), null), [null, null]);
  });

  it('may differ by axes of length one', () => {
    assert.deepEqual(found([tensor(['b'], 1, 6)], array(6), null), ['']);
  });

  it('prefer a gradient of the wrong shape to a parameter of the right one', () => {
    assert.deepEqual(found([W1, W2], mapping({ W1: array(4, 3), dW1: array(3, 4), dW2: array(1, 4) })), [
      'dW1',
      'dW2',
    ]);
  });

  it('are told by elimination where one is returned as an expression', () => {
    const holder = (name: string | null, value: Description, item: number) => ({
      name,
      source: { ...slot, path: [{ item }] } as Source,
      value,
      onlyMarked: false,
    });
    const holders = [holder('dW1', array(4, 3), 0), holder(null, array(4), 1), holder('dW2', array(1, 4), 2)];
    assert.ok(matchGradients(all, holders).every((match) => match !== null));
  });

  it('are not given to two tensors', () => {
    const tensors = [tensor(['layers', 0, 'W'], 3, 3), tensor(['layers', 1, 'W'], 3, 3)];
    assert.deepEqual(found(tensors, mapping({ dW: array(3, 3) })), [null, null]);
  });

  it('have the names of all tensors, where some look like gradients or like lists of others', () => {
    const names = ['Wm', 'Ws', 'bs', 'Wd', 'dW', 'W'];
    const tensors = names.map((name) => tensor(['params', name], 3, 3));
    const other: Description = {
      type: 'array',
      container: 'array',
      shape: [3, 3],
      dtype: 'float64',
      identity: 9,
    };
    const gradients = mapping(Object.fromEntries(names.map((name) => [name, other])));
    assert.deepEqual(found(tensors, gradients), names);
    assert.deepEqual(found(tensors, gradients, null), names);
  });

  it('are matched index by index in lists', () => {
    const tensors = [tensor(['weights', 0], 5, 4), tensor(['weights', 1], 3, 5)];
    assert.deepEqual(found(tensors, list(array(5, 4), array(3, 5)), 'nabla_w'), ['0', '1']);
    assert.deepEqual(found(tensors, mapping({ dW1: array(5, 4), dW2: array(3, 5) })), ['dW1', 'dW2']);
    assert.deepEqual(found(tensors, mapping({ dW0: array(5, 4), dW1: array(3, 5) })), ['dW0', 'dW1']);
  });

  it('are told where they belong to no parameter: beside those that bear the parameters’ very names', () => {
    const tensors = [tensor(['W'], 5, 4), tensor(['b'], 4)];
    const unclaimed = (extra: string) => {
      const value = mapping({ W: array(5, 4), b: array(4), [extra]: array(5) });
      const holders = [{ name: 'grads', source: slot, value, onlyMarked: false }];
      return unclaimedIn(holders, matchGradients(tensors, holders), tensors);
    };
    assert.deepEqual(['c', 'dA1', 'loss'].map(unclaimed), [['c'], [], []]);
    const marked = mapping({ dW: array(5, 4), db: array(4), c: array(5) });
    const holders = [{ name: 'grads', source: slot, value: marked, onlyMarked: false }];
    assert.deepEqual(unclaimedIn(holders, matchGradients(tensors, holders), tensors), []);
  });
});
