import type { Warning } from '../../core/binding/binding';
import { count } from '../../core/format';
import type { Observed, ObservedModel } from './observedModel';

/** What a reader of the report should know of how it came about. */
export function warningsOf({ warnings, run, bound }: ObservedModel, { trace, failure }: Observed): Warning[] {
  const own: Warning[] = [];
  const add = (code: string, message: string, line: number | null = null): void => {
    own.push({ code, message, line });
  };
  if (run === 'load')
    add(
      'load',
      'No cost with gradients was found, so the statements of the file were run; what they made is shown.',
    );
  const promoted = bound?.notes.find((note) => note.kind === 'promoted');
  if (promoted !== undefined)
    add(
      'promoted',
      `The parameters are ${promoted.dtype}; the run was made in float64, so nothing overflows before that does. The limits say where ${promoted.dtype} ends.`,
    );
  if (failure !== null)
    add('ended-early', `The run ended early: ${failure.message} What was made before is shown.`);
  if (trace.dropped > 0)
    add('dropped', `The run made more arrays than are kept: ${count(trace.dropped)} were left out.`);
  return [...own, ...warnings];
}
