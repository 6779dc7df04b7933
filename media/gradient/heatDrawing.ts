import { power } from '../../src/core/format';
import { css, type HeatColours } from '../shared/colour';
import { s, uniqueId } from '../shared/dom';
import { exponentTicks, indexTicks } from '../shared/ticks';
import { type Blocks, fitBlocks, type Grid } from './cells';
import type { HeatScale } from './heatImage';

/** The parts of a heatmap: where it lies, its cells on a canvas, its axes and legend as SVG. */

export interface Frame {
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

export function layOut(grid: Grid, width: number, density: number): Frame {
  const last = grid.wrapped ? (grid.rows - 1) * grid.columns : grid.rows - 1;
  const left = grid.rows > 1 ? 30 + 7 * String(last).length : 8;
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

/** @param beneath what is painted under the cells, which are clear where nothing was measured */
export function paintCells(
  canvas: HTMLCanvasElement,
  frame: Frame,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  beneath: ((context: CanvasRenderingContext2D) => void) | null,
): void {
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
  beneath?.(context);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  if (beneath || Math.min(frame.cellWidth, frame.cellHeight) < 7) return;
  // A hairline of paper between the cells, where they are large enough to be counted.
  for (let column = 1; column < blocks.columns; column++)
    context.clearRect(column * blocks.width, 0, 1, canvas.height);
  for (let row = 1; row < blocks.rows; row++) context.clearRect(0, row * blocks.height, canvas.width, 1);
}

export function drawFrame(
  grid: Grid,
  frame: Frame,
  width: number,
  legendParts: readonly SVGElement[],
  legendBelow: { readonly parts: readonly SVGElement[]; readonly height: number } = { parts: [], height: 0 },
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
  const below = s('g', { transform: `translate(0 ${bottom + 42 + legendHeight})` }, ...legendBelow.parts);
  const height = bottom + 42 + legendHeight + legendBelow.height;
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
    below,
  );
}

export function legend(frame: Frame, scale: HeatScale, signed: boolean, colours: HeatColours): SVGElement[] {
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

/** Circles around cells: wrong ones too small to be seen, and those at a kink. */
export function rings(cells: readonly number[], className: string, grid: Grid, frame: Frame): SVGElement[] {
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
