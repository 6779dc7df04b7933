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
  const counted = activation === null ? null : countedIn(activation, examples);
  if (counted !== null) return counted;
  const all =
    activation !== null
      ? activation.statistics.count > 0 && activation.statistics.zeros === activation.statistics.count
      : preActivation !== null && preActivation.statistics.greatest <= 0 && isWhole(preActivation);
  return all ? { share: 1, units: null, zeros: 1, examples } : null;
}

function countedIn(array: LayerArray, examples: number | null): DeadUnits | null {
  const { statistics, shape, unitsAxis, examplesAxis } = array;
  const of = unitsAxis === null ? undefined : shape[unitsAxis];
  const deadCount = unitsAxis === null ? undefined : statistics.zeroSlices[unitsAxis];
  if (of === undefined || deadCount === undefined || of === 0) return null;
  // Of several arrays only the largest possible number is known: none and all are sure.
  if (array.arrays > 1 && deadCount > 0 && deadCount < of) return null;
  return {
    share: deadCount / of,
    units: { dead: deadCount, of },
    zeros: statistics.zeros / statistics.count,
    examples: (examplesAxis === null ? null : shape[examplesAxis]) ?? examples,
  };
}

function isWhole({ statistics }: LayerArray): boolean {
  return statistics.nan === 0 && statistics.infinite === 0;
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
