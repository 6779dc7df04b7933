import { decimal, indexText, scientific, shapeText } from '../../src/core/format';
import type { TensorReport } from '../../src/protocol/report';
import { isDeclared } from '../../src/protocol/summary';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { lineLink } from '../shared/controls';
import { verdict } from './controls';
import type { SortKey } from './tensorRows';

/** A column of the per-tensor table; the class says from which width on it is shown. */
export interface Column {
  readonly key: SortKey | null;
  readonly title: string;
  readonly className: string;
  readonly cell: (tensor: TensorReport) => Node | string;
}

export function columnsFor(context: PanelContext, file: string, tensors: readonly TensorReport[]): Column[] {
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
      cell: (tensor) => verdict(tensor.verdict, 0, isDeclared(tensor)),
    },
    {
      key: 'difference',
      title: 'relative difference',
      className: 'number',
      cell: ({ relativeDifference }) => scientific(relativeDifference),
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
