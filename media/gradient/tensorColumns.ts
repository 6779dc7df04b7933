import { decimal, indexText, scientific, shapeText } from '../../src/core/format';
import type { TensorReport } from '../../src/protocol/report';
import { isDeclared } from '../../src/protocol/summary';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { lineLink } from '../shared/controls';
import { verdict } from './controls';
import { type Elsewhere, momentName } from '../../src/protocol/moments';
import type { SortKey } from './tensorRows';

/** A column of the per-tensor table; the class says from which width on it is shown. */
export interface Column {
  readonly key: SortKey | null;
  readonly title: string;
  readonly className: string;
  readonly cell: (tensor: TensorReport) => Node | string;
}

/** @param elsewhere verdicts at other moments that differ from a tensor's own */
export function columnsFor(
  context: PanelContext,
  file: string,
  tensors: readonly TensorReport[],
  elsewhere: (tensor: TensorReport) => readonly Elsewhere[],
): Column[] {
  const worst = (tensor: TensorReport): Node | string => {
    const [component] = tensor.mismatched.components;
    if (!component) return '–';
    return h(
      'span',
      {},
      h('span', { class: 'quiet' }, indexText(component.index)),
      `\u2002${decimal(component.computed, 3)} / ${decimal(component.numerical, 3)}`,
    );
  };
  const columns: Column[] = [
    { key: 'name', title: 'tensor', className: 'name', cell: ({ name }) => name },
    { key: 'shape', title: 'shape', className: 'number wide', cell: ({ shape }) => shapeText(shape) },
    {
      key: 'verdict',
      title: 'verdict',
      className: 'verdict',
      cell: (tensor) => bothVerdicts(tensor, elsewhere(tensor)),
    },
    {
      key: 'difference',
      title: 'relative difference',
      className: 'number',
      cell: differenceCell,
    },
    { key: null, title: 'worst component, computed / numerical', className: 'number wider', cell: worst },
    {
      key: 'resolution',
      title: 'resolution',
      className: 'number widest',
      cell: ({ resolution }) => scientific(resolution),
    },
    {
      key: 'line',
      title: 'line',
      className: 'number line',
      cell: ({ location }) => (location ? lineLink(context, location, file, true) : '–'),
    },
  ];
  if (tensors.some(({ kinks }) => kinks > 0)) {
    const kinks: Column = {
      key: 'kinks',
      title: 'kinks',
      className: 'number wide',
      cell: (tensor) => (tensor.kinks === 0 ? '–' : String(tensor.kinks)),
    };
    columns.splice(-1, 0, kinks);
  }
  return columns;
}

/** Its own verdict, and those at other moments that differ. */
function bothVerdicts(tensor: TensorReport, others: readonly Elsewhere[]): Node {
  const own = verdict(tensor.verdict, 0, isDeclared(tensor));
  if (others.length === 0) return own;
  return h(
    'span',
    {},
    own,
    ...others.map((other) =>
      h(
        'span',
        { class: 'elsewhere' },
        verdict(other.verdict, 0, other.declared),
        h('span', { class: 'quiet' }, ` ${momentName(other.at)}`),
      ),
    ),
  );
}

/** Where it was estimated, between which bounds it lies. */
function differenceCell({ relativeDifference, interval, coverage }: TensorReport): Node | string {
  const [low, high] = [scientific(interval.low), scientific(interval.high)];
  if (coverage === null || low === high || !Number.isFinite(relativeDifference))
    return scientific(relativeDifference);
  const bounds = interval.low > 0 ? `${low} to ${high}` : `at most ${high}`;
  return h(
    'span',
    {},
    scientific(relativeDifference),
    h('span', { class: 'bounds quiet', title: 'With 95% certainty' }, bounds),
  );
}
