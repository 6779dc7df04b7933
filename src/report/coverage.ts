import { counted, scientific } from '../core/format';
import type { CheckReport, TensorReport } from '../protocol/report';

/**
 * What was not checked component by component: one sentence for all that are right, and one for each of the others, as
 * `dW1: 200 704 components in 19 blocks, 1 of them one by one; relative difference 6.2 × 10⁻³.`
 */
export function coverageSentences({ tensors }: Pick<CheckReport, 'tensors'>): readonly string[] {
  const covered = tensors.filter(({ coverage }) => coverage !== null);
  const right = covered.filter(({ verdict }) => verdict === 'correct');
  const most = Math.max(...right.map(({ interval }) => interval.high));
  const names = right.map(({ gradientName }) => gradientName).join(', ');
  return [
    ...(right.length === 0
      ? []
      : [
          `${names}: checked as a whole along random directions; relative differences are at most ${scientific(most)} (95%).`,
        ]),
    ...covered.filter(({ verdict }) => verdict !== 'correct').map(sentence),
  ];
}

function sentence({ gradientName, shape, interval, coverage }: TensorReport): string {
  const { checked, blocks, complete, dense } = coverage!;
  const size = shape.reduce((product, length) => product * length, 1);
  const parts = blocks.length === 1 ? 'as a whole' : `in ${counted(blocks.length, 'block')}`;
  const single = checked.length === 0 ? '' : `, ${checked.length} of them one by one`;
  const [low, high] = [scientific(interval.low), scientific(interval.high)];
  const difference =
    interval.low === 0 ? `at most ${high}` : low === high ? low : `between ${low} and ${high}`;
  const ended = dense
    ? ' Wrong components were only sampled.'
    : complete
      ? ''
      : ' The budget ended the search: give more with --budget.';
  return `${gradientName}: ${counted(size, 'component')} ${parts}${single}; relative difference ${difference}.${ended}`;
}
