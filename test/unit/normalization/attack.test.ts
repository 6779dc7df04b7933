import assert from 'node:assert/strict';
import { possibleChannels } from '../../../src/core/normalization/judgement/channels';
import { overallKind } from '../../../src/core/normalization/judgement/overallKind';
import { provenanceOf } from '../../../src/core/normalization/judgement/provenanceOf';
import { verdictOf, type NormalizationVerdict } from '../../../src/core/normalization/judgement/verdictOf';
import { splitsAmong, type NamedValue } from '../../../src/core/normalization/judgement/findSplits';
import { roleOfName } from '../../../src/core/normalization/judgement/splitNames';
import { numbersRows } from '../../../src/data/columnNames';
import { judged, type Table } from './judgement/support/normalizing';
import { Random } from './judgement/support/random';

/** Files as people write them, whose answer was once a wrong one. */
describe('inputs as people have them', () => {
  const random = new Random(60);
  const normals = (mean: number, sigma: number, rows = 400): Float64Array =>
    Float64Array.from({ length: rows }, () => mean + sigma * random.normal());
  const uniforms = (width: number, rows = 400): Float64Array =>
    Float64Array.from({ length: rows }, () => width * random.uniform());

  function answer(...tables: readonly Table[]): NormalizationVerdict & { readonly kind: string } {
    const splits = tables.map((table, at) =>
      judged(['X_train', 'X_test'][at]!, (['train', 'test'] as const)[at]!, table),
    );
    const shape = [tables[0]![0]!.length, tables[0]!.length];
    const view = { orientation: 'examples-first', channelAxis: null } as const;
    const { overall } = overallKind(splits[0]!.statistics, possibleChannels(shape[1]!, shape, view));
    const provenance = provenanceOf(splits);
    return { ...verdictOf({ overall, splits, provenance, mismatches: [] }), kind: overall.kind };
  }

  it('two or three raw features are not called standardized with one mean and standard deviation', () => {
    assert.equal(answer([normals(0.07, 2), normals(-0.04, 2.1)]).kind, 'centred');
    const three = answer([normals(0.3, 1.8), normals(-0.5, 0.6), normals(0.2, 1.2)]);
    assert.match(three.kind, /^(not-normalized|mixed)$/);
  });

  it('daily returns of about 0.01 are not called scaled by their minimum and maximum', () => {
    const { kind } = answer([normals(0, 0.01), normals(0, 0.012), normals(0.001, 0.02)]);
    assert.notEqual(kind, 'min-max');
  });

  it('values from 0 to 1 of dramatically different ranges need a look', () => {
    const { verdict, sentence, advice } = answer([uniforms(1), uniforms(1e-3), uniforms(1e-5)]);
    assert.equal(verdict, 'suspicious');
    assert.match(sentence, /^All inputs lie from .* to 1(\.0)?, but σ ranges from 2\.\d × 10⁻⁶ to 0\.\d+/);
    assert.match(advice, /dramatically different ranges/);
  });

  it('values from 0 to 1 of like ranges are right', () => {
    assert.equal(answer([uniforms(0.9), uniforms(0.4), uniforms(0.2)]).verdict, 'correct');
  });

  it('a constant feature divided by its standard deviation of 0 has no values left', () => {
    const lost = new Float64Array(400).fill(NaN);
    const { verdict, sentence } = answer([normals(0, 1), lost, normals(0, 1)]);
    assert.deepEqual([verdict, sentence], ['suspicious', '1 feature of X_train has no finite values.']);
  });

  it('one feature is spoken of in words that fit', () => {
    assert.match(answer([normals(5, 12)]).sentence, /^The inputs .*: their standard deviation is 1\d\.$/);
    assert.match(answer([normals(5, 1)]).sentence, /but not mean 0: their mean is (5|4\.9|5\.1)\.$/);
  });

  it('features that never vary ask for no statistics', () => {
    const ones = (): Float64Array => new Float64Array(50).fill(1);
    assert.equal(answer([ones(), ones()], [ones(), ones()]).sentence, 'No feature of X_train varies.');
  });

  it('raw data of different ranges are not asked whose statistics they have', () => {
    const table = (): Table => [normals(2, 0.8, 3), normals(250, 41, 3)];
    assert.doesNotMatch(answer(table(), table()).sentence, /Whose/);
  });
});

describe('columns that number the rows', () => {
  const counting =
    (from: number, length = 50) =>
    (): readonly number[] =>
      Array.from({ length }, (_, at) => from + at);

  it('also those of a test set, and by names such as PassengerId', () => {
    assert.ok(numbersRows('Id', counting(1461)));
    assert.ok(numbersRows('PassengerId', counting(1)));
    assert.ok(numbersRows('customer_id', counting(0)));
  });

  it('not other numbers, other names, or a few that follow one another by chance', () => {
    assert.ok(!numbersRows('Id', () => [7, 3, 9, 12, 1, 5, 6, 7, 8, 9, 10]));
    assert.ok(!numbersRows('age', counting(1)));
    assert.ok(!numbersRows('grid', counting(0, 2)));
    assert.ok(!numbersRows('id', counting(5, 3)));
  });
});

describe('names of splits', () => {
  it('Xtr, Xva and Xte are the three splits', () => {
    const roles = ['Xtr', 'Xva', 'Xte'].map((name) => roleOfName(name)?.role);
    assert.deepEqual(roles, ['train', 'dev', 'test']);
  });

  it('X with an axis of features comes before a line x to draw on', () => {
    const array = (name: string, shape: readonly number[]): NamedValue => {
      const value = {
        type: 'array',
        container: 'array',
        shape,
        dtype: 'float64',
        identity: shape.length,
      } as const;
      return { name, source: { from: 'module', name }, value };
    };
    const found = splitsAmong([array('x', [7]), array('X', [100, 4]), array('y', [100])]);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['X'],
    );
  });
});
