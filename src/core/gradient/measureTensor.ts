import type { Model } from '../model';
import { directionSteps, finerStep } from './adaptive/finerStep';
import { measureAlong } from './adaptive/measureAlong';
import type { Measured } from './assess';
import type { CheckSettings } from './check';
import { complexGradient } from './complexStep';
import { numericalGradient } from './differences';
import { fewComponents } from './method';
import { probeFixedStep, probeStep } from './probe';
import { stepSweepOf } from './stepSweepOf';
import { textbookThresholds, type Method, type Obstacle } from './verdict';

export interface How {
  /** ε_f. */
  readonly noise: number;
  readonly method: Method;
  /** True as long as so many evaluations may be spent. */
  readonly mayTake: (evaluations: number) => boolean;
}

/** Both gradients of one tensor: component by component, or along random directions. */
export async function measureTensor(
  model: Model,
  tensor: number,
  settings: CheckSettings,
  { noise, method, mayTake }: How,
  onBlock: (components: number) => void,
): Promise<Measured | 'not-analytic'> {
  const { size, gradient } = model.tensors[tensor]!;
  if (size === 0) return emptyTensor(tensor);
  const isAlong = method === 'adaptive' && size > fewComponents;
  const [base] = model.baseCosts;
  const scheme = isAlong || settings.scheme === 'complex' ? 'central' : settings.scheme;
  const probe = { scheme, noise, seed: settings.seed, base };
  const isFixed = settings.step !== 'auto' && settings.scheme !== 'complex';
  const { line, ...chosen } = isFixed
    ? await probeFixedStep(model, tensor, Number(settings.step), probe)
    : await probeStep(model, tensor, probe, isAlong ? directionSteps : undefined);
  const stepSweep = stepSweepOf(line, base, noise, chosen.step);
  const { correct: tolerance, look } = settings.thresholds ?? textbookThresholds;
  const gradientNorm = gradient?.norm ?? 0;
  const fitted = isFixed || !isAlong ? chosen : finerStep(chosen, noise, { size, gradientNorm });
  // Where the rounding of J drowns directions, components may still be told beside the base point.
  const drowned = gradientNorm > 0 && fitted.error * Math.sqrt(size) > 2 * look * gradientNorm;
  if (isAlong && !(drowned && mayTake(2 * size))) {
    const along = { seed: settings.seed, chosen: fitted, tolerance, mayTake };
    const measured = await measureAlong(model, tensor, along);
    onBlock(size);
    return { ...measured, stepSweep: stepSweep && { ...stepSweep, chosen: fitted.step } };
  }
  // Where no step gave finite costs the error is unknown, which resolves nothing.
  const error = Number.isFinite(chosen.error) ? chosen.error : Infinity;
  const found =
    settings.scheme === 'complex'
      ? await complexGradient(model, tensor, settings.step, { step: chosen.step, error }, onBlock)
      : {
          numerical: await numericalGradient(model, tensor, chosen.step, settings.scheme, base, onBlock),
          error,
        };
  if (found === null) return 'not-analytic';
  const computed = gradient?.fits ? await model.values('gradient', tensor, 0, size) : null;
  return {
    tensor,
    chosen: { step: chosen.step, error: found.error },
    obstacle: obstacleOf(model, tensor, computed, found.numerical),
    computed,
    numerical: found.numerical,
    along: null,
    stepSweep,
    coverage: null,
  };
}

function obstacleOf(
  model: Model,
  tensor: number,
  computed: Float64Array | null,
  numerical: Float64Array,
): Obstacle | null {
  const { gradient } = model.tensors[tensor]!;
  const lost = (values: Float64Array) => values.filter((value) => !Number.isFinite(value)).length;
  if (!gradient) return { kind: 'gradient-missing' };
  if (!gradient.fits) return { kind: 'gradient-shape', shape: gradient.shape };
  if (lost(numerical) > 0) return { kind: 'numerical-not-finite', count: lost(numerical) };
  return gradient.finite ? null : { kind: 'gradient-not-finite', count: lost(computed!) };
}

function emptyTensor(tensor: number): Measured {
  const empty = new Float64Array(0);
  return {
    tensor,
    chosen: { step: 0, error: 0 },
    obstacle: null,
    computed: empty,
    numerical: empty,
    along: null,
    stepSweep: null,
    coverage: null,
  };
}
