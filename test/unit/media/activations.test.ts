import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { freshState, restoredState } from '../../../media/activations/savedState';
import { layerFacts, lostStretches, parameterCount } from '../../../media/activations/layerFacts';
import { layerRows, shortRows } from '../../../media/activations/layersCsv';
import { layerSortKeys, sortedLayers } from '../../../media/activations/layerSorting';
import { binRange, isZeroBin, magnitudeQuantiles } from '../../../media/activations/magnitudes';
import {
  carriedOn,
  extended,
  furtherLimits,
  limitTicks,
  placeLabels,
  profileModel,
  rmsLine,
  spreadOut,
  ticksInReach,
  valueRange,
} from '../../../media/activations/profileModel';
import { asReinitialization, sweptScheme, ways } from '../../../media/activations/question';
import { received } from '../../../media/activations/receive';
import { gridPixels, rowPosition, rowRange, valueGrid } from '../../../media/activations/valueGrid';
import { growthText, healthText, percent } from '../../../media/activations/words';
import { overflowText } from '../../../media/laboratory/overflow';
import {
  fieldProblem,
  freshSettings,
  numberFields,
  restoredSettings,
  sameSettings,
  wayOf,
} from '../../../media/laboratory/settingsFields';
import { markdownTable } from '../../../media/shared/markdown';
import { alignedExponents } from '../../../media/shared/ticks';
import { simulate } from '../../../src/core/activation/laboratory/simulate';
import type { Growth } from '../../../src/core/activation/growth';
import { isReinitialization } from '../../../src/protocol/activationsPanel';
import {
  exploding,
  noQuestions,
  overflowing,
  right,
  single,
  vanishing,
} from '../../support/activationReports';
import { edges, statisticsOf } from '../../support/randomNetwork';

const factsOf = ({ profile }: typeof right) => layerFacts(profile, edges);
const growth: Growth = {
  increments: 5,
  perLayer: 1.5,
  interval: [1.5, 1.5],
  law: 'exponential',
  exponent: null,
  total: 7.6,
  verdict: 'stable',
  firstBad: null,
  zeroFrom: null,
};

describe('the activations panel', () => {
  describe('bands of magnitudes', () => {
    it('lie where the magnitudes do, to the width of a bin', () => {
      const values = Float64Array.from({ length: 4001 }, (_, i) => ((i - 2000) / 2000) * 8);
      const [low, high] = magnitudeQuantiles(statisticsOf(values, [4001, 1]).histogram, edges, [0.25, 0.75]);
      assert.ok(Math.abs(low! - 2) < 0.1 && Math.abs(high! - 6) < 0.1, `${low} ${high}`);
    });
    it('leave zeros out, and do not care for the sign', () => {
      const positive = Float64Array.of(0.02, 0.3, 4, 50, 600);
      const mixed = Float64Array.of(0, 0, 0, -0.02, 0.3, -4, 50, -600);
      const of = (values: Float64Array) =>
        magnitudeQuantiles(statisticsOf(values, [values.length, 1]).histogram, edges, [0.1, 0.5, 0.9]);
      assert.deepEqual(of(mixed), of(positive));
      assert.ok(of(Float64Array.of(0, 0)).every(Number.isNaN));
    });
    it('rise with the level and stay within the values', () => {
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: -1e30, max: 1e30, noNaN: true }), { minLength: 1, maxLength: 40 }),
          (list) => {
            const values = Float64Array.from(list);
            const sizes = [...values].map(Math.abs).filter((size) => size > 0);
            const levels = [0, 0.1, 0.5, 0.9, 1];
            const found = magnitudeQuantiles(
              statisticsOf(values, [values.length, 1]).histogram,
              edges,
              levels,
            );
            if (sizes.length === 0) return assert.ok(found.every(Number.isNaN));
            found.forEach((value, i) => assert.ok(i === 0 || value >= found[i - 1]!));
            // A bin is at most 10^(1/4) wide, but for the first, which begins at the smallest number.
            assert.ok(found[4]! <= Math.max(1e-40, 1.79 * Math.max(...sizes)));
          },
        ),
      );
    });
  });

  describe('heatmap', () => {
    const grids = [exploding, right, vanishing, overflowing].map((report) =>
      valueGrid(
        report.profile.network.layers.map(({ activation }) => activation?.statistics ?? null),
        edges,
      ),
    );
    it('loses no value', () => {
      for (const report of [exploding, right, vanishing]) {
        const layers = report.profile.network.layers.map(({ activation }) => activation!.statistics);
        const grid = valueGrid(layers, edges);
        layers.forEach(({ histogram }, column) => {
          let sum = 0;
          for (let row = 0; row < grid.rows; row++) sum += grid.counts[row * grid.columns + column]!;
          assert.equal(
            sum,
            histogram.reduce((total, { count }) => total + count, 0),
          );
          assert.equal(grid.total[column], sum);
        });
      }
    });
    it('has every value in the row that names it', () => {
      for (const x of [0.011, -0.011, 0.5, 3, 6.5, -2.7, 8, 90, -90]) {
        const grid = valueGrid([statisticsOf(Float64Array.of(x, 0.011, 95, -95, 0), [5, 1])], edges);
        const inside = (row: number) => {
          const { from, to } = rowRange(grid, row);
          return (
            Math.abs(x) >= Math.abs(from) && Math.abs(x) < Math.abs(to) && Math.sign(to) === Math.sign(x)
          );
        };
        const row = Array.from({ length: grid.rows }, (_, i) => i).find(inside)!;
        assert.ok(grid.counts[row]! >= 1, `${x} in row ${row}`);
      }
    });
    it('has zero in the middle, large positive values on top, and the axis where the rows are', () => {
      const grid = valueGrid([statisticsOf(Float64Array.of(0, 0, 99, -0.02), [4, 1])], edges);
      assert.equal(grid.counts[(grid.rows - 1) / 2], 2);
      assert.ok(rowRange(grid, 0).to > 0 && rowRange(grid, grid.rows - 1).to < 0);
      for (let exponent = grid.low; exponent <= grid.high; exponent++) {
        const above = rowPosition(grid, exponent, 1);
        assert.ok(Number.isInteger(above) && above >= 0 && above <= grid.rows);
        if (above < (grid.rows - 1) / 2)
          assert.ok(Math.abs(Math.log10(rowRange(grid, above).to) - exponent) < 1e-9);
        assert.equal(rowPosition(grid, exponent, -1), grid.rows - above);
      }
    });
    it('has few enough rows to be seen', () => {
      for (const { rows } of grids) assert.ok(rows % 2 === 1 && rows <= 163, String(rows));
    });
    it('is grey where nothing can be counted, and paper where nothing lies', () => {
      const ramp = Array.from({ length: 256 }, (_, i) => [i, 0, 0] as const);
      const grid = grids[3]!;
      const pixels = gridPixels(grid, ramp, [7, 7, 7]);
      assert.deepEqual([...pixels.slice(4 * 40, 4 * 40 + 4)], [7, 7, 7, 255]); // layer 41 holds NaN alone
      assert.deepEqual([...pixels.slice(0, 4)], [0, 0, 0, 255]);
      assert.equal(
        Math.max(...gridPixels(grids[1]!, ramp, [7, 7, 7]).filter((_, i) => i % 4 === 0)) > 200,
        true,
      );
    });
    it('does without any layer and without any value', () => {
      assert.equal(valueGrid([], edges).columns, 0);
      const grid = valueGrid([null], edges);
      assert.ok(grid.counts.every(Number.isNaN));
    });
    it('knows its bins', () => {
      const zero = statisticsOf(Float64Array.of(0), [1, 1]).histogram[0]!.bin;
      assert.ok(isZeroBin(zero, edges) && !isZeroBin(zero + 1, edges) && !isZeroBin(zero - 1, edges));
      assert.deepEqual(binRange(zero, edges), [0, Number.MIN_VALUE]);
      assert.deepEqual(binRange(0, edges), [-Infinity, edges[0]!]);
      assert.equal(binRange(edges.length, edges)[1], Infinity);
    });
  });

  describe('depth profile', () => {
    it('has a point for each layer, and for the input', () => {
      const facts = factsOf(right);
      assert.equal(facts.length, 9);
      assert.equal(facts[0]!.layer, null);
      assert.equal(rmsLine(facts, 'forward').length, 9);
      assert.equal(rmsLine(facts, 'backward').length, 8);
      assert.equal(facts[3]!.forward!.symbol, 'A');
      assert.equal(facts[3]!.backward!.symbol, '∂J∕∂Z');
      assert.equal(factsOf(single).length, 2);
    });
    it('has no point where numbers are not finite or zero', () => {
      const line = rmsLine(factsOf(overflowing), 'forward');
      assert.ok(line.slice(0, 30).every(({ value }) => value > 0));
      assert.ok(line.slice(30).every(({ value }) => Number.isNaN(value)));
      assert.deepEqual(lostStretches(factsOf(overflowing), 'forward'), [
        { kind: '∞', from: 30, to: 30 },
        { kind: 'NaN', from: 31, to: 60 },
      ]);
      assert.deepEqual(lostStretches(factsOf(overflowing), 'backward'), [{ kind: 'NaN', from: 1, to: 60 }]);
      assert.deepEqual(lostStretches(factsOf(right), 'forward'), []);
    });
    it('carries the growth on from the last value', () => {
      const line = [1, 2, 3].map((layer) => ({ layer, value: 1.5 ** layer }));
      const on = extended(line, growth, 6);
      assert.deepEqual(on[0], line[2]);
      assert.ok(Math.abs(on[3]!.value - 1.5 ** 6) < 1e-12);
      const power: Growth = { ...growth, law: 'power', exponent: { value: -0.5, interval: [-0.6, -0.4] } };
      assert.ok(Math.abs(extended(line, power, 12)[9]!.value - 1.5 ** 3 / 2) < 1e-12);
      assert.deepEqual(extended(line, growth, 3), []);
      assert.deepEqual(extended(line, { ...growth, increments: 0, perLayer: NaN }, 9), []);
    });
    it('shows limits that are near, and names those that are not', () => {
      const limit = { direction: 'forward', kind: 'overflow', within: false } as const;
      const limits = [
        { ...limit, format: 'float16', layer: 26 },
        { ...limit, format: 'float32', layer: 217 },
        { ...limit, format: 'bfloat16', layer: 217 },
        { ...limit, format: 'float64', layer: 1748 },
        { ...limit, direction: 'backward', kind: 'underflow', format: 'float16', layer: 40 },
        { ...limit, direction: 'backward', kind: 'underflow', format: 'float32', layer: 200 },
      ] as const;
      assert.deepEqual(limitTicks(limits, 150), [
        { layer: 26, direction: 'forward', label: 'fp16 overflow' },
        { layer: 111, direction: 'backward', label: '∂ fp16 underflow' },
        { layer: 217, direction: 'forward', label: 'fp32, bf16 overflow' },
      ]);
      assert.deepEqual(furtherLimits(limits, 150), [
        'activations overflow fp64 at layer 1\u202f748',
        'gradients underflow fp32 after 200 layers',
      ]);
    });
    it('follows lost numbers to the limit that they were lost at', () => {
      const tick = (layer: number, direction: 'forward' | 'backward') => ({ layer, direction, label: '' });
      const ticks = [tick(3, 'forward'), tick(6, 'forward'), tick(7, 'backward'), tick(9, 'forward')];
      const line = (last: number) =>
        Array.from({ length: 8 }, (_, i) => ({ layer: i + 1, value: i < last ? 1 : NaN }));
      assert.deepEqual(ticksInReach(ticks, line(8), 8), ticks);
      assert.deepEqual(ticksInReach(ticks, line(5), 8), ticks.slice(0, 3));
      assert.deepEqual(ticksInReach(ticks, line(7), 8), ticks);
      assert.deepEqual(ticksInReach(ticks.slice(0, 2), line(7), 8), ticks.slice(0, 2));
    });
    it('carries the line on to a limit that the chart marks, and no line to one that is further away', () => {
      const limitAt = (layer: number) =>
        ({ direction: 'forward', kind: 'overflow', format: 'float16', within: false, layer }) as const;
      const withLimit = (layer: number) =>
        carriedOn(profileModel({ ...right.profile, limits: [limitAt(layer)] }, edges));
      const depth = right.profile.network.layers.length;
      assert.deepEqual(
        withLimit(depth + 1).line.map(({ layer }) => layer),
        [depth, depth + 1],
      );
      assert.deepEqual(withLimit(9 * depth), { ticks: [], line: [] });
      assert.deepEqual(withLimit(depth).line, []);
    });
    it('has an axis for any values', () => {
      assert.deepEqual(valueRange([NaN, 0, Infinity]), [0.1, 10]);
      assert.deepEqual(valueRange([1e-320, 1e308]), [1e-306, 1e306]);
      assert.deepEqual(valueRange([3, NaN, 0.5]), [0.5, 3]);
    });
    it('places labels without letting them touch', () => {
      const label = fc.record({
        at: fc.integer({ min: 0, max: 600 }),
        width: fc.integer({ min: 10, max: 120 }),
      });
      fc.assert(
        fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
          const sorted = [...labels].sort((a, b) => a.at - b.at);
          const placed = placeLabels(sorted, 40, 600);
          placed.forEach((one, i) => {
            assert.ok(one.x >= 40 && one.x + one.width <= 600);
            for (const other of placed.slice(i + 1))
              assert.ok(other.row !== one.row || other.x >= one.x + one.width + 8);
          });
        }),
      );
    });
    it('spreads the names of lines out, in their order', () => {
      assert.deepEqual(spreadOut([100, 100, 20], 15, 0, 200), [100, 115, 20]);
      assert.deepEqual(spreadOut([199, 200], 15, 0, 200), [185, 200]);
      assert.deepEqual(spreadOut([], 15, 0, 200), []);
    });
    it('has round powers of ten on its axis', () => {
      assert.deepEqual(alignedExponents(-1, 39, 7), [0, 10, 20, 30]);
      assert.deepEqual(alignedExponents(-2, 1, 7), [-2, -1, 0, 1]);
    });
  });

  describe('table of layers', () => {
    const facts = factsOf(vanishing);
    it('is sorted by any column, and what is not known comes last', () => {
      for (const key of layerSortKeys)
        for (const descending of [true, false]) {
          const order = sortedLayers(facts, { key, descending });
          assert.equal(new Set(order).size, facts.length);
          if (key === 'gradient' || key === 'function') assert.equal(order.at(-1), 0); // the input
        }
      const byGradient = sortedLayers(facts, { key: 'gradient', descending: true });
      assert.equal(facts[byGradient[0]!]!.number, 30);
    });
    it('is saved in full precision', () => {
      const [head, , first] = layerRows(facts);
      assert.equal(first!.length, head!.length);
      const { activation } = vanishing.profile.network.layers[0]!;
      assert.equal(first![head!.indexOf('A rms')], activation!.statistics.rms);
      assert.equal(first![head!.indexOf('line')], 22);
      assert.equal(shortRows(facts)[1]!.length, shortRows(facts)[0]!.length);
    });
    it('is copied as a table of Markdown', () => {
      assert.equal(
        markdownTable([
          ['a', 'b'],
          ['x|y', 1],
        ]),
        '| a | b |\n| --- | --: |\n| x\\|y | 1 |\n',
      );
    });
    it('counts the weights', () => assert.equal(parameterCount(single.profile), 4));
  });

  describe('words', () => {
    it('tell growth with its interval', () => {
      assert.equal(growthText(growth), '1.50 × per layer');
      assert.equal(growthText({ ...growth, interval: [1.48, 1.52] }), '1.50 × per layer (1.48 to 1.52)');
      assert.equal(growthText({ ...growth, increments: 0, perLayer: NaN, interval: [NaN, NaN] }), '');
      const exponent = { value: -0.5, interval: [-0.6, -0.4] } as const;
      assert.equal(growthText({ ...growth, law: 'power', exponent }), 'as layer^−0.50 (−0.60 to −0.40)');
    });
    it('tell the health of units', () => {
      const health = { layer: 1, activation: 'relu', bad: false } as const;
      assert.equal(
        healthText({ ...health, rule: 'dead', share: 0.5, units: { dead: 3, of: 6 } }),
        '3 of 6 units dead',
      );
      assert.equal(healthText({ ...health, rule: 'saturated', share: 0.376, units: null }), '38 % saturated');
      assert.equal(healthText(null), '–');
      assert.deepEqual([0, 0.0001, 0.5, 1].map(percent), ['0 %', '< 0.1 %', '50 %', '100 %']);
    });
  });

  describe('questions', () => {
    it('are such as the extension takes', () => {
      for (const way of ways) assert.ok(isReinitialization(asReinitialization({ way, factor: 1.5 })), way);
      assert.equal(sweptScheme('factor'), 'present');
      assert.equal(sweptScheme('lsuv'), null);
      assert.equal(sweptScheme('he'), 'he');
    });
  });

  describe('state', () => {
    it('survives a reload, as far as it is sound', () => {
      const kept = {
        ...freshState,
        file: '/m.py',
        sort: { key: 'gradient' as const, descending: true },
        expanded: 4,
        distribution: 'gradients' as const,
        predicted: true,
        question: { way: 'lsuv' as const, factor: 2 },
        open: ['health'],
        scroll: 120,
      };
      assert.deepEqual(restoredState(JSON.parse(JSON.stringify(kept))), kept);
    });
    it('starts fresh from anything else', () => {
      for (const kept of [undefined, null, 3, 'text', []]) assert.deepEqual(restoredState(kept), freshState);
      const odd = { sort: { key: 'x' }, expanded: -1, distribution: 'y', question: { way: 'z', factor: 0 } };
      assert.deepEqual(restoredState(odd), freshState);
    });
  });

  it('understands a report whose numbers were lost on the way', () => {
    const sent = JSON.parse(JSON.stringify(overflowing)) as typeof overflowing;
    const edgesSent = { ...sent, edges: overflowing.edges };
    const state = received({
      kind: 'report',
      file: '',
      report: edgesSent,
      questions: noQuestions,
      stale: false,
    });
    assert.ok(state.kind === 'report');
    const { layers } = state.report.profile.network;
    assert.ok(Number.isNaN(layers[40]!.activation!.statistics.rms));
    assert.equal(
      layers[3]!.activation!.statistics.rms,
      overflowing.profile.network.layers[3]!.activation!.statistics.rms,
    );
  });
});

describe('the laboratory', () => {
  it('keeps settings that are sound, and starts from the first example otherwise', () => {
    const settings = {
      ...freshSettings,
      depth: 7,
      activation: 'gelu',
      how: { kind: 'scheme', scheme: 'glorot', factor: 2 },
      format: 'float16',
    } as const;
    assert.deepEqual(restoredSettings(JSON.parse(JSON.stringify(settings))), settings);
    for (const kept of [undefined, null, 4, [], { depth: 0, width: 1e9, how: { kind: 'x' }, seed: 0.5 }])
      assert.deepEqual(restoredSettings(kept), freshSettings);
    assert.ok(sameSettings(settings, { ...settings }) && !sameSettings(settings, { ...settings, seed: 2 }));
    assert.deepEqual(wayOf(settings.how), { way: 'glorot', factor: 2 });
  });
  it('says what a field may hold', () => {
    const depth = numberFields[0]!;
    assert.equal(fieldProblem(depth, 1000), null);
    for (const value of [0, 1001, 2.5, NaN])
      assert.equal(fieldProblem(depth, value), 'Layers is a whole number from 1 to 1000.');
  });
  it('says where numbers leave their format', () => {
    const text = overflowText(factsOf(overflowing), overflowing.profile, {
      ...freshSettings,
      format: 'float32',
    });
    assert.match(text, /^At layer 30 the activations overflow float32 and become ∞\. From layer 31 on/);
    assert.match(text, /from layer 60 down it is NaN\.$/);
    assert.equal(overflowText(factsOf(right), right.profile, freshSettings), '');
  });
  it('says where nothing is left', () => {
    const { profile, edges: binEdges } = simulate({
      ...freshSettings,
      depth: 60,
      width: 4,
      how: { kind: 'identity', factor: 0.1 },
    });
    const facts = layerFacts(profile, binEdges);
    const [zero] = lostStretches(facts, 'forward');
    // The smallest number of float32 is 1.4e-45.
    assert.ok(zero?.kind === '0' && zero.from > 44 && zero.from < 48 && zero.to === 60, JSON.stringify(zero));
    // The verdict says so already; where it does not, this does.
    assert.equal(overflowText(facts, profile, freshSettings), '');
    const growthBefore = { ...profile.forward, zeroFrom: null };
    assert.match(
      overflowText(facts, { ...profile, forward: growthBefore }, freshSettings),
      /^From layer 4\d on all activations are zero in float32\.$/,
    );
  });
});
