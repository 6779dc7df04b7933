import type { LayerArray } from '../../src/core/activation/network';
import { count, decimal } from '../../src/core/format';
import { chart } from '../shared/chart';
import { reveal } from '../shared/controls';
import { h } from '../shared/dom';
import { onThemeChange, themeHeatColours } from '../shared/theme';
import { type DistributionOf, distributions } from './arrangement';
import type { ProfileContext } from './context';
import { drawDistribution } from './distributionDrawing';
import type { LayerFacts } from './layerFacts';
import { titleOf } from './profileChart';
import { rowRange, type ValueGrid, valueGrid } from './valueGrid';

const names: Readonly<Record<DistributionOf, string>> = {
  activations: 'A',
  'pre-activations': 'Z',
  gradients: '∂J∕∂Z',
};

/** How the values of every layer are distributed, and which array of the layers that is of. */
export interface Distribution {
  readonly element: HTMLElement;
  redraw(): void;
}

export function distribution(
  context: ProfileContext,
  source: () => { readonly facts: readonly LayerFacts[]; readonly edges: Float64Array },
): Distribution {
  const toggles = h('span', { class: 'toggles', role: 'group', 'aria-label': 'Values of' });
  let shown = gridOf(source(), context.saved.distribution);
  const figure = chart(context, {
    name: 'distribution',
    title: 'Values by layer',
    label:
      'Histograms of all layers: layer across, value upwards on a symmetric logarithmic axis. Up and down arrows go through the values.',
    controls: toggles,
    draw: (width) => {
      const { grid, layers, of } = shown;
      const colours = themeHeatColours();
      return drawDistribution(
        grid,
        {
          layers: layers.map(({ number }) => number),
          title: (column) => titleOf(layers[column]!),
          go: (column) => {
            const { place } = layers[column]!;
            return place ? () => reveal(context, place) : undefined;
          },
          symbol: names[of],
        },
        width,
        colours,
        of === 'gradients' ? colours.orange : colours.blue,
      );
    },
    table: () => tableOf(shown),
    readable: (value) =>
      typeof value !== 'number' ? value : Number.isInteger(value) ? count(value) : decimal(value, 3),
  });
  const redraw = () => {
    const { facts, edges } = source();
    const there = distributions.filter((of) => facts.some((fact) => arrayOf(fact, of) !== null));
    const of = there.find((one) => one === context.saved.distribution) ?? there[0] ?? 'activations';
    toggles.replaceChildren(
      ...there.map((one) =>
        h(
          'button',
          {
            type: 'button',
            class: 'toggle',
            'aria-pressed': String(one === of),
            onclick: () => {
              context.save({ distribution: one });
              redraw();
              toggles.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
            },
          },
          names[one],
        ),
      ),
    );
    shown = gridOf({ facts, edges }, of);
    figure.redraw();
  };
  redraw();
  onThemeChange(() => figure.isConnected && figure.redraw());
  return { element: figure, redraw };
}

interface Shown {
  readonly of: DistributionOf;
  readonly layers: readonly LayerFacts[];
  readonly grid: ValueGrid;
}

function gridOf(
  { facts, edges }: { readonly facts: readonly LayerFacts[]; readonly edges: Float64Array },
  of: DistributionOf,
): Shown {
  // The input has no gradient, and no Z.
  const layers = facts.filter((fact) => fact.layer !== null || arrayOf(fact, of) !== null);
  const grid = valueGrid(
    layers.map((fact) => arrayOf(fact, of)?.statistics ?? null),
    edges,
  );
  return { of, layers, grid };
}

function arrayOf({ layer, forward }: LayerFacts, of: DistributionOf): LayerArray | null {
  if (layer === null) return of === 'activations' ? (forward?.array ?? null) : null;
  if (of === 'activations') return layer.activation;
  return of === 'pre-activations'
    ? layer.preActivation
    : (layer.preActivationGradient ?? layer.activationGradient);
}

/** Only what is there: most cells are empty. */
function tableOf({ grid, layers }: Shown): (string | number)[][] {
  const rows: (string | number)[][] = [['layer', 'from', 'to', 'values', 'of']];
  for (let column = 0; column < grid.columns; column++)
    for (let row = grid.rows - 1; row >= 0; row--) {
      const values = grid.counts[row * grid.columns + column]!;
      if (!(values > 0)) continue;
      const { from, to } = rowRange(grid, row);
      rows.push([layers[column]!.number, from, to, values, grid.total[column]!]);
    }
  return rows;
}
