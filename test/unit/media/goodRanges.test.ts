import assert from 'node:assert/strict';
import { goodRanges } from '../../../media/activations/goodRanges';

describe('the factors that keep the scale', () => {
  const told = (signs: string): string =>
    goodRanges(
      [...signs].map((sign, i) => {
        const verdict = sign === '+' ? ('correct' as const) : ('wrong' as const);
        return { factor: 2 ** (i - 2), verdict, forward: 1, backward: 1 };
      }) as never,
    );

  it('are told as ranges, without those between them that do not', () => {
    assert.equal(told('-+++-'), '0.50 to 2.0');
    assert.equal(told('++-+-+'), '0.25 to 0.50, 2.0, 8.0');
    assert.equal(told('--+'), '1.0');
  });
});
