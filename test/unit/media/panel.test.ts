import { strict as assert } from 'node:assert';
import { checkInFocus, momentFacts, nameOfCheck, worstCheck } from '../../../media/gradient/moments';
import { choosePoints, largestErrors } from '../../../media/gradient/points';
import { received } from '../../../media/gradient/receive';
import { freshState, restoredState } from '../../../media/gradient/savedState';
import { initialRows, sortedTensors, tensorsCsv, worstTensor } from '../../../media/gradient/tensorRows';
import type { Moment } from '../../../src/core/gradient/moment';
import { isOverTime, verdictsElsewhere } from '../../../src/protocol/moments';
import { layers } from './layerReports';
import {
  moments,
  deep,
  inconclusive,
  normal,
  notFinite,
  right,
  seeded,
  singleEntry,
  twoWrong,
} from './reports';

const tensorsOf = (report: typeof right) => report.checks[0]!.tensors;

describe('the gradient panel', () => {
  describe('table', () => {
    it('shows the worst tensor first', () => {
      const names = sortedTensors(tensorsOf(twoWrong), 'verdict', true).map(({ name }) => name);
      assert.deepEqual(names, ['b1', 'W2', 'W1', 'b2', 'W3', 'b3']);
      assert.equal(worstTensor(tensorsOf(notFinite))?.name, 'W1'); // not finite is worse than any number
      assert.equal(worstTensor([]), null);
    });
    it('sorts names as a person counts', () => {
      const names = sortedTensors(tensorsOf(deep), 'name', false).map(({ name }) => name);
      assert.ok(names.indexOf('W2') < names.indexOf('W10'));
    });
    it('hides only correct tensors behind "show all"', () => {
      assert.equal(initialRows(tensorsOf(deep)), 10);
      assert.equal(initialRows(tensorsOf(right)), 4);
      const many = tensorsOf(deep).map((tensor) => ({ ...tensor, verdict: 'wrong' as const }));
      assert.equal(initialRows(many), 24);
    });
    it('is saved in full precision', () => {
      const lines = tensorsCsv(tensorsOf(singleEntry)).split('\r\n');
      assert.equal(lines.length, 6);
      assert.match(lines[0]!, /^tensor,shape,verdict,relative difference/);
      const [name, shape, verdict, difference] = lines[1]!.split(',');
      assert.deepEqual([name, shape, verdict], ['W1', '30x20', 'wrong']);
      assert.equal(Number(difference), tensorsOf(singleEntry)[0]!.relativeDifference);
    });
  });

  describe('several moments', () => {
    const [start, trained] = moments.checks;

    it('are told from several layers, and named', () => {
      assert.ok(isOverTime(moments) && !isOverTime(layers) && !isOverTime(right));
      assert.deepEqual(moments.checks.map(nameOfCheck), [
        'model',
        'model after 10 steps',
        'model at 10 × the parameters',
      ]);
      assert.equal(momentFacts(trained!.at), 'learning rate 0.1, J from 0.6931 to 0.4120');
      const at = (learningRate: number) => momentFacts({ ...trained!.at, learningRate } as Moment);
      assert.match(at(1), /^learning rate 1, /);
      assert.match(at(0.05), /^learning rate 0\.05, /);
      assert.match(at(1e-5), /^learning rate 1\.00 × 10⁻⁵, /);
      assert.equal(momentFacts(start!.at), '');
    });
    it('show the worst first, also to a link', () => {
      assert.equal(worstCheck(moments), 1);
      assert.equal(checkInFocus(moments, { subject: 'model', tensor: 'W2' }), 1);
      assert.equal(checkInFocus(moments, { subject: null, tensor: 'W1' }), 0);
      assert.equal(checkInFocus(moments, { subject: 'model', tensor: 'none' }), 0);
      assert.equal(checkInFocus(moments, { subject: null, tensor: 'none' }), -1);
    });
    it('tell the other verdicts of a tensor where they differ', () => {
      const of = (name: string) =>
        tensorsOf({ ...moments, checks: [trained!] }).find((one) => one.name === name)!;
      assert.deepEqual(
        verdictsElsewhere(moments, trained!, of('W2')).map(({ at, verdict }) => [at.kind, verdict]),
        [
          ['start', 'correct'],
          ['scaled', 'correct'],
        ],
      );
      assert.deepEqual(verdictsElsewhere(moments, trained!, of('W1')), []);
    });
  });

  describe('scatter', () => {
    const random = seeded(5);
    const numerical = Float64Array.from({ length: 50_000 }, () => normal(random));
    const computed = numerical.map((value, i) => (i % 9973 === 11 ? value + 0.5 : value));

    it('keeps the worst of many, the same every time', () => {
      const points = choosePoints(computed, numerical);
      assert.ok(points.shown.length <= 1500);
      for (let i = 11; i < 50_000; i += 9973) assert.ok(points.shown.includes(i));
      assert.deepEqual(choosePoints(computed, numerical), points);
      const values = points.shown.map((flat) => numerical[flat]!);
      assert.deepEqual(
        [...values].sort((a, b) => a - b),
        values,
      );
    });
    it('shows all of few, leaves out what is not finite, and has a range even for one value', () => {
      const points = choosePoints(Float64Array.of(0, NaN, 0), Float64Array.of(0, 1, 0));
      assert.deepEqual([points.shown, points.notFinite, points.low, points.high], [[0, 2], 1, -1, 1]);
    });
    it('finds the largest errors in order', () => {
      const errors = Float64Array.of(1, 5, 3, NaN, 4);
      assert.deepEqual(largestErrors(errors, new Float64Array(5), 3), [1, 4, 2]);
    });
  });

  describe('state', () => {
    it('survives a reload, as far as it is sound', () => {
      const kept = { ...freshState, file: '/m.py', tensor: 'W2', scroll: 120, allTensors: true };
      assert.deepEqual(restoredState(JSON.parse(JSON.stringify(kept))), kept);
    });
    it('starts fresh from anything else', () => {
      for (const kept of [undefined, null, 3, 'text', []]) assert.deepEqual(restoredState(kept), freshState);
      const odd = { file: 7, check: -1, tensor: {}, sort: { key: 'x' }, open: [1, 'sure'], scroll: 'far' };
      assert.deepEqual(restoredState(odd), { ...freshState, open: ['sure'] });
    });
  });

  it('understands a report that lost its NaN and its arrays on the way', () => {
    const message: unknown = JSON.parse(JSON.stringify({ kind: 'report', report: notFinite, stale: false }));
    const state = received(message as Parameters<typeof received>[0]);
    assert.ok(state.kind === 'report');
    const [tensor] = state.report.checks[0]!.tensors;
    assert.ok(Number.isNaN(tensor!.relativeDifference));
    assert.ok(tensor!.arrays!.computed instanceof Float64Array);
    assert.ok(Number.isNaN(tensor!.arrays!.computed[19]));
    assert.equal(tensor!.arrays!.numerical.length, 48);
    const odd = inconclusive.checks[0]!.tensors[0]!;
    const cut = { ...odd, arrays: { ...odd.arrays!, computed: new Float64Array(3) } };
    const report = { ...inconclusive, checks: [{ ...inconclusive.checks[0]!, tensors: [cut] }] };
    const short = received({ kind: 'report', file: '', report, stale: false, focus: null });
    assert.ok(short.kind === 'report' && short.report.checks[0]!.tensors[0]!.arrays === null);
  });
});
