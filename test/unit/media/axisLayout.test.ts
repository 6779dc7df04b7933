import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type AxisItem, axisScale, type PlacedItem, placeItems } from '../../../media/gradient/axisLayout';

const item = (name: string, value: number, verdict: AxisItem['verdict'] = 'correct'): AxisItem => ({
  name,
  verdict,
  value,
  low: value / 2,
  high: value * 2,
  resolution: 1e-10,
});
const textWidth = (text: string) => text.length * 7;

/** What a placed item covers. */
function extent({ x, low, high, label, item: { name } }: PlacedItem): [number, number] {
  const text = textWidth(name) + 5;
  const [left, right] = [Math.min(low, x - 5), Math.max(high, x + 5)];
  return [left - (label === 'left' ? text : 0), right + (label === 'right' ? text : 0)];
}

describe('the axis of relative differences', () => {
  it('runs from the smallest value to 1, with the thresholds in order', () => {
    const scale = axisScale([item('W1', 2e-12), item('W2', 0.5)], [0.3], 18, 992);
    assert.equal(scale.x(1), 992);
    assert.equal(scale.x(1e-12), 18);
    const xs = [1e-7, 1e-5, 1e-3].map(scale.x);
    assert.deepEqual(
      [...xs].sort((a, b) => a - b),
      xs,
    );
    assert.equal(scale.ticks.at(-1)?.label, '1');
    assert.equal(scale.hasZero, false);
  });
  it('gives zero and what is not finite places of their own', () => {
    const scale = axisScale([item('W1', 0), item('W2', NaN)], [1e-3], 18, 992);
    assert.ok(scale.x(0) < scale.left);
    assert.ok(scale.x(NaN) > scale.right);
    assert.deepEqual([scale.ticks[0]?.label, scale.ticks.at(-1)?.label], ['0', 'n/a']);
  });
  it('never shrinks below nine decades, nor grows beyond double precision', () => {
    assert.equal(axisScale([item('W1', 0.5)], [], 0, 900).ticks[0]?.label, '10⁻¹⁰'); // the resolution
    const far = axisScale([item('W1', 1e-300)], [], 0, 900);
    assert.equal(far.x(1e-300), far.left);
  });
  it('places the worst next to the axis, and others in the order of the model downwards', () => {
    const items = [item('W1', 1e-11), item('b1', 1e-11), item('W2', 1e-11, 'wrong')];
    const placed = placeItems(items, axisScale(items, [], 18, 500), {
      from: 0,
      to: 500,
      maxLanes: 8,
      textWidth,
    });
    const lanes = new Map(placed.map((place) => [place.item.name, place.lane]));
    assert.equal(lanes.get('W2'), 0);
    assert.ok(lanes.get('W1')! > lanes.get('b1')!);
  });
  it('lets no labelled dots overlap, for 2 to 60 tensors and any width', () => {
    const values = fc.array(fc.double({ min: -13, max: 0, noNaN: true }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 280, max: 1600 }), (exponents, width) => {
        const items = exponents.map((exponent, i) =>
          item(`W${i}`, 10 ** exponent, exponent > -3 ? 'wrong' : 'correct'),
        );
        const scale = axisScale(items, [], 18, width - 8);
        const placed = placeItems(items, scale, { from: 2, to: width - 2, maxLanes: 8, textWidth });
        assert.equal(placed.length, items.length);
        const labelled = placed.filter(({ label }) => label !== null);
        for (const a of labelled)
          for (const b of labelled) {
            if (a === b || a.lane !== b.lane) continue;
            const [[from, to], [start, end]] = [extent(a), extent(b)];
            assert.ok(to <= start || end <= from, `${a.item.name} over ${b.item.name}`);
          }
        for (const place of labelled) {
          const [from, to] = extent(place);
          assert.ok(from >= 0 && to <= width);
        }
      }),
      { numRuns: 60 },
    );
  });
});
