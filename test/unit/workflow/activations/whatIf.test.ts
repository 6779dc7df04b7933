import assert from 'node:assert/strict';
import path from 'node:path';
import type { Layer } from '../../../../src/core/activation/network';
import type { Reinitialization } from '../../../../src/core/activation/schemes';
import type { WhatIf } from '../../../../src/protocol/activations';
import { askSweep } from '../../../../src/workflow/activations/askSweep';
import { askWhatIf } from '../../../../src/workflow/activations/askWhatIf';
import { needNumpy, root } from '../checking';
import { requestFor, shown } from './showing';

/** Deviation that each scheme gives, by fan-in n and fan-out m. */
const deviations = {
  he: (n: number) => Math.sqrt(2 / n),
  xavier: (n: number) => Math.sqrt(1 / n),
  lecun: (n: number) => Math.sqrt(1 / n),
  glorot: (n: number, m: number) => Math.sqrt(2 / (n + m)),
  pytorch: (n: number) => Math.sqrt(1 / (3 * n)),
};

for (const name of ['functions.ts', 'functions_deep.py']) {
  const file = path.join(root, 'test', 'fixtures', 'activations', name);

  describe(`what if: ${name}`, function () {
    this.timeout(120_000);
    if (name.endsWith('.py')) before(needNumpy);

    const asked = async (how: Reinitialization): Promise<WhatIf> => {
      const answer = (await askWhatIf(await requestFor(file), how))!;
      assert.equal(answer.problem, null);
      assert.notEqual(answer.code, '');
      return answer;
    };
    const layersOf = ({ profile }: WhatIf): readonly Layer[] => profile!.network.layers;
    const rms = ({ preActivation }: Layer): number => preActivation!.statistics.rms;

    for (const [scheme, deviation] of Object.entries(deviations))
      it(`${scheme} has its deviation in every layer`, async () => {
        const how = { kind: 'scheme', scheme, factor: 1.5 } as Extract<Reinitialization, { kind: 'scheme' }>;
        for (const { weights } of layersOf(await asked(how))) {
          const { statistics, fanIn, fanOut } = weights!;
          const expected = 1.5 * deviation(fanIn, fanOut);
          // Five deviations of a standard deviation that was estimated from so many.
          assert.ok(Math.abs(statistics.rms / expected - 1) < 5 / Math.sqrt(2 * fanIn * fanOut), scheme);
        }
      });

    it('orthogonal has rows (or columns) of length 1', async () => {
      for (const { weights } of layersOf(await asked({ kind: 'scheme', scheme: 'orthogonal', factor: 1 }))) {
        const { statistics, fanIn, fanOut } = weights!;
        const squares = statistics.rms ** 2 * fanIn * fanOut;
        assert.ok(Math.abs(squares / Math.min(fanIn, fanOut) - 1) < 1e-9);
      }
    });

    it('c·I hands the positive part on, times c', async () => {
      const layers = layersOf(await asked({ kind: 'identity', factor: 1.5 }));
      const growth = layers.slice(2, -1).map((layer, l) => rms(layer) / rms(layers[l + 1]!));
      for (const one of growth) assert.ok(Math.abs(one - 1.5) < 1e-9, `${one}`);
    });

    it('LSUV leaves every pre-activation with deviation 1', async () => {
      for (const { preActivation } of layersOf(await asked({ kind: 'lsuv' })))
        assert.ok(Math.abs(preActivation!.statistics.deviation - 1) < 0.11);
    });

    it('a factor of the present weights multiplies each layer once more', async () => {
      const before = (await shown(file)).profile.network.layers;
      const after = layersOf(await asked({ kind: 'factor', factor: 2 }));
      assert.equal(after.length, before.length);
      after.forEach((layer, l) =>
        assert.ok(Math.abs(rms(layer) / rms(before[l]!) / 2 ** (l + 1) - 1) < 1e-9),
      );
    });

    it('each factor of a sweep starts from the weights of the file', async () => {
      const { points, problem } = (await askSweep(await requestFor(file), 'present'))!;
      assert.equal(problem, null);
      const hidden = (await shown(file)).profile.network.layers.length - (name.endsWith('.ts') ? 0 : 1);
      const [first] = points;
      for (const { factor, activation } of points)
        assert.ok(
          Math.abs(activation / first!.activation / (factor / first!.factor) ** hidden - 1) < 1e-9,
          `${factor}`,
        );
    });
  });
}
