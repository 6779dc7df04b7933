import { valuesOf, viewArray } from './arrays';

/** A gradient that is read from what an update did to the parameter. */
export class ChangedParameter {
  constructor(
    /** The parameter after the update, as the model holds it. */
    readonly value: unknown,
    /** (before − after) / rate. */
    readonly gradient: Float64Array,
    readonly shape: readonly number[],
  ) {}
}

/** Numbers of an array or of a number, copied; null if the value is neither. */
export function numbersOf(value: unknown): Float64Array | null {
  if (typeof value === 'number') return Float64Array.of(value);
  const view = viewArray(value);
  return view && valuesOf(view);
}

/** The change from `before`, where nothing counts as zeros. Null where there is no array of as many components. */
export function changedParameter(
  value: unknown,
  before: Float64Array | null,
  rate: number,
): ChangedParameter | null {
  const after = numbersOf(value);
  if (after === null || (before !== null && before.length !== after.length)) return null;
  const gradient = after.map((x, i) => ((before?.[i] ?? 0) - x) / rate);
  return new ChangedParameter(value, gradient, viewArray(value)?.shape ?? []);
}

/** What the model returned or changed, to be looked up among the arrays that were traced. */
export function tracedValue(returned: unknown): unknown {
  return returned instanceof ChangedParameter ? returned.value : returned;
}
