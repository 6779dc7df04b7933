import type { ActivationFunction } from '../network';
import { eluOf, leakyOf, withoutParameter, type Candidate } from './candidates';
import { dropoutFactor } from './dropout';
import { fitOf } from './fit';
import { pairsOf, type Pairs } from './pairs';

export interface Recognized {
  readonly name: Exclude<ActivationFunction, 'softmax'>;
  /** Slope of the negative side of a leaky ReLU, α of an ELU; null for the others. */
  readonly parameter: number | null;
}

/** Round-offs that a formula may lose; half precision is mostly rounded once, from a finer result. */
const lost = (roundOff: number): number => (roundOff > 1e-4 ? 4 : 16);
/** What published approximations of erf and tanh are right to, with some room. */
const approximate = 2e-6;

/**
 * The function φ of which a = φ(z) for all pairs, up to round-off. Pairs that are not finite are left out. A mask of
 * dropout may have made zeros of some, and scaled the others. Null if none fits, or several that these values do not tell
 * apart: where all z > 0, ReLU, leaky ReLU, ELU and identity are one.
 */
export function recognizeActivation(z: Float64Array, a: Float64Array): Recognized | null {
  const pairs = pairsOf(z, a);
  const exact = lost(pairs.roundOff) * pairs.roundOff;
  const masked = pairs.a.some((value, i) => value === 0 && pairs.z[i] !== 0);
  for (const dropout of masked ? [false, true] : [false]) {
    for (const tolerance of exact < approximate ? [exact, approximate] : [exact]) {
      const found = theOne(pairs, tolerance, dropout);
      if (found !== 'none') return found === 'several' ? null : found;
    }
  }
  return null;
}

/** Far from zero these are ReLU to the last digit. */
const smoothRelatives: ReadonlySet<string> = new Set(['gelu', 'silu', 'softplus']);

/** The function that fits, if it is the only one, or the plainest of those that are one so far from zero. */
function theOne(pairs: Pairs, tolerance: number, dropout: boolean): Recognized | 'none' | 'several' {
  const found = new Map<string, Recognized>();
  for (const candidate of candidatesFor(pairs, dropout)) {
    const factor = dropout ? dropoutFactor(pairs, candidate.value) : null;
    if (dropout && factor === null) continue;
    const fit = fitOf(pairs, candidate, tolerance, factor);
    if (fit === 'none') continue;
    if (fit === 'untold') return 'several';
    if (!found.has(candidate.name))
      found.set(candidate.name, { name: candidate.name, parameter: candidate.parameter });
  }
  const [first, ...others] = found.values();
  if (first === undefined) return 'none';
  if (others.length === 0) return first;
  const relu = found.get('relu');
  const alike = [...found.keys()].every((name) => name === 'relu' || smoothRelatives.has(name));
  return relu !== undefined && alike ? relu : 'several';
}

function* candidatesFor(pairs: Pairs, dropout: boolean): Generator<Candidate> {
  yield* withoutParameter;
  for (const candidate of [
    leakyOf(fittedFactor(pairs, (z) => z, dropout)),
    eluOf(fittedFactor(pairs, Math.expm1, dropout)),
  ]) {
    if (candidate !== null) yield candidate;
  }
}

/** The middle of a / shape(z) over negative z, over that of a / z for positive z where dropout scaled both. */
function fittedFactor({ z, a }: Pairs, shape: (z: number) => number, dropout: boolean): number {
  const ratios = (side: number, of: (z: number) => number): number[] => {
    const found: number[] = [];
    for (let i = 0; i < z.length; i++)
      if (z[i]! * side > 0 && !(dropout && a[i] === 0)) found.push(a[i]! / of(z[i]!));
    return found.sort((x, y) => x - y);
  };
  const negative = ratios(-1, shape);
  const middle = negative[negative.length >> 1] ?? NaN;
  if (!dropout) return middle;
  const positive = ratios(1, (x) => x);
  return middle / (positive[positive.length >> 1] ?? NaN);
}
