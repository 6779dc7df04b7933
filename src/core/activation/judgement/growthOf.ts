import { worstFactor, type Growth, type GrowthVerdict } from '../growth';
import { slopeOf, type Increment, type Slope } from './slope';

/** Increments from which a law is told. */
const fewest = 3;
const fewestForPower = 5;
/** ln of the likelihood ratio by which a power law must be the better one. */
const clearly = 3;
/** Of Σ(d − fit)² per increment: below, both fits are right to round-off. */
const roundOff = 1e-24;

/**
 * How a quantity grows from layer to layer. The sequence ends before the first value that is not finite; a zero in it
 * is the end too, and vanishing. Zeros before the first other value are left out.
 *
 * @param scales root mean squares in the direction of the run
 * @param layers the layer of each: 0 for the input; ascending forward, descending backward
 * @param factor total change beyond which growth is called exploding or vanishing
 */
export function growthOf(scales: readonly number[], layers: readonly number[], factor = worstFactor): Growth {
  const start = scales.findIndex((scale) => scale !== 0);
  let end = Math.max(start, 0);
  while (start >= 0 && end < scales.length && Number.isFinite(scales[end]) && scales[end]! > 0) end += 1;
  const seen = start < 0 ? [] : scales.slice(start, end);
  const at = layers.slice(Math.max(start, 0), end);
  const zeroAt = seen.length > 0 && scales[end] === 0 ? layers[end]! : null;

  const increments = seen.slice(1).map((scale, i): Increment => ({
    change: Math.log(scale) - Math.log(seen[i]!),
    length: Math.abs(at[i + 1]! - at[i]!),
  }));
  const n = increments.length;
  const exponential = slopeOf(
    increments,
    increments.map(({ length }) => length),
  );
  const along = powerSteps(at);
  const power = n >= fewestForPower ? slopeOf(increments, along) : null;
  const isPower = power !== null && excludesZero(power) && powerIsClear(exponential, power, n);
  const change = zeroAt !== null ? -Infinity : Math.log(seen.at(-1) ?? NaN) - Math.log(seen[0] ?? NaN);
  const lastStep = along.at(-1) ?? NaN;
  const perLayer = isPower ? Math.exp(power.value * lastStep) : Math.exp(exponential.value);
  return {
    increments: n,
    perLayer: n === 0 ? NaN : perLayer,
    interval: isPower ? sorted(power.interval.map((p) => Math.exp(p * lastStep))) : expOf(exponential, n),
    law: isPower ? 'power' : 'exponential',
    exponent: isPower ? { value: power.value, interval: power.interval } : null,
    total: zeroAt !== null ? 0 : (seen.at(-1) ?? NaN) / (seen[0] ?? NaN),
    verdict: verdictOf(
      change,
      n,
      { sure: excludesZero(isPower ? power : exponential), couldBeAnything: isVague(exponential, n, factor) },
      Math.log(factor),
    ),
    firstBad: firstBadOf(seen, at, Math.log(factor)) ?? zeroAt,
    zeroFrom: zeroAt,
  };
}

/** ln(ℓ′/ℓ) of each step, counted from the input, which is place 1 where it is among them. */
function powerSteps(layers: readonly number[]): readonly number[] {
  const shift = layers.length > 0 && Math.min(...layers) < 1 ? 1 : 0;
  return layers.slice(1).map((layer, i) => Math.log((layer + shift) / (layers[i]! + shift)));
}

/** Both have one free number and normal errors: ln of the likelihood ratio is (n/2)·ln of the residuals' ratio. */
function powerIsClear(exponential: Slope, power: Slope, n: number): boolean {
  const floor = n * roundOff;
  return (n / 2) * Math.log((exponential.residual + floor) / (power.residual + floor)) > clearly;
}

function excludesZero({ interval: [low, high] }: Slope): boolean {
  return low > 0 || high < 0;
}

function expOf({ interval: [low, high] }: Slope, n: number): readonly [number, number] {
  return n === 0 ? [0, Infinity] : [Math.exp(low), Math.exp(high)];
}

function sorted(ends: readonly number[]): readonly [number, number] {
  return [Math.min(...ends), Math.max(...ends)];
}

/** Few increments that differ so much that the growth they leave open would, over these layers, lose the scale. */
function isVague({ interval: [low, high] }: Slope, n: number, factor: number): boolean {
  return n < fewestForPower && n * Math.max(-low, high) > Math.log(factor);
}

function verdictOf(
  change: number,
  n: number,
  { sure, couldBeAnything }: { readonly sure: boolean; readonly couldBeAnything: boolean },
  most: number,
): GrowthVerdict {
  const large = Math.abs(change) > most;
  if (n < fewest) return large ? worse(change) : 'unknown';
  if (!large) return Number.isNaN(change) || couldBeAnything ? 'unknown' : 'stable';
  // A large change that is not spread over the layers: one layer's doing, or chance.
  return sure || change === -Infinity ? worse(change) : 'unknown';
}

function worse(change: number): GrowthVerdict {
  return change > 0 ? 'exploding' : 'vanishing';
}

function firstBadOf(seen: readonly number[], layers: readonly number[], most: number): number | null {
  const first = seen.findIndex((scale) => Math.abs(Math.log(scale) - Math.log(seen[0]!)) > most);
  return first < 0 ? null : layers[first]!;
}
