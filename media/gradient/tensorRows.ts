import type { TensorReport } from '../../src/protocol/report';
import { csv } from '../shared/csv';
import { markOf, severity } from '../shared/marks';

/** Order and export of the per-tensor table. */

export type SortKey = 'name' | 'shape' | 'verdict' | 'difference' | 'resolution' | 'kinks' | 'line';

type Compare = (a: TensorReport, b: TensorReport) => number;

/** NaN counts as larger than any number: it is the worst that a difference can be. */
function byNumber(value: (tensor: TensorReport) => number): Compare {
  return (a, b) => {
    const x = value(a);
    const y = value(b);
    return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : x - y;
  };
}

const byName: Compare = (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true });
const byDifference = byNumber((tensor) => tensor.relativeDifference);

const comparisons: Readonly<Record<SortKey, Compare>> = {
  name: byName,
  shape: byNumber((tensor) => sizeOf(tensor.shape)),
  verdict: (a, b) =>
    severity(a.verdict) - severity(b.verdict) || (a.verdict === 'correct' ? 0 : byDifference(a, b)),
  difference: byDifference,
  resolution: byNumber((tensor) => tensor.resolution),
  kinks: byNumber((tensor) => tensor.kinks),
  line: byNumber((tensor) => tensor.location?.line ?? NaN),
};

/** Number of components; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Ties keep the order of the model. */
export function sortedTensors(
  tensors: readonly TensorReport[],
  key: SortKey,
  descending: boolean,
): TensorReport[] {
  const compare = comparisons[key];
  return [...tensors].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

/** The tensor to show first: the worst one. */
export function worstTensor(tensors: readonly TensorReport[]): TensorReport | null {
  return sortedTensors(tensors, 'verdict', true)[0] ?? null;
}

/** How many rows to show before "show all": never hides a tensor that is not correct. */
export function initialRows(tensors: readonly TensorReport[], limit = 10): number {
  if (tensors.length <= limit + 2) return tensors.length;
  return Math.max(limit, tensors.filter((tensor) => tensor.verdict !== 'correct').length);
}

/** The table for a spreadsheet: full precision, plain numbers. */
export function tensorsCsv(tensors: readonly TensorReport[]): string {
  const header = [
    'tensor',
    'shape',
    'verdict',
    'relative difference',
    'interval low',
    'interval high',
    'resolution',
    'step',
    'kinks',
    'mismatched components',
    'worst component',
    'computed',
    'numerical',
    'file',
    'line',
  ];
  const rows = tensors.map((tensor) => {
    const worst = tensor.mismatched.components[0];
    return [
      tensor.name,
      tensor.shape.join('x'),
      markOf(tensor.verdict).word,
      tensor.relativeDifference,
      tensor.interval.low,
      tensor.interval.high,
      tensor.resolution,
      tensor.step,
      tensor.kinks,
      tensor.mismatched.count,
      worst ? worst.index.join(' ') : '',
      worst ? worst.computed : '',
      worst ? worst.numerical : '',
      tensor.location?.file ?? '',
      tensor.location?.line ?? '',
    ];
  });
  return csv([header, ...rows]);
}
