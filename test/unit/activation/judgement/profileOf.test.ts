import assert from 'node:assert/strict';
import { profileOf } from '../../../../src/core/activation/judgement/profileOf';
import { scalesOf } from '../../../../src/core/activation/judgement/scalesOf';
import type { Network, NonFinite } from '../../../../src/core/activation/network';
import type { Profile } from '../../../../src/core/activation/profile';
import { edges, randomNetwork, stack, type Design } from '../../../support/randomNetwork';

function run(design: Partial<Design> & Pick<Design, 'widths'>): Network {
  return randomNetwork({ seed: 1, examples: 16, activation: 'relu', scheme: 'he', ...design });
}

function profile(design: Partial<Design> & Pick<Design, 'widths'>): Profile {
  return profileOf(run(design), edges);
}

describe('profileOf', () => {
  it('says that 1.5·I explodes, how fast, and where float32 ends', () => {
    const { verdict, sentence, forward } = profile({
      widths: stack(8, 150),
      scheme: { identity: 1.5 },
      activation: 'identity',
    });
    assert.equal(verdict, 'wrong');
    assert.match(
      sentence,
      /^Activations explode: 1\.50 × per layer, 2\.6 × 10²⁶ over 150 layers; float32 would overflow with 21\d layers\. Gradients explode too: 1\.50 × per layer/,
    );
    assert.ok(Math.abs(forward.perLayer - 1.5) < 1e-12);
  });

  it('says that gradients vanish, alone', () => {
    const { verdict, sentence, forward } = profile({ widths: stack(64, 20), scheme: 'pytorch' });
    assert.equal(forward.verdict, 'stable');
    assert.equal(verdict, 'wrong');
    assert.match(
      sentence,
      /^Gradients vanish: 0\.4\d × per layer, \d\.\d × 10⁻⁸ over 19 layers; float32 would underflow with 1\d\d layers\.$/,
    );
  });

  it('says that the scale is kept, and over how many layers', () => {
    const healthy = profile({ widths: [...stack(64, 11), 10], linearHead: true });
    assert.equal(healthy.verdict, 'correct');
    assert.match(
      healthy.sentence,
      /^Activations and gradients keep their scale: [01]\.\d\d × per layer \(0\.\d\d–1\.\d\d\) forward, [01]\.\d\d × per layer \(0\.\d\d–1\.\d\d\) backward, over 11 layers\.$/,
    );
    assert.match(
      profile({ widths: stack(64, 12), backward: false }).sentence,
      /over 12 layers\. No gradient of a layer was seen\.$/,
    );
    assert.equal(
      profile({ widths: stack(4, 50), scheme: { identity: 1 }, activation: 'identity' }).sentence,
      'Activations and gradients keep their scale: 1.00 × per layer over 50 layers.',
    );
  });

  it('names the layer whose units are all dead', () => {
    const { verdict, sentence } = profile({ widths: [784, 128, 10], linearHead: true, bias: -200 });
    assert.equal(verdict, 'wrong');
    assert.equal(sentence, 'All 128 units of layer 1 are dead: zero for every example, no gradient passes.');
    const zero = profile({ widths: [784, 128, 10], linearHead: true, scheme: { deviation: 0 } });
    assert.equal(zero.sentence, 'Z of layer 1 is exactly 0 for every example, as with weights of 0.');
  });

  it('looks closely at saturated layers', () => {
    const { verdict, sentence } = profile({
      widths: [300, 40, 40, 2],
      scheme: { deviation: 1 },
      activation: 'tanh',
      linearHead: true,
    });
    assert.equal(verdict, 'suspicious');
    assert.match(
      sentence,
      /^Layer 1: \d\d% of the values are saturated \(tanh, \|z\| > 2\.5\); over half in 1 other layer too\.$/,
    );
  });

  it('names what is not finite before all else', () => {
    const network = run({ widths: stack(4, 1800), scheme: { identity: 1.5 }, activation: 'identity' });
    const { verdict, sentence } = profileOf(
      { ...network, nonFinite: { ...network.nonFinite!, place: { file: 'model.py', line: 12 } as never } },
      edges,
    );
    assert.equal(verdict, 'wrong');
    assert.match(
      sentence,
      /^\d+ of 64 values of Z17\d\d (is|are) infinite \(layer 17\d\d, line 12\)\. Before that activations explode: 1\.50 × per layer\.$/,
    );
  });

  it('blames no formula for an infinity on its way to finite activations', () => {
    const network = run({ widths: [...stack(64, 6), 1], linearHead: true });
    const nonFinite: NonFinite = {
      kind: 'infinity',
      count: 3,
      of: 16,
      name: 'an array',
      place: null,
      layer: 7,
      backward: false,
    };
    const passing = profileOf({ ...network, nonFinite }, edges);
    const plain = profileOf(network, edges);
    assert.equal(passing.verdict, plain.verdict);
    assert.equal(
      passing.sentence,
      `${plain.sentence} 3 of 16 values of an array are infinite (layer 7), but no activation or gradient is.`,
    );
    for (const more of [{ kind: 'nan' }, { spoils: true }] as const)
      assert.equal(profileOf({ ...network, nonFinite: { ...nonFinite, ...more } }, edges).verdict, 'wrong');
  });

  it('cannot tell growth from two or three layers, whatever their widths and the scale of the data', () => {
    for (let seed = 0; seed < 4; seed++)
      for (const widths of [
        [784, 128, 10],
        [784, 128, 64, 10],
        [2, 4, 1],
        [300, 20, 5, 1],
      ]) {
        for (const scheme of ['he', 'pytorch', { deviation: 0.01 }] as const) {
          const { verdict, sentence } = profile({ seed, widths, scheme, linearHead: true, examples: 12 });
          assert.equal(verdict, 'inconclusive', `${widths.join('-')}: ${sentence}`);
          assert.match(
            sentence,
            /^\d layers are too few to tell growth: (activations change|RMS) .*\. No layer is dead or saturated\.$/,
          );
        }
      }
    assert.equal(
      profileOf({ input: null, layers: [], nonFinite: null, examples: null }, edges).verdict,
      'inconclusive',
    );
  });

  it('says what it saw of two layers', () => {
    assert.match(
      profile({ widths: [784, 128, 10], linearHead: true, examples: 30, backward: false }).sentence,
      /^2 layers are too few to tell growth: RMS 1\.0 of the input, (0\.9\d|1\.0) of layer 1\. No layer is dead or saturated\. No gradient of a layer was seen\.$/,
    );
  });

  it('asks for more examples where a small layer is zero for a few', () => {
    const { verdict, sentence } = profile({ widths: [3, 2, 1], examples: 2, bias: -50, linearHead: true });
    assert.equal(verdict, 'inconclusive');
    assert.equal(
      sentence,
      'All units of layer 1 are zero for the 2 examples of this run; more examples would tell whether they are dead.',
    );
  });

  it('tells of a lonely jump where to look', () => {
    const network = run({ widths: stack(64, 12) });
    const jumped: Network = {
      ...network,
      layers: network.layers.map((layer) => ({
        ...layer,
        activation:
          layer.number < 5
            ? layer.activation
            : {
                ...layer.activation!,
                statistics: { ...layer.activation!.statistics, rms: 1000 * layer.activation!.statistics.rms },
              },
      })),
    };
    const { verdict, sentence } = profileOf(jumped, edges);
    assert.equal(verdict, 'suspicious');
    assert.match(sentence, /^Activations change .* over 12 layers, but not evenly: look at layer 5\.$/);
  });
});

describe('scalesOf', () => {
  it('leaves the output layer out unless it is like the one before', () => {
    const head = scalesOf(run({ widths: [20, 20, 20, 20, 3], linearHead: true }));
    assert.deepEqual(head.forward.layers, [0, 1, 2, 3]);
    assert.deepEqual(head.backward.layers, [3, 2, 1]);
    const equal = scalesOf(run({ widths: stack(20, 4) }));
    assert.deepEqual(equal.forward.layers, [0, 1, 2, 3, 4]);
    assert.deepEqual(equal.backward.layers, [4, 3, 2, 1]);
  });

  it('leaves the input out where its scale is not passed on', () => {
    const raw = run({ widths: stack(20, 6) });
    const bytes = { ...raw.input!, statistics: { ...raw.input!.statistics, rms: 100 } };
    assert.equal(scalesOf({ ...raw, input: bytes }).forward.layers[0], 1);
    assert.equal(scalesOf(run({ widths: stack(20, 6), activation: 'sigmoid' })).forward.layers[0], 1);
    assert.equal(scalesOf(run({ widths: stack(20, 2) })).forward.layers[0], 1);
  });
});
