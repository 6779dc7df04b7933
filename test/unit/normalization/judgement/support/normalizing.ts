import type { JudgedSplit, SplitRole } from '../../../../../src/core/normalization/split';
import { statisticsOf } from './statisticsOf';
import type { Random } from './random';

export type Column = Float32Array | Float64Array;

/** Columns of a split. */
export type Table = readonly Column[];

export type Precision = 'float32' | 'float64';

export const distributions = [
  'normal',
  'uniform',
  'exponential',
  'mixture',
  'counts',
  'binary',
  'sparse',
] as const;
export type Distribution = (typeof distributions)[number];

function draw(random: Random, distribution: Distribution): number {
  switch (distribution) {
    case 'normal':
      return random.normal();
    case 'uniform':
      return random.uniform();
    case 'exponential':
      return -Math.log(1 - random.uniform());
    case 'mixture':
      return random.normal() + (random.uniform() < 0.3 ? 4 : 0);
    case 'counts':
      return Math.floor(random.uniform() * 12);
    case 'binary':
      return Number(random.uniform() < 0.4);
    case 'sparse':
      return random.uniform() < 0.9 ? 0 : random.uniform();
  }
}

export interface Source {
  readonly distribution: Distribution;
  readonly offset: number;
  readonly factor: number;
}

export function rawTable(
  random: Random,
  sources: readonly Source[],
  rows: number,
  precision: Precision,
): Table {
  return sources.map(({ distribution, offset, factor }) => {
    const column = precision === 'float32' ? new Float32Array(rows) : new Float64Array(rows);
    for (let row = 0; row < rows; row++) column[row] = offset + factor * draw(random, distribution);
    return column;
  });
}

export interface Fitted {
  readonly mean: readonly number[];
  readonly sigma: readonly number[];
}

/** μ and σ as numpy makes them along the axis of the examples: added up one by one, in the array's own precision. */
export function fitted(parts: readonly Table[], ddof: 0 | 1, epsilon = 0): Fitted {
  const round = parts[0]![0] instanceof Float32Array ? Math.fround : (value: number): number => value;
  const over = (feature: number, term: (value: number) => number): number => {
    let sum = 0;
    for (const part of parts) for (const value of part[feature]!) sum = round(sum + term(value));
    return sum;
  };
  const count = parts.reduce((sum, part) => sum + part[0]!.length, 0);
  const features = Array.from(parts[0]!.keys());
  const mean = features.map((feature) => round(over(feature, (value) => value) / count));
  const sigma = features.map((feature) => {
    const squares = over(feature, (value) => round(round(value - mean[feature]!) ** 2));
    const deviation = round(Math.sqrt(round(squares / (count - ddof))));
    return round((deviation === 0 ? 1 : deviation) + epsilon);
  });
  return { mean, sigma };
}

export function transformed(table: Table, { mean, sigma }: Fitted): Table {
  return table.map((column, feature) => {
    const round = column instanceof Float32Array ? Math.fround : (value: number): number => value;
    return column.map((value) => round(round(value - mean[feature]!) / sigma[feature]!));
  });
}

export function judged(name: string, role: SplitRole, table: Table, raw: Table | null = null): JudgedSplit {
  return {
    name,
    role,
    dtype: table[0] instanceof Float32Array ? 'float32' : 'float64',
    statistics: statisticsOf(table),
    raw: raw === null ? null : { name: `${name}_raw`, statistics: statisticsOf(raw) },
  };
}
