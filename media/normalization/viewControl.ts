import type { Orientation, View } from '../../src/core/normalization/view';
import type { NormalizationReport, ViewEvidence } from '../../src/protocol/normalization';
import { h } from '../shared/dom';
import type { PanelContext } from './context';

const evidence: Readonly<Record<ViewEvidence, string>> = {
  chosen: 'as you chose',
  'first weights': 'told by the shape of the first weights',
  labels: 'told by the number of labels',
  'file format': 'as the file format has it',
  shape: 'guessed from the shape',
};

const orientations: Readonly<Record<Orientation, string>> = {
  'examples-first': 'examples first',
  'features-first': 'features first',
};

/** How the arrays are read, where that was taken from, and how else they could be. */
export function viewControl(context: PanelContext, report: NormalizationReport): HTMLElement {
  const { view, viewFrom, otherOrientation, channelAxes, splits } = report;
  const look = (change: Partial<View>) => context.send({ type: 'view', view: { ...view, ...change } });
  const axes = splits[0]!.shape.length;
  const orientation = view.orientation;
  const rows =
    axes === 2
      ? orientation === 'examples-first'
        ? 'Rows are examples'
        : 'Columns are examples'
      : orientation === 'examples-first'
        ? 'The first axis runs along the examples'
        : 'The last axis runs along the examples';
  const toggle = (text: string, pressed: boolean, choose: () => void) =>
    h(
      'button',
      {
        type: 'button',
        class: 'toggle',
        'aria-pressed': String(pressed),
        onclick: () => !pressed && choose(),
      },
      text,
    );
  const choices = (['examples-first', 'features-first'] as const).map((one) =>
    toggle(orientations[one], one === orientation, () => look({ orientation: one })),
  );
  const channels =
    channelAxes.length === 0
      ? null
      : h(
          'span',
          { class: 'toggles', role: 'group', 'aria-label': 'Features of images' },
          toggle('every component', view.channelAxis === null, () => look({ channelAxis: null })),
          ...channelAxes.map((axis) =>
            toggle(
              channelAxes.length === 1 ? 'by channel' : `by channel (axis ${axis})`,
              view.channelAxis === axis,
              () => look({ channelAxis: axis }),
            ),
          ),
        );
  return h(
    'div',
    { class: 'view' },
    h('span', { class: 'quiet' }, `${rows}, ${evidence[viewFrom]}.`),
    otherOrientation !== null &&
      h('span', { class: 'toggles', role: 'group', 'aria-label': 'Orientation' }, ...choices),
    channels,
  );
}
