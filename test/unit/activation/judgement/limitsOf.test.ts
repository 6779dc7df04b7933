import assert from 'node:assert/strict';
import { formatRange } from '../../../../src/core/activation/judgement/limitsOf';
import { profileOf } from '../../../../src/core/activation/judgement/profileOf';
import type { FormatLimit, NumberFormat } from '../../../../src/core/activation/growth';
import type { Network } from '../../../../src/core/activation/network';
import { edges, randomNetwork, stack } from '../../../support/randomNetwork';

const formats = Object.keys(formatRange) as NumberFormat[];

function linear(factor: number, depth: number, seed = 1): Network {
  return randomNetwork({
    seed,
    widths: stack(4, depth),
    examples: 5,
    activation: 'identity',
    scheme: { identity: factor },
  });
}

function largest(array: {
  readonly statistics: { readonly least: number; readonly greatest: number };
}): number {
  return Math.max(-array.statistics.least, array.statistics.greatest);
}

function limitOf(
  limits: readonly FormatLimit[],
  format: NumberFormat,
  direction: FormatLimit['direction'],
  kind: FormatLimit['kind'],
): FormatLimit | undefined {
  return limits.find((l) => l.format === format && l.direction === direction && l.kind === kind);
}

/** Binary digits of a number's power, without overflow: s·gᵏ > M as logarithms of whole and part. */
function firstBeyond(start: number, factor: number, bound: number): number {
  let value = start / bound;
  for (let k = 0; ; k++, value *= factor) if (factor > 1 ? value > 1 : value < 1) return k;
}

describe('limitsOf', () => {
  it('overflows where 1.5ˡ·s₀ does, in every format, seen or extended', () => {
    for (const depth of [10, 150])
      for (let seed = 1; seed <= 5; seed++) {
        const network = linear(1.5, depth, seed);
        const { limits } = profileOf(network, edges);
        for (const format of formats) {
          const layer = firstBeyond(largest(network.input!), 1.5, formatRange[format].most);
          assert.deepEqual(limitOf(limits, format, 'forward', 'overflow'), {
            format,
            direction: 'forward',
            kind: 'overflow',
            layer,
            within: layer <= depth,
          });
          // From the last layer, which is the first.
          const back = firstBeyond(
            largest(network.layers.at(-1)!.preActivationGradient!),
            1.5,
            formatRange[format].most,
          );
          assert.equal(limitOf(limits, format, 'backward', 'overflow')?.layer, back + 1);
          assert.equal(limitOf(limits, format, 'backward', 'underflow'), undefined);
        }
      }
  });

  it('underflows where 0.5ˡ·s₀ does', () => {
    for (const depth of [10, 150]) {
      const network = linear(0.5, depth);
      const { limits } = profileOf(network, edges);
      for (const format of formats) {
        const { least } = formatRange[format];
        const s0 = largest(network.layers.at(-1)!.preActivationGradient!);
        // A subnormal loses digits: powers of one half from a power of two are exact.
        const back = Math.ceil(Math.log2(s0) - Math.log2(least) + 1e-12);
        assert.deepEqual(limitOf(limits, format, 'backward', 'underflow'), {
          format,
          direction: 'backward',
          kind: 'underflow',
          layer: back + 1,
          within: back + 1 <= depth,
        });
        assert.equal(limitOf(limits, format, 'forward', 'overflow'), undefined);
      }
    }
  });

  it('extends nothing where the interval holds 1, or the law is not known', () => {
    const healthy = randomNetwork({
      seed: 3,
      widths: stack(64, 20),
      examples: 8,
      activation: 'relu',
      scheme: 'he',
    });
    assert.deepEqual(profileOf(healthy, edges).limits, []);
    assert.deepEqual(profileOf(linear(1.5, 2), edges).limits, []);
    assert.deepEqual(profileOf(linear(1, 50), edges).limits, []);
  });

  it('sees the overflow of the run itself', () => {
    const { limits } = profileOf(linear(1e30, 12), edges);
    const limit = limitOf(limits, 'float64', 'forward', 'overflow');
    assert.deepEqual([limit?.layer, limit?.within], [11, true]);
  });
});
