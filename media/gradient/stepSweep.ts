import { scientific } from '../../src/core/format';
import type { CheckReport, TensorReport } from '../../src/protocol/report';
import { chart } from '../shared/chart';
import { h } from '../shared/dom';
import type { PanelContext } from './context';
import { schemeName } from './schemeLooks';
import { drawSweep } from './stepSweepDrawing';
import { sweepPicture, sweepSentence, sweepTable, withoutSweep } from './stepSweepModel';

const title = 'Error against the step';

/** How the error of a derivative of this tensor depends on ε: why the step is what it is. */
export function stepSweepFigure(
  context: PanelContext,
  { scheme }: CheckReport,
  { name, step, stepSweep }: TensorReport,
): HTMLElement {
  const picture = stepSweep && sweepPicture(stepSweep);
  if (!stepSweep || !picture) {
    const why = stepSweep
      ? 'No error could be measured: the cost was not finite at any step.'
      : withoutSweep(scheme, step);
    return h('figure', { class: 'without-sweep' }, h('h3', {}, title), h('p', { class: 'note' }, why));
  }
  const figure = chart(context, {
    name: `${name}-step`,
    title,
    label: `Relative error of a derivative of ${name} against the step, on logarithmic axes.`,
    draw: (width) => drawSweep(picture, scheme, width),
    table: () => sweepTable(stepSweep, schemeName),
    readable: (value) => (typeof value === 'number' ? scientific(value, 3) : value),
  });
  figure
    .querySelector('.picture-head')
    ?.after(h('p', { class: 'note' }, sweepSentence(picture, scheme, schemeName)));
  return figure;
}
