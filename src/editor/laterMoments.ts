import type { Translate } from '../environment/translate';
import type { Report } from '../protocol/report';
import type { CheckOptions } from '../workflow/options';

/** At which moments a model is checked beside the start. */
export type LaterMoments = Pick<CheckOptions, 'afterSteps' | 'timesParameters'>;

export const atStartOnly: LaterMoments = { afterSteps: 0, timesParameters: null };
export const defaultSteps = 10;
export const largerParameters = 10;
const mostSteps = 100_000;

/** What a text field holds, as a number of training steps; null if it is none. */
export function stepsIn(text: string): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= 1 && value <= mostSteps ? value : null;
}

/** What is to be said of a text that is no number of steps; null where it is one. */
export function stepsProblem(text: string, t: Translate): string | null {
  return stepsIn(text) === null ? t('Enter a whole number from 1 to {0}.', mostSteps) : null;
}

/** The moments of an earlier check, to check at them again. */
export function momentsIn(report: Report): LaterMoments {
  let moments = atStartOnly;
  for (const { at } of report.checks) {
    if (at.kind === 'trained') moments = { ...moments, afterSteps: at.steps };
    if (at.kind === 'scaled') moments = { ...moments, timesParameters: at.factor };
  }
  return moments;
}

/** Sound values of what a key binding or another extension asks for; null where it asks for nothing. */
export function momentsAsked(value: unknown): LaterMoments | null {
  if (typeof value !== 'object' || value === null) return null;
  const { afterSteps, timesParameters } = value as Readonly<Record<string, unknown>>;
  const steps = typeof afterSteps === 'number' ? stepsIn(String(afterSteps)) : null;
  const times =
    typeof timesParameters === 'number' && timesParameters > 0 && Number.isFinite(timesParameters)
      ? timesParameters
      : null;
  return steps === null && times === null ? null : { afterSteps: steps ?? 0, timesParameters: times };
}
