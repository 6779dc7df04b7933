import type { TensorArrays, TensorReport } from '../../src/protocol/report';
import { css, type HeatColours } from '../shared/colour';
import { h, onWidth, s, uniqueId } from '../shared/dom';
import { count, counted, power } from '../../src/core/format';
import type { Picture } from '../shared/picture';
import { themeHeatColours } from '../shared/theme';
import { exponentTicks, indexTicks } from '../shared/ticks';
import { type Blocks, fitBlocks, type Grid, ravel } from './cells';
import { type Cursor, readOut } from './cursor';
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

interface Frame {
  readonly blocks: Blocks;
  /** CSS pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

const tallest = 320;
const widestCell = 40;
const legendHeight = 50;

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

/** The component that a key leads to; null for other keys. The first key press starts at the first component. */
export function stepped(at: number | null, key: string, far: boolean, grid: Grid): number | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    Home: [0, -Infinity],
    End: [0, Infinity],
    PageUp: [-10, 0],
    PageDown: [10, 0],
  };
  const step = steps[key];
  if (!step) return null;
  if (at === null) return 0;
  const times = far ? 10 : 1;
  const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  const row = clamp(Math.floor(at / grid.columns) + step[0] * times, grid.rows);
  const column = clamp((at % grid.columns) + step[1] * times, grid.columns);
  return Math.min(grid.size - 1, row * grid.columns + column);
}

function layOut(grid: Grid, width: number, density: number): Frame {
  const left = grid.rows > 1 ? 30 + 7 * String(grid.rows - 1).length : 8;
  const top = 4;
  const room = Math.max(40, width - left - 8);
  const blocks = fitBlocks(
    grid,
    Math.floor(room * density),
    Math.floor(tallest * density),
    widestCell * density,
  );
  const [cellWidth, cellHeight] = [blocks.width / density, blocks.height / density];
  return {
    blocks,
    left,
    top,
    width: blocks.columns * cellWidth,
    height: blocks.rows * cellHeight,
    cellWidth,
    cellHeight,
  };
}

function paintCells(canvas: HTMLCanvasElement, frame: Frame, pixels: Uint8ClampedArray<ArrayBuffer>): void {
  const { blocks } = frame;
  const small = new OffscreenCanvas(blocks.columns, blocks.rows);
  small.getContext('2d')?.putImageData(new ImageData(pixels, blocks.columns, blocks.rows), 0, 0);
  canvas.width = blocks.columns * blocks.width;
  canvas.height = blocks.rows * blocks.height;
  Object.assign(canvas.style, {
    left: `${frame.left}px`,
    top: `${frame.top}px`,
    width: `${frame.width}px`,
    height: `${frame.height}px`,
  });
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  if (Math.min(frame.cellWidth, frame.cellHeight) < 7) return;
  // A hairline of paper between the cells, where they are large enough to be counted.
  for (let column = 1; column < blocks.columns; column++)
    context.clearRect(column * blocks.width, 0, 1, canvas.height);
  for (let row = 1; row < blocks.rows; row++) context.clearRect(0, row * blocks.height, canvas.width, 1);
}

function drawFrame(
  grid: Grid,
  frame: Frame,
  width: number,
  legendParts: readonly SVGElement[],
): SVGSVGElement {
  const { left, top, blocks, cellWidth, cellHeight } = frame;
  const [right, bottom] = [left + frame.width, top + frame.height];
  const columnStep = cellWidth / blocks.blockColumns;
  const rowStep = cellHeight / blocks.blockRows;
  const parts: SVGElement[] = [
    s('rect', {
      class: 'frame',
      x: left - 0.5,
      y: top - 0.5,
      width: frame.width + 1,
      height: frame.height + 1,
    }),
  ];
  const label = (x: number, y: number, anchor: string, text: string, className = 'tick') =>
    parts.push(s('text', { x, y, class: className, 'text-anchor': anchor }, text));
  const wide = 12 + 7 * String(grid.columns - 1).length;
  for (const column of indexTicks(grid.columns, frame.width / wide))
    label(left + (column + 0.5) * columnStep, bottom + 14, 'middle', String(column));
  if (grid.rows > 1) {
    for (const row of indexTicks(grid.rows, frame.height / 16))
      label(
        left - 6,
        top + (row + 0.5) * rowStep + 4,
        'end',
        String(grid.wrapped ? row * grid.columns : row),
      );
    const middle = top + frame.height / 2;
    const turned = s('text', { class: 'axis-title', 'text-anchor': 'middle' }, grid.rowTitle);
    turned.setAttribute('transform', `translate(11 ${middle}) rotate(-90)`);
    if (grid.rowTitle.length * 6.5 < Math.max(frame.height, 60) + 20) parts.push(turned);
  }
  label(left, bottom + 30, 'start', grid.columnTitle, 'axis-title');
  const shift = s('g', { transform: `translate(0 ${bottom + 42})` }, ...legendParts);
  const height = bottom + 42 + legendHeight;
  return s(
    'svg',
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true',
      class: right > width ? 'wide' : null,
    },
    ...parts,
    shift,
  );
}

function legend(frame: Frame, scale: HeatScale, signed: boolean, colours: HeatColours): SVGElement[] {
  const id = uniqueId('legend');
  const width = Math.min(280, Math.max(220, frame.width));
  const { left } = frame;
  const stops = signed ? [...[...colours.blue].reverse(), ...colours.orange] : colours.blue;
  const gradient = s(
    'linearGradient',
    { id },
    ...stops
      .filter((_, i) => i % 15 === 0 || i === stops.length - 1)
      .map((colour, i, all) => s('stop', { offset: i / (all.length - 1), 'stop-color': css(colour) })),
  );
  const [low, high] = [Math.round(Math.log10(scale.low)), Math.round(Math.log10(scale.high))];
  const parts: SVGElement[] = [
    s('defs', {}, gradient),
    s('rect', { class: 'frame', x: left, y: 0, width, height: 8, style: `fill: url(#${id})` }),
  ];
  const text = (x: number, label: string, anchor = 'middle') =>
    parts.push(s('text', { x, y: 21, class: 'tick', 'text-anchor': anchor }, label));
  if (signed) {
    text(left, `−${power(high)}`, 'start');
    text(left + width / 2, '0');
    text(left + width, power(high), 'end');
  } else {
    const ticks = exponentTicks(low, high, Math.max(2, Math.floor(width / 44)));
    for (const exponent of ticks) {
      const at = ((exponent - low) / (high - low)) * width;
      if (at > 50) text(left + at, power(exponent), exponent === high ? 'end' : 'middle');
    }
    text(left, `≤ ${power(low)}`, 'start');
  }
  const title = signed ? 'computed − numerical' : '|computed − numerical|';
  parts.push(s('text', { x: left, y: 38, class: 'axis-title' }, title));
  return parts;
}

/** The wrong components, where they are few. */
function wrongCells({ mismatched, shape }: TensorReport): number[] {
  if (mismatched.count > 12) return [];
  return mismatched.components.map(({ index }) => ravel(index, shape)).filter((flat) => flat >= 0);
}

/** Circles around cells: wrong ones too small to be seen, and those at a kink. */
function rings(cells: readonly number[], className: string, grid: Grid, frame: Frame): SVGElement[] {
  const small = Math.min(frame.cellWidth, frame.cellHeight) < 10;
  if (cells.length > 60 || (className === 'ring' && !small)) return [];
  return cells.map((flat) => {
    const column = Math.floor((flat % grid.columns) / frame.blocks.blockColumns);
    const row = Math.floor(Math.floor(flat / grid.columns) / frame.blocks.blockRows);
    const cx = frame.left + (column + 0.5) * frame.cellWidth;
    const cy = frame.top + (row + 0.5) * frame.cellHeight;
    return s('circle', { class: className, cx, cy, r: small ? 8 : Math.min(5, frame.cellHeight / 4) });
  });
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
