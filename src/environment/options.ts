import { setting } from './ids';
import { defaultCheckOptions, type CheckOptions } from '../workflow/options';

/** What settings decide about a check. The defaults and bounds are also the manifest's; a test compares them. */
export type OptionSettings = Omit<
  CheckOptions,
  'tensor' | 'subject' | 'reading' | 'afterSteps' | 'timesParameters'
>;

/** Bounds, as in the manifest: settings files are edited by hand, and the editor only underlines what breaks them. */
export const bounds = {
  step: { minimum: 1e-15, maximum: 1 },
  seed: { minimum: 0, maximum: 4294967295 },
  examples: { minimum: 1, maximum: 100000 },
  loadTimeout: { minimum: 1, maximum: 3600 },
  evaluationTimeout: { minimum: 1, maximum: 3600 },
} as const;

export function readOptions(get: (key: string) => unknown): OptionSettings {
  const step = get(setting.step);
  const scheme = get(setting.scheme);
  const { method, exhaustiveSeconds, budget } = defaultCheckOptions;
  return {
    method,
    exhaustiveSeconds,
    budget,
    step: isWithin(step, bounds.step) ? step : 'auto',
    scheme: scheme === 'forward' || scheme === 'central' ? scheme : defaultCheckOptions.scheme,
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
