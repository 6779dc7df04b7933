import { unravel } from '../../../src/core/gradient/explain';
import { decodeFloat64 } from '../../../src/hosts/float64';
import type {
  Direction,
  DirectionFacts,
  Model,
  MovedTo,
  Point,
  SweepReply,
  SweepRequest,
} from '../../../src/core/model';

export interface ClosedForm {
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly value: readonly number[];
  }[];
  /** J(θ), θ as one flat array per tensor. */
  readonly cost: (theta: readonly Float64Array[]) => number;
  /** The gradient under test; null for a tensor that has none. */
  readonly gradient: (theta: readonly Float64Array[]) => readonly (readonly number[] | Float64Array | null)[];
}

/** A model whose cost and gradient are plain functions, evaluated in place as a host does. */
export function closedFormModel(form: ClosedForm): Model & { readonly evaluations: () => number } {
  const start = form.tensors.map((tensor) => Float64Array.from(tensor.value));
  const theta = start.map((value) => value.slice());
  let computed = form.gradient(theta);
  let evaluations = 0;
  const cost = () => {
    evaluations++;
    return form.cost(theta);
  };
  const vectorOf = (direction: Direction): { tensor: number; values: Float64Array } => {
    const values = new Float64Array(theta[direction.tensor]!.length);
    if (direction.kind === 'component') values[direction.index] = 1;
    else if (direction.kind === 'parameter') values.set(theta[direction.tensor]!);
    else if (direction.kind === 'values') values.set(decodeFloat64(direction.data), direction.start);
    else if (direction.kind === 'box') {
      const normal = normals(direction.seed);
      const { shape } = form.tensors[direction.tensor]!;
      for (let i = 0; i < values.length; i++) {
        const value = normal();
        const index = unravel(i, shape);
        if (index.every((at, axis) => at >= direction.from[axis]! && at < direction.to[axis]!))
          values[i] = value;
      }
    } else {
      const normal = normals(direction.seed);
      for (let i = 0; i < direction.count; i++) values[direction.start + i] = normal();
      const length = Math.hypot(...values);
      if (direction.unit) values.forEach((value, i) => (values[i] = value / length));
    }
    return { tensor: direction.tensor, values };
  };
  const displace = (point: Point) => {
    for (const { direction, step } of point) {
      const { tensor, values } = vectorOf(direction);
      values.forEach((value, i) => (theta[tensor]![i]! += step * value));
    }
  };
  const restoring = <T>(run: () => T): T => {
    const saved = theta.map((value) => value.slice());
    const result = run();
    saved.forEach((value, t) => theta[t]!.set(value));
    return result;
  };
  const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));
  return {
    evaluations: () => evaluations,
    tensors: form.tensors.map(({ name, shape }, t) => {
      const gradient = computed[t];
      const size = theta[t]!.length;
      return {
        name,
        shape,
        size,
        norm: norm(theta[t]!),
        gradient: gradient
          ? {
              shape: gradient.length === size ? shape : [gradient.length],
              dtype: 'float64',
              fits: gradient.length === size,
              finite: Array.from(gradient).every(Number.isFinite),
              norm: norm(gradient),
            }
          : null,
      };
    }),
    baseCosts: [cost(), cost()],
    evaluationSeconds: 1e-6,
    costs: async (points) =>
      Float64Array.from(points, (point) =>
        restoring(() => {
          displace(point);
          return cost();
        }),
      ),
    sweep: async ({ tensor, components, step, scheme }: SweepRequest): Promise<SweepReply> => {
      const indices =
        'start' in components
          ? Array.from({ length: components.count }, (_, i) => components.start + i)
          : [...components];
      const flat = theta[tensor]!;
      const plus: number[] = [];
      const minus: number[] = [];
      const width: number[] = [];
      for (const index of indices) {
        const saved = flat[index]!;
        const h = step * Math.max(1, Math.abs(saved));
        const up = (flat[index] = saved + h);
        plus.push(cost());
        const down = scheme === 'central' ? (flat[index] = saved - h) : saved;
        if (scheme === 'central') minus.push(cost());
        flat[index] = saved;
        width.push(up - down);
      }
      return {
        plus: Float64Array.from(plus),
        minus: Float64Array.from(minus),
        width: Float64Array.from(width),
      };
    },
    directions: async (directions): Promise<DirectionFacts[]> =>
      directions.map((direction) => {
        const { tensor, values } = vectorOf(direction);
        const gradient = computed[tensor];
        return {
          norm: norm(values),
          gradientDot: gradient ? values.reduce((sum, value, i) => sum + value * gradient[i]!, 0) : NaN,
        };
      }),
    values: async (kind, tensor, from, count) =>
      Float64Array.from(kind === 'parameter' ? theta[tensor]! : computed[tensor]!).slice(from, from + count),
    move: async (point): Promise<MovedTo> => {
      start.forEach((value, t) => theta[t]!.set(value));
      displace(point);
      computed = form.gradient(theta);
      return { cost: form.cost(theta), gradientNorms: computed.map((one) => (one ? norm(one) : NaN)) };
    },
  };
}

/** Seeded standard normal numbers (mulberry32 and Box–Muller). */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
