import * as Plot from '@observablehq/plot';
import { scientific } from '../../src/core/format';
import type { Provenance, SplitProvenance } from '../../src/core/normalization/verdicts';
import type { NormalizationReport } from '../../src/protocol/normalization';
import { fold, lineLink } from '../shared/controls';
import { h, sentence } from '../shared/dom';
import { chart, type DrawnChart } from '../shared/chart';
import type { PanelContext } from './context';
import { legend } from '../shared/legend';
import { fitted, hairline, logScale, plot, scaled, textWidth } from '../shared/plot';
import { marked } from './marked';
import { whoseWord } from './words';

/** Whose mean and standard deviation the splits were normalized with, and how that can be seen. */
export function whoseStatistics(context: PanelContext, report: NormalizationReport): HTMLElement | null {
  const { provenance, culprit } = report;
  if (provenance === null) return null;
  const rows = evidenceRows(provenance);
  const figure = chart(context, {
    name: 'whose-statistics',
    title: provenance.recovered ? 'Deviation from each explanation' : 'Deviation of μ from 0 and of σ from 1',
    label: provenance.recovered
      ? 'For every split, how far it deviates from having been normalized with the training, its own or the pooled statistics, on a logarithmic axis.'
      : 'How far mean and standard deviation are from 0 and 1 in every split and in all together, on a logarithmic axis.',
    draw: (width) => drawEvidence(rows, width),
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
      ...(provenance.recovered
        ? explanations.map(({ name, colour, symbol }) => ({ name, colour, symbol }))
        : []),
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
      provenance.recovered
        ? 'An explanation holds for a split where its dot lies at the round-off; at the sampling noise it is no more than a coincidence. The μ and σ that were used were recovered from the arrays before and after normalization.'
        : 'What was normalized by its own statistics lies at the round-off: that should be the training split alone. The others should lie near the sampling noise. Only the normalized arrays were looked at.',
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

interface EvidenceRow {
  readonly name: string;
  readonly dots: readonly {
    readonly name: string;
    readonly value: number;
    readonly colour: string;
    readonly symbol: 'circle' | 'square' | 'triangle';
    readonly dy: number;
  }[];
  readonly roundOff: number;
  readonly samplingNoise: number;
}

/**
 * From scaled arrays alone, each explanation says which arrays have mean 0 and deviation 1, so those are what is shown;
 * where the transformation was recovered, every split has its deviation from each explanation.
 */
function evidenceRows({ splits, recovered }: Provenance): readonly EvidenceRow[] {
  if (recovered)
    return splits.map(({ split, residuals, roundOff, samplingNoise }) => ({
      name: split,
      dots: explanations
        .filter(({ key }) => Number.isFinite(residuals[key]))
        .map(({ key, name, ...look }) => ({ name: `${name} statistics`, value: residuals[key], ...look })),
      roundOff,
      samplingNoise,
    }));
  const dot = (name: string, value: number, look: 0 | 1 | 2) =>
    Number.isFinite(value) ? [{ ...explanations[look], name, value, dy: 0 }] : [];
  const most = (pick: (split: SplitProvenance) => number): number => Math.max(...splits.map(pick));
  return [
    ...splits.map(({ split, residuals, roundOff, samplingNoise }, at) => ({
      name: split,
      dots: dot('by itself', residuals.own, at === 0 ? 0 : 1),
      roundOff,
      samplingNoise,
    })),
    {
      name: 'all together',
      dots: dot(
        'pooled',
        most(({ residuals }) => residuals.pooled),
        2,
      ),
      roundOff: most(({ roundOff }) => roundOff),
      samplingNoise: Math.min(...splits.map(({ samplingNoise }) => samplingNoise)),
    },
  ];
}

const rowHeight = 40;

function drawEvidence(rows: readonly EvidenceRow[], width: number): DrawnChart {
  const all = rows.flatMap(({ dots, roundOff, samplingNoise }) => [
    ...dots.map(({ value }) => value),
    roundOff,
    samplingNoise,
  ]);
  const positive = all.filter((value) => Number.isFinite(value) && value > 0);
  const [least, greatest] = [Math.min(1e-3, ...positive), Math.max(1, ...positive)];
  // Zero has no place on a logarithmic axis: it stands at the left end.
  const floor = 10 ** Math.floor(Math.log10(all.some((value) => value === 0) ? least / 5 : least));
  const place = (value: number) => Math.max(value, floor);
  const names = rows.map(({ name }) => name);
  const left = Math.min(width * 0.3, 12 + Math.max(...names.map(textWidth)));
  const dots = rows.flatMap((row) => row.dots.map((dot) => ({ ...dot, row: row.name, x: place(dot.value) })));
  const tick = (value: (row: EvidenceRow) => number, dash: string) =>
    Plot.tickX(
      rows.filter((row) => value(row) > 0),
      {
        x: (row: EvidenceRow) => place(value(row)),
        y: 'name',
        stroke: 'var(--gl-quiet)',
        strokeWidth: 1.5,
        strokeDasharray: dash,
      },
    );
  const figure = plot({
    width,
    height: rowHeight * rows.length + 46,
    marginTop: 4,
    marginLeft: left,
    marginRight: 12,
    marginBottom: 42,
    x: { ...logScale(floor, greatest, Math.max(3, Math.floor((width - left) / 48))), label: null },
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
      ...dots.map(({ colour, symbol, dy, ...dot }) =>
        Plot.dot([dot], {
          x: 'x',
          y: 'row',
          symbol,
          r: 4,
          dy,
          fill: colour,
          stroke: 'var(--vscode-editor-background)',
          strokeWidth: 1,
        }),
      ),
      Plot.text(['largest deviation of μ and σ − 1 over the features'], {
        frameAnchor: 'bottom',
        dy: 36,
        fill: 'var(--gl-quiet)',
      }),
    ],
  });
  const bandwidth = (figure.scale('y')?.bandwidth ?? 0) / 2;
  const points = dots.map(({ row, x, value, name, dy }) => ({
    x: scaled(figure, 'x', x),
    y: scaled(figure, 'y', row) + bandwidth + dy,
    text: `${row}, ${name}: deviates by ${value === 0 ? '0' : scientific(value)}`,
  }));
  return { svg: figure, points };
}
