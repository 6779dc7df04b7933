import { counted, count, decimal, shapeText } from '../../core/format';
import { schemeNames } from '../../core/activation/initialization/deviations';
import type { LayerArray } from '../../core/activation/network';
import { command } from '../../environment/ids';
import type { Translate } from '../../environment/translate';
import type { ActivationReport } from '../../protocol/activations';
import { commandLink, escapeMarkdown } from '../markdown';
import { staleMark } from '../marks';
import { functionNames } from './names';
import { percent, troubleMark, troubleWord } from './hintModel';
import type { LineLayer, ScaleLine } from './scaleLines';

/** Layers of a loop that a tooltip tells. */
const maxLayers = 6;

/** The only commands a tooltip may run. */
export const tooltipCommands: readonly string[] = [command.showActivationPanel, command.showActivations];

/**
 * Markdown for a line of the forward pass: its layer, or some of its layers, and where to go on.
 *
 * @param uri the document that was run
 */
export function hintTooltip(
  { layers, stale }: ScaleLine,
  report: ActivationReport,
  uri: string,
  t: Translate,
): string {
  const [only] = layers;
  const parts = [
    ...(stale ? [`${staleMark} *${t('Before your edit:')}*`] : []),
    ...(layers.length === 1 && only !== undefined ? ofLayer(only, report, t) : ofLoop(layers, t)),
    links(uri, t),
  ];
  return parts.join('\n\n');
}

function ofLayer({ layer, trouble }: LineLayer, report: ActivationReport, t: Translate): string[] {
  const { activationFunction, weights } = layer;
  const name = activationFunction === null ? '' : ` · ${functionNames[activationFunction.name]}`;
  const told = trouble === null ? '' : ` · ${troubleMark(trouble)} ${troubleWord(trouble, t)}`;
  const health = report.profile.health.find((one) => one.layer === layer.number);
  const units =
    health?.units && health.units.dead > 0
      ? [t('{0} of {1} are dead.', count(health.units.dead), counted(health.units.of, t('unit'), t('units')))]
      : [];
  const arrays = [
    layer.preActivation,
    layer.activation,
    layer.preActivationGradient,
    layer.activationGradient,
  ].filter((array) => array !== null);
  return [
    `**${t('Layer {0} of {1}', count(layer.number), count(report.profile.network.layers.length))}${name}${told}**`,
    table(
      [t('array'), t('shape'), 'RMS', t('mean'), t('from'), t('to'), t('zeros')],
      arrays.map((array) => row(array)),
    ),
    ...(weights === null
      ? []
      : [
          t(
            '{0}: {1}, RMS {2}',
            escapeMarkdown(weights.name),
            shapeText(weights.shape),
            decimal(weights.statistics.rms, 3),
          ) + schemesOf(layer.number, report, t),
        ]),
    ...units,
  ];
}

function row({ name, shape, statistics }: LayerArray): string[] {
  const { rms, mean, least, greatest, zeros, count: values } = statistics;
  return [
    escapeMarkdown(name),
    shapeText(shape),
    number(rms),
    number(mean),
    number(least),
    number(greatest),
    percent(values === 0 ? 0 : zeros / values),
  ];
}

/** `, as He`; empty where no scheme agrees. */
function schemesOf(number: number, { audit }: ActivationReport, t: Translate): string {
  const layer = audit?.layers.find((one) => one.layer === number);
  const agreeing = (layer?.ratios ?? []).filter(({ agrees }) => agrees).map(({ scheme }) => scheme);
  return agreeing.length === 0 ? '' : t(', as {0}', agreeing.map((one) => schemeNames[one]).join(', '));
}

function ofLoop(layers: readonly LineLayer[], t: Translate): string[] {
  const told = spread(layers);
  const rows = told.map(({ layer, array, trouble }) => [
    count(layer.number),
    escapeMarkdown(array.name),
    shapeText(array.shape),
    number(array.statistics.rms),
    number(layer.preActivationGradient?.statistics.rms ?? layer.activationGradient?.statistics.rms ?? NaN),
    trouble === null ? '' : `${troubleMark(trouble)} ${troubleWord(trouble, t)}`,
  ]);
  return [
    `**${t('{0} layers are made here', count(layers.length))}**`,
    table([t('layer'), t('array'), t('shape'), 'RMS', t('RMS of the gradient'), ''], rows),
  ];
}

/** The first, the last, and those between them at equal distances, with the first in trouble. */
function spread(layers: readonly LineLayer[]): readonly LineLayer[] {
  if (layers.length <= maxLayers) return layers;
  const ill = layers.findIndex(({ trouble }) => trouble !== null);
  const steps = maxLayers - 1 - (ill < 0 ? 0 : 1);
  const indices = Array.from({ length: steps + 1 }, (_, i) => Math.round((i * (layers.length - 1)) / steps));
  const told = new Set([...indices, ...(ill < 0 ? [] : [ill])]);
  return [...told].sort((a, b) => a - b).map((index) => layers[index]!);
}

function links(uri: string, t: Translate): string {
  const show = commandLink(command.showActivationPanel, [uri]);
  const again = commandLink(command.showActivations, [uri]);
  return `[${t('Show in panel')}](${show})  ·  [${t('Run again')}](${again})`;
}

/** A tooltip sets the columns of a table side by side without any space. */
const gap = ' | &nbsp;&nbsp;&nbsp;';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(gap)} |`;
  const ruler = `| :-- |${' --: |'.repeat(head.length - 1)}`;
  return [line(head), ruler, ...rows.map(line)].join('\n');
}

function number(value: number): string {
  return Number.isNaN(value) ? '–' : decimal(value, 3);
}
