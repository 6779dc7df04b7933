import type { Layer, LayerArray, Profile } from '../../core/activation/profile';
import type { UnitHealth } from '../../core/activation/health';
import type { ActivationFunction } from '../../core/activation/network';
import type { Place } from '../../core/place';
import type { ActivationEntry, Activations } from '../../state/activations';

/** What a line of the forward pass made in one layer: of Z and A made on one line, A. */
export interface LineLayer {
  readonly layer: Layer;
  readonly role: 'preActivation' | 'activation';
  readonly array: LayerArray;
  readonly trouble: Trouble | null;
}

/** What is wrong with the scale of an array, the worst first. */
export type Trouble =
  | { readonly kind: 'not finite'; readonly nan: number; readonly infinite: number }
  | { readonly kind: 'explodes' | 'vanishes' }
  | { readonly kind: UnitHealth['rule']; readonly share: number };

/** All that a line of one document makes of the forward pass, in a loop that of many layers. */
export interface ScaleLine {
  readonly document: string;
  /** The statement, in the text as it is now. */
  readonly place: Place;
  /** In order of execution; at least one. */
  readonly layers: readonly LineLayer[];
  readonly stale: boolean;
}

/** What the results say about the lines of the forward pass. Empty unless the entry holds a report. */
export function scaleLinesOf(results: Activations, entry: ActivationEntry): readonly ScaleLine[] {
  if (entry.result.kind !== 'report') return [];
  const { profile } = entry.result.report;
  const lines = new Map<string, { checked: Place; layers: Map<number, LineLayer> }>();
  for (const layer of profile.network.layers) {
    for (const role of ['preActivation', 'activation'] as const) {
      const array = layer[role];
      const place = array?.place;
      if (!array || !place) continue;
      const key = `${place.line} ${place.cell ?? ''} ${place.file}`;
      const line = lines.get(key) ?? { checked: place, layers: new Map<number, LineLayer>() };
      line.layers.set(layer.number, { layer, role, array, trouble: troubleOf(profile, layer, role, array) });
      lines.set(key, line);
    }
  }
  return [...lines.values()]
    .filter(({ checked }) => !results.isGone(entry, checked))
    .map(({ checked, layers }) => ({
      document: results.documentOf(entry, checked),
      place: results.currentPlace(entry, checked),
      layers: [...layers.values()],
      stale: entry.stale,
    }));
}

/** Functions whose values keep their size whatever Z is: that their Z explodes does not show in them. */
const bounded: ReadonlySet<ActivationFunction> = new Set(['tanh', 'sigmoid', 'softmax']);

/** Functions whose values stay near one number however small Z is. */
const offset: ReadonlySet<ActivationFunction> = new Set(['sigmoid', 'softmax', 'softplus']);

function troubleOf(
  { forward, health }: Profile,
  { number, activation, activationFunction }: Layer,
  role: LineLayer['role'],
  { statistics }: LayerArray,
): Trouble | null {
  const { nan, infinite } = statistics;
  if (nan + infinite > 0) return { kind: 'not finite', nan, infinite };
  const keeps = (functions: ReadonlySet<ActivationFunction>): boolean =>
    role === 'activation' && activationFunction !== null && functions.has(activationFunction.name);
  if (forward.firstBad !== null && number >= forward.firstBad) {
    if (forward.verdict === 'exploding' && !keeps(bounded)) return { kind: 'explodes' };
    if (forward.verdict === 'vanishing' && !keeps(offset)) return { kind: 'vanishes' };
  }
  const ill = health.find((one) => one.layer === number && one.bad);
  // Units are those of the activation; its Z is told only where there is no other line.
  return ill !== undefined && (role === 'activation' || !activation?.place)
    ? { kind: ill.rule, share: ill.share }
    : null;
}
