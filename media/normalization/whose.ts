import * as Plot from '@observablehq/plot';
import { scientific } from '../../src/core/format';
import type { Provenance, SplitProvenance } from '../../src/core/normalization/verdicts';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { fold, lineLink } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { chart, type DrawnChart } from './chart';
import type { PanelContext } from './context';
import { legend } from './legend';
import { fitted, hairline, logScale, plot, scaled, textWidth } from './plot';
import { marked } from './marked';
import { whoseWord } from './words';

/** Whose mean and standard deviation the splits were normalized with, and how that can be seen. */
export function whoseStatistics(context: PanelContext, report: NormalizationReport): HTMLElement | null {
  const { provenance, culprit } = report;
  if (provenance === null) return null;
  const figure = chart(context, {
    name: 'whose-statistics',
    title: 'Deviation from each explanation',
    label:
      'For every split, how far it deviates from having been normalized with the training, its own or the pooled statistics, on a logarithmic axis.',
    draw: (width) => drawResiduals(provenance.splits, width),
    table: () => [
      ['split', 'whose', 'training', 'own', 'pooled', 'round-off', 'sampling noise', 'ddof'],
      ...provenance.splits.map(({ split, whose, residuals, roundOff, samplingNoise, ddof }) => [
        split,
        whoseWord(whose).word,
        residuals.training,
        residuals.own,
        residuals.pooled,
        roundOff,
        samplingNoise,
        ddof ?? '',
      ]),
    ],
    readable: (value) => (typeof value === 'number' ? number(value) : value),
  });
  figure.children[0]!.after(
    legend([
      ...explanations.map(({ name, colour, symbol }) => ({ name, colour, symbol })),
      { name: 'round-off', colour: 'var(--gl-quiet)', symbol: 'line' },
      { name: 'sampling noise', colour: 'var(--gl-quiet)', symbol: 'dashed' },
    ]),
  );
  const words = provenance.splits.map(({ split, whose }) =>
    h('li', {}, h('b', {}, split), marked(whoseWord(whose))),
  );
  return fold(
    context,
    'whose',
    'Whose statistics?',
    aside(provenance),
    h(
      'p',
      {},
      ...sentence(provenance.sentence),
      ' ',
      ...sentence(provenance.remedy),
      culprit ? ' ' : '',
      culprit && lineLink(context, culprit, report.file),
    ),
    h('ul', { class: 'split-words' }, ...words),
    figure,
    h(
      'p',
      { class: 'note' },
      'An explanation holds for a split where its dot lies at the round-off; at the sampling noise it is no more than a coincidence. ' +
        (provenance.recovered
          ? 'The μ and σ that were used were recovered from the arrays before and after normalization.'
          : 'Only the normalized arrays were looked at.'),
    ),
  );
}

function aside({ splits, whose }: Provenance): string {
  const other = splits.find((split) => split.whose === 'own' || split.whose === 'pooled');
  return other ? `${other.split}: ${whoseWord(other.whose).word}` : whoseWord(whose).word;
}

function number(value: number): string {
  return Number.isNaN(value) ? '–' : scientific(value);
}

const explanations = [
  { key: 'training', name: 'training', colour: 'var(--gl-train)', symbol: 'circle', dy: -8 },
  { key: 'own', name: 'its own', colour: 'var(--gl-test)', symbol: 'square', dy: 0 },
  { key: 'pooled', name: 'pooled', colour: 'var(--gl-pooled)', symbol: 'triangle', dy: 8 },
] as const;

const rowHeight = 40;

function drawResiduals(splits: readonly SplitProvenance[], width: number): DrawnChart {
  const all = splits.flatMap(({ residuals, roundOff, samplingNoise }) => [
    ...Object.values(residuals),
    roundOff,
    samplingNoise,
  ]);
  const positive = all.filter((value) => Number.isFinite(value) && value > 0);
  const [least, most] = [Math.min(1e-3, ...positive), Math.max(1, ...positive)];
  // Zero has no place on a logarithmic axis: it stands at the left end.
  const floor = 10 ** Math.floor(Math.log10(all.some((value) => value === 0) ? least / 5 : least));
  const place = (value: number) => Math.max(value, floor);
  const left = Math.min(width * 0.3, 12 + Math.max(...splits.map(({ split }) => textWidth(split))));
  const names = splits.map(({ split }) => split);
  const dots = splits.flatMap(({ split, residuals }) =>
    explanations
      .filter(({ key }) => Number.isFinite(residuals[key]))
      .map(({ key, name, dy }) => ({
        split,
        x: place(residuals[key]),
        value: residuals[key],
        name,
        dy,
      })),
  );
  const tick = (value: (split: SplitProvenance) => number, dash: string) =>
    Plot.tickX(
      splits.filter((split) => value(split) > 0),
      {
        x: (split: SplitProvenance) => place(value(split)),
        y: 'split',
        stroke: 'var(--gl-quiet)',
        strokeWidth: 1.5,
        strokeDasharray: dash,
      },
    );
  const figure = plot({
    width,
    height: rowHeight * splits.length + 46,
    marginTop: 4,
    marginLeft: left,
    marginRight: 12,
    marginBottom: 42,
    x: { ...logScale(floor, most, Math.max(3, Math.floor((width - left) / 48))), label: null },
    y: {
      type: 'band',
      domain: names,
      padding: 0.15,
      tickSize: 0,
      tickFormat: (name: string) => fitted(name, left - 8),
      label: null,
    },
    marks: [
      Plot.ruleY(names, { stroke: hairline }),
      tick(({ roundOff }) => roundOff, 'none'),
      tick(({ samplingNoise }) => samplingNoise, '3,2'),
      ...explanations.map(({ name, colour, symbol, dy }) =>
        Plot.dot(
          dots.filter((dot) => dot.name === name),
          {
            x: 'x',
            y: 'split',
            symbol,
            r: 4,
            dy,
            fill: colour,
            stroke: 'var(--vscode-editor-background)',
            strokeWidth: 1,
          },
        ),
      ),
      Plot.text(['largest deviation of μ and σ − 1 over the features'], {
        frameAnchor: 'bottom',
        dy: 36,
        fill: 'var(--gl-quiet)',
      }),
    ],
  });
  const bandwidth = (figure.scale('y')?.bandwidth ?? 0) / 2;
  const points = dots.map(({ split, x, value, name, dy }) => ({
    x: scaled(figure, 'x', x),
    y: scaled(figure, 'y', split) + bandwidth + dy,
    text: `${split}, ${name} statistics: deviates by ${value === 0 ? '0' : scientific(value)}`,
  }));
  return { svg: figure, points };
}
