import type { Block } from '../../src/core/gradient/coverage';
import { css, type HeatColours, mix, type Rgb } from '../shared/colour';
import { s, uniqueId } from '../shared/dom';
import { resolve, themeHeatColours } from '../shared/theme';
import type { Grid } from './cells';
import type { Frame } from './heatDrawing';
import { rectanglesOf } from './measured';

/** Blocks that were checked as a whole: quiet where they agree, strong where they disagree, hatched where it cannot be told. */

type Finding = Block['finding'];

/** A rectangle in CSS pixels. */
interface Area {
  readonly finding: Finding;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type BlockColours = HeatColours & { readonly wrong: Rgb };

/** For the theme in force. */
export function themeBlockColours(): BlockColours {
  return { ...themeHeatColours(), wrong: resolve('var(--gl-wrong)', [200, 30, 30]) };
}

const words: Readonly<Record<Finding, string>> = {
  agrees: 'agrees as a whole',
  disagrees: 'disagrees as a whole',
  unresolved: 'cannot be told',
};
const order: readonly Finding[] = ['agrees', 'disagrees', 'unresolved'];

/** Where the blocks lie, relative to the frame's corner. */
export function blockAreas(
  blocks: readonly Block[],
  shape: readonly number[],
  grid: Grid,
  { cellWidth, cellHeight, blocks: cells }: Frame,
): Area[] {
  const [across, down] = [cellWidth / cells.blockColumns, cellHeight / cells.blockRows];
  return blocks.flatMap((block) =>
    rectanglesOf(block, shape, grid).map(({ row, column, rows, columns }) => ({
      finding: block.finding,
      x: column * across,
      y: row * down,
      width: columns * across,
      height: rows * down,
    })),
  );
}

/** Paints the blocks; the components that were checked by themselves are painted over them. */
export function paintBlocks(
  context: CanvasRenderingContext2D,
  areas: readonly Area[],
  density: number,
  colours: BlockColours,
): void {
  for (const { finding, x, y, width, height } of areas) {
    const left = Math.round(x * density);
    const top = Math.round(y * density);
    const box = [
      left,
      top,
      Math.max(1, Math.round((x + width) * density) - left),
      Math.max(1, Math.round((y + height) * density) - top),
    ] as const;
    context.fillStyle = css(fillOf(finding, colours));
    context.fillRect(...box);
    if (finding === 'unresolved') hatch(context, box, density, colours);
  }
}

/** The paper of cells without an error; the colour of what is wrong. */
function fillOf(finding: Finding, { blue, wrong }: BlockColours): Rgb {
  return finding === 'disagrees' ? mix(blue[0]!, wrong, 0.55) : blue[0]!;
}

function hatch(
  context: CanvasRenderingContext2D,
  [left, top, width, height]: readonly [number, number, number, number],
  density: number,
  { missing }: BlockColours,
): void {
  const gap = 6 * density;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  for (let at = -height; at < width; at += gap) {
    context.moveTo(left + at, top + height);
    context.lineTo(left + at + height, top);
  }
  context.strokeStyle = css(missing);
  context.lineWidth = density;
  context.stroke();
  context.restore();
}

/** Hairlines around the blocks that are large enough to be told apart, and around all that disagree, which are drawn last. */
export function blockOutlines(areas: readonly Area[], { left, top }: Frame): SVGElement[] {
  if (areas.length > mostOutlines) return [];
  return areas
    .filter(({ finding, width, height }) => finding === 'disagrees' || (width >= 4 && height >= 4))
    .sort((a, b) => Number(a.finding === 'disagrees') - Number(b.finding === 'disagrees'))
    .map(({ finding, x, y, width, height }) =>
      s('rect', { class: `block ${finding}`, x: left + x, y: top + y, width, height }),
    );
}

const mostOutlines = 400;

/** What the looks mean, for those that occur, and how many pixels that takes. */
export function blockLegend(
  blocks: readonly Block[],
  left: number,
  colours: BlockColours,
): { readonly parts: readonly SVGElement[]; readonly height: number } {
  const there = order.filter((finding) => blocks.some((block) => block.finding === finding));
  const id = uniqueId('hatch');
  const entries = there.flatMap((finding, row) => {
    const fill = finding === 'unresolved' ? `url(#${id})` : css(fillOf(finding, colours));
    const y = row * legendRow;
    return [
      s('rect', { class: `block ${finding}`, x: left, y, width: 20, height: 10, style: `fill:${fill}` }),
      s('text', { class: 'axis-title', x: left + 28, y: y + 9 }, `block ${words[finding]}`),
    ];
  });
  const pattern = s(
    'pattern',
    { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(-45)' },
    s('rect', { width: 6, height: 6, style: `fill:${css(fillOf('unresolved', colours))}` }),
    s('path', { d: 'M0 0H6', style: `stroke:${css(colours.missing)};stroke-width:2` }),
  );
  return { parts: [s('defs', {}, pattern), ...entries], height: there.length * legendRow };
}

const legendRow = 17;
