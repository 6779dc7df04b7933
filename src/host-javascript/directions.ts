import type { Direction } from '../core/model';
import { dot, norm, tensorAt, type BoundModel } from './boundModel';
import { internalError } from './failures';
import { normalVector } from './normal';
import { decodeBlock } from './wire';

/** A direction as numbers: v on components [start, start + v.length) of a tensor. */
export interface Vector {
  readonly tensor: number;
  readonly start: number;
  readonly values: Float64Array;
}

/** Vectors are made again and again at h, −h, h/10: the last few are kept. */
const keptVectors = 8;

export class Directions {
  readonly #kept = new Map<string, Vector>();

  constructor(private readonly model: BoundModel) {}

  vector(direction: Direction): Vector {
    const { tensor } = direction;
    const { storage, base } = tensorAt(this.model, tensor);
    switch (direction.kind) {
      case 'component':
        checkRange(direction.index, 1, storage.size);
        return { tensor, start: direction.index, values: Float64Array.of(1) };
      case 'parameter':
        return { tensor, start: 0, values: base };
      case 'values': {
        const values = decodeBlock(direction.data);
        checkRange(direction.start, values.length, storage.size);
        return { tensor, start: direction.start, values };
      }
      case 'box': {
        const { from, to, seed } = direction;
        const { shape } = storage;
        const fits = from.length === shape.length && to.length === shape.length;
        if (!fits || from.some((low, axis) => low < 0 || low > to[axis]! || to[axis]! > shape[axis]!))
          throw internalError(`There is no box ${from.join()} to ${to.join()} in ${shape.join()}.`);
        const whole = this.#keep([tensor, 0, storage.size, seed, false].join(), () => ({
          tensor,
          start: 0,
          values: normalVector(storage.size, seed),
        }));
        return { tensor, start: 0, values: inside(whole.values, shape, from, to) };
      }
      case 'normal': {
        const { start, count, seed, unit } = direction;
        checkRange(start, count, storage.size);
        return this.#keep([tensor, start, count, seed, unit].join(), () => {
          const values = normalVector(count, seed);
          const scale = unit ? 1 / norm(values) : 1;
          return { tensor, start, values: scale === 1 ? values : values.map((x) => x * scale) };
        });
      }
    }
  }

  /** ‖v‖₂ and ⟨ĝ, v⟩ at the base point; the product is NaN where there is no gradient that fits. */
  facts(direction: Direction): { norm: number; gradientDot: number } {
    const { tensor, start, values } = this.vector(direction);
    const { gradient } = tensorAt(this.model, tensor);
    const gradientDot = gradient?.fits ? dot(gradient.values, values, start) : NaN;
    return { norm: norm(values), gradientDot };
  }

  #keep(key: string, make: () => Vector): Vector {
    const vector = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, vector);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptVectors && oldest !== undefined) this.#kept.delete(oldest);
    return vector;
  }
}

/** A copy that is zero outside a box. */
function inside(
  values: Float64Array,
  shape: readonly number[],
  from: readonly number[],
  to: readonly number[],
): Float64Array {
  let kept = [0];
  for (const [axis, length] of shape.entries())
    kept = kept.flatMap((start) =>
      Array.from({ length: to[axis]! - from[axis]! }, (_, i) => start * length + from[axis]! + i),
    );
  const result = new Float64Array(values.length);
  for (const index of kept) result[index] = values[index]!;
  return result;
}

export function checkRange(start: number, count: number, size: number): void {
  const whole = Number.isInteger(start) && Number.isInteger(count);
  if (!whole || start < 0 || count < 0 || start + count > size) {
    throw internalError(`There are no components ${start} to ${start + count} among ${size}.`);
  }
}
