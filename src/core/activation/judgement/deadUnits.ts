import type { Layer, LayerArray } from '../network';
import { binomialTail } from './binomial';

export interface DeadUnits {
  /** Of the units; 1 where all are known to be dead, but not how many there are. */
  readonly share: number;
  readonly units: { readonly dead: number; readonly of: number } | null;
  /** Share of zeros among the values of the other units; NaN if there are none. */
  readonly zerosOfLiving: number;
  readonly examples: number | null;
}

/** Fewer examples show one half-plane too often. */
const fewExamples = 5;
const byChance = 1e-3;

/** Units of a ReLU layer that are zero for every example; null where that cannot be told. */
export function deadUnits({ activation, preActivation }: Layer, examples: number | null): DeadUnits | null {
  const counted = activation === null ? null : countedIn(activation, examples);
  if (counted !== null) return counted;
  const examplesSeen = examples;
  const all =
    activation !== null
      ? activation.statistics.count > 0 && activation.statistics.zeros === activation.statistics.count
      : preActivation !== null && preActivation.statistics.greatest <= 0 && isFinite(preActivation);
  return all ? { share: 1, units: null, zerosOfLiving: NaN, examples: examplesSeen } : null;
}

function countedIn(array: LayerArray, examples: number | null): DeadUnits | null {
  const { statistics, shape, unitsAxis, examplesAxis } = array;
  const of = unitsAxis === null ? undefined : shape[unitsAxis];
  const deadCount = unitsAxis === null ? undefined : statistics.zeroSlices[unitsAxis];
  // Of one array per example nobody knows which units are zero in all.
  if (of === undefined || deadCount === undefined || of === 0 || array.arrays > 1) return null;
  const perUnit = statistics.count / of;
  const living = statistics.count - deadCount * perUnit;
  return {
    share: deadCount / of,
    units: { dead: deadCount, of },
    zerosOfLiving: (statistics.zeros - deadCount * perUnit) / living,
    examples: (examplesAxis === null ? null : shape[examplesAxis]) ?? examples,
  };
}

function isFinite({ statistics }: LayerArray): boolean {
  return statistics.nan === 0 && statistics.infinite === 0;
}

/**
 * More than half of the units, and not by chance. A healthy unit is zero for all m examples with probability 2⁻ᵐ if they
 * are independent. Deep in a network they lie almost in one direction, a unit is then zero for all or for none, and half
 * of them for all. How far it has come shows in the living units: they are zero for half of the examples in the first
 * case, for none in the other.
 */
export function tooManyDead({ share, units, zerosOfLiving, examples }: DeadUnits): boolean {
  if (share <= 0.5) return false;
  const independent = examples === null ? 0.5 : 0.5 ** examples;
  if (units === null) return examples !== null && examples >= fewExamples;
  const likely = Number.isNaN(zerosOfLiving)
    ? (examples ?? 0) >= fewExamples
      ? independent
      : 0.5
    : Math.min(0.5, Math.max(independent, 0.5 - zerosOfLiving));
  return binomialTail(units.dead, units.of, likely) < byChance;
}
