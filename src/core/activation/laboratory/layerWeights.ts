import type { Generator } from '../../random';
import { schemeDeviation } from '../initialization/deviations';
import { orthogonalMatrix } from '../initialization/orthogonal';
import type { Reinitialization } from '../schemes';

/** Makes the (n × n) weights of one layer after the other; all layers share a multiple of I. */
export function weightMaker(how: Reinitialization, n: number, generator: Generator): () => Float64Array {
  switch (how.kind) {
    case 'identity': {
      const shared = diagonal(n, how.factor);
      return () => shared;
    }
    case 'factor':
      return () => normal(n, how.factor, generator);
    case 'lsuv':
      return () => orthogonalMatrix(n, n, generator);
    case 'scheme': {
      const { scheme, factor } = how;
      if (scheme === 'orthogonal') return () => scaled(orthogonalMatrix(n, n, generator), factor);
      if (scheme === 'pytorch') return () => uniform(n, factor / Math.sqrt(n), generator);
      const deviation = factor * schemeDeviation(scheme, n, n);
      return () => normal(n, deviation, generator);
    }
  }
}

function diagonal(n: number, factor: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = factor;
  return matrix;
}

function normal(n: number, deviation: number, generator: Generator): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < matrix.length; i++) matrix[i] = deviation * generator.normal();
  return matrix;
}

function uniform(n: number, bound: number, generator: Generator): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < matrix.length; i++) matrix[i] = bound * (2 * generator.uniform() - 1);
  return matrix;
}

export function scaled(values: Float64Array, factor: number): Float64Array {
  return values.map((x) => factor * x);
}
