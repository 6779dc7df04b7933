import { counted, scientific } from '../core/format';
import type { CheckReport, TensorReport } from '../protocol/report';

/**
 * What was not checked component by component: `W1: 200,704 components as a whole and 64 one by one; relative difference
 * between 2.0 × 10⁻⁴ and 9.1 × 10⁻⁴.`
 */
export function coverageSentences({ tensors }: Pick<CheckReport, 'tensors'>): readonly string[] {
  return tensors.flatMap((tensor) => (tensor.coverage === null ? [] : [sentence(tensor, tensor.coverage)]));
}

function sentence(
  { gradientName, shape, interval }: TensorReport,
  { checked, blocks, complete, dense }: NonNullable<TensorReport['coverage']>,
): string {
  const size = shape.reduce((product, length) => product * length, 1);
  const parts = blocks.length === 1 ? 'as a whole' : `in ${counted(blocks.length, 'block')}`;
  const single = checked.length === 0 ? '' : `, ${checked.length} of them one by one`;
  const between =
    interval.low > 0 && Number.isFinite(interval.high)
      ? `relative difference between ${scientific(interval.low)} and ${scientific(interval.high)}`
      : `relative difference at most ${scientific(interval.high)}`;
  const ended = dense
    ? ' Wrong components were only sampled.'
    : complete
      ? ''
      : ' The budget ended the search: give more with --budget.';
  return `${gradientName}: ${counted(size, 'component')} checked ${parts}${single}; ${between}.${ended}`;
}
