import assert from 'node:assert/strict';
import type { Description, FunctionFact, Inventory } from '../../../../src/core/binding/inventory';
import {
  dataFunctions,
  findSplits,
  type FoundSplit,
} from '../../../../src/core/normalization/judgement/findSplits';
import { inferView } from '../../../../src/core/normalization/judgement/inferView';
import { roleOfName } from '../../../../src/core/normalization/judgement/splitNames';
import { splitsOfResult } from '../../../../src/core/normalization/judgement/splitsOfResult';

function array(shape: readonly number[], dtype = 'float64'): Description {
  return { type: 'array', container: 'array', shape, dtype, identity: 0 };
}

function inventory(
  values: Readonly<Record<string, Description>>,
  functions: readonly FunctionFact[] = [],
): Inventory {
  const listed = Object.entries(values).map(([name, value]) => ({ name, value }));
  return { file: 'model.py', functions, classes: [], values: listed, standIns: [] };
}

function arrays(text: string): Inventory {
  const entries = text.split(' ').map((item) => {
    const [name, shape] = item.split(':');
    return [name!, array(shape!.split('x').map(Number))] as const;
  });
  return inventory(Object.fromEntries(entries));
}

function text(splits: readonly FoundSplit[]): string {
  return splits
    .map(({ name, role, raw }) => `${role} ${name}${raw === null ? '' : ` from ${raw.name}`}`)
    .join(', ');
}

function fact(name: string, returns: readonly (readonly string[])[] = [], required = 0): FunctionFact {
  const parameters = Array.from({ length: required }, (_, at) => ({
    name: `a${at}`,
    kind: 'positional' as const,
  }));
  return { name, parameters, file: 'model.py', line: 1, endLine: 2, returns };
}

const tuple = (...items: readonly Description[]): Description => {
  return { type: 'sequence', kind: 'tuple', length: items.length, items };
};

describe('splits by name', () => {
  const named: Readonly<Record<string, string>> = {
    train:
      'X_train x_train train_x train_set_x trainX XTrain Xtr X_tr xtrain train_data train_images X_train_norm',
    dev: 'X_dev X_val X_valid x_validation val_x Xval dev_set_x',
    test: 'X_test x_test test_x test_set_x testX Xte test_images X_test_scaled test_inputs',
    all: 'X x data inputs features images X_norm input_data',
  };
  for (const [role, names] of Object.entries(named)) {
    it(`${role}: ${names}`, () => {
      for (const name of names.split(' ')) assert.equal(roleOfName(name)?.role, role, name);
    });
  }

  it('are never labels, statistics, parameters or losses', () => {
    const others =
      'y_train Y labels targets train_labels train_y ytrain test_set_y trainY X_mean x_hat W1 data_loss ' +
      'train_loss test_acc X_batch mu sigma X_train_mean X_min x_size n_x trainables __x__';
    for (const name of others.split(' ')) assert.equal(roleOfName(name), null, name);
  });

  const files: readonly (readonly [string, string])[] = [
    ['X_train:80x4 y_train:80 X_test:20x4 y_test:20', 'train X_train, test X_test'],
    ['X_test:20x4 X_val:10x4 X_train:80x4', 'train X_train, dev X_val, test X_test'],
    ['X:100x4 X_train:80x4 X_test:20x4', 'train X_train, test X_test'],
    ['X:100x4 y:100', 'all X'],
    ['X:100x4 X_norm:100x4', 'all X_norm from X'],
    ['X_train_raw:80x4 X_train:80x4 X_test:20x4', 'train X_train from X_train_raw, test X_test'],
    [
      'X_train:80x4 X_test:20x4 X_train_norm:80x4 X_test_norm:20x4',
      'train X_train_norm from X_train, test X_test_norm from X_test',
    ],
    [
      'train_set_x_orig:209x64x64x3 test_set_x_orig:50x64x64x3 train_set_x_flatten:12288x209 ' +
        'test_set_x_flatten:12288x50 train_set_x:12288x209 test_set_x:12288x50',
      'train train_set_x from train_set_x_flatten, test test_set_x from test_set_x_flatten',
    ],
    ['X_train:80x4 X_std:4', 'train X_train'],
    ['X:80x4 X_std:80x4', 'all X_std from X'],
    ['W1:4x3 b1:4', ''],
    ['data:100x5 X_train:80x4', 'train X_train'],
    ['X:100x4 data:100x5', 'all X'],
  ];
  for (const [names, expected] of files) {
    it(names, () => assert.equal(text(findSplits(arrays(names))), expected));
  }

  it('also whole numbers, truth values and data frames, but not text or objects', () => {
    const frame: Description = { type: 'object', className: 'DataFrame', attributes: [], methods: [] };
    const found = findSplits(
      inventory({ X_train: array([9, 2], 'uint8'), X_test: array([4, 2], 'bool'), X_dev: frame }),
    );
    assert.equal(text(found), 'train X_train, dev X_dev, test X_test');
    assert.equal(text(findSplits(inventory({ X: array([9, 2], 'object'), x: array([], 'float64') }))), '');
  });

  it('in a dict', () => {
    const entries = [
      { key: 'X_train', value: array([9, 2]) },
      { key: 'y_train', value: array([9]) },
    ];
    const [split] = findSplits(inventory({ data: { type: 'mapping', length: 2, entries } }));
    assert.deepEqual(split?.source, { from: 'module', name: 'data', path: [{ item: 'X_train' }] });
    assert.deepEqual(split?.labels, [9]);
  });
});

describe('splits that a function returns', () => {
  const slot = { from: 'slot', slot: 'data' } as const;
  it('is called only if it needs no arguments', () => {
    const functions = [fact('load_data'), fact('load_dataset', [], 1), fact('train_model'), fact('get_data')];
    assert.deepEqual(
      dataFunctions(inventory({}, functions)).map(({ name }) => name),
      ['load_data', 'get_data'],
    );
  });

  const x = (m: number): Description => array([m, 4]);
  const y = (m: number): Description => array([m]);
  const cases: readonly (readonly [string, readonly string[], Description, string])[] = [
    [
      'names',
      ['x_train', 'y_train', 'x_test', 'y_test'],
      tuple(x(8), y(8), x(5), y(5)),
      'train x_train, test x_test',
    ],
    [
      'pairs of names',
      ['(a, b)', '(c, d)'],
      tuple(tuple(x(8), y(8)), tuple(x(5), y(5))),
      'train X_train, test X_test',
    ],
    ['(X, y)', [], tuple(x(8), y(8)), 'all X'],
    ['X alone', ['load(f)'], x(8), 'all X'],
    ['x, y, x, y', [], tuple(x(8), y(8), x(5), y(5)), 'train X_train, test X_test'],
    ['x, x, y, y', [], tuple(x(8), x(5), y(8), y(5)), 'train X_train, test X_test'],
    [
      'three pairs',
      [],
      tuple(tuple(x(8), y(8)), tuple(x(3), y(3)), tuple(x(5), y(5))),
      'train X_train, dev X_dev, test X_test',
    ],
  ];
  for (const [name, returns, value, expected] of cases) {
    it(name, () => assert.equal(text(splitsOfResult(fact('load_data', [returns]), slot, value)), expected));
  }

  it('says where each is', () => {
    const value = tuple(tuple(x(8), y(8)), tuple(x(5), y(5)));
    const [, test] = splitsOfResult(fact('load_data'), slot, value);
    assert.deepEqual(test?.source, { from: 'slot', slot: 'data', path: [{ item: 1 }, { item: 0 }] });
    assert.deepEqual(test?.labels, [5]);
  });
});

describe('orientation', () => {
  const layout = { featuresFirst: true, features: 2, outputs: 1, flat: false };
  const none = { labels: [], layouts: [], rowsAreExamples: false };
  const of = (question: Partial<Parameters<typeof inferView>[0]>): string => {
    const { view, evidence } = inferView({ ...none, shapes: [], ...question });
    return `${view.orientation}, ${evidence}`;
  };
  it('by labels', () => {
    assert.equal(of({ shapes: [[2, 400]], labels: [[1, 400]] }), 'features-first, labels');
    assert.equal(of({ shapes: [[400, 2]], labels: [[400]] }), 'examples-first, labels');
    assert.equal(of({ shapes: [[4, 2]], labels: [[4, 1]] }), 'examples-first, labels');
    assert.equal(of({ shapes: [[50, 900]], labels: [[50, 10]] }), 'examples-first, labels');
    assert.equal(of({ shapes: [[32, 32, 3, 100]], labels: [[100]] }), 'features-first, labels');
  });
  it('by the first weights', () => {
    assert.equal(of({ shapes: [[2, 9]], layouts: [layout] }), 'features-first, first weights');
    const layouts = [layout, { ...layout, featuresFirst: false }];
    assert.equal(of({ shapes: [[9, 2]], layouts }), 'examples-first, first weights');
  });
  it('by the axis that splits share, by the shape alone, and as a file has it', () => {
    assert.equal(
      of({
        shapes: [
          [30, 20],
          [30, 10],
        ],
      }),
      'features-first, shape',
    );
    assert.equal(
      of({
        shapes: [
          [20, 30],
          [10, 30],
        ],
      }),
      'examples-first, shape',
    );
    assert.equal(of({ shapes: [[100, 784]] }), 'examples-first, shape');
    assert.equal(of({ shapes: [[10, 50]], rowsAreExamples: true }), 'examples-first, file format');
  });
  it('finds the axes that may be channels', () => {
    assert.deepEqual(inferView({ ...none, shapes: [[9, 32, 32, 3]] }).channelAxes, [3]);
    assert.deepEqual(inferView({ ...none, shapes: [[9, 3, 32, 32]] }).channelAxes, [1]);
    assert.deepEqual(inferView({ ...none, shapes: [[9, 28, 28]] }).channelAxes, []);
  });
});
