import assert from 'node:assert/strict';
import type { Layer, LayerArray } from '../../../../src/core/activation/network';
import { likeSiblings } from '../../../../src/core/activation/structure/likeSiblings';
import { arrayOf, layerOf } from '../initialization/network';

/** A loop over layers: Z of each is made at the same place. */
function inLoop(number: number, activation: Parameters<typeof layerOf>[1], scale: number): Layer {
  const array = (name: string): LayerArray => ({
    ...arrayOf(name, Float64Array.of(-scale, scale, scale / 2, 0), [2, 2]),
    place: { file: 'net.py', line: 7, column: 5, endLine: 7, endColumn: 20, function: 'forward' },
  });
  return layerOf(number, activation, null, { preActivation: array('Z'), activation: array('A') });
}

const nameOf = ({ activationFunction }: Layer): string | null => activationFunction?.name ?? null;

describe('functions of layers in a loop', () => {
  it('are those of the other passes where the values are too small to tell', () => {
    const layers = [inLoop(1, 'tanh', 1), inLoop(2, 'tanh', 1), inLoop(3, null, 1e-9), inLoop(4, null, 1)];
    assert.deepEqual(likeSiblings(layers).map(nameOf), ['tanh', 'tanh', 'tanh', null]);
    assert.equal(likeSiblings(layers)[2]!.activationFunction?.from, 'name');
  });

  it('stay open where the values contradict, or the other passes differ', () => {
    const contradicted = [inLoop(1, 'tanh', 1), inLoop(2, 'tanh', 1), inLoop(3, null, 1), inLoop(4, null, 1)];
    assert.equal(nameOf(likeSiblings(contradicted)[2]!), null);
    const mixed = [inLoop(1, 'tanh', 1), inLoop(2, 'sigmoid', 1), inLoop(3, null, 1e-9), inLoop(4, null, 1)];
    assert.equal(nameOf(likeSiblings(mixed)[2]!), null);
  });
});
