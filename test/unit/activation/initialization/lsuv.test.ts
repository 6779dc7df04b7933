import assert from 'node:assert/strict';
import { Generator } from '../../../../src/core/random';
import type { Point } from '../../../../src/core/model';
import { elementwise, type ElementwiseFunction } from '../../../../src/core/activation/functions';
import { lsuvNext } from '../../../../src/core/activation/initialization/lsuv';
import { orthogonalMatrix } from '../../../../src/core/activation/initialization/orthogonal';
import { reinitialization } from '../../../../src/core/activation/initialization/reinitialize';
import { multiply } from '../../../../src/core/activation/laboratory/product';
import type { ActivationFunction, Layer, Network } from '../../../../src/core/activation/network';
import { arrayOf, layerOf, networkOf, weightsOf } from './network';

const [width, examples] = [40, 60];

/** A network whose layer ℓ has orthogonal weights times the step that the point gives its tensor. */
function observed(
  point: Point,
  depth: number,
  name: ElementwiseFunction,
  known: ActivationFunction | null,
): Network {
  const generator = new Generator(8);
  const { value } = elementwise(name);
  const side = [width, examples];
  let a = Float64Array.from({ length: width * examples }, () => 0.3 * generator.normal());
  const layers = Array.from({ length: depth }, (_, i): Layer => {
    const { step } = point.find(({ direction }) => direction.kind === 'values' && direction.tensor === i)!;
    const w = orthogonalMatrix(width, width, generator).map((x) => step * x);
    const z = new Float64Array(a.length);
    multiply({ values: w, transposed: false }, a, z, width);
    a = z.map(value);
    return layerOf(i + 1, known, weightsOf(w, width, width, i), {
      preActivation: arrayOf('Z', z, side),
      activation: arrayOf('A', a, side),
    });
  });
  return networkOf(layers);
}

function runsUntilDone(depth: number, name: ElementwiseFunction, known: ActivationFunction | null): number {
  const weights = Array.from({ length: depth }, (_, tensor) => ({
    ...{ tensor, shape: [width, width], fanIn: width, fanOut: width, outputsFirst: true },
  }));
  let point = reinitialization({ kind: 'lsuv' }, weights, [], 1);
  for (let runs = 1; runs <= depth + 1; runs++) {
    const network = observed(point, depth, name, known);
    const next = lsuvNext(point, network);
    if (next.done) {
      assert.equal(next.point, point);
      for (const { preActivation } of network.layers) {
        assert.ok(Math.abs(preActivation!.statistics.deviation - 1) <= 0.02);
      }
      return runs;
    }
    point = next.point;
  }
  return Infinity;
}

describe('LSUV', () => {
  it('needs one step with functions that are homogeneous, however deep', () => {
    assert.equal(runsUntilDone(20, 'relu', 'relu'), 2);
    assert.equal(runsUntilDone(20, 'identity', 'identity'), 2);
  });

  it('needs few with the others', () => {
    for (const name of ['tanh', 'gelu', 'sigmoid'] as const) {
      const runs = runsUntilDone(12, name, name);
      assert.ok(runs <= 6, `${name}: ${runs}`);
    }
  });

  it('needs no more than there are layers where the function is not known', () => {
    assert.ok(runsUntilDone(6, 'tanh', null) <= 7);
  });

  it('leaves alone what has no Z, and no weights that can be divided', () => {
    const point = reinitialization(
      { kind: 'factor', factor: 1 },
      [{ tensor: 0, shape: [2], fanIn: 1, fanOut: 2, outputsFirst: true }],
      [],
      1,
    );
    const dead = arrayOf('Z', new Float64Array(4), [2, 2]);
    const weights = weightsOf(Float64Array.of(1, 1), 1, 2, 0);
    const network = networkOf([
      layerOf(1, 'relu', weights),
      layerOf(2, 'relu', weights, { preActivation: dead }),
    ]);
    assert.deepEqual(lsuvNext(point, network), { point, done: true });
  });
});
