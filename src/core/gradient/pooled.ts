import type { Model, Point, SweepRequest } from '../model';
import { blocks } from './blocks';

/** One model that is kept several times: long work is split over all of them, and the first one answers for the rest. */

/** Where copies of a model come from. */
export interface Helpers {
  /** Told of evaluations that are about to be made, as they decide whether copies are worth their making. */
  readonly expect: (evaluations: number) => void;
  /** Copies that were made since the last call, at their base point. */
  readonly take: () => readonly Model[];
  /** Told of a copy that is not needed any more, and why. */
  readonly drop: (copy: Model, reason: unknown) => void;
}

/** Parts that each model gets on average, so that a slow one does not keep the others waiting for long. */
const partsEach = 4;
/** Seconds of evaluations below which a part is not worth its request. */
const leastSeconds = 0.02;

/**
 * A view of the first model that lets helpers do their share of `sweep` and `costs`. Only a copy that gives the same numbers
 * as the first model is a helper. What a helper fails, the first model does.
 */
export function pooledModel(first: Model, helpers: Helpers): Model {
  const { evaluationSeconds } = first;
  let ready: readonly Model[] = [];
  let atStart = true;

  const drop = (helper: Model, reason: unknown): void => {
    ready = ready.filter((one) => one !== helper);
    helpers.drop(helper, reason);
  };

  const admit = async (): Promise<void> => {
    for (const copy of atStart ? helpers.take() : []) {
      const difference = await differenceOf(first, copy).catch((error: unknown) => error ?? 'it failed');
      if (difference === null) ready = [...ready, copy];
      else helpers.drop(copy, difference);
    }
  };

  /** Asks for total items in parts, wherever one is free; the results in order. */
  const share = async <Result>(
    total: number,
    evaluationsEach: number,
    ask: (model: Model, start: number, count: number) => Promise<Result>,
  ): Promise<readonly Result[]> => {
    await admit();
    const team = ready.length;
    const least = Math.ceil(leastSeconds / (Math.max(evaluationSeconds, 1e-6) * evaluationsEach));
    const even = Math.ceil(total / (partsEach * (1 + team)));
    const parts = [...blocks(total, team === 0 ? total : Math.max(least, even))];
    const results: Result[] = [];
    const waiting = [...parts.keys()];
    const work = async (model: Model): Promise<void> => {
      for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
        try {
          results[part] = await ask(model, ...parts[part]!);
        } catch (error) {
          waiting.unshift(part);
          throw error;
        }
      }
    };
    const helping = Promise.all(
      ready
        .slice(0, Math.max(0, parts.length - 1))
        .map((helper) => work(helper).catch((error: unknown) => drop(helper, error))),
    );
    try {
      await work(first);
      await helping;
      await work(first); // what a helper left
    } finally {
      waiting.length = 0;
      await helping;
    }
    return results;
  };

  return {
    tensors: first.tensors,
    baseCosts: first.baseCosts,
    get evaluationSeconds() {
      return evaluationSeconds / this.evaluationsAtOnce!;
    },
    get evaluationsAtOnce() {
      return 1 + ready.length;
    },
    costs: async (points) => {
      helpers.expect(points.length);
      return joined(
        await share(points.length, 1, (model, start, count) =>
          model.costs(points.slice(start, start + count)),
        ),
      );
    },
    sweep: async (request) => {
      const { components, scheme, tensor } = request;
      const evaluationsEach = scheme === 'central' ? 2 : 1;
      const ranges = 'start' in components;
      const total = ranges ? components.count : components.length;
      // A range is one block of a sweep over the whole tensor.
      if (!ranges) helpers.expect(total * evaluationsEach);
      else if (components.start === 0) helpers.expect(first.tensors[tensor]!.size * evaluationsEach);
      const replies = await share(total, evaluationsEach, (model, start, count) =>
        model.sweep(partOf(request, start, count)),
      );
      return {
        plus: joined(replies.map(({ plus }) => plus)),
        minus: joined(replies.map(({ minus }) => minus)),
        width: joined(replies.map(({ width }) => width)),
      };
    },
    directions: (directions) => first.directions(directions),
    values: (kind, tensor, start, count) => first.values(kind, tensor, start, count),
    move: async (point) => {
      atStart = point.length === 0;
      const followed = ready.map((helper) => follow(helper, point));
      const [moved, ...others] = await Promise.all([first.move(point), ...followed]);
      for (const { helper, moved: other, reason } of others)
        if (
          other === null ||
          !sameNumbers([moved.cost, ...moved.gradientNorms], [other.cost, ...other.gradientNorms])
        )
          drop(helper, reason);
      return moved;
    },
  };
}

async function follow(helper: Model, point: Point) {
  try {
    return { helper, moved: await helper.move(point), reason: 'it gives other numbers at another point' };
  } catch (reason) {
    return { helper, moved: null, reason };
  }
}

/** Why a copy is no helper of a model; null where they give the same numbers, bit by bit, as far as that can be seen. */
async function differenceOf(first: Model, copy: Model): Promise<string | null> {
  if (first.tensors.length !== copy.tensors.length) return 'it has other tensors';
  if (!sameNumbers(first.baseCosts, copy.baseCosts)) return 'its cost is another';
  for (const [index, { name, size, gradient }] of first.tensors.entries()) {
    const other = copy.tensors[index]!;
    if (other.name !== name || other.size !== size) return 'it has other tensors';
    for (const kind of gradient?.fits ? (['parameter', 'gradient'] as const) : (['parameter'] as const)) {
      const [one, two] = await Promise.all([first, copy].map((model) => model.values(kind, index, 0, size)));
      if (!sameNumbers(one!, two!)) return `its ${kind} ${name} is another`;
    }
  }
  const points = trialPoints(first);
  const [one, two] = await Promise.all([first.costs(points), copy.costs(points)]);
  return sameNumbers(one, two) ? null : 'its cost is another beside the base point';
}

/** A point beside the base point for each of the first tensors. */
function trialPoints({ tensors }: Model): readonly Point[] {
  return tensors
    .slice(0, 8)
    .flatMap(({ size }, tensor) =>
      size === 0
        ? []
        : [[{ direction: { kind: 'component' as const, tensor, index: size - 1 }, step: 1e-3 }]],
    );
}

function partOf(request: SweepRequest, start: number, count: number): SweepRequest {
  const { components } = request;
  return {
    ...request,
    components:
      'start' in components
        ? { start: components.start + start, count }
        : components.slice(start, start + count),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}

function sameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((value, i) => Object.is(value, other[i]));
}
