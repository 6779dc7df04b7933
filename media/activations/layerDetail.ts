import type { ArrayStatistics } from '../../src/core/activation/record';
import { count, decimal, shapeText } from '../../src/core/format';
import type { Place } from '../../src/core/place';
import { lineLink } from '../shared/controls';
import { h } from '../shared/dom';
import type { ProfileContext } from './context';
import type { LayerFacts } from './layerFacts';
import { titleOf } from './profileChart';
import { healthText, ruleTexts } from './words';

/** What is known of one layer: the statistics of every array of it. */
export function layerDetail(context: ProfileContext, facts: LayerFacts): HTMLElement {
  const { health } = facts;
  return h(
    'section',
    { class: 'layer-detail', 'aria-label': titleOf(facts) },
    h('h3', {}, titleOf(facts)),
    howFound(facts),
    health && h('p', {}, `${healthText(health)}. ${ruleTexts[health.rule]}`),
    h('div', { class: 'scroller' }, statisticsTable(context, rowsOf(facts))),
  );
}

interface Row {
  readonly role: string;
  readonly name: string;
  readonly shape: readonly number[] | null;
  readonly dtype: string;
  readonly statistics: ArrayStatistics;
  readonly place: Place | null;
}

function rowsOf({ layer, forward }: LayerFacts): Row[] {
  if (layer === null) return forward ? [{ role: 'input', ...forward.array }] : [];
  const { weights, biases, preActivation, activation, preActivationGradient, activationGradient } = layer;
  return [
    weights && { role: 'W', dtype: '', ...weights },
    biases && { role: 'b', dtype: '', shape: null, place: null, ...biases },
    preActivation && { role: 'Z', ...preActivation },
    activation && { role: 'A', ...activation },
    activationGradient && { role: '∂J∕∂A', ...activationGradient },
    preActivationGradient && { role: '∂J∕∂Z', ...preActivationGradient },
  ].filter((row) => row !== null);
}

function howFound({ layer }: LayerFacts): HTMLElement | null {
  if (layer === null) return null;
  const found = {
    product: 'Found by its numbers: Z = W A + b holds to round-off.',
    activation: 'Found by its numbers: A = φ(Z) holds to round-off.',
    name: 'Found by the names in the text; its numbers do not tell.',
    pattern: 'Found by the pattern of the layers before; its numbers do not tell.',
  }[layer.from];
  return h('p', { class: 'quiet' }, found);
}

function statisticsTable(context: ProfileContext, rows: readonly Row[]): HTMLElement {
  const number = (value: number) => (Number.isNaN(value) ? '–' : decimal(value, 4));
  const placed = rows.some(({ place }) => place !== null);
  const titles = [
    '',
    'name',
    'shape',
    'type',
    'RMS',
    'mean',
    'σ',
    'least',
    'greatest',
    'zeros',
    'not finite',
  ];
  return h(
    'table',
    { class: 'compact', 'aria-label': 'Arrays of the layer' },
    h(
      'thead',
      {},
      h('tr', {}, ...[...titles, ...(placed ? ['line'] : [])].map((text) => h('th', { scope: 'col' }, text))),
    ),
    h(
      'tbody',
      {},
      ...rows.map(({ role, name, shape, dtype, statistics, place }) => {
        const { rms, mean, deviation, least, greatest, zeros, nan, infinite } = statistics;
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, role),
          h('td', {}, name),
          h('td', { class: 'number' }, shape ? shapeText(shape) : count(statistics.count)),
          h('td', {}, dtype === '' ? '–' : dtype),
          ...[rms, mean, deviation, least, greatest].map((value) =>
            h('td', { class: 'number' }, number(value)),
          ),
          h('td', { class: 'number' }, count(zeros)),
          h('td', { class: 'number' }, notFinite(nan, infinite)),
          placed && h('td', {}, place ? lineLink(context, place, context.saved.file, true) : '–'),
        );
      }),
    ),
  );
}

function notFinite(nan: number, infinite: number): string {
  const parts = [nan > 0 ? `${count(nan)} NaN` : '', infinite > 0 ? `${count(infinite)} ∞` : ''];
  return parts.filter((part) => part !== '').join(', ') || '0';
}
