import type { FormatLimit, Growth } from '../../src/core/activation/growth';
import type { Profile } from '../../src/core/activation/profile';
import { count, power } from '../../src/core/format';
import { alignedExponents } from '../shared/ticks';
import { layerFacts, type LayerFacts } from './layerFacts';
import { formatNames } from './words';

/** What the depth profile draws: layers, the lines extended, and where number formats end. No DOM. */
export interface ProfileModel {
  readonly profile: Profile;
  readonly facts: readonly LayerFacts[];
  /** The same network with weights made anew. */
  readonly ghost: {
    readonly label: string;
    readonly facts: readonly LayerFacts[];
    readonly profile: Profile;
  } | null;
  /** RMS of the activation of each layer as the mean-field map predicts it; null if not shown. */
  readonly predicted: Float64Array | null;
}

export function profileModel(
  profile: Profile,
  edges: Float64Array,
  ghost: { readonly label: string; readonly profile: Profile } | null = null,
  predicted: Float64Array | null = null,
): ProfileModel {
  return {
    profile,
    facts: layerFacts(profile, edges),
    ghost: ghost && { ...ghost, facts: layerFacts(ghost.profile, edges) },
    predicted,
  };
}

/** The last layer, or the only one. */
export function depthOf(facts: readonly LayerFacts[]): number {
  return facts.at(-1)?.number ?? 1;
}

/** Formats that end at the same layer, under one label. */
export interface LimitTick {
  /** One-based, from the input, backward too. */
  readonly layer: number;
  readonly direction: 'forward' | 'backward';
  /** `fp16, bf16 overflow`. */
  readonly label: string;
}

/** How far beyond the network a limit is still drawn, as a multiple of its depth. */
const furthest = 2;

/** Limits that have a place in the chart; the gradient's lie within the network. */
export function limitTicks(limits: readonly FormatLimit[], depth: number): LimitTick[] {
  const ticks = new Map<string, { tick: Omit<LimitTick, 'label'>; kind: string; names: string[] }>();
  for (const limit of limits) {
    const layer = placeOf(limit, depth);
    if (layer < 1 || layer > furthest * depth || (limit.direction === 'backward' && layer > depth)) continue;
    const key = `${limit.direction} ${limit.kind} ${layer}`;
    const there = ticks.get(key);
    if (there) there.names.push(formatNames[limit.format]);
    else
      ticks.set(key, {
        tick: { layer, direction: limit.direction },
        kind: limit.kind,
        names: [formatNames[limit.format]],
      });
  }
  return [...ticks.values()]
    .map(({ tick, kind, names }) => ({
      ...tick,
      label: `${tick.direction === 'backward' ? '∂ ' : ''}${names.join(', ')} ${kind}`,
    }))
    .sort((a, b) => a.layer - b.layer);
}

function placeOf({ direction, layer }: FormatLimit, depth: number): number {
  return direction === 'forward' ? layer : depth + 1 - layer;
}

/**
 * Where the numbers are lost within the network, the line is carried on to the limit that they were lost at, and no
 * further: what would come after does not happen.
 */
export function ticksInReach(
  ticks: readonly LimitTick[],
  line: readonly LinePoint[],
  depth: number,
): readonly LimitTick[] {
  const last = line.findLast(({ value }) => !Number.isNaN(value))?.layer ?? 0;
  if (last >= depth) return ticks;
  const lost = ticks.find(({ direction, layer }) => direction === 'forward' && layer > last)?.layer ?? last;
  return ticks.filter(({ direction, layer }) => direction === 'backward' || layer <= lost);
}

/** Layers up to which a limit is worth a word. */
const furthestNamed = 100_000;

/** The limits that have no place in the chart: "activations overflow fp64 at layer 1 748". */
export function furtherLimits(limits: readonly FormatLimit[], depth: number): string[] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { direction, kind, layer, format } of limits) {
    if (
      layer > furthestNamed ||
      limitTicks([{ direction, kind, layer, format, within: false }], depth).length > 0
    )
      continue;
    const forward = direction === 'forward';
    const group = `${forward ? 'activations' : 'gradients'} ${kind}`;
    const where = forward ? `at layer ${count(layer)}` : `after ${count(layer)} layers`;
    const places = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, places.set(where, [...(places.get(where) ?? []), formatNames[format]]));
  }
  return [...groups].map(([group, places]) => {
    const texts = [...places].map(([where, formats]) => `${formats.join(' and ')} ${where}`);
    return `${group} ${texts.join(', ')}`;
  });
}

export interface LinePoint {
  readonly layer: number;
  /** NaN where there is nothing to draw. */
  readonly value: number;
}

/** RMS layer by layer; zero and what is not finite have no place on a logarithmic axis. */
export function rmsLine(facts: readonly LayerFacts[], direction: 'forward' | 'backward'): LinePoint[] {
  return facts.flatMap((fact) => {
    const quantity = fact[direction];
    if (fact.layer === null && quantity === null) return [];
    const value = quantity && quantity.nan === 0 && quantity.infinite === 0 ? quantity.rms : NaN;
    return [{ layer: fact.number, value: value > 0 && Number.isFinite(value) ? value : NaN }];
  });
}

/** The limits that the chart marks, and the forward line carried on to the last of them. */
export function carriedOn({ facts, profile }: ProfileModel): {
  readonly ticks: readonly LimitTick[];
  readonly line: readonly LinePoint[];
} {
  const depth = depthOf(facts);
  const line = rmsLine(facts, 'forward');
  const ticks = ticksInReach(limitTicks(profile.limits, depth), line, depth);
  const forward = ticks.filter(({ direction }) => direction === 'forward').map(({ layer }) => layer);
  return { ticks, line: extended(line, profile.forward, Math.max(0, ...forward)) };
}

/** The growth carried on from the last layer that has a value to layer `to`; empty if there is nothing to carry on. */
export function extended(line: readonly LinePoint[], growth: Growth, to: number): LinePoint[] {
  const last = line.findLast(({ value }) => !Number.isNaN(value));
  if (!last || growth.increments === 0 || !(growth.perLayer > 0) || last.layer >= to) return [];
  const { law, exponent, perLayer } = growth;
  const points: LinePoint[] = [];
  for (let layer = last.layer; layer <= to; layer++) {
    const factor =
      law === 'power' && exponent !== null && last.layer > 0
        ? (layer / last.layer) ** exponent.value
        : perLayer ** (layer - last.layer);
    points.push({ layer, value: last.value * factor });
  }
  return points.filter(({ value }) => value > 0 && Number.isFinite(value));
}

/** Ends of the vertical axis that a double can hold, with a decade to spare. */
const [least, most] = [1e-306, 1e306];

/** From the smallest to the largest of what lines and bands show. */
export function valueRange(values: Iterable<number>): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values)
    if (value > 0 && Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (low === Infinity) return [0.1, 10];
  return [Math.max(least, Math.min(low, most)), Math.min(most, Math.max(high, least))];
}

/** A logarithmic axis in powers of ten that has room for all values from `low` to `high`. */
export function magnitudeScale(low: number, high: number, most: number) {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  return {
    type: 'log',
    domain: [10 ** from, 10 ** to],
    ticks: alignedExponents(from, to, most).map((exponent) => 10 ** exponent),
    tickFormat: (value: number) => power(Math.round(Math.log10(value))),
    tickSize: 4,
  } as const;
}

export interface PlacedLabel {
  readonly x: number;
  readonly width: number;
  readonly row: number;
}

/**
 * Labels of ticks in as few rows as fit without touching: each is centred on its tick, moved inside [left, right].
 * In the order given.
 */
export function placeLabels(
  labels: readonly { readonly at: number; readonly width: number }[],
  left: number,
  right: number,
): PlacedLabel[] {
  const ends: number[] = [];
  return labels.map(({ at, width }) => {
    const x = Math.max(left, Math.min(right - width, at - width / 2));
    let row = ends.findIndex((end) => x >= end + 8);
    if (row < 0) row = ends.length;
    ends[row] = x + width;
    return { x, width, row };
  });
}

/** Positions as near to the given ones as can be, `gap` apart, inside [top, bottom]; in the order given. */
export function spreadOut(at: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = at.map((_, i) => i).sort((a, b) => at[a]! - at[b]!);
  const placed = new Array<number>(at.length);
  let next = top;
  for (const i of order) {
    placed[i] = Math.max(at[i]!, next);
    next = placed[i] + gap;
  }
  let limit = bottom;
  for (const i of order.toReversed()) {
    placed[i] = Math.max(top, Math.min(placed[i]!, limit));
    limit = placed[i] - gap;
  }
  return placed;
}
