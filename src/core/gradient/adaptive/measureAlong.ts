import type { Model } from '../../model';
import { Generator } from '../../random';
import type { Along, Measured } from '../assess';
import type { Block, Coverage } from '../coverage';
import { derivatives } from '../differences';
import type { ChosenStep } from '../step';
import type { Obstacle } from '../verdict';
import { nearby } from '../beside';
import { askBeside, type Beside } from './besideAlong';
import { indicesOf, sizeOf, wholeBox } from './box';
import { errorsAlong, type ErrorAlong } from './errorsAlong';
import { normBounds, rootMeanSquare } from './interval';
import { blockOf, errorNormOf, search, type Found, type Measured as Part } from './search';

/**
 * One tensor, measured along a few random directions: its relative difference with bounds. Where it disagrees, the wrong
 * components are searched.
 */

export interface AlongSettings {
  readonly seed: number;
  /** Of derivatives along unit directions. */
  readonly chosen: ChosenStep;
  /** The relative difference up to which a tensor agrees. */
  readonly tolerance: number;
  readonly mayTake: (evaluations: number) => boolean;
}

/** Directions to start with, of which the search uses the first two. */
const firstDirections = 3;
const searchDirections = 2;
/** Directions for the norms of a tensor that is wrong in most places. */
const mostDirections = 8;
/** So many disagreements are not looked at one by one before it is clear that they are none of kinks. */
const fewSingles = 8;
/** Components that are measured by themselves in a box that is wrong in most places. */
const samples = 64;
/** Rounds of the search: a wrong component may hide behind others. */
const rounds = 3;
/** Beside the base point less than this share of the error is left: the rest is one of kinks. */
const mostlyKinks = 0.3;

export async function measureAlong(model: Model, tensor: number, settings: AlongSettings): Promise<Measured> {
  const { gradient, size } = model.tensors[tensor]!;
  const computed = gradient?.fits ? await model.values('gradient', tensor, 0, size) : null;
  const unusable = obstacleOf(model, tensor, computed);
  const search = new TensorSearch(model, tensor, settings, computed);
  const along = await search.along(firstDirections);
  const lost = along.filter(({ derivative }) => !Number.isFinite(derivative)).length;
  const obstacle = unusable ?? (lost > 0 ? ({ kind: 'numerical-not-finite', count: size } as const) : null);
  const { norms, coverage, numerical } =
    obstacle === null && !search.agrees(along)
      ? await search.locate(along)
      : search.agreeing(along, obstacle === null);
  return {
    tensor,
    chosen: settings.chosen,
    obstacle,
    computed,
    numerical,
    along: norms,
    stepSweep: null,
    coverage,
  };
}

function obstacleOf(model: Model, tensor: number, computed: Float64Array | null): Obstacle | null {
  const { gradient } = model.tensors[tensor]!;
  if (!gradient) return { kind: 'gradient-missing' };
  if (!gradient.fits) return { kind: 'gradient-shape', shape: gradient.shape };
  if (gradient.finite) return null;
  const count = computed!.filter((value) => !Number.isFinite(value)).length;
  return { kind: 'gradient-not-finite', count };
}

interface Result {
  readonly norms: Along;
  readonly coverage: Coverage;
  readonly numerical: Float64Array;
}

class TensorSearch {
  private readonly shape: readonly number[];
  private readonly size: number;
  /** ρ. */
  private readonly resolution: number;

  constructor(
    private readonly model: Model,
    private readonly tensor: number,
    private readonly settings: AlongSettings,
    private readonly computed: Float64Array | null,
  ) {
    const { shape, size } = model.tensors[tensor]!;
    this.shape = shape;
    this.size = size;
    this.resolution = settings.chosen.error * Math.sqrt(size);
  }

  /** Along normal directions in the whole tensor. */
  along(count: number, round = 0): Promise<readonly ErrorAlong[]> {
    return errorsAlong(
      this.model,
      this.seeds(count, round).map((seed) => this.direction(seed)),
      this.step,
    );
  }

  agrees(along: readonly ErrorAlong[]): boolean {
    const errorNorm = rootMeanSquare(along.map(({ error }) => error));
    const { gradient } = this.model.tensors[this.tensor]!;
    return errorNorm <= Math.max(3 * this.resolution, 2 * this.settings.tolerance * (gradient?.norm ?? 0));
  }

  /** Nothing is wrong, or there is nothing to compare with. */
  agreeing(along: readonly ErrorAlong[], comparable: boolean): Result {
    const errors = along.map(({ error }) => error);
    const { gradient } = this.model.tensors[this.tensor]!;
    const whole = { ...wholeBox(this.shape), low: 0, high: normBounds(errors).high };
    return {
      norms: {
        errorNorm: rootMeanSquare(errors),
        bounds: { low: 0, high: whole.high },
        numericalNorm: comparable
          ? gradient!.norm
          : rootMeanSquare(along.map(({ derivative }) => derivative)),
        beside: null,
        singles: [],
      },
      coverage: this.coverage([], [{ ...whole, finding: comparable ? 'agrees' : 'unresolved' }], false, true),
      numerical: new Float64Array(this.size).fill(NaN),
    };
  }

  async locate(along: readonly ErrorAlong[]): Promise<Result> {
    const errorNorm = rootMeanSquare(along.map(({ error }) => error));
    let found = await this.rounds(along);
    let beside: Beside['finding'] | null = null;
    if (found.dense.length > 0 || found.single.length === 0 || found.single.length > fewSingles) {
      const there = await askBeside(this.model, this.tensor, errorNorm, this.settings.seed + 7);
      beside = there.finding;
      if (there.finding === 'agrees') {
        const { norms, ...rest } = this.agreeing(along, true);
        return {
          ...rest,
          norms: { ...norms, errorNorm: 0, bounds: { low: 0, high: there.errorNorm }, beside: 'agrees' },
        };
      }
      if (there.finding === 'disagrees' && there.errorNorm < mostlyKinks * errorNorm)
        found = await this.searchBeside(there);
    }
    return this.result(found, along, beside);
  }

  private get step(): number {
    return this.settings.chosen.step;
  }

  private seeds(count: number, round: number): readonly number[] {
    return Array.from({ length: count }, (_, i) => this.settings.seed + 1000 * (round + 1) + i);
  }

  private direction(seed: number) {
    return { kind: 'box', tensor: this.tensor, ...wholeBox(this.shape), seed } as const;
  }

  /** Searches until fresh directions see no error in what was found to agree. */
  private async rounds(first: readonly ErrorAlong[]): Promise<Found> {
    let found = await this.search(first, 0);
    for (let round = 1; round < rounds && found.open.length === 0; round++) {
      if (await this.isQuiet(found.quiet, round)) break;
      const again = await this.search(await this.along(searchDirections, round), round);
      const known = new Set(again.single.map(({ box }) => box.from.join()));
      found = {
        ...again,
        single: [...again.single, ...found.single.filter(({ box }) => !known.has(box.from.join()))],
      };
    }
    return found;
  }

  private search(along: readonly ErrorAlong[], round: number): Promise<Found> {
    const used = along.slice(0, searchDirections);
    const squares = used.map(({ norm }) => norm * norm);
    return search(
      {
        model: this.model,
        tensor: this.tensor,
        seeds: this.seeds(used.length, round),
        step: this.step,
        error: this.settings.chosen.error,
        mayTake: this.settings.mayTake,
      },
      { box: wholeBox(this.shape), errors: used.map(({ error }) => error), squares, variances: squares },
    );
  }

  /** Whether two fresh normal vectors that are zero outside these boxes see no error. */
  private async isQuiet(quiet: readonly Part[], round: number): Promise<boolean> {
    const { model, tensor } = this;
    if (quiet.length === 0) return true;
    for (const seed of this.seeds(searchDirections, 10 * round)) {
      const parts = quiet.map(({ box: { from, to } }) => ({ kind: 'box', tensor, from, to, seed }) as const);
      const facts = await model.directions(parts);
      const norm = Math.hypot(...facts.map((one) => one.norm));
      if (norm === 0) continue;
      const step = this.step / norm;
      const [plus, minus] = await model.costs(
        [step, -step].map((distance) => parts.map((direction) => ({ direction, step: distance }))),
      );
      const dot = facts.reduce((sum, { gradientDot }) => sum + gradientDot, 0);
      const error = Math.abs((plus! - minus!) / (2 * step) - dot);
      if (!(error <= 5 * this.settings.chosen.error * norm)) return false;
    }
    return true;
  }

  private async searchBeside({ share, seed }: Beside): Promise<Found> {
    try {
      await this.model.move(nearby(this.model, { share, leastSize: 0 }, seed));
      return await this.search(await this.along(searchDirections, 20), 20);
    } finally {
      await this.model.move([]);
    }
  }

  private async result(
    found: Found,
    along: readonly ErrorAlong[],
    beside: Beside['finding'] | null,
  ): Promise<Result> {
    const { model, tensor, shape, size, computed } = this;
    const dense = found.dense.length > 0;
    const single = found.single.map(({ box }) => indicesOf(box, shape)[0]!);
    const checked = [...new Set([...single, ...this.sampled(found.dense)])].sort((a, b) => a - b);
    const numerical = new Float64Array(size).fill(NaN);
    const values = await derivatives(model, tensor, checked, this.step, 'central', model.baseCosts[0]);
    checked.forEach((index, i) => (numerical[index] = values[i]!));
    const further = dense ? [...along, ...(await this.along(mostDirections, 30))] : along;
    const blocks = [
      ...found.single.map((part) => blockOf(part, 'disagrees')),
      ...found.dense.map((part) => blockOf(part, 'disagrees')),
      ...found.quiet.map((part) => blockOf(part, 'agrees')),
      ...found.open.map((part) => blockOf(part, 'unresolved')),
    ];
    const isMeasured = ({ box }: Part) =>
      sizeOf(box) <= samples && indicesOf(box, shape).every((index) => !Number.isNaN(numerical[index]!));
    const large = [...found.dense.filter((part) => !isMeasured(part)), ...found.open];
    // Of a box that was searched no further, ‖e‖ is known from a few directions only.
    const rest = Math.hypot(...large.map(errorNormOf));
    const restBounds = normBounds(
      large.length === 0
        ? [0]
        : large[0]!.errors.map((_, k) => Math.hypot(...large.map(({ errors }) => errors[k]!))),
    );
    const complete = found.open.length === 0;
    return {
      norms: {
        errorNorm: rest,
        bounds: restBounds,
        numericalNorm: dense
          ? rootMeanSquare(further.map(({ derivative }) => derivative))
          : exactNorm(model.tensors[tensor]!.gradient!.norm, computed!, numerical, checked),
        beside: beside === 'disagrees' || large.length === 0 ? null : beside,
        singles: single,
      },
      coverage: this.coverage(checked, blocks, dense, complete),
      numerical,
    };
  }

  /** Some components of boxes that are wrong in most places: all of small ones. */
  private sampled(dense: readonly Part[]): readonly number[] {
    const generator = new Generator(this.settings.seed);
    const each = Math.ceil(samples / Math.max(1, dense.length));
    return dense.slice(0, samples).flatMap(({ box }) => {
      if (sizeOf(box) <= each) return indicesOf(box, this.shape);
      return Array.from({ length: each }, () =>
        box.from.reduce(
          (index, from, axis) => index * this.shape[axis]! + from + generator.whole(box.to[axis]! - from),
          0,
        ),
      );
    });
  }

  private coverage(
    checked: readonly number[],
    blocks: readonly Block[],
    dense: boolean,
    complete: boolean,
  ): Coverage {
    return { checked, blocks, dense, complete, relativeDifference: { low: 0, high: 1 } };
  }
}

/** ‖g‖₂ where g is ĝ but for the components that were measured. */
function exactNorm(
  norm: number,
  computed: Float64Array,
  numerical: Float64Array,
  checked: readonly number[],
): number {
  const square = checked.reduce((sum, i) => sum + numerical[i]! ** 2 - computed[i]! ** 2, norm * norm);
  return Math.sqrt(Math.max(0, square));
}
