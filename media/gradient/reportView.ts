import type { CheckReport, Report, TensorReport } from '../../src/protocol/report';
import { h } from '../shared/dom';
import { baseName } from '../../src/core/format';
import type { MenuEntry } from '../shared/menu';
import { copyPng, type Picture, svgText } from '../shared/picture';
import { command, type PanelContext, reveal } from './context';
import { type TensorDetail, tensorDetail } from './detail';
import { folds } from './folds';
import { checkChooser, header, staleBanner } from './header';
import { tensorsCsv, worstTensor } from './tensorRows';
import { tensorTable } from './tensorTable';
import { textbookLine } from './textbook';
import { thresholdAxis } from './thresholdAxis';

/** The panel with a report: the answer, the main picture, the tensors, one tensor, then the details. */
export interface ReportView {
  readonly element: HTMLElement;
  setStale(stale: boolean): void;
  select(name: string): void;
  repaint(): void;
}

export function reportView(context: PanelContext, report: Report): ReportView {
  const banner = staleBanner(context);
  const content = h('div', { class: 'content' });
  const said = h('p', { class: 'said', role: 'status' });
  const element = h('div', { class: 'report' }, banner, content, said);
  let shown: CheckView | null = null;

  const show = (index: number) => {
    const check = report.checks[index] ?? report.checks[0];
    if (!check) return;
    shown = checkView(context, report, check, said);
    const chooser = checkChooser(report, report.checks.indexOf(check), (chosen) => {
      context.save({ check: chosen, tensor: null });
      show(chosen);
      content.querySelector<HTMLElement>('.chooser [aria-pressed=true]')?.focus();
    });
    content.replaceChildren(...(chooser ? [chooser] : []), ...shown.parts);
  };
  show(context.saved.check);
  return {
    element,
    setStale(stale) {
      banner.hidden = !stale;
      element.classList.toggle('stale', stale);
    },
    select(name) {
      const index = report.checks.findIndex(({ tensors }) => tensors.some((tensor) => tensor.name === name));
      if (index < 0) return;
      if (!shown?.has(name)) {
        context.save({ check: index });
        show(index);
      }
      shown?.select(name);
    },
    repaint: () => shown?.repaint(),
  };
}

interface CheckView {
  readonly parts: readonly HTMLElement[];
  has(name: string): boolean;
  select(name: string): void;
  repaint(): void;
}

function checkView(context: PanelContext, report: Report, check: CheckReport, said: HTMLElement): CheckView {
  const find = (name: string | null) => check.tensors.find((tensor) => tensor.name === name) ?? null;
  let tensor: TensorReport | null = find(context.saved.tensor) ?? worstTensor(check.tensors);
  let detail: TensorDetail | null = null;
  const place = h('div', { class: 'detail-place' });

  const showDetail = () => {
    detail = tensor && tensorDetail(context, report.file, check, tensor);
    place.replaceChildren(...(detail ? [detail.element] : []));
  };
  const select = (name: string) => {
    if (tensor?.name === name) return;
    tensor = find(name);
    context.save({ tensor: name });
    axis.select(name);
    table.select(name);
    showDetail();
  };
  const axis = thresholdAxis(check, tensor?.name ?? null, {
    select,
    go: (name) => reveal(context, find(name)?.location ?? null),
  });
  const table = tensorTable(context, report.file, check, tensor?.name ?? null, select);
  showDetail();

  const menu = (): MenuEntry[] => {
    const stem = baseName(report.file).replace(/\.[^.]*$/, '');
    const save = (name: string, text: string) => context.send({ type: 'save', name, text });
    const pictures: [string, string, Picture | null | undefined][] = [
      ['verdicts', 'verdicts', axis.picture()],
      ['heatmap', `heatmap of ${tensor?.name}`, detail?.pictures().heatmap],
      ['scatter', `scatter of ${tensor?.name}`, detail?.pictures().scatter],
    ];
    const there = pictures.filter((entry): entry is [string, string, Picture] => Boolean(entry[2]));
    const fileName = (kind: string) =>
      `${stem}-${kind === 'verdicts' ? kind : `${tensor?.name}-${kind}`}.svg`;
    return [
      { label: 'Save report as JSON…', run: () => command(context, 'saveJson') },
      { label: 'Save table as CSV…', run: () => save(`${stem}-gradients.csv`, tensorsCsv(check.tensors)) },
      'separator',
      ...there.map(([kind, label, picture]) => ({
        label: `Save ${label} as SVG…`,
        run: () => save(fileName(kind), svgText(picture)),
      })),
      'separator',
      ...there.map(([, label, picture]) => ({
        label: `Copy ${label} as PNG`,
        run: () => {
          copyPng(picture).then(
            () => (said.textContent = `Copied the ${label}.`),
            () => (said.textContent = 'The picture could not be copied here. Save it as SVG instead.'),
          );
        },
      })),
    ];
  };
  return {
    parts: [
      header(context, report, check, menu),
      axis.element,
      textbookLine(check),
      table.element,
      place,
      ...folds(context, report, check),
    ],
    has: (name) => find(name) !== null,
    select,
    repaint: () => detail?.repaint(),
  };
}
