import type { Model } from '../../model';
import { nearby, typicalSize } from '../beside';
import { modelNoise, probeStep } from '../probe';
import { candidateSteps } from '../step';
import { wholeBox } from './box';
import { errorsAlong } from './errorsAlong';
import { rootMeanSquare } from './interval';

/** What became of a disagreement along random directions at points beside the base point. */
export interface Beside {
  /** `agrees`: it vanishes there, as one at a kink does. */
  readonly finding: 'agrees' | 'disagrees' | 'open';
  /** ‖e‖₂ there, estimated, and the distance at which; NaN where nothing could be told. */
  readonly errorNorm: number;
  readonly share: number;
  readonly seed: number;
}

/** Distances tried, relative to each tensor's size. */
const shares = [1e-3, 1e-1, 1] as const;
const points = 2;
const directions = 3;
/** Steps are at most this share of the distance, so that they do not reach back to the kink. */
const stepShare = 1 / 30;
/** Of the derivatives, where a disagreement is none. */
const agreement = 1e-5;

/** Asks at two points of each distance, until both say the same. @param errorNorm ‖e‖₂ at the base point */
export async function askBeside(
  model: Model,
  tensor: number,
  errorNorm: number,
  seed: number,
): Promise<Beside> {
  try {
    for (const [round, share] of shares.entries()) {
      const answers: Beside[] = [];
      for (let point = 0; point < points; point++)
        answers.push(await askAt(model, tensor, errorNorm, share, seed + 10 * round + point));
      const [first] = answers;
      if (first!.finding !== 'open' && answers.every(({ finding }) => finding === first!.finding))
        return first!;
    }
  } finally {
    await model.move([]);
  }
  return { finding: 'open', errorNorm: NaN, share: NaN, seed };
}

async function askAt(
  model: Model,
  tensor: number,
  errorAtBase: number,
  share: number,
  seed: number,
): Promise<Beside> {
  const open: Beside = { finding: 'open', errorNorm: NaN, share, seed };
  const { cost } = await model.move(nearby(model, { share, leastSize: 0 }, seed));
  if (!Number.isFinite(cost)) return open;
  const { shape, size } = model.tensors[tensor]!;
  const longest = stepShare * share * typicalSize(model, tensor) * Math.sqrt(size);
  const steps = candidateSteps.filter((step) => step <= longest);
  if (steps.length < 2) return open;
  const noise = await modelNoise(model, seed);
  const { step, error } = await probeStep(
    model,
    tensor,
    { scheme: 'central', noise, seed, base: cost },
    steps,
  );
  const boxes = Array.from(
    { length: directions },
    (_, i) => ({ kind: 'box', tensor, ...wholeBox(shape), seed: seed + 101 * (i + 1) }) as const,
  );
  const along = await errorsAlong(model, boxes, step);
  const errorNorm = rootMeanSquare(along.map((one) => one.error));
  const derivatives = rootMeanSquare(along.map((one) => one.derivative));
  const resolution = error * Math.sqrt(size);
  const quiet = errorNorm <= Math.max(3 * resolution, agreement * derivatives);
  // What is off at the base point would show here as well.
  if (quiet && 3 * resolution < errorAtBase) return { ...open, finding: 'agrees', errorNorm };
  if (!quiet && errorNorm > 10 * resolution) return { ...open, finding: 'disagrees', errorNorm };
  return open;
}
