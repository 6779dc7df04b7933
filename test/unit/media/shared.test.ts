import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { css, heatColours, luminance, mix, parseColour, type Rgb } from '../../../media/shared/colour';
import { csv } from '../../../media/shared/csv';
import { markOf, severity } from '../../../media/shared/marks';
import { toFloat64, toNumber } from '../../../media/shared/numbers';
import { splitSentence, unbroken } from '../../../media/shared/sentence';
import { exponentTicks, indexTicks, niceStep, niceTicks } from '../../../media/shared/ticks';

describe('media/shared', () => {
  describe('ticks', () => {
    it('are round and inside the range', () => {
      assert.deepEqual(niceTicks(-0.31, 0.52, 5), [-0.2, 0, 0.2, 0.4]);
      assert.deepEqual(niceTicks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
      assert.equal(niceStep(7, 3), 5);
    });
    it('are never more than asked for', () => {
      fc.assert(
        fc.property(
          fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
          fc.integer({ min: 1, max: 12 }),
          (low, span, most) => {
            const ticks = niceTicks(low, low + span, most);
            assert.ok(ticks.length <= most + 1);
          },
        ),
      );
    });
    it('of indices begin at zero and are whole', () => {
      assert.deepEqual(indexTicks(5, 20), [0, 1, 2, 3, 4]);
      assert.deepEqual(indexTicks(30, 6), [0, 5, 10, 15, 20, 25]);
      assert.deepEqual(indexTicks(1, 1), [0]);
    });
    it('of exponents keep the high end', () => {
      assert.deepEqual(exponentTicks(-9, 0, 20), [-9, -8, -7, -6, -5, -4, -3, -2, -1, 0]);
      assert.deepEqual(exponentTicks(-9, 0, 4), [-9, -6, -3, 0]);
      assert.equal(exponentTicks(-300, 0, 5).at(-1), 0);
    });
  });

  describe('colour', () => {
    it('reads what computed styles contain', () => {
      assert.deepEqual(parseColour('#1f1f1f'), [31, 31, 31]);
      assert.deepEqual(parseColour('#fff'), [255, 255, 255]);
      assert.deepEqual(parseColour('rgba(10, 20, 30, 0.5)'), [10, 20, 30]);
      assert.deepEqual(parseColour('rgb(1 2 3)'), [1, 2, 3]);
      assert.equal(parseColour('currentcolor'), null);
    });
    it('mixes from end to end', () => {
      assert.deepEqual(mix([0, 0, 0], [200, 100, 50], 0.5), [100, 50, 25]);
      assert.equal(css([1, 2, 3]), 'rgb(1, 2, 3)');
    });
    for (const [theme, background, foreground] of [
      ['dark', [31, 31, 31], [204, 204, 204]],
      ['light', [255, 255, 255], [59, 59, 59]],
      ['high contrast', [0, 0, 0], [255, 255, 255]],
      ['high contrast light', [255, 255, 255], [41, 41, 41]],
    ] as const)
      it(`has ramps that move steadily away from the paper (${theme})`, () => {
        const { blue, orange } = heatColours(background as Rgb, foreground as Rgb);
        const paper = luminance(blue[0]!);
        for (const ramp of [blue, orange]) {
          assert.equal(ramp.length, 256);
          const far = ramp.map((colour) => Math.abs(luminance(colour) - paper));
          // A small dip is allowed where the paper itself is tinted.
          for (let i = 16; i < 256; i++) assert.ok(far[i]! >= far[i - 16]! - 0.02, `${theme} at ${i}`);
          assert.ok(far[255]! > 0.5);
        }
      });
  });

  describe('sentences', () => {
    it('end at a full stop, not inside a number or a name', () => {
      assert.deepEqual(
        splitSentence('2 of 6 gradients are wrong. dW2 is 3 × the true gradient. The rest is right.'),
        ['2 of 6 gradients are wrong.', 'dW2 is 3 × the true gradient. The rest is right.'],
      );
      assert.deepEqual(splitSentence('model.py is right to 2.1 × 10⁻¹⁰.'), [
        'model.py is right to 2.1 × 10⁻¹⁰.',
        '',
      ]);
    });
    it('keep numbers on one line', () => {
      assert.equal(unbroken('2.1 × 10⁻¹⁰'), '2.1\u00a0×\u00a010⁻¹⁰');
    });
  });

  describe('messages', () => {
    it('get their numbers back', () => {
      assert.equal(toNumber(1.5), 1.5);
      assert.ok(Number.isNaN(toNumber(null)));
      assert.ok(Number.isNaN(toNumber('NaN')));
      assert.equal(toNumber('-Infinity'), -Infinity);
    });
    it('get their arrays back, whatever became of them', () => {
      const array = Float64Array.of(1, NaN, 3);
      assert.equal(toFloat64(array), array);
      assert.deepEqual(toFloat64(array.buffer), array);
      assert.deepEqual(toFloat64(new Uint8Array(array.buffer)), array);
      assert.deepEqual(toFloat64([1, null, 3]), array);
      assert.deepEqual(toFloat64(JSON.parse(JSON.stringify(array))), array);
      assert.equal(toFloat64(null), null);
      assert.equal(toFloat64('text'), null);
    });
  });

  it('quotes only the fields of a CSV that need it', () => {
    assert.equal(
      csv([
        ['a', 1, 'b,c'],
        ['say "x"', -0.5, ''],
      ]),
      'a,1,"b,c"\r\n"say ""x""",-0.5,\r\n',
    );
  });

  it('tells every verdict by a sign of its own', () => {
    const verdicts = ['correct', 'suspicious', 'inconclusive', 'wrong'] as const;
    assert.equal(new Set(verdicts.map((verdict) => markOf(verdict).sign)).size, 4);
    assert.deepEqual(verdicts.map(severity), [0, 1, 2, 3]);
    assert.equal(markOf('correct', 2).sign, '✓ᵏ');
    assert.equal(markOf('correct', 1).word, 'correct (1 component at a kink)');
    assert.equal(markOf('wrong', 2).sign, '✗');
  });
});
