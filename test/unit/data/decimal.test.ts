import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DecimalReader } from '../../../src/data/text/decimal';

const reader = new DecimalReader();
function read(text: string): number {
  return reader.read(Buffer.from(`${text},`), 0);
}

/** What is read is what `Number` makes of it, to the last bit; or it is left to `Number`. */
function agrees(text: string): boolean {
  const value = read(text);
  return Number.isNaN(value) || (Object.is(value, Number(text)) && reader.end === text.length);
}

describe('plain decimal numbers from bytes', () => {
  it('doubles as they are commonly written', () => {
    const writers: readonly ((value: number) => string)[] = [
      String,
      (value) => value.toPrecision(17),
      (value) => value.toExponential(18),
      (value) => value.toFixed(6),
    ];
    const doubles = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    );
    fc.assert(
      fc.property(doubles, fc.constantFrom(...writers), (value, write) => agrees(write(value))),
      { numRuns: 20_000 },
    );
  });

  it('any digits, point and exponent', () => {
    const numbers = fc.stringMatching(/^[+-]?\d{1,12}(\.\d{0,10})?([eE][+-]?\d{1,3})?$/);
    fc.assert(fc.property(numbers, agrees), { numRuns: 20_000 });
  });

  it('numbers in the middle between two doubles, and next to it', () => {
    const cases = fc.tuple(
      fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: -1, max: 1 }),
    );
    fc.assert(
      fc.property(cases, ([double, halvings, beside]) => {
        // (2·double + 1)/2^(halvings + 1) is a tie; written in full, then changed by one in the last place.
        const digits = String((2n * double + 1n) * 5n ** BigInt(halvings + 1) + BigInt(beside));
        return agrees(`${digits.slice(0, -halvings - 1)}.${digits.slice(-halvings - 1)}`);
      }),
      { numRuns: 20_000 },
    );
  });

  it('most numbers need no string', () => {
    const left = (write: (value: number) => string): number => {
      let count = 0;
      for (let i = 0; i < 1000; i++) if (Number.isNaN(read(write(Math.sin(i) * 100 + 0.1)))) count += 1;
      return count;
    };
    assert.equal(
      left((value) => value.toFixed(4)),
      0,
    );
    assert.ok(left(String) < 10);
    assert.ok(left((value) => value.toExponential(18)) < 50);
  });

  for (const text of ['', '-', '.', '-.', 'e5', '1e', '1e+', 'nan', 'inf', '"1"'])
    it(`no number: ${text}`, () => assert.ok(Number.isNaN(read(text))));

  it('ends where the number does', () => {
    for (const [text, value, end] of [
      ['0x10', 0, 1],
      ['1.2.3', 1.2, 3],
      ['12;3', 12, 2],
      ['-0', -0, 2],
    ] as const) {
      assert.ok(Object.is(read(text), value));
      assert.equal(reader.end, end);
    }
  });
});
