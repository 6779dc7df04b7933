import { decimal } from '../../src/core/format';
import { lineText } from '../../src/core/place';
import { chart } from '../shared/chart';
import { reveal } from '../shared/controls';
import { h } from '../shared/dom';
import { type LegendEntry, legendItems } from '../shared/legend';
import type { ProfileContext } from './context';
import type { LayerFacts, Quantity } from './layerFacts';
import { drawProfile, inks, wideEnough } from './profileDrawing';
import { carriedOn, depthOf, furtherLimits, type ProfileModel } from './profileModel';
import { functionText, growthText, healthText } from './words';

/** The main picture: how activations and gradients grow or shrink through the layers. */
export interface ProfileChart {
  readonly element: HTMLElement;
  /** Draws what `model` says now. */
  redraw(): void;
}

export function profileChart(
  context: ProfileContext,
  model: () => ProfileModel,
  controls: HTMLElement | null = null,
): ProfileChart {
  const keys = h('ul', { class: 'legend' });
  const note = h('p', { class: 'note profile-note' });
  const figure = chart(context, {
    name: 'depth-profile',
    title: 'Scale through depth',
    label: 'Root mean square of activations and gradients, layer by layer, on a logarithmic axis.',
    controls,
    draw: (width) => {
      const now = model();
      keys.replaceChildren(...legendItems(entries(now, width)));
      note.textContent = noteText(now);
      return drawProfile(now, width, (at) => {
        const { place } = now.facts[at]!;
        return { text: readOut(now, at), go: place ? () => reveal(context, place) : undefined };
      });
    },
    table: () => profileTable(model()),
    readable: (value) =>
      typeof value === 'number' && !Number.isInteger(value) ? decimal(value, 4) : String(value),
  });
  figure.children[0]!.after(keys);
  figure.append(note);
  return { element: figure, redraw: () => figure.redraw() };
}

function entries({ facts, profile, ghost, predicted }: ProfileModel, width: number): LegendEntry[] {
  const named = (direction: 'forward' | 'backward', name: string): LegendEntry[] => {
    const symbol = facts.findLast((fact) => fact[direction] !== null)?.[direction]?.symbol;
    if (symbol === undefined) return [];
    const growth = width < wideEnough ? growthText(profile[direction]) : '';
    const text = `${symbol}, RMS of ${name}${growth === '' ? '' : `: ${growth}`}`;
    return [{ name: text, colour: inks[direction], symbol: 'line' }];
  };
  const bad = profile.forward.firstBad !== null || profile.backward.firstBad !== null;
  return [
    ...named('forward', 'activations'),
    ...named('backward', 'gradients'),
    ...(ghost
      ? [{ name: `what if: ${ghost.label}`, colour: inks.predicted, symbol: 'dotted' } as const]
      : []),
    ...(predicted
      ? [{ name: 'A, mean-field prediction', colour: inks.predicted, symbol: 'dashed' } as const]
      : []),
    ...(bad ? [{ name: 'first bad layer', colour: inks.predicted, symbol: 'triangle' } as const] : []),
  ];
}

function noteText(model: ProfileModel): string {
  const { facts, profile } = model;
  const depth = depthOf(facts);
  const banded = facts.some(({ forward, backward }) => forward?.band ?? backward?.band);
  const further = furtherLimits(profile.limits, depth);
  return [
    banded ? 'Bands hold the middle two thirds, and seven eighths, of the magnitudes, without zeros.' : '',
    carriedOn(model).line.length > 0 ? 'Dashed: the growth carried on beyond the last layer.' : '',
    further.length > 0 ? `If the network were deeper and grew on like this: ${further.join('; ')}.` : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function readOut(model: ProfileModel, at: number): string {
  const fact = model.facts[at]!;
  const parts = [
    `${titleOf(fact)}: ${[fact.forward, fact.backward].flatMap((one) => (one ? [quantityText(one)] : [])).join(', ')}`,
  ];
  if (fact.health) parts.push(healthText(fact.health));
  const other = model.ghost?.facts.find(({ number }) => number === fact.number);
  if (model.ghost && other)
    parts.push(
      `${model.ghost.label}: ${[other.forward, other.backward].flatMap((one) => (one ? [quantityText(one)] : [])).join(', ')}`,
    );
  const predicted = model.predicted?.[fact.number - 1];
  if (predicted !== undefined && !Number.isNaN(predicted)) parts.push(`predicted A ${decimal(predicted, 3)}`);
  if (fact.place) parts.push(lineText(fact.place));
  return parts.join(' · ');
}

/** `Layer 3, A3 (ReLU)`. */
export function titleOf({ number, name, layer }: LayerFacts): string {
  if (layer === null) return `Input ${name}`;
  const activation = layer.activationFunction;
  return `Layer ${number}, ${name}${activation ? ` (${functionText(activation)})` : ''}`;
}

/** `A 1.2 × 10³`, `A NaN in 12 of 640`. */
function quantityText({ symbol, rms, nan, infinite, array }: Quantity): string {
  const { count } = array.statistics;
  if (nan > 0) return `${symbol} has ${nan} NaN of ${count}`;
  if (infinite > 0) return `${symbol} has ${infinite} ∞ of ${count}`;
  return `${symbol} ${decimal(rms, 3)}`;
}

function profileTable({ facts, predicted, ghost }: ProfileModel): (string | number)[][] {
  const others = new Map(ghost?.facts.map((fact) => [fact.number, fact]));
  const number = (quantity: Quantity | null | undefined) => quantity?.rms ?? '';
  const ends = (quantity: Quantity | null) => (quantity?.band ? [...quantity.band] : ['', '']);
  return [
    [
      'layer',
      'name',
      'RMS forward',
      'low',
      'high',
      'not finite forward',
      'RMS gradient',
      'low',
      'high',
      'not finite gradient',
      ...(predicted ? ['predicted'] : []),
      ...(ghost ? [`${ghost.label}, forward`, `${ghost.label}, gradient`] : []),
    ],
    ...facts.map(({ number: layer, name, forward, backward }) => [
      layer,
      name,
      number(forward),
      ...ends(forward),
      forward ? forward.nan + forward.infinite : '',
      number(backward),
      ...ends(backward),
      backward ? backward.nan + backward.infinite : '',
      ...(predicted ? [predicted[layer - 1] ?? ''] : []),
      ...(ghost ? [number(others.get(layer)?.forward), number(others.get(layer)?.backward)] : []),
    ]),
  ];
}
