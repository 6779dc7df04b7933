import assert from 'node:assert/strict';
import { provenanceOf } from '../../../../src/core/normalization/judgement/provenanceOf';
import type { JudgedSplit } from '../../../../src/core/normalization/split';
import type { Provenance, Whose } from '../../../../src/core/normalization/verdicts';
import {
  distributions,
  fitted,
  judged,
  rawTable,
  transformed,
  type Precision,
  type Source,
  type Table,
} from './support/normalizing';
import { Random } from './support/random';

const names = ['X_train', 'X_test', 'X_dev'];
const roles = ['train', 'test', 'dev'] as const;

function splitsOf(tables: readonly Table[], raw: readonly Table[] | null = null): readonly JudgedSplit[] {
  return tables.map((table, at) => judged(names[at]!, roles[at]!, table, raw?.[at] ?? null));
}

/** What was done to the splits; 'before' and 'parts' are samples of what was normalized. */
const ways = ['training', 'own', 'pooled', 'two pooled', 'before', 'parts'] as const;

interface Trial {
  readonly expected: Whose;
  readonly precision: Precision;
  readonly provenance: Provenance;
  readonly about: string;
}

/** A case drawn by the seed: one to three features, 50 to 60,000 rows, or up to 20 features of fewer rows. */
function trial(seed: number): Trial {
  const random = new Random(seed * 7919 + 17);
  const precision = random.pick(['float32', 'float64'] as const);
  const features = random.pick([1, 2, 3, 6, 20]);
  const most = features > 3 ? 3000 : 60_000;
  // One feature at least is continuous: means of samples of few values are equal by chance (see below).
  const sources = Array.from({ length: features }, (_, feature): Source => {
    return {
      distribution:
        feature === 0
          ? random.pick(['normal', 'uniform', 'exponential', 'mixture'])
          : random.pick(distributions),
      offset: random.normal() * random.pick([0, 1, 10]),
      factor: 10 ** random.between(-2, 3),
    };
  });
  const count = random.pick([2, 2, 3]);
  const draw = (rows: number): Table => rawTable(random, sources, rows, precision);
  const whole = Array.from({ length: count }, () => draw(random.size(50, most)));
  const ddof = random.pick([0, 1] as const);
  const epsilon = random.pick([0, 0, 1e-8, 1e-5]);
  const way = random.pick(ways);
  const raw =
    way === 'parts'
      ? whole.map((table) => table.map((column) => column.slice(0, column.length * 0.6)))
      : whole;
  const of = {
    training: () => [whole[0]!],
    own: (at: number) => [whole[at]!],
    pooled: () => whole,
    'two pooled': () => whole.slice(0, 2),
    before: () => [...whole, draw(random.size(50, most))],
    parts: (at: number) => [whole[at]!],
  }[way];
  const shared = fitted(of(0), ddof, epsilon);
  const each = way === 'own' || way === 'parts';
  const scaled = raw.map((table, at) => transformed(table, each ? fitted(of(at), ddof, epsilon) : shared));
  const provenance = provenanceOf(splitsOf(scaled, random.uniform() < 0.25 ? raw : null))!;
  const expected =
    way === 'two pooled' ? 'pooled' : way === 'before' || way === 'parts' ? 'cannot-tell' : way;
  const rows = whole.map((table) => table[0]!.length).join(', ');
  const kinds = sources.map(({ distribution }) => distribution).join(', ');
  const about = `seed ${seed}: ${way}, ${precision}, rows ${rows}, ddof ${ddof}, ε ${epsilon}: ${kinds}`;
  return { expected, precision, provenance, about };
}

describe('whose mean and standard deviation', () => {
  it('is never named wrongly in 600 random cases, and in 95% of those in float64', function () {
    this.timeout(120_000);
    const wrong: string[] = [];
    let [named, nameable] = [0, 0];
    for (let seed = 0; seed < 600; seed++) {
      const { expected, precision, provenance, about } = trial(seed);
      for (const { split, whose } of provenance.splits) {
        const right =
          whose === expected || (split === 'X_train' && expected === 'own' && whose === 'training');
        if (whose !== 'cannot-tell' && !right) wrong.push(`${about} -> ${split} ${whose}`);
      }
      if (precision === 'float64' && expected !== 'cannot-tell') {
        nameable += 1;
        named += Number(provenance.whose === expected);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(named >= 0.95 * nameable, `${named} of ${nameable}`);
  });

  const random = new Random(3);
  const sources: readonly Source[] = [1, 20, 300].map((factor) => ({
    distribution: 'normal',
    offset: 2,
    factor,
  }));
  const train = rawTable(random, sources, 400, 'float64');
  const test = rawTable(random, sources, 90, 'float64');
  const own = (table: Table, ddof: 0 | 1 = 0): Table => transformed(table, fitted([table], ddof));
  const told = (tables: readonly Table[], raw: readonly Table[] | null = null): Provenance =>
    provenanceOf(splitsOf(tables, raw))!;

  it('says it in a sentence, with a remedy', () => {
    const { sentence, remedy } = told([own(train), own(test)]);
    assert.equal(sentence, 'X_test was normalized with its own mean and standard deviation.');
    assert.match(remedy, /^Use the mean and standard deviation of X_train for both/);
    const pooled = fitted([train, test], 0);
    const together = told([transformed(train, pooled), transformed(test, pooled)]);
    assert.equal(
      together.sentence,
      'X_train and X_test were normalized with the mean and standard deviation of both together.',
    );
    const right = told([own(train), transformed(test, fitted([train], 0))]);
    assert.deepEqual(
      [right.sentence, right.remedy],
      ['X_test was normalized with the mean and standard deviation of X_train.', ''],
    );
  });

  it('tells the degrees of freedom', () => {
    for (const ddof of [0, 1] as const) {
      assert.deepEqual(
        told([own(train, ddof), own(test, ddof)]).splits.map((split) => split.ddof),
        [ddof, ddof],
      );
    }
  });

  it('knows data left as they were, and a test split that was forgotten', () => {
    assert.equal(told([train, test]).whose, 'none');
    const far = test.map((column) => column.map((value) => 1000 + value));
    const { whose, sentence } = told([own(train), far]);
    assert.deepEqual([whose, sentence], ['none', 'X_test was left as it was, while X_train was normalized.']);
  });

  it('does not accuse what has mean 0 and σ 1 by itself, or is the same data twice', () => {
    const corners = [Float64Array.of(-1, 1, -1, 1, 1, -1), Float64Array.of(-1, -1, 1, 1, -1, 1)];
    assert.notEqual(told([corners, corners.map((column) => column.toReversed())]).whose, 'own');
    assert.equal(told([own(train), own(train)]).whose, 'training');
    const twice = own(train).map((column) => Float64Array.of(...column, ...column));
    assert.equal(told([own(train), twice]).whose, 'training');
  });

  it('does not name a mixture of one mean and another σ', () => {
    const [a, b] = [fitted([train], 0), fitted([test], 0)];
    const mixed = transformed(test, { mean: b.mean, sigma: a.sigma });
    assert.equal(told([own(train), mixed]).whose, 'cannot-tell');
  });

  it('leaves a single feature of two values open: equal means are no rare chance there', () => {
    const half = (rows: number): Table => [
      Float64Array.from({ length: rows }, (_, row) => Number(row % 2 === 0)),
    ];
    assert.equal(told([own(half(100)), own(half(40))]).whose, 'cannot-tell');
  });

  it('leaves clipped data open', () => {
    const clipped = (table: Table): Table =>
      own(table).map((column) => column.map((value) => Math.min(2, Math.max(-2, value))));
    assert.equal(told([clipped(train), clipped(test)]).whose, 'cannot-tell');
  });

  it('one mean and σ for all features', () => {
    const flat = (table: Table): Table => [Float64Array.from(table.flatMap((column) => [...column]))];
    const global = (table: Table, of: Table): Table => {
      const { mean, sigma } = fitted([flat(of)], 0);
      return transformed(table, { mean: table.map(() => mean[0]!), sigma: table.map(() => sigma[0]!) });
    };
    assert.equal(told([global(train, train), global(test, test)]).whose, 'own');
    assert.equal(told([global(train, train), global(test, train)]).whose, 'training');
  });

  it('minimum and maximum are told with the raw arrays only', () => {
    const span = (table: Table): { mean: number[]; sigma: number[] } => {
      const low = table.map((column) => Math.min(...column));
      const high = table.map((column) => Math.max(...column));
      return { mean: low, sigma: high.map((value, at) => value - low[at]!) };
    };
    const each = [transformed(train, span(train)), transformed(test, span(test))];
    const open = told(each);
    assert.notEqual(open.whose, 'own');
    const known = told(each, [train, test]);
    assert.deepEqual([known.whose, known.recovered], ['own', true]);
    assert.match(known.sentence, /own minimum and maximum/);
    assert.equal(told([each[0]!, transformed(test, span(train))], [train, test]).whose, 'training');
  });

  it('the same constants for every split are nobody’s statistics', () => {
    const half = (table: Table): Table => table.map((column) => column.map((value) => (value - 3) / 50));
    assert.equal(told([half(train), half(test)], [train, test]).whose, 'none');
  });

  it('needs two splits of the same features', () => {
    assert.equal(provenanceOf(splitsOf([train])), null);
    assert.equal(provenanceOf(splitsOf([train, test.slice(1)])), null);
  });
});
