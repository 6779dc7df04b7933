import type { Model, SweepScheme } from '../model';
import { blockSize, blocks } from './blocks';
import { extrapolate } from './step';
import type { Scheme } from './verdict';

/** Numerical derivatives of J, component by component. */

/**
 * The gradient of J on some components of a tensor by differences with one step.
 * @param indices row-major; null for the whole tensor.
 * @param base J at the base point, for one-sided differences.
 * @param onBlock told how many components each block held.
 * @returns D_i in the order asked for; NaN where no finite cost was found.
 */
export async function derivatives(
  model: Model,
  tensor: number,
  indices: readonly number[] | null,
  step: number,
  scheme: SweepScheme,
  base: number,
  onBlock: (components: number) => void = () => {},
): Promise<Float64Array> {
  const total = indices?.length ?? model.tensors[tensor]!.size;
  const result = new Float64Array(total);
  const size = blockSize(model, scheme === 'central' ? 2 : 1);
  for (const [start, count] of blocks(total, size)) {
    const components = indices ? indices.slice(start, start + count) : { start, count };
    const reply = await model.sweep({ tensor, components, step, scheme });
    for (let i = 0; i < count; i++) {
      const plus = reply.plus[i]!;
      // The imaginary part alone is the rise of a complex step.
      const rise = scheme === 'central' ? plus - reply.minus[i]! : scheme === 'forward' ? plus - base : plus;
      result[start + i] = rise / reply.width[i]!;
    }
    onBlock(count);
  }
  return result;
}

/** What J does on both sides of the base point, for some components. */
export interface Slopes {
  /** (J₊ − J₋)/2ε, one number per component asked for. */
  readonly central: Float64Array;
  /** |(J₊ − J₀)/ε − (J₀ − J₋)/ε|: about ε·J″ where J is smooth, the jump of the slope at a kink. */
  readonly bend: Float64Array;
}

/** @param base J at the present base point. */
export async function slopes(
  model: Model,
  tensor: number,
  indices: readonly number[],
  step: number,
  base: number,
): Promise<Slopes> {
  const central = new Float64Array(indices.length);
  const bend = new Float64Array(indices.length);
  for (const [start, count] of blocks(indices.length, blockSize(model, 2))) {
    const components = indices.slice(start, start + count);
    const { plus, minus, width } = await model.sweep({ tensor, components, step, scheme: 'central' });
    for (let i = 0; i < count; i++) {
      central[start + i] = (plus[i]! - minus[i]!) / width[i]!;
      bend[start + i] = Math.abs(plus[i]! - 2 * base + minus[i]!) / (width[i]! / 2);
    }
  }
  return { central, bend };
}

/**
 * The whole numerical gradient of a tensor by differences. Where a step leaves the domain of the cost (log, sqrt) it is
 * made smaller, then one-sided.
 */
export async function numericalGradient(
  model: Model,
  tensor: number,
  step: number,
  scheme: Exclude<Scheme, 'complex'>,
  base: number,
  onBlock: (components: number) => void,
): Promise<Float64Array> {
  if (scheme === 'richardson') {
    const half = (components: number) => onBlock(components / 2);
    const coarse = await numericalGradient(model, tensor, step, 'central', base, half);
    const fine = await numericalGradient(model, tensor, step / 10, 'central', base, half);
    return coarse.map((value, i) => extrapolate(value, fine[i]!).value);
  }
  const gradient = await derivatives(model, tensor, null, step, scheme, base, onBlock);
  for (const [smaller, how] of [
    [step / 10, scheme],
    [step / 100, scheme],
    [step, 'forward'],
    [-step, 'forward'],
  ] as const) {
    const missing = [...gradient.keys()].filter((i) => !Number.isFinite(gradient[i]!));
    if (missing.length === 0) break;
    const again = await derivatives(model, tensor, missing, smaller, how, base);
    missing.forEach((index, i) => (gradient[index] = again[i]!));
  }
  return gradient;
}
