import { decimal } from '../../core/format';
import type { Layer, LayerArray } from '../../core/activation/network';
import type { ActivationReport } from '../../protocol/activations';
import { table } from '../layout';
import { placeText } from '../places';
import type { Paint } from '../text';

/** Of more layers than this, the first, the last and the worst are shown. */
const mostLayers = 16;
const atEachEnd = 5;

const heads = ['layer', 'weights', 'φ', 'RMS A', 'RMS dZ', 'bad units', 'line'];

/** A row for each layer; of long networks the first, the last and those that are worst. */
export function layerLines(report: ActivationReport, paint: Paint): string[] {
  const { layers } = report.profile.network;
  const rows: (readonly string[])[] = [];
  let before = 0;
  for (const layer of shownLayers(report)) {
    if (layer.number > before + 1) rows.push(['…']);
    rows.push(rowOf(layer, report));
    before = layer.number;
  }
  if (layers.length === 0) return [];
  const [top = '', ...rest] = table([heads, ...rows], '  ');
  return [paint(top, 'dim'), ...rest];
}

function shownLayers({ profile }: ActivationReport): readonly Layer[] {
  const { network, forward, backward, health } = profile;
  const { layers } = network;
  if (layers.length <= mostLayers) return layers;
  const worst = [...health].filter(({ bad }) => bad).sort((a, b) => b.share - a.share);
  const special = new Set<number | null>([
    forward.firstBad,
    backward.firstBad,
    network.nonFinite?.layer ?? null,
    ...worst.slice(0, 3).map(({ layer }) => layer),
  ]);
  return layers.filter(
    ({ number }, at) => at < atEachEnd || at >= layers.length - atEachEnd || special.has(number),
  );
}

function rowOf(layer: Layer, { profile, file }: ActivationReport): readonly string[] {
  const { number, weights, activation, preActivation, activationFunction, preActivationGradient } = layer;
  const health = profile.health.find((one) => one.layer === number);
  const place = activation?.place ?? preActivation?.place ?? null;
  return [
    String(number),
    weights === null ? '–' : `${weights.name} (${weights.shape.join(' × ')})`,
    activationFunction?.name ?? '–',
    rms(activation ?? preActivation),
    rms(preActivationGradient),
    health === undefined ? '–' : `${(100 * health.share).toFixed(0)}% ${health.rule}`,
    placeText(place, file),
  ];
}

function rms(array: LayerArray | null): string {
  if (array === null) return '–';
  const { nan, infinite, rms: value } = array.statistics;
  if (nan > 0) return 'NaN';
  return infinite > 0 ? '∞' : decimal(value, 3);
}
