import * as Plot from '@observablehq/plot';
import { type ChartPoint, type DrawnChart, stepAlong } from '../shared/chart';
import { s } from '../shared/dom';
import { plot, scaled, textWidth } from '../shared/plot';
import { niceTicks } from '../shared/ticks';
import { lostStretches } from './layerFacts';
import {
  carriedOn,
  depthOf,
  type LinePoint,
  placeLabels,
  type ProfileModel,
  rmsLine,
  magnitudeScale,
  spreadOut,
  valueRange,
} from './profileModel';
import { growthLines } from './words';

/** Colours of the two directions, and of what is only predicted. */
export const inks = {
  forward: 'var(--gl-forward)',
  backward: 'var(--gl-backward)',
  predicted: 'var(--vscode-foreground)',
} as const;

const directions = ['backward', 'forward'] as const;
type Direction = (typeof directions)[number];

/** Up to so many layers have a dot each. */
const mostDots = 60;
/** From this width on, growth is written at the end of its line. */
export const wideEnough = 680;

/** RMS of activations and gradients through the layers, on a logarithmic axis. */
export function drawProfile(
  model: ProfileModel,
  width: number,
  read: (at: number) => Pick<ChartPoint, 'text' | 'go'>,
): DrawnChart {
  const { facts, ghost, predicted } = model;
  const depth = depthOf(facts);
  const lines = { forward: rmsLine(facts, 'forward'), backward: rmsLine(facts, 'backward') };
  const { ticks, line: carried } = carriedOn(model);
  const start = Math.min(1, facts[0]?.number ?? 1);
  const end = Math.max(depth, ...ticks.map(({ layer }) => layer));
  const ghosts = ghost && {
    forward: rmsLine(ghost.facts, 'forward'),
    backward: rmsLine(ghost.facts, 'backward'),
  };
  const predictions =
    predicted === null ? [] : Array.from(predicted, (value, i) => ({ layer: i + 1, value }));
  const bands = (direction: Direction, which: 'band' | 'wideBand') =>
    facts.map((fact) => {
      const band = fact[direction]?.[which] ?? null;
      return { layer: fact.number, low: band?.[0] ?? NaN, high: band?.[1] ?? NaN };
    });
  const near = { forward: bands('forward', 'band'), backward: bands('backward', 'band') };
  const far = { forward: bands('forward', 'wideBand'), backward: bands('backward', 'wideBand') };
  const [low, high] = valueRange([
    ...[...lines.forward, ...lines.backward, ...carried, ...predictions].map(({ value }) => value),
    ...(ghosts ? [...ghosts.forward, ...ghosts.backward].map(({ value }) => value) : []),
    ...[...near.forward, ...near.backward].flatMap((band) => [band.low, band.high]),
  ]);
  const place = (value: number) => Math.min(high * 1e3, Math.max(low * 1e-3, value));

  const wide = width >= wideEnough;
  const labels = lineLabels(model, lines, carried, ghosts, wide);
  const marginRight = 14 + Math.max(0, ...labels.flatMap((label) => label.lines.map(textWidth)));
  const marginLeft = 46;
  const toPixel = (layer: number) =>
    marginLeft + ((layer - start) / Math.max(1, end - start)) * (width - marginLeft - marginRight);
  const placed = placeLabels(
    ticks.map(({ layer, label }) => ({ at: toPixel(layer), width: textWidth(label) })),
    marginLeft,
    width - 4,
  );
  const rows = Math.max(0, ...placed.map(({ row }) => row + 1));
  const stretches = directions.flatMap((direction) =>
    lostStretches(facts, direction).map((stretch) => ({ ...stretch, direction })),
  );
  const above = stretches.filter(({ kind }) => kind !== '0');
  const edge = above.some(({ direction }) => direction === 'backward') ? 30 : above.length > 0 ? 16 : 0;
  const marginTop = 10 + 14 * rows + edge;
  const plotHeight = width < 520 ? 210 : 280;
  const height = marginTop + plotHeight + 42;
  const most = Math.max(2, Math.floor((width - marginLeft - marginRight) / 56));
  const figure = plot({
    width,
    height,
    marginTop,
    marginLeft,
    marginRight,
    marginBottom: 42,
    x: {
      domain: start === end ? [start - 0.5, end + 0.5] : [start, end],
      ticks: niceTicks(start, end, most).filter((layer) => Number.isInteger(layer)),
      tickFormat: (layer: number) => String(layer),
      tickSize: 4,
      label: null,
    },
    y: { ...magnitudeScale(low, high, 7), grid: true, label: null },
    marks: [
      end > depth
        ? Plot.ruleX([depth], { stroke: 'var(--gl-hairline-strong)', strokeDasharray: '2,3' })
        : null,
      ...ticks.map(({ layer, direction }) =>
        Plot.ruleX([layer], { stroke: inks[direction], strokeOpacity: 0.7, strokeDasharray: '1,3' }),
      ),
      ...directions.flatMap((direction) =>
        [far[direction], near[direction]].map((points) =>
          Plot.areaY(points, {
            x: 'layer',
            y1: (band: { low: number }) => place(band.low),
            y2: (band: { high: number }) => place(band.high),
            fill: inks[direction],
            fillOpacity: 0.13,
            clip: true,
          }),
        ),
      ),
      ...(ghosts
        ? directions.map((direction) =>
            Plot.lineY(ghosts[direction], {
              x: 'layer',
              y: 'value',
              stroke: inks[direction],
              strokeWidth: 1.5,
              strokeDasharray: '1,4',
              strokeLinecap: 'round',
            }),
          )
        : []),
      Plot.lineY(carried, {
        x: 'layer',
        y: 'value',
        stroke: inks.forward,
        strokeDasharray: '4,4',
        strokeWidth: 1.25,
        clip: true,
      }),
      ...directions.flatMap((direction) => [
        Plot.lineY(lines[direction], { x: 'layer', y: 'value', stroke: inks[direction], strokeWidth: 1.75 }),
        facts.length <= mostDots
          ? Plot.dot(lines[direction], { x: 'layer', y: 'value', r: 2.25, fill: inks[direction] })
          : null,
        firstBad(model, lines, direction),
      ]),
      Plot.lineY(predictions, {
        x: 'layer',
        y: 'value',
        stroke: inks.predicted,
        strokeWidth: 1,
        strokeOpacity: 0.8,
        strokeDasharray: '6,3',
        clip: true,
      }),
      Plot.text(['layer'], { frameAnchor: 'bottom', dy: 36, fill: 'var(--gl-quiet)' }),
    ],
  });
  const pixel = (layer: number) => scaled(figure, 'x', layer);
  const bottom = height - 42;
  ticks.forEach(({ label, direction }, i) => {
    const { x, row } = placed[i]!;
    figure.append(endLabel(x, 12 + 14 * row, label, inks[direction]));
  });
  const right = width - marginRight;
  const wanted = labels.map(({ value }) => scaled(figure, 'y', place(value)));
  const lineHeight = 13;
  const tallest = Math.max(1, ...labels.map(({ lines }) => lines.length));
  spreadOut(wanted, tallest * lineHeight + 2, marginTop + 4, bottom - (tallest - 1) * lineHeight).forEach(
    (y, i) => {
      const { lines: words, colour } = labels[i]!;
      words.forEach((word, k) => figure.append(endLabel(right + 8, y + 4 + k * lineHeight, word, colour)));
    },
  );
  let taken = { text: -Infinity, y: NaN };
  for (const { kind, from, to, direction } of stretches) {
    // What is not finite lies along the top, zero along the bottom; one line for each direction.
    const second = direction === 'backward' ? 1 : 0;
    const y = kind === '0' ? bottom - 4 - 14 * second : marginTop - 5 - 14 * second;
    const [x1, x2] = [pixel(from), Math.max(pixel(to), pixel(from) + 2)];
    figure.append(s('line', { x1, x2, y1: y, y2: y, style: `stroke:${inks[direction]};stroke-width:3` }));
    const free = taken.y === y ? taken.text : -Infinity;
    const x = Math.max(free, Math.min(x1, right - textWidth(kind)));
    taken = { text: x + textWidth(kind) + 5, y };
    figure.append(endLabel(x, y - 4, kind, inks[direction]));
  }
  return {
    svg: figure,
    reader: {
      point: (at) => ({ x: pixel(facts[at]!.number), y: marginTop, ...read(at) }),
      under(x) {
        if (x < marginLeft - 12 || x > right + 12) return -1;
        let best = -1;
        let distance = Infinity;
        facts.forEach(({ number }, i) => {
          const away = Math.abs(pixel(number) - x);
          if (away < distance) [best, distance] = [i, away];
        });
        return best;
      },
      step: (at, key, far) => stepAlong(at, key, far, facts.length),
      rule: { top: marginTop, bottom },
    },
  };
}

interface LineLabel {
  /** Where the line ends. */
  readonly value: number;
  readonly lines: readonly string[];
  readonly colour: string;
}

type Lines = Readonly<Record<Direction, readonly LinePoint[]>>;

/** What stands at the right end of each line: its symbol, and its growth where there is room. */
function lineLabels(
  { facts, profile, ghost }: ProfileModel,
  lines: Lines,
  carried: readonly LinePoint[],
  ghosts: Lines | null,
  wide: boolean,
): LineLabel[] {
  const labels: LineLabel[] = [];
  for (const direction of directions) {
    const symbol = facts.findLast((fact) => fact[direction] !== null)?.[direction]?.symbol;
    const last = [...lines[direction], ...(direction === 'forward' ? carried : [])].findLast(isThere);
    if (symbol && last) {
      const growth = growthLines(profile[direction]);
      labels.push({
        value: last.value,
        lines: wide && growth.length > 0 ? [`${symbol}  ${growth[0]!}`, ...growth.slice(1)] : [symbol],
        colour: inks[direction],
      });
    }
    const end = ghosts?.[direction].findLast(isThere);
    if (symbol && ghost && end)
      labels.push({
        value: end.value,
        lines: [`${symbol}, ${wide ? ghost.label : 'what if'}`],
        colour: inks[direction],
      });
  }
  return labels;
}

function isThere({ value }: LinePoint): boolean {
  return !Number.isNaN(value);
}

/** A triangle where the change through the layers first exceeds the factor. */
function firstBad(model: ProfileModel, lines: Lines, direction: Direction): Plot.Markish | null {
  const { firstBad: layer } = model.profile[direction];
  const point = lines[direction].find((one) => one.layer === layer);
  if (!point || !isThere(point)) return null;
  return Plot.dot([point], {
    x: 'layer',
    y: 'value',
    symbol: 'triangle',
    r: 6,
    fill: inks[direction],
    stroke: 'var(--vscode-editor-background)',
    strokeWidth: 1.5,
  });
}

function endLabel(x: number, y: number, text: string, colour: string): SVGElement {
  // Plot centres all text of its drawings.
  return s('text', { x, y, class: 'line-label', 'text-anchor': 'start', style: `fill:${colour}` }, text);
}
