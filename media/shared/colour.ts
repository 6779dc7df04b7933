/**
 * Colour maps. The stops are ColorBrewer's Blues and Oranges (Harrower and Brewer 2003), both single-hue, monotone in
 * lightness and safe for colour-blind readers; the start is the editor's own background, so that "nothing" is paper.
 * Blue against orange stays apart under protanopia, deuteranopia and tritanopia.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

const blues: readonly Rgb[] = ['#c6dbef', '#6baed6', '#2171b5', '#08306b'].map(fromHex);
const oranges: readonly Rgb[] = ['#fdd0a2', '#fd8d3c', '#d94801', '#7f2704'].map(fromHex);

function fromHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)`, as computed styles are written. */
export function parseColour(text: string): Rgb | null {
  const value = text.trim();
  if (/^#[\da-f]{3}$/i.test(value)) return fromHex(`#${[...value.slice(1)].map((c) => c + c).join('')}`);
  if (/^#[\da-f]{6}([\da-f]{2})?$/i.test(value)) return fromHex(value.slice(0, 7));
  const parts = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(value);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null;
}

/** Relative luminance, 0 (black) to 1 (white). */
export function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2)];
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** 256 colours from "nothing" to "as large as can be". */
export type Ramp = readonly Rgb[];

function ramp(stops: readonly Rgb[]): Ramp {
  return Array.from({ length: 256 }, (_, i) => {
    const position = (i / 255) * (stops.length - 1);
    const left = Math.min(Math.floor(position), stops.length - 2);
    return mix(stops[left]!, stops[left + 1]!, position - left);
  });
}

export interface HeatColours {
  /** For magnitudes, and for computed < numerical. */
  readonly blue: Ramp;
  /** For computed > numerical. */
  readonly orange: Ramp;
  /** For values that are not finite. */
  readonly missing: Rgb;
}

/** The ramps on a given paper: towards dark on a light background, towards light on a dark one. */
export function heatColours(background: Rgb, foreground: Rgb): HeatColours {
  const paper = mix(background, foreground, 0.05);
  const order = (stops: readonly Rgb[]) => (luminance(background) < 0.4 ? [...stops].reverse() : stops);
  return {
    blue: ramp([paper, ...order(blues)]),
    orange: ramp([paper, ...order(oranges)]),
    missing: mix(background, foreground, 0.45),
  };
}
