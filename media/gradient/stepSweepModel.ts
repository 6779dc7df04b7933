import { scientific } from '../../src/core/format';
import type { StepSweep } from '../../src/core/gradient/stepSweep';
import type { Scheme } from '../../src/core/gradient/verdict';

/** What the picture of a step sweep shows, on log-log axes. No DOM. */

export interface SweepPoint {
  readonly step: number;
  /** As it was measured; 0 where the value is the reference itself. */
  readonly error: number;
  /** Where it stands: what is at or below the floor stands on it. */
  readonly at: number;
  readonly belowFloor: boolean;
}

export interface SweepCurve {
  readonly scheme: Scheme;
  /** By rising step; without those at which J could not be evaluated. */
  readonly points: readonly SweepPoint[];
}

/** An ideal error c·ε^order between two steps. */
export interface Guide {
  readonly order: number;
  readonly from: readonly [step: number, error: number];
  readonly to: readonly [step: number, error: number];
}

export interface SweepPicture {
  readonly curves: readonly SweepCurve[];
  /** What rounding alone makes, by rising step. */
  readonly rounding: readonly (readonly [step: number, error: number])[];
  readonly guides: readonly Guide[];
  /** Errors below it are not told. */
  readonly floor: number;
  readonly chosen: number;
  /** Ends of the axes. */
  readonly steps: readonly [low: number, high: number];
  readonly errors: readonly [low: number, high: number];
}

/** The textbook's ε. */
export const textbookStep = 1e-7;

/** The unit round-off of float64: no relative error is told below it. */
const roundOff = 2 ** -53;
/** Beyond it nothing is learnt from an error. */
const largestError = 1e3;

/** The picture; null where no error could be measured. */
export function sweepPicture(sweep: StepSweep): SweepPicture | null {
  const floor = Math.min(1, Math.max(roundOff, finite(sweep.referenceError) ? sweep.referenceError : 0));
  const order = [...sweep.steps.keys()]
    .filter((i) => positive(sweep.steps[i]!))
    .sort((a, b) => sweep.steps[a]! - sweep.steps[b]!);
  const curves = sweep.curves
    .map(({ scheme, errors }): SweepCurve => ({
      scheme,
      points: order.flatMap((i) => {
        const error = errors[i] ?? NaN;
        return finite(error) ? [point(sweep.steps[i]!, error, floor)] : [];
      }),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const rounding = order.flatMap((i): [number, number][] =>
    positive(sweep.rounding[i] ?? NaN) ? [[sweep.steps[i]!, sweep.rounding[i]!]] : [],
  );
  const marked = [sweep.chosen, textbookStep].filter(positive);
  const all = [...curves.flatMap(({ points }) => points.map(({ step }) => step)), ...marked];
  const heights = curves.flatMap(({ points }) => points.map(({ at }) => at));
  const highest = Math.min(largestError, Math.max(...heights, floor * 10));
  const guides = curves.flatMap((curve) => guideOf(curve, rounding, highest));
  return {
    curves,
    rounding,
    guides,
    floor,
    chosen: sweep.chosen,
    steps: decades(Math.min(...all), Math.max(...all)),
    // A little of what is not told is shown, so that marks on the floor stand on something.
    errors: decades(floor / 20, highest),
  };
}

function point(step: number, error: number, floor: number): SweepPoint {
  const belowFloor = error <= floor;
  return { step, error, at: belowFloor ? floor : error, belowFloor };
}

const orders: Partial<Readonly<Record<Scheme, number>>> = { forward: 1, central: 2 };
/** How far from its curve a guide runs, so that both are seen. */
const apart = 4;
/** Where an error is so many times what rounding makes, truncation rules it. */
const ruled = 10;

/** The slope that truncation should have, beside the points that it rules; none where they are fewer than two. */
function guideOf(
  { scheme, points }: SweepCurve,
  rounding: SweepPicture['rounding'],
  highest: number,
): readonly Guide[] {
  const order = orders[scheme];
  const noise = new Map(rounding);
  // Above the last decade the expansion in ε ends to hold.
  const truncated = points.filter(
    ({ step, error, belowFloor }) =>
      !belowFloor && error <= Math.min(1, highest) && error > ruled * (noise.get(step) ?? 0),
  );
  const first = truncated[0];
  const last = truncated.at(-1);
  if (order === undefined || !first || !last || truncated.length < 2) return [];
  // Through the smallest steps, where the leading term is all there is.
  const middle = truncated[Math.min(1, truncated.length - 1)]!;
  const scale = (apart * middle.error) / middle.step ** order;
  const end = Math.min(last.step, (highest / scale) ** (1 / order));
  if (!(end > first.step)) return [];
  return [{ order, from: [first.step, scale * first.step ** order], to: [end, scale * end ** order] }];
}

/** The errors at one step, as a sentence for the read-out. */
export function readingAt(picture: SweepPicture, step: number, nameOf: (scheme: Scheme) => string): string {
  const said = picture.curves.flatMap(({ scheme, points }) => {
    const found = points.find((each) => each.step === step);
    return found ? [`${nameOf(scheme)} ${errorText(found, picture.floor)}`] : [];
  });
  const noise = picture.rounding.find(([at]) => at === step);
  if (noise) said.push(`rounding alone ${scientific(noise[1])}`);
  return `ε = ${scientific(step)}: ${said.join(' · ')}`;
}

function errorText({ error, belowFloor }: SweepPoint, floor: number): string {
  return belowFloor ? `at most ${scientific(floor)}` : scientific(error);
}

/** All steps at which something was measured, rising. */
export function stepsOf({ curves }: SweepPicture): readonly number[] {
  const steps = curves.flatMap(({ points }) => points.map(({ step }) => step));
  return [...new Set(steps)].sort((a, b) => a - b);
}

/**
 * The sentence that answers: what the chosen step costs in accuracy, and what the textbook's would.
 *
 * @param scheme the one that the check used
 */
export function sweepSentence(
  picture: SweepPicture,
  scheme: Scheme,
  nameOf: (scheme: Scheme) => string,
): string {
  const own = picture.curves.find((curve) => curve.scheme === scheme) ?? picture.curves[0]!;
  const name = nameOf(own.scheme);
  const found = nearest(own, picture.chosen);
  if (!found || !positive(picture.chosen)) return `The ${name} derivative in one direction, by its step ε.`;
  const at = (reading: SweepPoint) =>
    reading.belowFloor ? `at most ${scientific(picture.floor)}` : `about ${scientific(reading.error)}`;
  const chosen = `At ε = ${scientific(picture.chosen)} a ${name} derivative is off by ${at(found)} of its size`;
  const textbook = nearest(own, textbookStep);
  if (!textbook || textbook === found) return `${chosen}.`;
  return `${chosen}; at the textbook’s 10⁻⁷ by ${at(textbook)}.`;
}

/** The point within half a decade of a step. */
function nearest({ points }: SweepCurve, step: number): SweepPoint | null {
  const distance = (each: SweepPoint) => Math.abs(Math.log10(each.step / step));
  const [best] = points.filter((each) => distance(each) <= 0.5).sort((a, b) => distance(a) - distance(b));
  return best ?? null;
}

/** The same numbers, unrounded, largest step first. */
export function sweepTable(
  { steps, curves, rounding }: StepSweep,
  nameOf: (scheme: Scheme) => string,
): (string | number)[][] {
  const cell = (value: number | undefined) => (value !== undefined && finite(value) ? value : '–');
  return [
    ['step', ...curves.map(({ scheme }) => nameOf(scheme)), 'rounding'],
    ...steps.map((step, i) => [step, ...curves.map(({ errors }) => cell(errors[i])), cell(rounding[i])]),
  ];
}

/** Why there is no picture. */
export function withoutSweep(scheme: Scheme, step: number): string {
  if (scheme === 'complex')
    return 'No step was chosen by itself: the complex step subtracts nothing, so that ε can be tiny.';
  if (positive(step)) return `No step was chosen by itself: the check used ε = ${scientific(step)}.`;
  return 'No step was chosen by itself: this gradient could not be compared.';
}

/** Labels one below the other, none nearer than `gap` and all between `top` and `bottom`, each as near its place as can be. */
export function spread(
  places: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = [...places.keys()].sort((a, b) => places[a]! - places[b]!);
  const placed = [...places];
  let last = top - gap;
  for (const i of order) last = placed[i] = Math.max(placed[i]!, last + gap);
  let next = bottom + gap;
  for (const i of order.toReversed()) next = placed[i] = Math.min(placed[i]!, next - gap);
  return placed;
}

/** The powers of ten around two values, one decade apart at least. */
function decades(low: number, high: number): readonly [number, number] {
  const from = Math.floor(Math.log10(low) + 1e-9);
  return [10 ** from, 10 ** Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9))];
}

function finite(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

function positive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
