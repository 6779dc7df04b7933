import { float64Block } from '../../float64Block';
import { decimal, shapeText } from '../../format';
import type { Perturbation, Point } from '../../model';
import { Generator } from '../../random';
import type { Reinitialization } from '../schemes';
import { schemeDeviation, schemeNames } from './deviations';
import { orthogonalMatrix } from './orthogonal';
import { shortNumber } from './shortNumber';
import { product, type BiasTensor, type WeightTensor } from './tensors';

/** The message says which weights cannot be made anew, and why. */
export class CannotReinitialize extends Error {}

/** Components that are sent to the model as numbers, at most. */
const mostValues = 2_000_000;

/**
 * The point of `Model.move` at which weights are made anew; biases become zero, but uniform with PyTorch's default, and stay
 * with a factor. Each tensor W becomes W·(1 − 1), exactly zero, plus what is made.
 */
export function reinitialization(
  how: Reinitialization,
  weights: readonly WeightTensor[],
  biases: readonly BiasTensor[],
  seed: number,
): Point {
  if (weights.length === 0)
    throw new CannotReinitialize('No weights of a layer were found among the parameters.');
  if (how.kind === 'factor') return weights.map(({ tensor }) => own(tensor, how.factor - 1));
  const made = makerOf(how, seed, weights, biases);
  return [...weights, ...biases].flatMap((one) => [own(one.tensor, -1), ...made(one)]);
}

type Maker = (one: WeightTensor | BiasTensor) => Perturbation[];

function makerOf(
  how: Exclude<Reinitialization, { kind: 'factor' }>,
  seed: number,
  weights: readonly WeightTensor[],
  biases: readonly BiasTensor[],
): Maker {
  if (how.kind === 'identity') return (one) => (isWeight(one) ? diagonal(one, how.factor) : []);
  const scheme = how.kind === 'lsuv' ? 'orthogonal' : how.scheme;
  const factor = how.kind === 'lsuv' ? 1 : how.factor;
  if (scheme !== 'orthogonal' && scheme !== 'pytorch') {
    return (one) =>
      isWeight(one) ? [normal(one, factor * schemeDeviation(scheme, one.fanIn, one.fanOut), seed)] : [];
  }
  checkSize(label(how), weights, biases);
  const generator = new Generator(seed);
  return scheme === 'pytorch'
    ? (one) => [uniform(one, (isWeight(one) ? factor : 1) / Math.sqrt(one.fanIn), generator)]
    : (one) => (isWeight(one) ? [orthogonal(one, factor, generator)] : []);
}

function isWeight(one: WeightTensor | BiasTensor): one is WeightTensor {
  return 'shape' in one;
}

/** W becomes (1 + step) W. */
function own(tensor: number, step: number): Perturbation {
  return { direction: { kind: 'parameter', tensor }, step };
}

function normal({ tensor, shape }: WeightTensor, deviation: number, seed: number): Perturbation {
  // Every tensor needs numbers of its own.
  const mixed = (seed + Math.imul(tensor + 1, 0x9e3779b1)) >>> 0;
  const direction = {
    kind: 'normal',
    tensor,
    start: 0,
    count: product(shape),
    seed: mixed,
    unit: false,
  } as const;
  return { direction, step: deviation };
}

function uniform(one: WeightTensor | BiasTensor, bound: number, generator: Generator): Perturbation {
  const values = new Float64Array(isWeight(one) ? product(one.shape) : one.size);
  for (let i = 0; i < values.length; i++) values[i] = 2 * generator.uniform() - 1;
  return given(one.tensor, values, bound);
}

function orthogonal(one: WeightTensor, factor: number, generator: Generator): Perturbation {
  const [rows, columns] = sidesOf(one);
  return given(one.tensor, orthogonalMatrix(rows, columns, generator), factor);
}

function given(tensor: number, values: Float64Array, step: number): Perturbation {
  return { direction: { kind: 'values', tensor, start: 0, data: float64Block(values) }, step };
}

function diagonal({ tensor, shape }: WeightTensor, factor: number): Perturbation[] {
  const [rows, columns] = shape;
  if (rows === undefined || columns === undefined || shape.length !== 2) {
    throw new CannotReinitialize(`A multiple of I has two axes; there are weights of ${shapeText(shape)}.`);
  }
  return Array.from({ length: Math.min(rows, columns) }, (_, i) => ({
    direction: { kind: 'component', tensor, index: i * columns + i },
    step: factor,
  }));
}

/** A tensor of weights as a matrix: the units of the layer along one side, all they depend on along the other. */
export function sidesOf({
  shape,
  fanIn,
  outputsFirst,
}: Pick<WeightTensor, 'shape' | 'fanIn' | 'outputsFirst'>): readonly [number, number] {
  const size = product(shape);
  const units = outputsFirst === null ? size / fanIn : outputsFirst ? shape[0]! : shape.at(-1)!;
  if (shape[0] === units && outputsFirst !== false) return [units, size / units];
  if (shape.at(-1) === units) return [size / units, units];
  throw new CannotReinitialize(
    `It is not known along which axis the units of the weights of ${shapeText(shape)} are.`,
  );
}

function checkSize(name: string, weights: readonly WeightTensor[], biases: readonly BiasTensor[]): void {
  let size = 0;
  for (const { shape } of weights) size += product(shape);
  for (const bias of biases) size += bias.size;
  if (size <= mostValues) return;
  throw new CannotReinitialize(
    `The network has ${decimal(size / 1e6, 2)} million weights; ${name} is made for up to ${mostValues / 1e6} million.`,
  );
}

/** "He", "He × 2", "1.5·I", "present weights × 2". */
export function label(how: Reinitialization): string {
  switch (how.kind) {
    case 'scheme': {
      const name = schemeNames[how.scheme];
      return how.factor === 1 ? name : `${name} × ${shortNumber(how.factor)}`;
    }
    case 'lsuv':
      return 'LSUV';
    case 'identity':
      return `${shortNumber(how.factor)}·I`;
    case 'factor':
      return `present weights × ${shortNumber(how.factor)}`;
  }
}
