import type { PanelFocus } from '../../src/protocol/panels';
import type { CheckReport, Report, TensorReport } from '../../src/protocol/report';
import { h } from '../shared/dom';
import { baseName } from '../../src/core/format';
import type { MenuEntry } from '../shared/menu';
import { copyPng, type Picture, svgText } from '../shared/picture';
import { reveal } from '../shared/controls';
import { command, type PanelContext } from './context';
import { type TensorDetail, tensorDetail } from './detail';
import { folds } from './folds';
import { checksTable } from './checksTable';
import { verdictsElsewhere } from '../../src/protocol/moments';
import { checkInFocus, nameOfCheck, worstCheck } from './moments';
import { checkHead, header, staleBanner, withoutTensors } from './header';
import { tensorsCsv, worstTensor } from './tensorRows';
import { tensorTable } from './tensorTable';
import { textbookLine } from './textbook';
import { thresholdAxis } from './thresholdAxis';

/** The panel with a report: the answer, the main picture, the tensors, one tensor, then the details. */
export interface ReportView {
  readonly element: HTMLElement;
  setStale(stale: boolean): void;
  select(focus: PanelFocus): void;
  repaint(): void;
}

export function reportView(context: PanelContext, report: Report): ReportView {
  const banner = staleBanner(context);
  const content = h('div', { class: 'content' });
  const said = h('p', { class: 'said', role: 'status' });
  const element = h('div', { class: 'report' }, banner, content, said);
  const top = h('div');
  const below = h('div', { class: 'check' });
  content.append(top, below);
  let chosen = -1;
  let shown: CheckView | null = null;

  const show = (index: number) => {
    const check = report.checks[index];
    if (!check || index === chosen) return;
    chosen = index;
    shown = checkView(context, report, check);
    list?.select(index);
    below.replaceChildren(...shown.parts);
  };
  const choose = (index: number) => {
    const check = report.checks[index];
    if (!check || index === chosen) return;
    // At another moment the same tensor is looked at again.
    const tensor = shown && check.tensors.some(({ name }) => name === context.saved.tensor);
    context.save({ check: nameOfCheck(check), ...(tensor ? {} : { tensor: null }) });
    show(index);
  };
  const list = report.checks.length > 1 ? checksTable(context, report, choose) : null;
  const menu = () => shown?.menu(said) ?? [];
  top.append(header(context, report, menu), ...(list ? [list.element] : []));
  const kept = report.checks.findIndex((check) => nameOfCheck(check) === context.saved.check);
  show(kept < 0 ? worstCheck(report) : kept);
  return {
    element,
    setStale(stale) {
      banner.hidden = !stale;
      element.classList.toggle('stale', stale);
    },
    select(focus) {
      const { subject, tensor } = focus;
      const named = report.checks.some((check) => check.subject === subject);
      const isShown = !named && tensor !== null && shown?.has(tensor) === true;
      if (!isShown) choose(checkInFocus(report, focus));
      if (tensor !== null) shown?.select(tensor);
    },
    repaint: () => shown?.repaint(),
  };
}

interface CheckView {
  readonly parts: readonly HTMLElement[];
  has(name: string): boolean;
  select(name: string): void;
  repaint(): void;
  /** What can be saved and copied; `said` tells how that went. */
  menu(said: HTMLElement): MenuEntry[];
}

function checkView(context: PanelContext, report: Report, check: CheckReport): CheckView {
  const head = report.checks.length > 1 ? [checkHead(context, report, check)] : [];
  if (check.tensors.length === 0)
    return {
      parts: [...head, withoutTensors(context), ...folds(context, report, check)],
      has: () => false,
      select: () => undefined,
      repaint: () => undefined,
      menu: () => [{ label: 'Save report as JSON…', run: () => command(context, 'saveJson') }],
    };
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
  const elsewhere = (one: TensorReport) => verdictsElsewhere(report, check, one);
  const table = tensorTable(context, report.file, check, elsewhere, tensor?.name ?? null, select);
  showDetail();

  const menu = (said: HTMLElement): MenuEntry[] => {
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
      ...head,
      axis.element,
      textbookLine(check),
      table.element,
      place,
      ...folds(context, report, check),
    ],
    has: (name) => find(name) !== null,
    select,
    repaint: () => detail?.repaint(),
    menu,
  };
}
