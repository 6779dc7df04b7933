import type { NormalizationReport } from '../../src/protocol/normalization';
import { h } from '../shared/dom';
import type { MenuEntry } from '../shared/menu';
import { betweenSplits } from './between';
import { stem } from '../shared/chart';
import { command, type PanelContext } from './context';
import { costOfIt } from './cost';
import { featuresOf } from './features';
import { featuresCsv } from './featuresCsv';
import { featureTable } from './featureTable';
import { header, staleBanner } from './header';
import { notes } from './notes';
import { scatterPlots } from './scatter';
import { whoseStatistics } from './whose';

/** The panel with a report: the answer, the features, whose statistics, how the splits differ, what it costs. */
export interface ReportView {
  readonly element: HTMLElement;
  setStale(stale: boolean): void;
}

export function reportView(context: PanelContext, report: NormalizationReport): ReportView {
  const features = featuresOf(report);
  const table = featureTable(context, report, features);
  const menu = (): MenuEntry[] => [
    { label: 'Save report as JSON…', run: () => command(context, 'saveJson') },
    {
      label: 'Save table of features as CSV…',
      run: () =>
        context.send({
          type: 'save',
          name: `${stem(report.file)}-features.csv`,
          text: featuresCsv(features, table.order),
        }),
    },
  ];
  const banner = staleBanner(context);
  const sections = [
    notes(context, report),
    whoseStatistics(context, report),
    betweenSplits(context, report, features),
    costOfIt(context, report.conditioning),
    scatterPlots(context, report, features),
  ].filter((section) => section !== null);
  const content = h(
    'div',
    { class: 'content' },
    header(context, report, menu),
    table.element,
    h('div', { class: 'folds' }, ...sections),
  );
  const element = h('div', { class: 'report' }, banner, content);
  return {
    element,
    setStale(stale) {
      banner.hidden = !stale;
      element.classList.toggle('stale', stale);
    },
  };
}
