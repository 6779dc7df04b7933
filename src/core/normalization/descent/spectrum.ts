import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { chosenColumns, chosenRows, gram, largestEigenvalue, type Rows } from './gram';

export interface Spectrum {
  /** Descending, none negative. */
  readonly eigenvalues: Float64Array;
  readonly complete: boolean;
  /** How many are not zero up to rounding. */
  readonly rank: number;
}

/** The side of the matrix that is decomposed: all its eigenvalues then take about a tenth of a second. */
const largestSide = 200;
/** Multiplications that making that matrix may take. */
const mostProducts = 100e6;

/** Examples or features whose products are decomposed. */
export interface Side {
  readonly of: 'examples' | 'features';
  readonly chosen: Uint32Array;
  readonly complete: boolean;
}

/**
 * The side to decompose: XXᵀ and XᵀX have the same eigenvalues besides zeros, so the shorter one will do. Where even that
 * is too long, some of it stand for all: their eigenvalues lie between those of all (Cauchy's interlacing), so the
 * condition number is at least theirs.
 *
 * @param first features or examples that must be among the chosen
 */
export function sideOf(examples: number, features: number, first: readonly number[]): Side {
  const of = features <= examples ? 'features' : 'examples';
  const [length, other] = of === 'features' ? [features, examples] : [examples, features];
  const most = Math.min(largestSide, Math.max(32, Math.floor(Math.sqrt((2 * mostProducts) / other))));
  if (length <= most) return { of, chosen: Uint32Array.from({ length }, (_, i) => i), complete: true };
  const chosen = new Set(of === 'features' ? first : []);
  // Steps by the golden ratio go to all parts without a period that images could share.
  for (let at = 0; chosen.size < most; at = (at + 0.6180339887498949) % 1) {
    let index = Math.floor(at * length);
    while (chosen.has(index)) index = (index + 1) % length;
    chosen.add(index);
  }
  return { of, chosen: Uint32Array.from(chosen).sort(), complete: false };
}

/** Eigenvalues of AᵀA/m of a matrix of (examples × features). */
export function spectrumOf(matrix: Rows, side: Side): Spectrum {
  const { of, chosen, complete } = side;
  const part = of === 'features' ? chosenColumns(matrix, chosen) : chosenRows(matrix, chosen);
  const products = gram(part, matrix.rows);
  const decomposed = new EigenvalueDecomposition(new Matrix(products), { assumeSymmetric: true });
  const eigenvalues = Float64Array.from(decomposed.realEigenvalues, (value) => Math.max(0, value));
  eigenvalues.sort().reverse();
  if (!complete) eigenvalues[0] = Math.max(eigenvalues[0]!, largestEigenvalue(matrix, matrix.rows));
  const least = roundingLevel(eigenvalues);
  const rank = eigenvalues.findIndex((value) => value <= least);
  return { eigenvalues, complete, rank: rank === -1 ? eigenvalues.length : rank };
}

/** What rounding makes of an eigenvalue that is zero. */
export function roundingLevel(eigenvalues: Float64Array): number {
  return 4 * eigenvalues.length * Number.EPSILON * eigenvalues[0]!;
}
