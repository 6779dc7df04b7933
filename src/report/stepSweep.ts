import { power, scientific } from '../core/format';
import { schemeText } from '../core/gradient/schemeText';
import type { TensorReport } from '../protocol/report';
import { table } from './layout';

/** How the error of a derivative depends on the step, as a table: one row for each ε. */
export function stepSweepTable({ stepSweep }: Pick<TensorReport, 'stepSweep'>, indent: string): string[] {
  if (stepSweep === null) return [];
  const { steps, curves, rounding, chosen, referenceError } = stepSweep;
  const heads = ['ε', ...curves.map(({ scheme }) => headOf(schemeText(scheme))), 'rounding', ''];
  const error = (value: number) =>
    Number.isNaN(value)
      ? '–'
      : value <= referenceError
        ? `< ${scientific(referenceError)}`
        : scientific(value);
  const rows = steps.map((step, i) => [
    stepText(step),
    ...curves.map(({ errors }) => error(errors[i]!)),
    scientific(rounding[i]!),
    step === chosen ? '← chosen' : '',
  ]);
  const other = steps.includes(chosen) ? [] : [`${indent}The check used ε = ${scientific(chosen)}.`];
  return [...table([heads, ...rows], indent), ...other];
}

/** `two-sided`, `Richardson`, `complex step`. */
function headOf(scheme: string): string {
  return scheme.replace(/^the | differences$|’s extrapolation$/g, '');
}

function stepText(step: number): string {
  const exponent = Math.log10(step);
  return Number.isInteger(Math.round(exponent * 1e9) / 1e9) ? power(Math.round(exponent)) : scientific(step);
}
