import assert from 'node:assert/strict';
import { mismatchOf } from '../../../../src/core/normalization/judgement/mismatchOf';
import { overallKind } from '../../../../src/core/normalization/judgement/overallKind';
import { provenanceOf } from '../../../../src/core/normalization/judgement/provenanceOf';
import { verdictOf, type NormalizationVerdict } from '../../../../src/core/normalization/judgement/verdictOf';
import { fitted, judged, rawTable, transformed, type Source, type Table } from './support/normalizing';
import { Random } from './support/random';
import { images } from './support/scaledData';

function verdict(...tables: readonly Table[]): NormalizationVerdict {
  const splits = tables.map((table, at) =>
    judged(['X_train', 'X_test'][at]!, (['train', 'test'] as const)[at]!, table),
  );
  const { overall } = overallKind(splits[0]!.statistics);
  const mismatches = splits.slice(1).map((split) => mismatchOf(splits[0]!, split));
  return verdictOf({ overall, splits, provenance: provenanceOf(splits), mismatches });
}

describe('the verdict on the inputs', () => {
  const random = new Random(11);
  const sources = (...factors: readonly number[]): readonly Source[] =>
    factors.map((factor) => ({ distribution: 'normal', offset: 5, factor }));
  const draw = (rows: number, ...factors: readonly number[]): Table =>
    rawTable(random, sources(...factors), rows, 'float64');
  const [train, test] = [draw(500, 0.02, 3, 3400), draw(120, 0.02, 3, 3400)];
  const of = (table: Table, ...parts: readonly Table[]): Table => transformed(table, fitted(parts, 0));

  it('right: the training statistics for both', () => {
    const { verdict: word, sentence, advice } = verdict(of(train, train), of(test, train));
    assert.equal(word, 'correct');
    assert.match(sentence, /^The inputs are normalized: .* X_test was normalized with .* of X_train\.$/);
    assert.equal(advice, '');
  });

  it('wrong: its own statistics, or those of both together', () => {
    const own = verdict(of(train, train), of(test, test));
    assert.deepEqual(
      [own.verdict, own.sentence],
      ['wrong', 'X_test was normalized with its own mean and standard deviation.'],
    );
    const pooled = verdict(of(train, train, test), of(test, train, test));
    assert.equal(pooled.verdict, 'wrong');
    assert.match(pooled.advice, /from X_train alone/);
  });

  it('not normalized, with dramatically different ranges: look closely', () => {
    const { verdict: word, sentence, advice } = verdict(train, test);
    assert.equal(word, 'suspicious');
    assert.match(
      sentence,
      /^The inputs are not normalized: σ ranges from 0\.0\d+ to 3,\d00 over 3 features\.$/,
    );
    assert.match(advice, /dramatically different ranges/);
  });

  it('not normalized, with scales alike: harmless', () => {
    const { verdict: word, advice } = verdict(draw(300, 2, 3));
    assert.equal(word, 'correct');
    assert.match(advice, /matters little/);
  });

  it('bytes as they are: look closely; divided by 255: right', () => {
    const bytes = images(random, 60, 8, 1, true);
    assert.equal(verdict(bytes).verdict, 'suspicious');
    assert.equal(verdict(bytes.map((column) => column.map((value) => value / 255))).verdict, 'correct');
  });

  it('one feature left out is named by count', () => {
    const [first, second] = of(train, train);
    const { verdict: word, sentence } = verdict([first!, second!, train[2]!]);
    assert.equal(word, 'suspicious');
    assert.match(sentence, /^1 of 3 features is not normalized/);
  });

  it('right training data stay right where nobody can tell whose statistics were used', () => {
    const parts = [
      of(train, train, test, draw(200, 0.02, 3, 3400)),
      of(test, train, test, draw(200, 0.02, 3, 3400)),
    ];
    const { verdict: word, sentence } = verdict(parts[0]!, of(draw(120, 0.02, 3, 3400), train));
    assert.equal(word, 'correct');
    assert.match(sentence, /Whose statistics were used cannot be told from the numbers alone\.$/);
  });

  it('a test split that was forgotten, and infinite values: look closely', () => {
    assert.equal(verdict(of(train, train), test).verdict, 'suspicious');
    const infinite = of(train, train).map((column) =>
      column.map((value, row) => (row === 3 ? Infinity : value)),
    );
    const statistics = judged('X_train', 'train', infinite);
    const { overall } = overallKind(statistics.statistics);
    const told = verdictOf({ overall, splits: [statistics], provenance: null, mismatches: [] });
    assert.deepEqual([told.verdict, told.sentence], ['suspicious', 'X_train has 3 infinite values.']);
  });

  it('nothing that varies, or nothing at all: cannot tell', () => {
    assert.equal(verdict([new Float64Array(9).fill(2)]).verdict, 'inconclusive');
    const { verdict: word, sentence } = verdict([new Float64Array(9).fill(NaN)]);
    assert.deepEqual([word, sentence], ['inconclusive', 'X_train has no finite values.']);
  });

  it('tells of splits that differ', () => {
    const shifted = of(test, train).map((column) => column.map((value) => value + 1.5));
    const { verdict: word, sentence } = verdict(of(train, train), shifted);
    assert.match(`${word}: ${sentence}`, /^correct: .*X_test differs from X_train in 3 features\.$/);
  });
});
