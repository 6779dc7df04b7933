import type { Layer, LayerArray } from '../network';
import { normalCdf } from '../functions';

export interface DeadUnits {
  /** Of the units; 1 where all are known to be dead, but not how many there are. */
  readonly share: number;
  readonly units: { readonly dead: number; readonly of: number } | null;
  /** Share of zeros among all values. */
  readonly zeros: number;
  readonly examples: number | null;
}

/** Fewer show one half-plane too often. */
const fewExamples = 5;
/** How often one healthy network may be blamed by chance: hardly ever by a few examples. */
const byChance = { few: 1e-5, many: 1e-2 } as const;

/** Units of a ReLU layer that are zero for every example; null where that cannot be told. */
export function deadUnits({ activation, preActivation }: Layer, examples: number | null): DeadUnits | null {
  // No Z above 0 is a layer of zeros, whatever else is known of it.
  if (preActivation !== null && isNegative(preActivation)) return allOf(preActivation, examples);
  if (activation === null) return null;
  const { count, zeros } = activation.statistics;
  if (count > 0 && zeros === count) return allOf(activation, examples);
  return countedIn(activation, examples);
}

function isNegative({ statistics: { count, nan, infinite, greatest } }: LayerArray): boolean {
  return count > 0 && nan === 0 && infinite === 0 && greatest <= 0;
}

function allOf(array: LayerArray, examples: number | null): DeadUnits {
  const of = unitsOf(array);
  return {
    share: 1,
    units: of === null ? null : { dead: of, of },
    zeros: 1,
    examples: examplesOf(array, examples),
  };
}

function countedIn(array: LayerArray, examples: number | null): DeadUnits | null {
  const { statistics, unitsAxis } = array;
  const of = unitsOf(array);
  const dead = unitsAxis === null ? undefined : statistics.zeroSlices[unitsAxis];
  if (of === null || dead === undefined) return null;
  // Of several arrays only the largest possible number is known: none is sure.
  if (array.arrays > 1 && dead > 0) return null;
  return {
    share: dead / of,
    units: { dead, of },
    zeros: statistics.zeros / statistics.count,
    examples: examplesOf(array, examples),
  };
}

/** How many units; null if not known. */
function unitsOf({ shape, unitsAxis }: LayerArray): number | null {
  const of = unitsAxis === null ? undefined : shape[unitsAxis];
  return of === undefined || of === 0 ? null : of;
}

function examplesOf({ shape, examplesAxis }: LayerArray, examples: number | null): number | null {
  return (examplesAxis === null ? null : shape[examplesAxis]) ?? examples;
}

/**
 * More than half of the units, and not by chance. In a healthy layer half of all values are zero, but not of each unit:
 * deep in a network the examples lie almost in one direction, and a unit is zero for all of them or for none. At worst
 * each unit is a coin, so that the share of zeros has mean ½ and deviation ½/√units. Where all units are dead for enough
 * examples nothing comes through, whatever the reason.
 *
 * @param layers how many layers are asked
 */
export function tooManyDead({ share, units, zeros, examples }: DeadUnits, layers: number): boolean {
  if (share <= 0.5) return false;
  const enough = examples !== null && examples >= fewExamples;
  if (units === null) return enough;
  if (share === 1 && enough && 0.5 ** (examples * units.of) < byChance.few) return true;
  const deviations = (zeros - 0.5) * 2 * Math.sqrt(units.of);
  return normalCdf(-deviations) < (enough ? byChance.many : byChance.few) / layers;
}
