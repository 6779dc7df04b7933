import type { UnitHealth } from '../../src/core/activation/health';
import { count, counted, decimal, shapeText } from '../../src/core/format';
import { allColumns, type Column, gridCell, headCell } from '../shared/columns';
import { lineLink } from '../shared/controls';
import { h } from '../shared/dom';
import { virtualGrid } from '../shared/virtualGrid';
import type { ProfileContext } from './context';
import { layerDetail } from './layerDetail';
import type { LayerFacts, Quantity } from './layerFacts';
import { type LayerSortKey, sortedLayers } from './layerSorting';
import { functionText, healthText } from './words';

/** All layers: what they are, how large their numbers are, and how their units do. */
export interface LayersTable {
  readonly element: HTMLElement;
  /** Shows what `facts` says now. */
  update(): void;
}

export function layersTable(context: ProfileContext, facts: () => readonly LayerFacts[]): LayersTable {
  const head = h('div', { role: 'row', class: 'grid-row', 'aria-rowindex': 1 });
  const rowHeight = Math.round(2.3 * (parseFloat(getComputedStyle(document.body).fontSize) || 13));
  let layers = facts();
  let columns = columnsFor(context, layers);
  let order: number[] = [];
  const grid = virtualGrid({
    label: 'Layers',
    head,
    columns: columns.length,
    rowHeight,
    mostRows: 14,
    row: (row) => columns.map((column) => gridCell(column, order[row]!)),
    toggle: (row) => {
      const { number } = layers[order[row]!]!;
      context.save({ expanded: context.saved.expanded === number ? null : number });
      expand();
      grid.element.focus({ preventScroll: true });
      grid.goTo(row);
    },
  });
  const rowOf = (number: number | null) => order.findIndex((i) => layers[i]!.number === number);
  const expand = () => {
    const row = rowOf(context.saved.expanded);
    grid.open(row, row < 0 ? null : layerDetail(context, layers[order[row]!]!));
  };
  const sortBy = (key: LayerSortKey) => {
    const now = context.saved.sort;
    // A third click goes back to the order of execution.
    const first = key === 'activation' || key === 'gradient' || key === 'health';
    const next =
      now.key !== key
        ? { key, descending: first }
        : now.descending === first
          ? { key, descending: !first }
          : { key: 'layer' as const, descending: false };
    context.save({ sort: next });
    show();
    head.querySelector<HTMLElement>(`[data-key=${key}]`)?.focus();
  };
  const show = () => {
    order = sortedLayers(layers, context.saved.sort);
    head.replaceChildren(...columns.map((column) => headCell(column, context.saved.sort, sortBy)));
    grid.open(-1, null);
    grid.show(order.length, Math.max(0, rowOf(context.saved.expanded)));
    if (context.saved.expanded !== null) expand();
  };
  const update = () => {
    layers = facts();
    columns = columnsFor(context, layers);
    grid.element.style.setProperty('--all-columns', allColumns(columns));
    show();
  };
  update();
  return { element: grid.element, update };
}

function columnsFor(context: ProfileContext, layers: readonly LayerFacts[]): Column<LayerSortKey>[] {
  const column = (
    key: LayerSortKey | null,
    title: string,
    meaning: string,
    width: number,
    cell: (layer: LayerFacts) => Node | string,
    className = 'number',
  ): Column<LayerSortKey> => ({ key, title, meaning, width, className, cell: (i) => cell(layers[i]!) });
  const symbol = (direction: 'forward' | 'backward', other: string) =>
    layers.findLast((layer) => layer[direction] !== null)?.[direction]?.symbol ?? other;
  const placed = layers.some(({ place }) => place !== null);
  return [
    column(
      'layer',
      'layer',
      'In order of execution; 0 is the input',
      0,
      ({ number, name }) => h('span', {}, h('span', { class: 'layer-number number' }, String(number)), name),
      'name',
    ),
    column(
      null,
      'weights',
      'Name and shape of the weights',
      140,
      ({ layer }) => (layer?.weights ? weightsText(layer.weights) : '–'),
      'number',
    ),
    column(
      'function',
      'φ',
      'Activation function, told from the values of Z and A, or by its name',
      96,
      ({ layer }) => functionText(layer?.activationFunction ?? null),
      '',
    ),
    column(null, 'shape', 'Shape of the activation', 92, ({ forward }) =>
      forward ? shapeText(forward.array.shape) : '–',
    ),
    column(
      'activation',
      `RMS ${symbol('forward', 'A')}`,
      'Root mean square of the activation',
      106,
      ({ forward }) => rmsText(forward),
    ),
    column(
      'gradient',
      `RMS ${symbol('backward', '∂J∕∂Z')}`,
      'Root mean square of the gradient of the cost',
      106,
      ({ backward }) => rmsText(backward),
    ),
    column('health', 'units', 'Share of units or values that pass no gradient', 140, ({ health }) =>
      health === null || health.share === 0
        ? h('span', { class: 'quiet' }, health === null ? '–' : `none ${health.rule}`)
        : h(
            'span',
            {},
            health.bad && h('span', { class: 'sign verdict-suspicious', title: 'too many' }, '▲ '),
            shortHealth(health),
          ),
    ),
    ...(placed
      ? [
          column(null, 'line', 'Where it is made', 64, ({ place }) =>
            place ? lineLink(context, place, context.saved.file, true) : '–',
          ),
        ]
      : []),
  ];
}

function weightsText({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): string {
  return `${name}  ${shapeText(shape)}`;
}

/** As `healthText`, for a narrow column. */
function shortHealth(health: UnitHealth): string {
  return healthText(health).replace(' units', '');
}

/** What is not finite is said instead of a number that leaves it out. */
export function rmsText(quantity: Quantity | null): Node | string {
  if (quantity === null) return '–';
  const { nan, infinite, rms } = quantity;
  if (nan > 0 || infinite > 0)
    return h('span', {}, h('span', { class: 'sign verdict-wrong' }, '✗ '), nan > 0 ? 'NaN' : '∞');
  const fixed = rms === 0 || (rms >= 1e-3 && rms < 1e5);
  return Number.isNaN(rms) ? '–' : decimal(rms, fixed ? 5 : 3);
}

/** `150 layers, 2 with NaN or ∞`, for the fold. */
export function layersAside(facts: readonly LayerFacts[]): string {
  const layers = facts.filter(({ layer }) => layer !== null);
  const bad = layers.filter(({ forward, backward }) =>
    [forward, backward].some((one) => one !== null && one.nan + one.infinite > 0),
  );
  return `${counted(layers.length, 'layer')}${bad.length > 0 ? `, ${count(bad.length)} with NaN or ∞` : ''}`;
}
