import { strict as assert } from 'node:assert';
import { decimal } from '../../../src/core/format';
import { featuresCsv } from '../../../media/normalization/featuresCsv';
import { featuresOf } from '../../../media/normalization/features';
import { barsOf, outline, spanOf, sparkPath } from '../../../media/normalization/histogram';
import { received } from '../../../media/normalization/receive';
import { freshState, restoredState } from '../../../media/normalization/savedState';
import { filteredFeatures, sortedFeatures, sortKeys } from '../../../media/normalization/sorting';
import {
  rowAt,
  rowForKey,
  rowsInSight,
  rowTop,
  scrollFor,
  totalHeight,
} from '../../../media/shared/windowing';
import { own, raw, table, wide } from '../../support/normalizationReports';

describe('the normalization panel', () => {
  describe('window of rows', () => {
    const closed = { count: 100_000, height: 30, open: -1, extra: 0 };
    const open = { ...closed, open: 10, extra: 400 };

    it('keeps only what is in sight, wherever it is scrolled', () => {
      for (const rows of [closed, open])
        for (let scrolled = 0; scrolled < totalHeight(rows) - 420; scrolled += 9973) {
          const { from, to } = rowsInSight(rows, scrolled, 420, 8);
          assert.ok(to - from <= 420 / 30 + 2 + 16);
          assert.ok(rowTop(rows, from) <= scrolled);
          assert.ok(to === rows.count || rowTop(rows, to) >= scrolled + 420);
        }
      assert.deepEqual(rowsInSight({ ...closed, count: 0 }, 0, 420, 8), { from: 0, to: 0 });
      assert.deepEqual(rowsInSight({ ...closed, count: 3 }, 0, 420, 8), { from: 0, to: 3 });
    });

    it('makes room beneath the open row', () => {
      assert.equal(totalHeight(open) - totalHeight(closed), 400);
      assert.equal(rowTop(open, 10), 300);
      assert.equal(rowTop(open, 11), 730);
      assert.equal(rowAt(open, 329), 10);
      assert.equal(rowAt(open, 700), 10);
      assert.equal(rowAt(open, 730), 11);
      assert.equal(totalHeight({ ...open, count: 5 }), 150); // the open row was filtered out
      for (const row of [0, 9, 10, 11, 12, 99_999]) assert.equal(rowAt(open, rowTop(open, row)), row);
    });

    it('scrolls no further than it must', () => {
      assert.equal(scrollFor(closed, 5, 0, 420), 0);
      assert.equal(scrollFor(closed, 20, 0, 420), 210);
      assert.equal(scrollFor(closed, 3, 300, 420), 90);
      assert.equal(scrollFor(open, 10, 0, 420), 300); // the row and as much beneath it as there is room for
    });

    it('goes where keys say, and stays inside', () => {
      assert.equal(rowForKey('ArrowUp', 0, 9, 4), 0);
      assert.equal(rowForKey('PageDown', 6, 9, 4), 8);
      assert.equal(rowForKey('PageUp', 6, 9, 4), 2);
      assert.equal(rowForKey('End', 0, 9, 4), 8);
      assert.equal(rowForKey('Home', 5, 9, 4), 0);
      assert.equal(rowForKey('a', 5, 9, 4), null);
      assert.equal(rowForKey('End', 0, 0, 4), null);
    });
  });

  describe('table', () => {
    const features = featuresOf(raw);
    const order = (key: (typeof sortKeys)[number], descending = true) =>
      [...sortedFeatures(features, raw.worstFirst, key, descending)].map(features.name);

    it('is in the order of the report, the worst first', () => {
      assert.deepEqual(order('worst', false).slice(0, 2), ['population', 'average_bedrooms']);
    });
    it('is sorted by any column', () => {
      assert.equal(order('mean')[0], 'population');
      assert.equal(order('mean').at(-1), 'longitude');
      assert.equal(order('deviation', false)[0], 'average_bedrooms');
      assert.equal(order('gaps')[0], 'average_bedrooms');
      assert.equal(order('name', false)[0], 'average_bedrooms');
      for (const key of sortKeys) assert.equal(new Set(order(key)).size, 8);
    });
    it('has what is not a number last, whichever way it is sorted', () => {
      const odd = featuresOf(table);
      for (const descending of [true, false])
        assert.equal(sortedFeatures(odd, table.worstFirst, 'mean', descending).at(-1), 7);
    });
    it('counts in names as a person does', () => {
      const many = featuresOf(wide(12));
      assert.deepEqual(
        [
          ...sortedFeatures(
            many,
            Uint32Array.from({ length: 12 }, (_, j) => 11 - j),
            'name',
            false,
          ),
        ],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      );
    });
    it('is filtered by name, number, kind, and by what differs', () => {
      const all = Uint32Array.from({ length: 8 }, (_, j) => j);
      const names = (filter: Partial<typeof freshState.filter>, of = features) =>
        [...filteredFeatures(all, of, { ...freshState.filter, ...filter })].map(of.name);
      assert.deepEqual(
        names({ text: ' ROOMS ' }),
        ['average_rooms', 'average_bedrooms'].filter((n) => /rooms/.test(n)),
      );
      assert.deepEqual(names({ text: '4' }), ['population']);
      assert.equal(names({ differing: true }).length, 8);
      assert.deepEqual(names({ differing: true }, featuresOf(own)), []);
      assert.deepEqual(names({ kind: 'constant' }, featuresOf(table)), ['constant']);
      assert.equal(filteredFeatures(all, features, freshState.filter), all);
    });
    it('tells how the split that differs most differs', () => {
      const { split, shift, ratio, significant } = features.between;
      assert.equal(split[0], 2); // X_test lies further off than X_dev
      assert.ok(Math.abs(shift[0]! + 0.5) < 1e-9 && ratio[0] === 1);
      assert.ok(Math.abs(ratio[1]! - 1.5) < 1e-9);
      assert.equal(significant[0]! & 1, 1);
      assert.ok(Number.isNaN(featuresOf(table).between.shift[0]!));
    });
    it('is saved whole and in full precision', () => {
      const lines = featuresCsv(features, raw.worstFirst).split('\r\n');
      assert.equal(lines.length, 1 + 8 * 3 + 1);
      const [feature, name, , split, , , , mean] = lines[1]!.split(',');
      assert.deepEqual([feature, name, split], ['4', 'population', 'X_train']);
      assert.equal(Number(mean), raw.splits[0]!.statistics.mean[4]);
      assert.match(featuresCsv(featuresOf(table), Uint32Array.of(2)), /"🏠 rooms per ""household"""/u);
    });
  });

  describe('histograms', () => {
    it('are densities: their area is one, whatever the number of examples', () => {
      for (const { statistics } of raw.splits) {
        const { width, density } = barsOf(statistics, 0);
        const area = density.reduce((sum, value) => sum + value * width, 0);
        assert.ok(Math.abs(area - 1) < 1e-12);
      }
    });
    it('of a feature without values draw nothing', () => {
      const bars = barsOf(table.splits[0]!.statistics, 7);
      assert.equal(spanOf([bars]), null);
      assert.deepEqual(outline(bars), []);
    });
    it('of a constant are a bar', () => {
      const bars = barsOf(table.splits[0]!.statistics, 6);
      const span = spanOf([bars])!;
      assert.ok(span.high > span.low);
      assert.doesNotMatch(sparkPath(bars, span, 100, 20), /NaN|Infinity/);
    });
    it('lie in their box', () => {
      const all = raw.splits.map(({ statistics }) => barsOf(statistics, 0));
      for (const bars of all) {
        const numbers = sparkPath(bars, spanOf(all)!, 100, 20).match(/[-\d.]+ [-\d.]+/g)!;
        for (const pair of numbers) {
          const [x, y] = pair.split(' ').map(Number) as [number, number];
          assert.ok(x >= 0 && x <= 100 && y >= 0 && y <= 20);
        }
      }
    });
  });

  describe('state', () => {
    it('survives a reload, as far as it is sound', () => {
      const kept = {
        ...freshState,
        file: '/m.py',
        sort: { key: 'mean' as const, descending: true },
        filter: { text: 'age', kind: 'centred' as const, differing: true },
        expanded: 4,
        pair: [1, 2] as const,
        scroll: 120,
      };
      assert.deepEqual(restoredState(JSON.parse(JSON.stringify(kept))), kept);
    });
    it('starts fresh from anything else', () => {
      for (const kept of [undefined, null, 3, 'text', []]) assert.deepEqual(restoredState(kept), freshState);
      const odd = {
        file: 7,
        sort: { key: 'x' },
        filter: 3,
        expanded: -1,
        pair: [1],
        open: [1, 'cost'],
        scroll: NaN,
      };
      assert.deepEqual(restoredState(odd), { ...freshState, open: ['cost'] });
    });
  });

  it('writes numbers of more digits than it was asked for whole', () => {
    assert.equal(decimal(4639.2, 2), '4639');
    assert.equal(decimal(-999.96, 3), '−1000');
    assert.equal(decimal(46.392, 2), '46');
    assert.equal(decimal(1425, 6), '1425.00');
  });

  it('understands a report whose numbers were lost on the way', () => {
    const { before } = raw.conditioning!;
    const conditioning = {
      ...raw.conditioning!,
      before: { ...before, conditionNumber: null as unknown as number },
    };
    const state = received({ kind: 'report', file: '', report: { ...raw, conditioning }, stale: false });
    assert.ok(state.kind === 'report' && Number.isNaN(state.report.conditioning!.before.conditionNumber));
  });
});
