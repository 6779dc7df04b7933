import type { ArrayRecord, Trace } from '../record';
import { findProducts } from './products';
import { viewsOf } from './views';
import { weightClasses, type WeightCandidate } from './weights';

/** Ways to read one tensor as a matrix that are tried. */
const mostShapes = 16;

/**
 * The run with weights that the model keeps in one axis, one output (or input) after another, as the matrices that its
 * products show them to be. Tensors that are too long for all their values to be at hand stay as they are.
 */
export function withMatrices(trace: Trace): Trace {
  const { records, parameters } = trace;
  if (!parameters.some(isFlat)) return trace;
  const views = records.map(viewsOf);
  const lengths = new Set(views.flat().map(({ units }) => units));
  const candidates = parameters.flatMap((parameter, tensor): WeightCandidate[] =>
    isFlat(parameter)
      ? shapesOf(parameter.statistics.count, lengths)
          .slice(0, mostShapes)
          .map((shape) => ({ record: asMatrix(parameter, shape), tensor, at: null, name: '' }))
      : [],
  );
  if (candidates.length === 0) return trace;
  const vectors = parameters.filter(({ shape, statistics }) => Math.max(...shape) === statistics.count);
  const classes = weightClasses(candidates);
  const products = new Map<WeightCandidate, number>();
  for (const { weights } of findProducts(records, views, classes, vectors))
    for (const one of classes[weights]!.members) products.set(one, (products.get(one) ?? 0) + 1);
  const matrices = parameters.map((parameter, tensor) => {
    const own = candidates.filter((one) => one.tensor === tensor && products.has(one));
    const best = own.sort((a, b) => products.get(b)! - products.get(a)!)[0];
    return best?.record ?? parameter;
  });
  return { ...trace, parameters: matrices };
}

function isFlat({ shape, rows }: ArrayRecord): boolean {
  return shape.length === 1 && shape[0]! >= 4 && rows[0]?.length === shape[0];
}

/** (outputs, inputs) of so many weights, both lengths of arrays of the run. */
function shapesOf(count: number, lengths: ReadonlySet<number>): readonly (readonly [number, number])[] {
  return [...lengths].flatMap((first) =>
    count % first === 0 && lengths.has(count / first) ? [[first, count / first] as const] : [],
  );
}

function asMatrix(vector: ArrayRecord, [height, width]: readonly [number, number]): ArrayRecord {
  const values = vector.rows[0]!;
  const row = (i: number): Float64Array => values.slice(i * width, (i + 1) * width);
  const column = (j: number): Float64Array =>
    Float64Array.from({ length: height }, (_, i) => values[i * width + j]!);
  const zeros = (length: number, slice: (k: number) => Float64Array): number =>
    Array.from({ length }, (_, k) => slice(k)).filter((one) => one.every((x) => x === 0)).length;
  return {
    ...vector,
    shape: [height, width],
    statistics: { ...vector.statistics, zeroSlices: [zeros(height, row), zeros(width, column)] },
    rows: [0, 1].slice(0, height).map(row),
    columns: [0, 1].slice(0, width).map(column),
  };
}
