import assert from 'node:assert/strict';
import { possibleChannels } from '../../../../src/core/normalization/judgement/channels';
import { overallKind, type KindJudgement } from '../../../../src/core/normalization/judgement/overallKind';
import { statisticsOf } from './support/statisticsOf';
import { Random } from './support/random';
import { affine, images, momentsOfAll, tabular } from './support/scaledData';

const flat = { orientation: 'examples-first', channelAxis: null } as const;

function kindOf(columns: readonly ArrayLike<number>[]): KindJudgement {
  const shape = [columns[0]!.length, columns.length];
  return overallKind(statisticsOf(columns), possibleChannels(columns.length, shape, flat));
}

function normals(random: Random, rows: number, mean: number, sigma: number): Float64Array {
  return Float64Array.from({ length: rows }, () => mean + sigma * random.normal());
}

describe('what was done to the inputs', () => {
  const random = new Random(1);
  const simple: readonly (readonly [string, readonly ArrayLike<number>[], string])[] = [
    ['normalized', [normals(random, 500, 0, 1), normals(random, 500, 0.05, 0.97)], 'normalized'],
    ['few rows of normalized data', [normals(random, 12, 0, 1), normals(random, 12, 0, 1)], 'normalized'],
    ['centred', [normals(random, 500, 0, 40), normals(random, 500, 0, 30)], 'centred'],
    ['scaled', [normals(random, 500, 7, 1), normals(random, 500, -9, 1)], 'scaled'],
    ['raw', [normals(random, 500, 7, 30), normals(random, 500, -90, 12)], 'not-normalized'],
    ['raw whole numbers', images(random, 40, 8, 1, true), 'not-normalized'],
    [
      'minimum 0 and maximum 1',
      [
        [0, 0.2, 1],
        [1, 0.6, 0],
      ],
      'min-max',
    ],
    [
      'minimum −1 and maximum 1',
      [
        [-1, 0.2, 1],
        [1, 0.6, -1],
        [0.1, -1, 1],
      ],
      'min-max',
    ],
    ['normalized beside raw', [normals(random, 500, 0, 1), normals(random, 500, 60, 20)], 'mixed'],
    [
      'constant',
      [
        [3, 3, 3],
        [4, 4, 4],
      ],
      'constant',
    ],
    [
      'empty',
      [
        [NaN, NaN],
        [NaN, NaN],
      ],
      'empty',
    ],
  ];
  for (const [name, columns, expected] of simple) {
    it(`${name}: ${expected}`, () => assert.equal(kindOf(columns).overall.kind, expected));
  }

  it('knows bytes by their steps, and published constants', () => {
    const bytes = images(random, 60, 8, 3, false);
    const by = (columns: readonly Float64Array[]): string => {
      const { kind, by: text } = kindOf(columns).overall;
      return `${kind}, ${text}`;
    };
    assert.equal(by(affine(bytes, () => [0, 255], true)), 'divided, 255');
    assert.equal(by(affine(bytes, () => [127.5, 127.5], true)), 'divided, 127.5');
    const mean = [0.485, 0.456, 0.406].map((value) => 255 * value);
    const sigma = [0.229, 0.224, 0.225].map((value) => 255 * value);
    const scaled = affine(bytes, (feature) => [mean[feature % 3]!, sigma[feature % 3]!], true);
    assert.equal(by(scaled), 'standardized-by-channel, the constants of ImageNet');
    const [all, deviation] = momentsOfAll(bytes);
    assert.equal(by(affine(bytes, () => [all, deviation], false)), 'standardized-globally, null');
  });

  it('never calls data scaled by min–max, by 255 or by constants plainly not normalized, in 120 data sets', () => {
    const found: Record<string, number> = {};
    for (let seed = 0; seed < 120; seed++) {
      const draw = new Random(seed + 100);
      const single = draw.uniform() < 0.5;
      const rows = draw.size(20, 200);
      const way = ['255', 'min–max', 'channels', 'constants', 'global', 'symmetric'][seed % 6]!;
      const channels = way === 'channels' || way === 'constants' ? 3 : draw.pick([1, 3]);
      const table = way === 'min–max' && draw.uniform() < 0.6;
      const sparse = draw.uniform() < 0.6;
      const make = (count: number): readonly Float64Array[] =>
        table ? [] : images(draw, count, 8, channels, sparse);
      const whole = table
        ? tabular(draw, rows + Math.ceil(rows / 4), draw.pick([2, 6, 20]))
        : make(rows + Math.ceil(rows / 4));
      const training = whole.map((column) => column.slice(0, rows));
      const channel = (at: number): readonly Float64Array[] =>
        training.filter((_, feature) => feature % channels === at);
      const [first, span] = [draw.between(0.3, 0.6), draw.between(0.2, 0.35)];
      const scale = (feature: number): readonly [number, number] => {
        if (way === '255') return [0, 255];
        if (way === 'symmetric') return [127.5, 127.5];
        if (way === 'global') return momentsOfAll(training);
        if (way === 'channels') return momentsOfAll(channel(feature % channels));
        if (way === 'constants')
          return [255 * (first - 0.03 * (feature % 3)), 255 * (span + 0.01 * (feature % 3))];
        const sorted = training[feature]!.toSorted();
        return [sorted[0]!, sorted.at(-1)! - sorted[0]!];
      };
      const pairs = whole.map((_, feature) => scale(feature));
      const scaled = affine(whole, (feature) => pairs[feature]!, single);
      const splits = { train: [0, rows], test: [rows, undefined] } as const;
      for (const [name, [from, to]] of Object.entries(splits)) {
        const { overall } = kindOf(scaled.map((column) => column.slice(from, to)));
        const key = `${way}${table ? ' of a table' : ''}, ${name}: ${overall.kind}`;
        found[key] = (found[key] ?? 0) + 1;
      }
    }
    assert.equal(
      Object.values(found).reduce((sum, count) => sum + count, 0),
      240,
    );
    const accused = Object.entries(found).filter(([key]) => key.endsWith(': not-normalized'));
    assert.deepEqual(accused, [], JSON.stringify(found, null, 1));
  });

  it('tells how far the scales are apart', () => {
    const severity = (columns: readonly ArrayLike<number>[]): string => kindOf(columns).overall.severity;
    assert.equal(severity([normals(random, 500, 0, 0.02), normals(random, 500, 0, 3400)]), 'severe');
    assert.equal(severity([normals(random, 500, 0, 1), normals(random, 500, 0, 12)]), 'mild');
    assert.equal(severity([normals(random, 500, 0, 2), normals(random, 500, 0, 3)]), 'none');
    assert.notEqual(severity(images(random, 300, 12, 1, true)), 'severe');
    assert.equal(kindOf([normals(random, 50, 0, 5)]).overall.spread, 1);
  });

  it('lists the worst features first', () => {
    const columns = [
      normals(random, 500, 0, 1),
      normals(random, 500, 3, 2),
      normals(random, 500, 0, 500),
      normals(random, 500, 900, 500),
    ];
    assert.deepEqual([...kindOf(columns).worstFirst], [3, 1, 2, 0]);
  });
});
