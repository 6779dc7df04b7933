import type { LayerArray } from '../../src/core/activation/network';
import { decimal, shapeText } from '../../src/core/format';
import type { LayerFacts } from './layerFacts';
import { functionText, healthText } from './words';

/** All that is known of the layers, in full precision, for a spreadsheet; the first row is the head. */
export function layerRows(facts: readonly LayerFacts[]): (string | number)[][] {
  const arrays = ['Z', 'A', 'dA', 'dZ'] as const;
  const columns = ['rms', 'mean', 'deviation', 'least', 'greatest', 'zeros', 'nan', 'infinite'] as const;
  return [
    [
      'layer',
      'name',
      'weights',
      'weights shape',
      'weights rms',
      'activation',
      'shape',
      ...arrays.flatMap((array) => columns.map((column) => `${array} ${column}`)),
      'rule',
      'share',
      'line',
    ],
    ...facts.map(({ number, name, layer, forward, health, place }) => {
      const own: (LayerArray | null)[] =
        layer === null
          ? [null, forward?.array ?? null, null, null]
          : [layer.preActivation, layer.activation, layer.activationGradient, layer.preActivationGradient];
      return [
        number,
        name,
        layer?.weights?.name ?? '',
        layer?.weights?.shape.join('×') ?? '',
        layer?.weights?.statistics.rms ?? '',
        layer?.activationFunction ? functionText(layer.activationFunction) : '',
        forward?.array.shape.join('×') ?? '',
        ...own.flatMap((array) => columns.map((column) => array?.statistics[column] ?? '')),
        health?.rule ?? '',
        health?.share ?? '',
        place?.line ?? '',
      ];
    }),
  ];
}

/** The table as a reader sees it, for a report. */
export function shortRows(facts: readonly LayerFacts[]): (string | number)[][] {
  const number = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '' : decimal(value, 3);
  return [
    ['layer', 'name', 'weights', 'activation', 'shape', 'RMS', 'RMS of gradient', 'units'],
    ...facts.map(({ number: layer, name, layer: own, forward, backward, health }) => [
      layer,
      name,
      own?.weights ? `${own.weights.name} ${shapeText(own.weights.shape)}` : '',
      own?.activationFunction ? functionText(own.activationFunction) : '',
      forward ? shapeText(forward.array.shape) : '',
      number(forward?.rms),
      number(backward?.rms),
      health ? healthText(health) : '',
    ]),
  ];
}
