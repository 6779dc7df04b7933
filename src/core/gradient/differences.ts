import type { Model, SweepScheme } from '../model';
import { blockSize, blocks } from './blocks';

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
  const size = blockSize(model.evaluationSeconds, scheme === 'central' ? 2 : 1);
  for (const [start, count] of blocks(total, size)) {
    const components = indices ? indices.slice(start, start + count) : { start, count };
    const reply = await model.sweep({ tensor, components, step, scheme });
    for (let i = 0; i < count; i++) {
      const rise = scheme === 'central' ? reply.plus[i]! - reply.minus[i]! : reply.plus[i]! - base;
      result[start + i] = rise / reply.width[i]!;
    }
    onBlock(count);
  }
  return result;
}

/**
 * The whole numerical gradient of a tensor. Where a step leaves the domain of the cost (log, sqrt) it is made
 * smaller, then one-sided.
 */
export async function numericalGradient(
  model: Model,
  tensor: number,
  step: number,
  scheme: SweepScheme,
  base: number,
  onBlock: (components: number) => void,
): Promise<Float64Array> {
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
