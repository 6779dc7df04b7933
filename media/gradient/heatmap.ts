import { count, counted, power } from '../../src/core/format';
import { blockAreas, blockLegend, blockOutlines, paintBlocks, themeBlockColours } from './blockDrawing';
import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { h, onWidth, s } from '../shared/dom';
import type { Picture } from '../shared/picture';
import { type Blocks, type Grid, ravel, stepped } from './cells';
import { type Cursor, readOut } from './cursor';
import { drawFrame, type Frame, layOut, legend, paintCells, rings } from './heatDrawing';
import { blocksToDraw, measuredMask } from './measured';
import {
  absoluteScale,
  componentErrors,
  errorFacts,
  fittedScale,
  heatPixels,
  type HeatScale,
  worstInBlock,
} from './heatImage';

/** Errors of all components of a tensor, as coloured cells with axes, a legend and a cursor. */
export interface Heatmap {
  readonly element: HTMLElement;
  /** Paints again, e.g. after a change of mode or theme. */
  repaint(): void;
  picture(): Picture | null;
}

export interface HeatMode {
  readonly signed: boolean;
  readonly fitted: boolean;
}

export function heatmap(
  tensor: TensorReport,
  arrays: TensorArrays,
  grid: Grid,
  cursor: Cursor,
  mode: () => HeatMode,
  go: () => void,
): Heatmap {
  const errors = componentErrors(arrays);
  const { coverage } = tensor;
  const measured = measuredMask(coverage, errors.length);
  const wholes = coverage && measured ? blocksToDraw(coverage, tensor.shape, grid, measured) : [];
  const facts = errorFacts(errors, arrays, measured);
  const absolute = absoluteScale(facts, tensor.resolution, grid.size);
  const fitted = fittedScale(facts);
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const chart = h('div', {
    class: 'chart heat-chart',
    tabindex: 0,
    role: 'application',
    'aria-roledescription': 'heatmap',
    'aria-label':
      `Errors of ${tensor.name}, ${grid.rows} rows by ${grid.columns} columns. ` +
      'Arrow keys move through the components, Enter goes to the line. The worst are listed in the table below.',
  });
  const note = h('p', { class: 'note' });
  const hint = 'Point at a cell, or move with the arrow keys.';
  const element = h('figure', {}, chart, note, readOut(cursor, 'heatmap', arrays, tensor, hint));
  let frame: Frame | null = null;
  let svg: SVGSVGElement | null = null;
  let width = 0;

  const paint = () => {
    if (width === 0) return;
    const { signed, fitted: fit } = mode();
    const scale = fit ? fitted : absolute;
    const colours = themeBlockColours();
    const density = window.devicePixelRatio || 1;
    frame = layOut(grid, width, density);
    const areas = blockAreas(wholes, tensor.shape, grid, frame);
    const pixels = heatPixels(errors, grid, frame.blocks, { scale, signed, ...colours }, measured);
    paintCells(
      canvas,
      frame,
      pixels,
      coverage && ((context) => paintBlocks(context, areas, density, colours)),
    );
    const below = coverage ? blockLegend(wholes, frame.left, colours) : undefined;
    svg = drawFrame(grid, frame, width, legend(frame, scale, signed, colours), below);
    svg.append(...blockOutlines(areas, frame));
    svg.append(...rings(wrongCells(tensor), 'ring', grid, frame));
    svg.append(...rings(arrays.kinkIndices, 'ring kink', grid, frame));
    svg.append(s('rect', { class: 'cursor', 'data-transient': true, width: 0, height: 0 }));
    chart.replaceChildren(canvas, svg);
    chart.style.height = `${svg.getAttribute('height')}px`;
    note.textContent = noteText(tensor, grid, frame.blocks, facts, arrays.kinkIndices.length, scale, fit);
    placeCursor(cursor.at);
  };
  const placeCursor = (at: number | null) => {
    const rect = svg?.querySelector('.cursor');
    if (!rect || !frame) return;
    rect.toggleAttribute('hidden', at === null);
    if (at === null) return;
    const column = Math.floor((at % grid.columns) / frame.blocks.blockColumns);
    const row = Math.floor(Math.floor(at / grid.columns) / frame.blocks.blockRows);
    const around = Math.max(0, 5 - Math.min(frame.cellWidth, frame.cellHeight)) / 2 + 1;
    const box = {
      x: frame.left + column * frame.cellWidth - around,
      y: frame.top + row * frame.cellHeight - around,
      width: frame.cellWidth + 2 * around,
      height: frame.cellHeight + 2 * around,
    };
    for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
  };
  const under = (event: MouseEvent): number | null => {
    if (!frame) return null;
    const box = chart.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - frame.left) / frame.cellWidth);
    const row = Math.floor((event.clientY - box.top - frame.top) / frame.cellHeight);
    const { rows, columns } = frame.blocks;
    if (column < 0 || row < 0 || column >= columns || row >= rows) return null;
    const flat = worstInBlock(errors, grid, frame.blocks, row, column, measured);
    if (flat >= 0) return flat;
    const first = row * frame.blocks.blockRows * grid.columns + column * frame.blocks.blockColumns;
    return first < grid.size ? first : null;
  };

  let pinned: number | null = null; // where the pointer returns to when it leaves
  chart.addEventListener('pointermove', (event) => cursor.move(under(event), 'heatmap'));
  chart.addEventListener('pointerleave', () => cursor.move(pinned, 'heatmap'));
  chart.addEventListener('click', (event) => (pinned = under(event)));
  chart.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') return go();
    const next = stepped(cursor.at, event.key, event.ctrlKey, grid);
    if (next === null) return;
    event.preventDefault();
    pinned = next;
    cursor.move(next, 'heatmap');
  });
  cursor.watch(placeCursor);
  onWidth(chart, (next) => {
    width = next;
    paint();
  });
  return {
    element,
    repaint: paint,
    picture: () => svg && frame && { svg, canvas: { element: canvas, x: frame.left, y: frame.top } },
  };
}

/** The wrong components, where they are few. */
function wrongCells({ mismatched, shape }: TensorReport): number[] {
  if (mismatched.count > 12) return [];
  return mismatched.components.map(({ index }) => ravel(index, shape)).filter((flat) => flat >= 0);
}

function noteText(
  tensor: TensorReport,
  grid: Grid,
  blocks: Blocks,
  facts: { readonly largest: number; readonly notFinite: number },
  kinks: number,
  scale: HeatScale,
  fit: boolean,
): string {
  const notes: string[] = [...coverageNotes(tensor, grid.size)];
  const block = blocks.blockRows * blocks.blockColumns;
  if (grid.note) notes.push(grid.note);
  if (block > 1)
    notes.push(
      `Each point is the worst of ${blocks.blockRows}\u00a0×\u00a0${blocks.blockColumns} components.`,
    );
  if (facts.notFinite > 0) notes.push(`${count(facts.notFinite)} not finite, in grey.`);
  if (kinks > 0)
    notes.push(
      `${counted(kinks, 'component')} at a kink (circled): no error, the cost has no derivative there.`,
    );
  if (!fit && tensor.coverage === null && facts.largest <= scale.low && facts.notFinite === 0)
    notes.push(
      `Blank because every difference is below ${power(Math.round(Math.log10(scale.low)))}, the noise of one component.`,
    );
  return notes.join(' ');
}

/** How far the components were checked by themselves. */
function coverageNotes({ coverage }: TensorReport, size: number): string[] {
  if (coverage === null) return [];
  const { checked, dense, complete } = coverage;
  return [
    checked.length === 0
      ? `The ${counted(size, 'component')} were checked as a whole, none by itself.`
      : `Blocks were checked as a whole; ${count(checked.length)} of ${counted(size, 'component')} one by one.`,
    ...(dense ? ['Most of it is wrong, so that its components were only sampled.'] : []),
    ...(complete ? [] : ['The budget ended the search: there may be more that is wrong.']),
  ];
}
