import type { Model } from '../../model';
import type { Block } from '../coverage';
import { axesOf, halves, lengthOf, sizeOf, type Box } from './box';
import { errorsAlong } from './errorsAlong';
import { normBounds, rootMeanSquare } from './interval';

/**
 * The search for wrong components by halves along the axes. The part of a normal vector in one half and its part in the
 * other add up to it, so that ⟨e, v⟩ of one half is that of both less that of the other, and costs nothing.
 */

/** A box, and ⟨e, v⟩ of the parts of a few normal vectors in it. */
export interface Measured {
  readonly box: Box;
  readonly errors: readonly number[];
  /** ‖v‖² of the parts. */
  readonly squares: readonly number[];
  /** Variance of each error, in units of that of a derivative along a unit direction. */
  readonly variances: readonly number[];
}

export interface SearchSettings {
  readonly model: Model;
  readonly tensor: number;
  readonly seeds: readonly number[];
  readonly step: number;
  /** Error of a derivative along a unit direction. */
  readonly error: number;
  /** True as long as so many evaluations may be spent. */
  readonly mayTake: (evaluations: number) => boolean;
}

export interface Found {
  /** Boxes of one component whose error is above the noise. */
  readonly single: readonly Measured[];
  /** Boxes most of whose parts are wrong, however they are cut. */
  readonly dense: readonly Measured[];
  /** Boxes without an error above the noise. */
  readonly quiet: readonly Measured[];
  /** Boxes that the budget left unsearched. */
  readonly open: readonly Measured[];
}

/** Parts of a box along one axis. */
const mostParts = 16;
/** Where more than this share of the parts is wrong, cutting along that axis does not help. */
const concentrated = 0.75;
/** Standard errors above which a part is wrong. */
const sure = 5;

/** Looks into a box whose error is above the noise. */
export async function search(settings: SearchSettings, whole: Measured): Promise<Found> {
  const found = {
    single: [] as Measured[],
    dense: [] as Measured[],
    quiet: [] as Measured[],
    open: [] as Measured[],
  };
  const pending = [whole];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (sizeOf(one.box) === 1) {
      found.single.push(one);
      continue;
    }
    const cut = await cutWhereConcentrated(settings, one);
    if (cut === 'budget') found.open.push(one);
    else if (cut === 'dense') found.dense.push(one);
    else {
      found.quiet.push(...cut.quiet);
      pending.push(...cut.wrong);
    }
  }
  return found;
}

interface Cut {
  readonly wrong: readonly Measured[];
  readonly quiet: readonly Measured[];
}

/** Cuts a box along the first axis along which its error is in few of the parts. */
async function cutWhereConcentrated(
  settings: SearchSettings,
  one: Measured,
): Promise<Cut | 'dense' | 'budget'> {
  let last: Cut | null = null;
  for (const axis of axesOf(one.box)) {
    const cut = await cutAlong(settings, one, axis);
    if (cut === 'budget') return 'budget';
    const parts = Math.min(mostParts, lengthOf(one.box, axis));
    if (cut.wrong.length <= concentrated * parts) return cut;
    last = cut;
  }
  // A few components are looked at one by one.
  return last !== null && sizeOf(one.box) <= mostParts ? last : 'dense';
}

/** Halves a box, and those halves that are wrong, until there are up to sixteen parts. */
async function cutAlong(settings: SearchSettings, one: Measured, axis: number): Promise<Cut | 'budget'> {
  const quiet: Measured[] = [];
  let wrong: readonly Measured[] = [one];
  for (let parts = 2; parts <= mostParts; parts *= 2) {
    const whole = wrong.filter(({ box }) => lengthOf(box, axis) > 1);
    if (whole.length === 0) break;
    if (!settings.mayTake(2 * settings.seeds.length * whole.length)) return 'budget';
    const cut = (await halved(settings, whole, axis)).flat();
    wrong = [
      ...wrong.filter(({ box }) => lengthOf(box, axis) === 1),
      ...cut.filter((part) => isWrong(part, settings.error)),
    ];
    quiet.push(...cut.filter((part) => !isWrong(part, settings.error)));
  }
  return { wrong, quiet };
}

async function halved(
  { model, tensor, seeds, step }: SearchSettings,
  boxes: readonly Measured[],
  axis: number,
): Promise<readonly (readonly [Measured, Measured])[]> {
  const cuts = boxes.map(({ box }) => halves(box, axis));
  const along = await errorsAlong(
    model,
    cuts.flatMap(([{ from, to }]) => seeds.map((seed) => ({ kind: 'box', tensor, from, to, seed }) as const)),
    step,
  );
  return boxes.map((whole, i) => {
    const [first, second] = cuts[i]!;
    const own = along.slice(i * seeds.length, (i + 1) * seeds.length);
    const squares = own.map(({ norm }) => norm * norm);
    return [
      { box: first, errors: own.map(({ error }) => error), squares, variances: squares },
      {
        box: second,
        errors: own.map(({ error }, k) => whole.errors[k]! - error),
        squares: squares.map((square, k) => whole.squares[k]! - square),
        variances: squares.map((square, k) => whole.variances[k]! + square),
      },
    ];
  });
}

/** Whether some error is above its noise. */
function isWrong({ errors, variances }: Measured, error: number): boolean {
  return errors.some((one, k) => !(Math.abs(one) <= sure * error * Math.sqrt(variances[k]!)));
}

/** What is known of a box, for the picture. */
export function blockOf({ box, errors }: Measured, finding: Block['finding']): Block {
  const { low, high } = normBounds(errors);
  return { ...box, low: finding === 'agrees' ? 0 : low, high, finding };
}

/** ‖e‖₂ in a box, estimated. */
export function errorNormOf({ errors }: Measured): number {
  return rootMeanSquare(errors);
}
