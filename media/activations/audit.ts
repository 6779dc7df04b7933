import * as Plot from '@observablehq/plot';
import type { Network } from '../../src/core/activation/network';
import type {
  AuditedScheme,
  InitializationAudit,
  LayerAudit,
  SchemeRatio,
} from '../../src/core/activation/schemes';
import { auditedSchemes } from '../../src/core/activation/schemes';
import { counted, decimal } from '../../src/core/format';
import { chart, type DrawnChart } from '../shared/chart';
import { lineLink, term } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { logScale, plot, scaled, textWidth } from '../shared/plot';
import { legend } from '../shared/legend';
import type { ProfileContext } from './context';
import { schemeFormulas, schemeNames } from './words';

/** How the weights were initialized, layer by layer, and whether that fits the activation. */
export function initialization(
  context: ProfileContext,
  audit: InitializationAudit | null,
  network: Network,
): HTMLElement {
  if (audit === null)
    return h(
      'p',
      { class: 'quiet' },
      'No layer has weights that are known, so there is nothing to hold against a scheme.',
    );
  const figure = chart(context, {
    name: 'initialization',
    title: 'Scale of the weights over that of each scheme',
    label:
      'For every scheme, the root mean square of the weights of each layer over the standard deviation that the scheme sets, on a logarithmic axis.',
    draw: (width) => drawAudit(audit, width),
    table: () => [
      [
        'layer',
        's',
        '± relative',
        ...auditedSchemes.map((scheme) => `s∕s ${schemeNames[scheme]}`),
        'fitting',
      ],
      ...audit.layers.map(({ layer, scale, halfWidth, ratios, fitting }) => [
        layer,
        scale,
        halfWidth,
        ...auditedSchemes.map((scheme) => ratios.find((one) => one.scheme === scheme)?.ratio ?? ''),
        fitting === null ? '' : schemeNames[fitting],
      ]),
    ],
    readable: (value) =>
      typeof value === 'number' && !Number.isInteger(value) ? decimal(value, 4) : String(value),
  });
  figure.children[0]!.after(
    legend([
      { name: 'agrees', colour: 'var(--gl-forward)', symbol: 'circle' },
      { name: 'does not', colour: 'var(--gl-quiet)', symbol: 'diamond' },
    ]),
  );
  return h(
    'div',
    { class: 'audit' },
    audit.sentence === '' ? null : h('p', {}, ...sentence(audit.sentence)),
    facts(audit),
    troubles(context, audit, network),
    figure,
    h(
      'p',
      { class: 'note' },
      'A dot for each layer, the first at the top. A layer agrees with a scheme where its whisker, ± 3∕√(2N) of N weights, reaches 1.',
    ),
  );
}

export function auditAside(audit: InitializationAudit | null): string {
  if (audit === null) return 'weights not known';
  if (audit.inUse.length === auditedSchemes.length) return 'too few weights to tell the scheme';
  if (audit.inUse.length > 0) return audit.inUse.map((scheme) => schemeNames[scheme]).join(' or ');
  if (audit.constantScale !== null) return `the same scale in all layers, ${decimal(audit.constantScale, 2)}`;
  if (audit.multiple !== null)
    return `${decimal(audit.multiple.factor, 2)} × ${schemeNames[audit.multiple.scheme]} in the hidden layers`;
  return 'no scheme agrees in all layers';
}

function facts({ inUse, constantScale, multiple, chi, gradientFactor }: InitializationAudit): HTMLElement {
  return h(
    'dl',
    { class: 'terms' },
    term(
      'in use',
      inUse.length === auditedSchemes.length
        ? 'too few weights to tell'
        : inUse.length > 0
          ? inUse.map((scheme) => schemeNames[scheme]).join(' or ')
          : 'none of the schemes',
    ),
    constantScale === null ? null : term('same in all layers', `s = ${decimal(constantScale, 3)}`),
    multiple === null
      ? null
      : term('hidden layers', `${decimal(multiple.factor, 3)} × ${schemeNames[multiple.scheme]}`),
    chi === null ? null : term('χ', decimal(chi, 3), 'σ_w² E[φ′²] at the fixed point of the variance'),
    gradientFactor === null
      ? null
      : term(
          'gradients by layer',
          `× ${decimal(gradientFactor, 3)}`,
          '√χ: by which gradients change from layer to layer',
        ),
  );
}

const troubleTexts: Readonly<Record<NonNullable<LayerAudit['trouble']>, string>> = {
  zero: 'are all zero: all units stay alike',
  constant: 'are all the same number: all units stay alike',
  symmetric: 'have equal rows: those units stay alike',
};

/** Layers whose weights are alike, the first few of them by name. */
function troubles(
  context: ProfileContext,
  { layers }: InitializationAudit,
  network: Network,
): HTMLElement | null {
  const bad = layers.filter(({ trouble }) => trouble !== null);
  if (bad.length === 0) return null;
  const shown = bad.slice(0, 8);
  return h(
    'ul',
    { class: 'findings' },
    ...shown.map(({ layer, trouble }) => {
      const weights = network.layers.find(({ number }) => number === layer)?.weights;
      return h(
        'li',
        {},
        h('span', { class: 'sign verdict-suspicious' }, '▲ '),
        h('code', {}, weights?.name ?? `weights of layer ${layer}`),
        ` ${troubleTexts[trouble!]}. `,
        weights?.place && lineLink(context, weights.place, context.saved.file),
      );
    }),
    bad.length > shown.length &&
      h('li', { class: 'quiet' }, `and ${counted(bad.length - shown.length, 'more layer')}`),
  );
}

interface SchemeRow {
  readonly name: string;
  readonly scheme: AuditedScheme;
}

/** Schemes with the same formula share a row. */
const schemeRows: readonly SchemeRow[] = auditedSchemes
  .filter((scheme) => scheme !== 'lecun')
  .map((scheme) => ({
    scheme,
    name: `${scheme === 'xavier' ? 'Xavier, LeCun' : schemeNames[scheme]}  ${schemeFormulas[scheme]}`,
  }));

const rowHeight = 44;
/** Up to so many layers have a whisker each. */
const mostWhiskers = 60;

interface Dot extends SchemeRow, Pick<SchemeRatio, 'ratio' | 'agrees' | 'expected'> {
  readonly layer: number;
  readonly low: number;
  readonly high: number;
  /** In rows from the top. */
  readonly y: number;
}

function drawAudit({ layers }: InitializationAudit, width: number): DrawnChart {
  const dots: Dot[] = schemeRows.flatMap((row, k) =>
    layers.flatMap(({ layer, halfWidth, ratios }, i) => {
      const found = ratios.find(({ scheme }) => scheme === row.scheme);
      if (!found || !(found.ratio > 0)) return [];
      const { ratio, agrees, expected } = found;
      const low = ratio * Math.max(0.01, 1 - halfWidth);
      const y = k + 0.15 + (0.7 * (i + 0.5)) / layers.length;
      return [{ ...row, layer, ratio, agrees, expected, low, high: ratio * (1 + halfWidth), y }];
    }),
  );
  const ends = dots.flatMap(({ low, high }) => [low, high]);
  const names = schemeRows.map(({ name }) => name);
  const left = 14 + Math.max(...names.map(textWidth));
  const [low, high] = [0.5, 2, ...ends].reduce(
    ([a, b], end) => [Math.min(a!, end), Math.max(b!, end)],
    [1, 1],
  );
  const figure = plot({
    width,
    height: rowHeight * names.length + 44,
    marginTop: 4,
    marginLeft: left,
    marginRight: 14,
    marginBottom: 40,
    x: { ...ratioScale(low! / 1.1, high! * 1.1, (width - left) / 60), label: null },
    y: {
      domain: [0, names.length],
      reverse: true,
      ticks: names.map((_, k) => k + 0.5),
      tickFormat: (at: number) => names[Math.floor(at)] ?? '',
      tickSize: 0,
      label: null,
    },
    marks: [
      Plot.ruleY(
        names.slice(1).map((_, k) => k + 1),
        { stroke: 'var(--gl-hairline)' },
      ),
      Plot.ruleX([1], { stroke: 'var(--gl-hairline-strong)' }),
      layers.length <= mostWhiskers
        ? Plot.ruleY(dots, { x1: 'low', x2: 'high', y: 'y', stroke: inkOf })
        : null,
      ...[true, false].map((agrees) =>
        Plot.dot(
          dots.filter((dot) => dot.agrees === agrees),
          {
            x: 'ratio',
            y: 'y',
            r: layers.length > 200 ? 1.5 : 3,
            symbol: agrees ? 'circle' : 'diamond',
            fill: inkOf,
          },
        ),
      ),
      Plot.text(['s ∕ s of the scheme'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
    ],
  });
  return {
    svg: figure,
    points: dots.map(({ scheme, layer, ratio, agrees, expected, y }) => ({
      x: scaled(figure, 'x', ratio),
      y: scaled(figure, 'y', y),
      text: `Layer ${layer}, ${schemeNames[scheme]}: ${decimal(ratio, 3)} × its ${decimal(expected, 3)}, ${agrees ? 'agrees' : 'does not agree'}`,
    })),
  };
}

function inkOf({ agrees }: Dot): string {
  return agrees ? 'var(--gl-forward)' : 'var(--gl-quiet)';
}

/** A logarithmic axis of ratios: 0.5, 1, 2 where it is short, powers of ten where it is long. */
function ratioScale(low: number, high: number, most: number): Plot.ScaleOptions {
  if (high / low > 1000) return logScale(low, high, most);
  const ticks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100];
  const inside = ticks.filter((value) => value >= low && value <= high);
  const stride = Math.ceil(inside.length / Math.max(3, most));
  const one = inside.indexOf(1);
  return {
    type: 'log',
    domain: [low, high],
    ticks: inside.filter((_, i) => (i - one) % stride === 0),
    tickFormat: (value: number) => String(value),
    tickSize: 4,
  };
}
