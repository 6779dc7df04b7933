import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roundTo } from '../../../../src/core/activation/laboratory/rounding';

/** The half of these 16 bits, by the definition. */
function half(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function rounded(x: number): number {
  const values = Float64Array.of(x);
  roundTo('float16', values);
  return values[0]!;
}

describe('Rounding to halves', () => {
  it('keeps every half as it is', () => {
    const halves = Float64Array.from({ length: 65_536 }, (_, bits) => half(bits));
    const values = halves.slice();
    roundTo('float16', values);
    for (let i = 0; i < values.length; i++)
      assert.ok(Object.is(values[i], halves[i]), `${halves[i]} became ${values[i]}`);
  });

  it('takes the nearer of two halves, and in the middle the even one', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [below, above] = [half(bits), half(bits + 1)];
      const middle = (below + above) / 2;
      const even = bits % 2 === 0 ? below : above;
      const little = middle * 2 ** -50;
      assert.deepEqual(
        [rounded(middle), rounded(-middle), rounded(middle - little), rounded(middle + little)],
        [even, 0 - even, below, above].map((x, i) => (i === 1 && x === 0 ? -0 : x)),
        `between ${below} and ${above}`,
      );
    }
  });

  it('ends at 65520, and goes to zero below half of the smallest', () => {
    assert.deepEqual([65_519.99, 65_520, -65_520, 1e300].map(rounded), [
      65_504,
      Infinity,
      -Infinity,
      Infinity,
    ]);
    assert.deepEqual([2 ** -25, 2 ** -25 * 1.001, 5e-324].map(rounded), [0, 2 ** -24, 0]);
    assert.ok(Number.isNaN(rounded(NaN)));
  });

  it('never changes a number twice, nor the order of two', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (x, y) => {
        assert.ok(Object.is(rounded(rounded(x)), rounded(x)));
        assert.ok(x <= y ? rounded(x) <= rounded(y) : rounded(x) >= rounded(y));
      }),
    );
  });

  it('is that of the machine for float32, and none for float64', () => {
    const values = Float64Array.of(0.1, 1e39, -1e-46);
    roundTo('float64', values);
    assert.deepEqual([...values], [0.1, 1e39, -1e-46]);
    roundTo('float32', values);
    assert.deepEqual([...values], [Math.fround(0.1), Infinity, -0]);
  });
});
