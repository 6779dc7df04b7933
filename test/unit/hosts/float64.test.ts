import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeFloat64, decodeNumber } from '../../../src/hosts/float64';

describe('float64 blocks', () => {
  it('keep every bit, NaN and infinities included', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        const bytes = Buffer.alloc(8 * values.length);
        values.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i));
        assert.deepEqual([...decodeFloat64(bytes.toString('base64'))], values);
      }),
    );
    assert.equal(decodeNumber('-Infinity'), -Infinity);
  });

  it('refuses a block that was cut', () => {
    assert.throws(() => decodeFloat64(Buffer.alloc(12).toString('base64')), RangeError);
  });
});
