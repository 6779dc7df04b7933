import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { schemeName } from '../../../media/gradient/schemeLooks';
import {
  readingAt,
  spread,
  stepsOf,
  sweepPicture,
  sweepSentence,
  sweepTable,
  withoutSweep,
} from '../../../media/gradient/stepSweepModel';
import { received } from '../../../media/gradient/receive';
import type { GradientPanelState } from '../../../src/protocol/panels';
import { byBlocks, stepSweep } from './reports';

const picture = (changes: Parameters<typeof stepSweep>[0] = {}) => sweepPicture(stepSweep(changes))!;

describe('the picture of a step sweep', () => {
  it('goes by rising steps, and stands on the floor where an error cannot be told', () => {
    const { curves, floor } = picture();
    assert.equal(floor, 2.4e-12);
    assert.deepEqual(
      curves.map(({ scheme }) => scheme),
      ['forward', 'central', 'richardson', 'complex'],
    );
    for (const { points } of curves) {
      const steps = points.map(({ step }) => step);
      assert.deepEqual(
        steps,
        [...steps].sort((a, b) => a - b),
      );
      for (const { error, at, belowFloor } of points) {
        assert.equal(belowFloor, error <= floor);
        assert.equal(at, belowFloor ? floor : error);
      }
    }
    assert.ok(curves[3]!.points.some(({ belowFloor }) => belowFloor));
  });

  it('has guides of the orders that truncation has, beside their curves', () => {
    const { guides, curves } = picture();
    assert.deepEqual(
      guides.map(({ order }) => order),
      [1, 2],
    );
    for (const { order, from, to } of guides) {
      const slope = Math.log(to[1] / from[1]) / Math.log(to[0] / from[0]);
      assert.ok(Math.abs(slope - order) < 1e-9);
      const own = curves[order - 1]!.points;
      for (const { step, error } of own)
        if (step >= from[0] && step <= to[0]) {
          const guide = from[1] * (step / from[0]) ** order;
          assert.ok(guide > 1.5 * error, `${step}: ${guide} over ${error}`);
        }
    }
  });

  it('keeps all that is drawn inside its axes', () => {
    const any = fc.oneof(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.constantFrom(0, NaN, Infinity, 1e-300),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 1e-15, max: 1, noNaN: true }), any, any, any), {
          minLength: 1,
          maxLength: 12,
        }),
        any,
        fc.oneof(fc.double({ min: 1e-15, max: 1 }), fc.constant(NaN)),
        (rows, referenceError, chosen) => {
          const shown = sweepPicture({
            steps: rows.map(([step]) => step),
            curves: [
              { scheme: 'central', errors: rows.map(([, a]) => a) },
              { scheme: 'forward', errors: rows.map(([, , a]) => a) },
            ],
            reference: 1,
            referenceError,
            rounding: rows.map(([, , , a]) => a),
            chosen,
          });
          const told = rows.some(([, a, b]) => Number.isFinite(a) || Number.isFinite(b));
          assert.equal(shown !== null, told);
          if (!shown) return;
          for (const [low, high] of [shown.steps, shown.errors])
            assert.ok(low > 0 && low < high && high < 1e300);
          for (const { points } of shown.curves)
            for (const { step, at } of points) {
              assert.ok(step >= shown.steps[0] * 0.999 && step <= shown.steps[1] * 1.001);
              assert.ok(at >= shown.errors[0]);
            }
          for (const { from, to } of shown.guides) assert.ok([...from, ...to].every(Number.isFinite));
          assert.ok(sweepSentence(shown, 'central', schemeName).length > 0);
        },
      ),
    );
  });

  it('is there for one point, and not where all is lost', () => {
    const one = picture({
      steps: [1e-5],
      curves: [{ scheme: 'central', errors: [1e-9] }],
      rounding: [NaN],
    });
    assert.equal(one.curves[0]!.points.length, 1);
    assert.deepEqual([one.guides, one.rounding], [[], []]);
    assert.equal(sweepPicture(stepSweep({ curves: [{ scheme: 'central', errors: [NaN, NaN] }] })), null);
    assert.equal(sweepPicture(stepSweep({ steps: [], curves: [], rounding: [] })), null);
  });

  it('reads all schemes at a step', () => {
    const shown = picture({
      steps: [1e-3, 1e-5],
      curves: [
        { scheme: 'central', errors: [3e-7, 0] },
        { scheme: 'forward', errors: [2e-3, NaN] },
      ],
      rounding: [1e-13, 1e-11],
    });
    assert.deepEqual(stepsOf(shown), [1e-5, 1e-3]);
    assert.equal(
      readingAt(shown, 1e-5, schemeName),
      'ε = 1.0 × 10⁻⁵: two-sided at most 2.4 × 10⁻¹² · rounding alone 1.0 × 10⁻¹¹',
    );
    assert.match(readingAt(shown, 1e-3, schemeName), /two-sided 3\.0 × 10⁻⁷ · one-sided 2\.0 × 10⁻³/);
  });

  it('says what the chosen step is worth, and the textbook’s', () => {
    assert.match(
      sweepSentence(picture(), 'central', schemeName),
      /^At ε = 1\.0 × 10⁻⁵ a two-sided derivative is off by about .+ of its size; at the textbook’s 10⁻⁷ by about .+\.$/,
    );
    assert.doesNotMatch(sweepSentence(picture({ chosen: 1e-7 }), 'central', schemeName), /textbook/);
    assert.match(sweepSentence(picture({ chosen: NaN }), 'forward', schemeName), /one-sided derivative/);
  });

  it('has a table of the same numbers, as they were measured', () => {
    const [head, ...rows] = sweepTable(stepSweep(), schemeName);
    assert.deepEqual(head, ['step', 'one-sided', 'two-sided', 'Richardson', 'complex step', 'rounding']);
    assert.equal(rows.length, 12);
    assert.equal(rows[0]![0], 0.1);
    assert.equal(rows[0]![2], stepSweep().curves[1]!.errors[0]);
    const lost = stepSweep({ curves: [{ scheme: 'central', errors: [NaN] }] });
    assert.equal(sweepTable(lost, schemeName)[1]![1], '–');
  });

  it('says why there is none', () => {
    assert.match(withoutSweep('central', 1e-7), /the check used ε = 1\.0 × 10⁻⁷/);
    assert.match(withoutSweep('complex', 1e-20), /subtracts nothing/);
    assert.match(withoutSweep('central', NaN), /could not be compared/);
  });

  it('puts labels apart, inside, and where they were if they are apart already', () => {
    assert.deepEqual(spread([10, 100, 50], 15, 0, 200), [10, 100, 50]);
    const places = spread([50, 51, 52, 199], 15, 0, 200);
    const sorted = [...places].sort((a, b) => a - b);
    assert.deepEqual(places, sorted);
    sorted.slice(1).forEach((place, i) => assert.ok(place - sorted[i]! >= 15));
    assert.ok(Math.max(...spread([195, 196, 197], 15, 0, 200)) <= 200);
  });

  it('comes over the wire, where NaN and infinity are null', () => {
    const report = byBlocks();
    const sent = JSON.parse(
      JSON.stringify({ kind: 'report', file: '', report, stale: false, focus: null }),
    ) as GradientPanelState;
    const [tensor] = (received(sent) as Extract<GradientPanelState, { kind: 'report' }>).report.checks[0]!
      .tensors;
    assert.deepEqual(tensor!.stepSweep, report.checks[0]!.tensors[0]!.stepSweep);
    assert.ok(Number.isNaN(tensor!.coverage!.blocks.at(-1)!.high));
    assert.equal(tensor!.coverage!.checked.length, 64);
  });
});
