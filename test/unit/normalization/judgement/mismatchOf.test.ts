import assert from 'node:assert/strict';
import {
  falseDiscoveryRates,
  kolmogorovTail,
  normalTail,
  skewedTail,
  upperGamma,
} from '../../../../src/core/normalization/judgement/distributions';
import { mismatchOf } from '../../../../src/core/normalization/judgement/mismatchOf';
import type { SplitMismatch } from '../../../../src/core/normalization/verdicts';
import { statisticsOf } from './support/statisticsOf';
import { distributions, rawTable, type Table } from './support/normalizing';
import { Random } from './support/random';

function compared(a: Table, b: Table): SplitMismatch {
  return mismatchOf(
    { name: 'X_train', statistics: statisticsOf(a) },
    { name: 'X_test', statistics: statisticsOf(b) },
  );
}

function near(value: number, expected: number, relative = 1e-6): void {
  assert.ok(Math.abs(value / expected - 1) < relative, `${value}, not ${expected}`);
}

describe('tails of distributions', () => {
  it('agree with tabled values', () => {
    near(normalTail(1.959963984540054), 0.025);
    near(normalTail(6), 9.865876450376946e-10);
    near(upperGamma(2, 3), 4 * Math.exp(-3));
    near(upperGamma(1, 30), Math.exp(-30));
    near(skewedTail(3, 2), Math.exp(-4)); // exponential
    near(skewedTail(3, 0.021), normalTail(3), 0.1);
    near(kolmogorovTail(1.3580986393225507), 0.05);
  });
  it('q-values of Benjamini and Hochberg', () => {
    assert.deepEqual(
      [...falseDiscoveryRates(Float64Array.of(0.01, NaN, 0.04, 0.02, 0.5))],
      [0.04, NaN, 0.16 / 3, 0.04, 0.5],
    );
  });
});

describe('splits that differ by more than chance', () => {
  it('raises at most 1 alarm in 100 over 400 pairs of equal distributions, also skewed and sparse ones', function () {
    this.timeout(60_000);
    const alarms: string[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const random = new Random(seed + 1);
      const kinds = [...distributions, 'rare'] as const;
      const kind = kinds[seed % kinds.length]!;
      const sources = Array.from({ length: random.pick([1, 5, 40]) }, () => {
        return { distribution: kind === 'rare' ? ('uniform' as const) : kind, offset: 3, factor: 2 };
      });
      const tables = [random.size(200, 2000), random.size(11, 500)].map((rows) => {
        const table = rawTable(random, sources, rows, 'float64');
        // Pixels that are on in one image of 200.
        return kind === 'rare'
          ? table.map((column) => column.map((value) => (random.uniform() < 0.005 ? value : 0)))
          : table;
      });
      const { count } = compared(tables[0]!, tables[1]!);
      if (count > 0)
        alarms.push(`${kind}, ${tables[0]![0]!.length} and ${tables[1]![0]!.length} rows: ${count}`);
    }
    assert.ok(alarms.length <= 4, alarms.join('; '));
  });

  const random = new Random(5);
  const draw = (rows: number, of: () => number): Table => [Float64Array.from({ length: rows }, of)];
  const cases: readonly (readonly [string, 'mean' | 'variance' | 'shape', () => number, () => number])[] = [
    ['means half a deviation apart', 'mean', () => random.normal(), () => 0.5 + random.normal()],
    ['deviations of 1 and 1.5', 'variance', () => random.normal(), () => 1.5 * random.normal()],
    [
      'two peaks against one',
      'shape',
      () => random.normal(),
      () => (random.uniform() < 0.5 ? -1 : 1) * (0.98 + 0.2 * random.normal()),
    ],
  ];
  for (const [name, test, one, other] of cases) {
    it(`finds ${name}`, () => {
      const found = compared(draw(1000, one), draw(600, other));
      assert.deepEqual(found.features, [0]);
      assert.ok(found[test][0]! < 1e-4, String(found[test][0]));
    });
  }

  it('is not alarmed by ten rows', () => {
    const found = compared(
      draw(1000, () => random.normal()),
      draw(10, () => 8 + random.normal()),
    );
    assert.deepEqual([found.count, found.mean[0]], [0, NaN]);
  });

  it('tells two constants apart, and leaves equal ones', () => {
    const found = compared(
      [...draw(50, () => 1), ...draw(50, () => 2)],
      [...draw(50, () => 1), ...draw(50, () => 3)],
    );
    assert.deepEqual(found.features, [1]);
  });

  it('counts the pixels of an image as one example', () => {
    const sides = [draw(3000, () => random.normal()), draw(3000, () => 0.2 + random.normal())].map(
      (columns, at) => {
        return { name: `X${at}`, statistics: statisticsOf(columns) };
      },
    );
    assert.equal(mismatchOf(sides[0]!, sides[1]!).count, 1);
    assert.equal(mismatchOf(sides[0]!, sides[1]!, 100).count, 0);
  });
});
