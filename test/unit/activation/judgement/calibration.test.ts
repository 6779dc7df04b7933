import assert from 'node:assert/strict';
import { growthOf } from '../../../../src/core/activation/judgement/growthOf';
import { profileOf } from '../../../../src/core/activation/judgement/profileOf';
import type { Profile } from '../../../../src/core/activation/profile';
import { reluIncrement, reluScales } from '../../../support/reluChain';
import { edges, randomNetwork, stack, type Design } from '../../../support/randomNetwork';

const seeds = 400;

function coverage(truth: number, width: number, depth: number, examples: number): number {
  let covered = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const scales = reluScales(seed, width, depth, examples);
    const { interval } = growthOf(
      scales,
      scales.map((_, l) => l),
    );
    if (interval[0] <= truth && truth <= interval[1]) covered += 1;
  }
  return covered / seeds;
}

function profiles(count: number, depth: number, design: Partial<Design>): Profile[] {
  return Array.from({ length: count }, (_, seed) =>
    profileOf(
      randomNetwork({
        seed,
        widths: stack(64, depth),
        examples: 8,
        activation: 'relu',
        scheme: 'he',
        ...design,
      }),
      edges,
    ),
  );
}

describe('calibration of growth', () => {
  for (const [width, depth] of [
    [64, 10],
    [64, 50],
    [512, 10],
  ] as const)
    it(`covers the growth of He/ReLU of width ${width} and depth ${depth} in 90 to 99%`, () => {
      const share = coverage(Math.exp(reluIncrement(width)), width, depth, 1);
      assert.ok(share >= 0.9 && share <= 0.99, `${share}`);
    });

  it('covers it of a batch, too', () => {
    // The mean of the increments of networks that are not among the judged.
    let sum = 0;
    for (let seed = 0; seed < 400; seed++) {
      const scales = reluScales(1e6 + seed, 64, 15, 6);
      sum += Math.log(scales.at(-1)! / scales[0]!) / 15;
    }
    const share = coverage(Math.exp(sum / 400), 64, 15, 6);
    assert.ok(share >= 0.9 && share <= 0.99, `${share}`);
  });

  it('accuses no healthy network', () => {
    const healthy: readonly Partial<Design>[] = [
      {},
      { activation: 'tanh', scheme: 'xavier' },
      { residual: 0.15 },
      { activation: 'tanh', scheme: 'xavier', residual: 0.3 },
    ];
    for (const design of healthy)
      for (const depth of [10, 30])
        for (const { forward, backward, verdict, sentence } of profiles(8, depth, design))
          assert.deepEqual(
            [forward.verdict, backward.verdict, verdict],
            ['stable', 'stable', 'correct'],
            sentence,
          );
  });

  it('knows the decay of tanh for a power law, most of the time', () => {
    const found = profiles(10, 30, { activation: 'tanh', scheme: 'xavier' });
    assert.ok(found.filter(({ forward }) => forward.law === 'power').length >= 8);
  });

  it('says of deep networks with the default of PyTorch that their gradients vanish', () => {
    for (const activation of ['relu', 'tanh'] as const)
      for (const { backward, verdict } of profiles(6, 20, { activation, scheme: 'pytorch' }))
        assert.deepEqual([backward.verdict, verdict], ['vanishing', 'wrong']);
  });
});
