import { count, counted, power } from '../../src/core/format';
import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { h, onWidth, s } from '../shared/dom';
import type { Picture } from '../shared/picture';
import { themeHeatColours } from '../shared/theme';
import { type Blocks, type Grid, ravel, stepped } from './cells';
import { type Cursor, readOut } from './cursor';
import { drawFrame, type Frame, layOut, legend, paintCells, rings } from './heatDrawing';
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
  const facts = errorFacts(errors, arrays);
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
  const element = h('figure', {}, chart, note, readOut(cursor, 'heatmap', arrays, tensor.shape, hint));
  let frame: Frame | null = null;
  let svg: SVGSVGElement | null = null;
  let width = 0;

  const paint = () => {
    if (width === 0) return;
    const { signed, fitted: fit } = mode();
    const scale = fit ? fitted : absolute;
    const colours = themeHeatColours();
    frame = layOut(grid, width, window.devicePixelRatio || 1);
    paintCells(canvas, frame, heatPixels(errors, grid, frame.blocks, { scale, signed, ...colours }));
    svg = drawFrame(grid, frame, width, legend(frame, scale, signed, colours));
    svg.append(...rings(wrongCells(tensor), 'ring', grid, frame));
    svg.append(...rings(arrays.kinkIndices, 'ring kink', grid, frame));
    svg.append(s('rect', { class: 'cursor', 'data-transient': true, width: 0, height: 0 }));
    chart.replaceChildren(canvas, svg);
    chart.style.height = `${svg.getAttribute('height')}px`;
    note.textContent = noteText(grid, frame.blocks, facts, arrays.kinkIndices.length, scale, fit);
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
    const flat = worstInBlock(errors, grid, frame.blocks, row, column);
    return flat < 0 ? null : flat;
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
  grid: Grid,
  blocks: Blocks,
  facts: { readonly largest: number; readonly notFinite: number },
  kinks: number,
  scale: HeatScale,
  fit: boolean,
): string {
  const notes: string[] = [];
  const block = blocks.blockRows * blocks.blockColumns;
  if (grid.note) notes.push(grid.note);
  if (block > 1)
    notes.push(`Each point is the worst of ${blocks.blockRows} × ${blocks.blockColumns} components.`);
  if (facts.notFinite > 0) notes.push(`${count(facts.notFinite)} not finite, in grey.`);
  if (kinks > 0)
    notes.push(
      `${counted(kinks, 'component')} at a kink (circled): no error, the cost has no derivative there.`,
    );
  if (!fit && facts.largest <= scale.low && facts.notFinite === 0)
    notes.push(
      `Blank because every difference is below ${power(Math.round(Math.log10(scale.low)))}, the noise of one component.`,
    );
  return notes.join(' ');
}
