import type { TensorArrays } from '../../src/protocol/report';
import type { Ramp, Rgb } from '../shared/colour';
import type { Blocks, Grid } from './cells';

/** From component errors to the pixels of a heatmap. No DOM: the caller paints the bytes. */

/** Ends of the logarithmic colour scale: errors at or below `low` are paper, at or above `high` the full colour. */
export interface HeatScale {
  readonly low: number;
  readonly high: number;
}

export interface ErrorFacts {
  /** The largest |error|, and the smallest above zero; NaN where there is none. */
  readonly largest: number;
  readonly smallest: number;
  /** The largest |computed| or |numerical|. */
  readonly magnitude: number;
  /** ‖g‖ + ‖ĝ‖. */
  readonly norm: number;
  readonly notFinite: number;
}

/** computed − numerical; zero at a kink, where the difference is no error. */
export function componentErrors({ computed, numerical, kinkIndices }: TensorArrays): Float64Array {
  const errors = new Float64Array(computed.length);
  for (let i = 0; i < errors.length; i++) errors[i] = computed[i]! - numerical[i]!;
  for (const i of kinkIndices) if (i >= 0 && i < errors.length) errors[i] = 0;
  return errors;
}

/** @param measured 1 for the components that count; null where all do */
export function errorFacts(
  errors: Float64Array,
  { computed, numerical }: TensorArrays,
  measured: Uint8Array | null = null,
): ErrorFacts {
  let largest = 0;
  let smallest = Infinity;
  let magnitude = 0;
  let computedSquare = 0;
  let numericalSquare = 0;
  let notFinite = 0;
  for (let i = 0; i < errors.length; i++) {
    if (measured?.[i] === 0) {
      // Its size is told by what was computed; it has no error to count.
      const size = Math.abs(computed[i]!);
      if (!Number.isFinite(size)) continue;
      magnitude = Math.max(magnitude, size);
      computedSquare += size * size;
      numericalSquare += size * size;
      continue;
    }
    const error = Math.abs(errors[i]!);
    if (!Number.isFinite(error)) {
      notFinite++;
      continue;
    }
    const a = computed[i]!;
    const b = numerical[i]!;
    if (error > largest) largest = error;
    if (error > 0 && error < smallest) smallest = error;
    magnitude = Math.max(magnitude, Math.abs(a), Math.abs(b));
    computedSquare += a * a;
    numericalSquare += b * b;
  }
  const norm = Math.sqrt(computedSquare) + Math.sqrt(numericalSquare);
  return { largest, smallest: smallest === Infinity ? NaN : smallest, magnitude, norm, notFinite };
}

const below = (value: number) => 10 ** Math.floor(Math.log10(value) + 1e-9);
const above = (value: number) => 10 ** Math.ceil(Math.log10(value) - 1e-9);

/**
 * The scale that means the same for every tensor: from the resolution of one component (what is below cannot be told
 * from zero) to the largest component of the gradient. A right tensor is then blank paper.
 */
export function absoluteScale(facts: ErrorFacts, resolution: number, components: number): HeatScale {
  const top = Math.max(facts.magnitude, facts.largest);
  const high = top > 0 ? above(top) : 1;
  const one = (resolution * facts.norm) / Math.sqrt(components);
  const low = one > 0 && Number.isFinite(one) ? above(3 * one) : high * 1e-9;
  return { low: Math.min(high * 1e-3, Math.max(high * 1e-12, low)), high };
}

/** The scale from the smallest to the largest error, to see the structure of the noise. */
export function fittedScale(facts: ErrorFacts): HeatScale {
  if (!(facts.largest > 0)) return { low: 1e-3, high: 1 };
  const high = above(facts.largest);
  const low = Number.isNaN(facts.smallest) ? high * 1e-3 : below(facts.smallest);
  return { low: Math.max(high * 1e-6, Math.min(low, high / 10)), high };
}

/** 0 … 1 along the colour scale; NaN for what is not finite. */
export function heatPosition(error: number, scale: HeatScale): number {
  const size = Math.abs(error);
  if (!Number.isFinite(size)) return NaN;
  if (size <= scale.low) return 0;
  return Math.min(1, Math.log(size / scale.low) / Math.log(scale.high / scale.low));
}

/**
 * The measured component with the largest error in a block of cells; not finite counts as the largest. −1 for a block
 * outside, and for one without any.
 */
export function worstInBlock(
  errors: Float64Array,
  grid: Grid,
  blocks: Blocks,
  row: number,
  column: number,
  measured: Uint8Array | null = null,
): number {
  let worst = -1;
  let size = -1;
  const lastRow = Math.min(grid.rows, (row + 1) * blocks.blockRows);
  const lastColumn = Math.min(grid.columns, (column + 1) * blocks.blockColumns);
  for (let r = row * blocks.blockRows; r < lastRow; r++) {
    for (let c = column * blocks.blockColumns; c < lastColumn; c++) {
      const flat = r * grid.columns + c;
      if (flat >= grid.size) return worst;
      if (measured?.[flat] === 0) continue;
      const error = Math.abs(errors[flat]!);
      if (!Number.isFinite(error)) return flat;
      if (error > size) {
        size = error;
        worst = flat;
      }
    }
  }
  return worst;
}

export interface HeatPaint {
  readonly scale: HeatScale;
  /** Orange where computed > numerical, blue where it is smaller; otherwise blue for both. */
  readonly signed: boolean;
  readonly blue: Ramp;
  readonly orange: Ramp;
  readonly missing: Rgb;
}

/** RGBA of one pixel per block of cells, row by row; clear where nothing was measured. */
export function heatPixels(
  errors: Float64Array,
  grid: Grid,
  blocks: Blocks,
  paint: HeatPaint,
  measured: Uint8Array | null = null,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(blocks.rows * blocks.columns * 4);
  const single = blocks.blockRows === 1 && blocks.blockColumns === 1;
  for (let row = 0, at = 0; row < blocks.rows; row++) {
    for (let column = 0; column < blocks.columns; column++, at += 4) {
      const flat = single
        ? row * grid.columns + column
        : worstInBlock(errors, grid, blocks, row, column, measured);
      if (flat < 0 || flat >= grid.size || measured?.[flat] === 0) continue;
      const error = errors[flat]!;
      const position = heatPosition(error, paint.scale);
      const ramp = paint.signed && error > 0 ? paint.orange : paint.blue;
      const colour = Number.isNaN(position) ? paint.missing : ramp[Math.round(position * 255)]!;
      pixels[at] = colour[0];
      pixels[at + 1] = colour[1];
      pixels[at + 2] = colour[2];
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
