import { s } from './dom';

/** Pictures for lab reports: a chart as a self-contained SVG file, or as a PNG on the clipboard. */

const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'text-anchor',
  'paint-order',
  'visibility',
] as const;

/** Styles that a child does not take from its parent, with what they are when nothing is said. */
const own: Readonly<Record<string, readonly string[]>> = { opacity: ['1'], display: ['inline', 'block'] };

export interface Picture {
  readonly svg: SVGSVGElement;
  /** Painted beneath the SVG, at this place in it. */
  readonly canvas?: { readonly element: HTMLCanvasElement; readonly x: number; readonly y: number };
}

/** The picture with every style written out and the canvas embedded, on the theme's background. */
export function svgText({ svg, canvas }: Picture): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  from.forEach((element, i) => {
    if (to[i]) writeStyle(element, to[i], element === svg);
  });
  for (const left of copy.querySelectorAll('style, [data-transient]')) left.remove();
  const { width, height } = svg.getBoundingClientRect();
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  };
  for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, String(value));
  if (canvas) copy.prepend(embed(canvas));
  const fill = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background').trim();
  copy.prepend(s('rect', { width: '100%', height: '100%', style: `fill:${fill || 'none'};stroke:none` }));
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

/** The computed style, where it differs from the parent's, in place of classes and custom properties. */
function writeStyle(element: SVGElement, target: SVGElement, isRoot: boolean): void {
  const style = getComputedStyle(element);
  const above = element.parentElement && getComputedStyle(element.parentElement);
  const changed = [
    ...inherited.filter((name) => isRoot || style.getPropertyValue(name) !== above?.getPropertyValue(name)),
    ...Object.keys(own).filter((name) => !own[name]?.includes(style.getPropertyValue(name))),
  ];
  for (const name of [...inherited, ...Object.keys(own), 'class']) target.removeAttribute(name);
  const text = changed.map((name) => `${name}:${plainColour(style.getPropertyValue(name))}`).join(';');
  if (text) target.setAttribute('style', text);
  else target.removeAttribute('style');
}

/** `color(srgb …)`, which a mixed colour computes to, as the `rgba(…)` that drawing programs read. */
function plainColour(value: string): string {
  const parts = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  if (!parts) return value;
  const [red, green, blue] = parts.slice(1, 4).map((channel) => Math.round(Number(channel) * 255));
  return `rgba(${red}, ${green}, ${blue}, ${parts[4] ?? 1})`;
}

function embed({ element, x, y }: NonNullable<Picture['canvas']>): SVGImageElement {
  const { width, height } = element.getBoundingClientRect();
  const image = { x, y, width, height, preserveAspectRatio: 'none', href: element.toDataURL() };
  return s('image', { ...image, style: 'image-rendering:pixelated' });
}

/** Copies the picture as a PNG at twice its size. Rejects where the clipboard may not be written. */
export async function copyPng(picture: Picture): Promise<void> {
  const { width, height } = picture.svg.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * 2);
  canvas.height = Math.ceil(height * 2);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error('The picture could not be drawn.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
