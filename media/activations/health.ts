import * as Plot from '@observablehq/plot';
import type { UnitHealth } from '../../src/core/activation/health';
import { count, decimal } from '../../src/core/format';
import { chart, type DrawnChart, stepAlong } from '../shared/chart';
import { reveal } from '../shared/controls';
import { h } from '../shared/dom';
import { legend } from '../shared/legend';
import { plot, scaled } from '../shared/plot';
import { niceTicks } from '../shared/ticks';
import type { ProfileContext } from './context';
import type { LayerFacts } from './layerFacts';
import { titleOf } from './profileChart';
import { healthText, percent, ruleTexts } from './words';

/** Units that pass no gradient, layer by layer. */
export interface Health {
  readonly element: HTMLElement;
  update(): void;
}

type Judged = LayerFacts & { readonly health: UnitHealth };

export function unitHealth(context: ProfileContext, facts: () => readonly LayerFacts[]): Health {
  const judged = () => facts().filter((fact): fact is Judged => fact.health !== null);
  const said = h('div', { class: 'rules' });
  const none = h('p', { class: 'quiet' }, 'No layer has an activation function with a rule for its units.');
  const figure = chart(context, {
    name: 'unit-health',
    title: 'Dead, saturated or flat, by layer',
    label: 'Share of units or values that pass no gradient, layer by layer.',
    draw: (width) => draw(context, judged(), width),
    table: () => [
      ['layer', 'name', 'rule', 'share', 'units', 'of'],
      ...judged().map(({ number, name, health: { rule, share, units } }) => [
        number,
        name,
        rule,
        share,
        units?.dead ?? '',
        units?.of ?? '',
      ]),
    ],
    readable: (value) =>
      typeof value === 'number' && !Number.isInteger(value) ? decimal(value, 3) : String(value),
  });
  figure.children[0]!.after(
    legend([
      { name: 'share', colour: 'var(--gl-forward)', symbol: 'square' },
      { name: '▲ too many', colour: 'var(--gl-suspicious)', symbol: 'square' },
    ]),
  );
  const element = h('div', {}, said, figure, none);
  const update = () => {
    const now = judged();
    figure.hidden = now.length === 0;
    none.hidden = now.length > 0;
    const rules = [...new Set(now.map(({ health }) => health.rule))];
    said.replaceChildren(...rules.map((rule) => h('p', {}, ruleTexts[rule])));
    figure.redraw();
  };
  update();
  return { element, update };
}

/** `2 of 12 layers with more than half dead`, for the fold. */
export function healthAside(facts: readonly LayerFacts[]): string {
  const judged = facts.filter((fact): fact is Judged => fact.health !== null);
  const bad = judged.filter(({ health }) => health.bad);
  if (judged.length === 0) return 'no rule applies';
  if (bad.length > 0) {
    const rules = [...new Set(bad.map(({ health }) => health.rule))].join(' or ');
    return `${count(bad.length)} of ${count(judged.length)} layers with too many ${rules}`;
  }
  const worst = judged.reduce((a, b) => (b.health.share > a.health.share ? b : a));
  if (worst.health.share === 0)
    return `none ${[...new Set(judged.map(({ health }) => health.rule))].join(' or ')}`;
  return `at most ${percent(worst.health.share)} ${worst.health.rule}, in layer ${worst.number}`;
}

function draw(context: ProfileContext, judged: readonly Judged[], width: number): DrawnChart {
  const numbers = judged.map(({ number }) => number);
  const [first, last] = [numbers[0] ?? 1, numbers.at(-1) ?? 1];
  const height = 190;
  const figure = plot({
    width,
    height,
    marginTop: 18,
    marginLeft: 46,
    marginRight: 12,
    marginBottom: 40,
    x: {
      domain: [first - 0.5, last + 0.5],
      ticks: niceTicks(first, last, Math.max(2, (width - 58) / 56)).filter(Number.isInteger),
      tickFormat: String,
      tickSize: 4,
      label: null,
    },
    y: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: (share: number) => `${100 * share} %`,
      tickSize: 4,
      label: null,
      grid: true,
    },
    marks: [
      Plot.ruleY([0.5], { stroke: 'var(--gl-suspicious)', strokeDasharray: '3,3' }),
      Plot.rectY(judged, {
        x1: ({ number }: Judged) => number - 0.5,
        x2: ({ number }: Judged) => number + 0.5,
        y1: 0,
        y2: ({ health }: Judged) => health.share,
        fill: ({ health }: Judged) => (health.bad ? 'var(--gl-suspicious)' : 'var(--gl-forward)'),
        insetLeft: judged.length > (width - 58) / 4 ? 0 : 0.75,
        insetRight: judged.length > (width - 58) / 4 ? 0 : 0.75,
      }),
      judged.length <= 40
        ? Plot.text(
            judged.filter(({ health }) => health.bad),
            {
              x: 'number',
              y: ({ health }: Judged) => health.share,
              text: () => '▲',
              dy: -8,
              fill: 'var(--gl-suspicious)',
            },
          )
        : null,
      Plot.ruleY([0], { stroke: 'var(--gl-hairline-strong)' }),
      Plot.text(['layer'], { frameAnchor: 'bottom', dy: 34, fill: 'var(--gl-quiet)' }),
    ],
  });
  const pixels = numbers.map((number) => scaled(figure, 'x', number));
  return {
    svg: figure,
    reader: {
      point: (at) => {
        const { place, health } = judged[at]!;
        return {
          x: pixels[at]!,
          y: 0,
          text: `${titleOf(judged[at]!)}: ${healthText(health)}`,
          go: place ? () => reveal(context, place) : undefined,
        };
      },
      under(x) {
        if (x < 34 || judged.length === 0) return -1;
        return pixels.reduce((best, at, i) => (Math.abs(at - x) < Math.abs(pixels[best]! - x) ? i : best), 0);
      },
      step: (at, key, far) => stepAlong(at, key, far, judged.length),
      rule: { top: 18, bottom: height - 40 },
    },
  };
}
