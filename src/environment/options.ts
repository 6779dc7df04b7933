import { setting } from './ids';
import { defaultCheckOptions, type CheckOptions } from '../workflow/options';

/** What settings decide about a check. The defaults and bounds are also the manifest's; a test compares them. */
export type OptionSettings = Omit<
  CheckOptions,
  'tensor' | 'subject' | 'reading' | 'afterSteps' | 'timesParameters'
>;

/** Bounds, as in the manifest: settings files are edited by hand, and the editor only underlines what breaks them. */
export const bounds = {
  exhaustiveSeconds: { minimum: 0.1, maximum: 86400 },
  budget: { minimum: 100, maximum: 1_000_000_000 },
  step: { minimum: 1e-15, maximum: 1 },
  seed: { minimum: 0, maximum: 4294967295 },
  examples: { minimum: 1, maximum: 100000 },
  loadTimeout: { minimum: 1, maximum: 3600 },
  evaluationTimeout: { minimum: 1, maximum: 3600 },
} as const;

export const methods = [
  'auto',
  'exhaustive',
  'adaptive',
] as const satisfies readonly CheckOptions['method'][];
export const schemes = [
  'central',
  'forward',
  'richardson',
  'complex',
] as const satisfies readonly CheckOptions['scheme'][];

export function readOptions(get: (key: string) => unknown): OptionSettings {
  const step = get(setting.step);
  return {
    method: oneOf(get(setting.method), methods, defaultCheckOptions.method),
    exhaustiveSeconds: number(
      get(setting.exhaustiveSeconds),
      bounds.exhaustiveSeconds,
      defaultCheckOptions.exhaustiveSeconds,
    ),
    budget: whole(get(setting.budget), bounds.budget, defaultCheckOptions.budget),
    step: isWithin(step, bounds.step) ? step : 'auto',
    scheme: oneOf(get(setting.scheme), schemes, defaultCheckOptions.scheme),
    seed: whole(get(setting.seed), bounds.seed, defaultCheckOptions.seed),
    examples: whole(get(setting.examples), bounds.examples, defaultCheckOptions.examples),
    loadTimeout: number(get(setting.loadTimeout), bounds.loadTimeout, defaultCheckOptions.loadTimeout),
    evaluationTimeout: number(
      get(setting.evaluationTimeout),
      bounds.evaluationTimeout,
      defaultCheckOptions.evaluationTimeout,
    ),
  };
}

function oneOf<T>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

function isWithin(value: unknown, { minimum, maximum }: Bounds): value is number {
  return typeof value === 'number' && value >= minimum && value <= maximum;
}

function number(value: unknown, range: Bounds, otherwise: number): number {
  return isWithin(value, range) ? value : otherwise;
}

function whole(value: unknown, range: Bounds, otherwise: number): number {
  return isWithin(value, range) && Number.isInteger(value) ? value : otherwise;
}
