import type { FormatLimit, Growth, NumberFormat } from '../growth';
import type { Layer, LayerArray, Network } from '../network';
import { activationOf, type NetworkScales, type Scales } from './scalesOf';

/** Largest number and smallest subnormal of each format. */
export const formatRange: Readonly<Record<NumberFormat, { readonly most: number; readonly least: number }>> =
  {
    float16: { most: 65504, least: 2 ** -24 },
    bfloat16: { most: 3.3895313892515355e38, least: 2 ** -133 },
    float32: { most: 3.4028234663852886e38, least: 2 ** -149 },
    float64: { most: Number.MAX_VALUE, least: Number.MIN_VALUE },
  };

/** Nobody builds a network of so many layers. */
const mostLayers = 100_000;

type Direction = FormatLimit['direction'];

/**
 * Where number formats end: the largest magnitude overflows on its way, or that of the gradients falls below the smallest
 * subnormal. Seen within the network, or else extended by the growth where its interval excludes 1.
 */
export function limitsOf(
  network: Network,
  scales: NetworkScales,
  forward: Growth,
  backward: Growth,
): readonly FormatLimit[] {
  const depth = network.layers.at(-1)?.number ?? 0;
  const up = network.layers.map((layer): Seen => ({ at: layer.number, arrays: forwardOf(layer) }));
  const down = [...network.layers]
    .reverse()
    .map((layer): Seen => ({ at: depth + 1 - layer.number, arrays: backwardOf(layer) }));
  return (Object.keys(formatRange) as NumberFormat[]).flatMap((format) => {
    const { most, least } = formatRange[format];
    const overflow = (array: LayerArray): boolean => magnitude(array) > most || overflowed(array, most);
    const underflow = (array: LayerArray): boolean => {
      const size = magnitude(array);
      return size > 0 && size < least;
    };
    const limit = (
      direction: Direction,
      kind: FormatLimit['kind'],
      seen: number | null,
      beyond: () => number | null,
    ): FormatLimit[] => {
      const layer = seen ?? beyond();
      return layer === null ? [] : [{ format, direction, kind, layer, within: seen !== null }];
    };
    return [
      ...limit('forward', 'overflow', firstOf(up, overflow), () =>
        extended(scales.forward, forward, most, (l) => l),
      ),
      ...limit('backward', 'overflow', firstOf(down, overflow), () =>
        extended(scales.backward, backward, most, (l) => depth + 1 - l),
      ),
      ...limit('backward', 'underflow', firstOf(down, underflow), () =>
        extended(scales.backward, backward, least, (l) => depth + 1 - l),
      ),
    ];
  });
}

interface Seen {
  readonly at: number;
  readonly arrays: readonly (LayerArray | null)[];
}

function forwardOf(layer: Layer): readonly (LayerArray | null)[] {
  return [layer.preActivation, activationOf(layer)];
}

function backwardOf(layer: Layer): readonly (LayerArray | null)[] {
  return [layer.activationGradient, layer.preActivationGradient];
}

function firstOf(layers: readonly Seen[], ends: (array: LayerArray) => boolean): number | null {
  return layers.find(({ arrays }) => arrays.some((array) => array !== null && ends(array)))?.at ?? null;
}

/** Largest finite |x|; NaN if there is none. */
function magnitude({ statistics: { least, greatest } }: LayerArray): number {
  return Math.max(Math.abs(least), Math.abs(greatest));
}

/** An infinity was too large for the array's own format, and so for every smaller one. */
function overflowed({ statistics, dtype }: LayerArray, most: number): boolean {
  const own = (formatRange as Partial<Record<string, { readonly most: number }>>)[dtype];
  return statistics.infinite > 0 && most <= (own ?? formatRange.float64).most;
}

/**
 * The first place k layers on at which s·gᵏ is beyond the bound, s the largest magnitude of the last array; of a power
 * law s·((p + k)/p)^exponent, p layers from the input.
 *
 * @param placeOf the place of a layer in the direction of the run
 */
function extended(
  { scales, layers, arrays }: Scales,
  growth: Growth,
  bound: number,
  placeOf: (layer: number) => number,
): number | null {
  const [low, high] = growth.interval;
  const grows = bound > 1;
  if (grows ? !(low > 1) : !(high < 1)) return null;
  let last = scales.findIndex((scale) => !(Number.isFinite(scale) && scale > 0)) - 1;
  if (last < -1) last = scales.length - 1;
  const layer = layers[last];
  if (layer === undefined) return null;
  const size = magnitude(arrays[last]!);
  const reach = Math.log(bound) - Math.log(size);
  if (grows ? reach < 0 : reach > 0) return null;
  const place = placeOf(layer);
  // Backward the law of a power ends at the input: only an exponential goes on.
  if (growth.exponent !== null && layers.length > 1 && layers[1]! < layers[0]!) return null;
  const exact =
    growth.exponent === null
      ? reach / Math.log(growth.perLayer)
      : (layer + 1) * (Math.exp(reach / growth.exponent.value) - 1);
  if (!(exact < mostLayers)) return null;
  return place + wholeStep(exact, (k) => beyond(size * growth.perLayer ** k, bound, growth));
}

/** The next whole number, or the same one if it is beyond already: the logarithm is right to round-off only. */
function wholeStep(exact: number, isBeyond: (steps: number) => boolean): number {
  const nearest = Math.round(exact);
  if (Math.abs(exact - nearest) > 1e-6) return Math.ceil(exact);
  return isBeyond(nearest) ? nearest : nearest + 1;
}

function beyond(value: number, bound: number, growth: Growth): boolean {
  if (growth.exponent !== null) return true;
  return bound > 1 ? value > bound : value < bound;
}
