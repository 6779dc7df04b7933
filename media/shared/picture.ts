/** Pictures for lab reports: a chart as a self-contained SVG file, or as a PNG on the clipboard. */

const carried = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'display',
  'visibility',
] as const;

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
    const target = to[i];
    if (!target) return;
    const style = getComputedStyle(element);
    target.removeAttribute('class');
    target.setAttribute('style', carried.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
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
  const paper = document.createElementNS(attributes.xmlns, 'rect');
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute('fill', getComputedStyle(document.documentElement).backgroundColor);
  const background = getComputedStyle(document.body).getPropertyValue('--vscode-editor-background').trim();
  if (background) paper.setAttribute('fill', background);
  copy.prepend(paper);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

function embed({ element, x, y }: NonNullable<Picture['canvas']>): SVGImageElement {
  const image = document.createElementNS('http://www.w3.org/2000/svg', 'image');
  const box = element.getBoundingClientRect();
  const values = { x, y, width: box.width, height: box.height, preserveAspectRatio: 'none' };
  for (const [name, value] of Object.entries(values)) image.setAttribute(name, String(value));
  image.setAttribute('style', 'image-rendering:pixelated');
  image.setAttribute('href', element.toDataURL());
  return image;
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
