import type { Random } from './random';

type Columns = readonly Float64Array[];

/** Images of bytes: a bright blob in the middle; borders that are always 0 if `sparse`, and hardly ever elsewhere. */
export function images(
  random: Random,
  rows: number,
  side: number,
  channels: number,
  sparse: boolean,
): Columns {
  const columns: Float64Array[] = [];
  for (let pixel = 0; pixel < side * side; pixel++) {
    const [y, x] = [Math.floor(pixel / side), pixel % side];
    const border = Math.min(x, y, side - 1 - x, side - 1 - y);
    for (let channel = 0; channel < channels; channel++) {
      const tint = 60 + 40 * channel;
      columns.push(
        Float64Array.from({ length: rows }, () => {
          if (sparse && (border === 0 || random.uniform() > border / side)) return 0;
          return Math.max(0, Math.min(255, Math.round(tint + 70 * random.normal() + (sparse ? 60 : 0))));
        }),
      );
    }
  }
  return columns;
}

/** A table of measurements: scales from 0.01 to 10,000, some skewed, some of few values, one constant. */
export function tabular(random: Random, rows: number, features: number): Columns {
  return Array.from({ length: features }, (_, feature) => {
    const [offset, factor] = [random.normal() * 5, 10 ** random.between(-2, 4)];
    const kind =
      feature === 3 ? 'constant' : random.pick(['normal', 'exponential', 'uniform', 'whole', 'heavy']);
    return Float64Array.from({ length: rows }, () => {
      switch (kind) {
        case 'constant':
          return factor;
        case 'exponential':
          return -factor * Math.log(1 - random.uniform());
        case 'uniform':
          return factor * (offset + random.uniform());
        case 'whole':
          return Math.floor(6 * random.uniform());
        case 'heavy':
          return factor * Math.exp(random.normal());
        default:
          return factor * (offset + random.normal());
      }
    });
  });
}

/** x ↦ (x − a)/b, rounded to single precision if asked for. */
export function affine(
  columns: Columns,
  of: (feature: number) => readonly [a: number, b: number],
  single: boolean,
): Columns {
  return columns.map((column, feature) => {
    const [a, b] = of(feature);
    return column.map((value) => {
      const result = (value - a) / (b === 0 ? 1 : b);
      return single ? Math.fround(result) : result;
    });
  });
}

export function momentsOfAll(columns: Columns): readonly [mean: number, sigma: number] {
  const count = columns.reduce((sum, column) => sum + column.length, 0);
  const over = (term: (value: number) => number): number =>
    columns.reduce((sum, column) => sum + column.reduce((part, value) => part + term(value), 0), 0) / count;
  const mean = over((value) => value);
  return [mean, Math.sqrt(over((value) => (value - mean) ** 2))];
}
