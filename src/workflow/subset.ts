import { bind } from '../core/binding/bind';
import type { Binding, BindingResult, BindOptions, Warning } from '../core/binding/binding';
import type { Inventory } from '../core/binding/inventory';
import { usesSubset } from '../core/binding/subset';
import type { ModelHost } from '../hosts/ModelHost';
import { defaultCheckOptions } from './options';

type Bound = Extract<BindingResult, { ok: true }>;

/** Seconds. Checks that would take longer use some of the examples only. */
const longCheck = 20;
const longEvaluation = 0.25;
const usualSubset = 32;

/**
 * Where a check of all examples would be slow, binds again with some of them. Goes on with all of them, and says so, where
 * the data do not reach the functions as arguments.
 */
export async function withoutMostExamples(
  result: Bound,
  inventory: Inventory,
  host: ModelHost,
  options: BindOptions,
): Promise<Bound> {
  const [main] = result.bindings;
  const count = options.examples === defaultCheckOptions.examples ? usualSubset : options.examples;
  const made = main.warnings.some(({ code }) => code === 'made-inputs');
  if (made || main.examples === null || main.examples <= count || main.subject !== 'model') return result;
  const { model } = await host.bind(main.plan);
  const each = model.evaluationSeconds;
  const total = 2 * each * model.tensors.reduce((sum, { size }) => sum + size, 0);
  if (total <= longCheck && each <= longEvaluation) return result;
  const some = await bind(inventory, host, { ...options, subset: count });
  if (some.ok && usesSubset(some.bindings[0].plan)) return withWarning(some, subsetNote(main, count));
  const message = `One evaluation of the cost takes ${each.toPrecision(1)} s with all ${written(main.examples)} examples, and the functions take no data as arguments, so all were used. A cost with arguments X and y could be checked with ${count} of them.`;
  return withWarning(result, { code: 'slow', message, line: null });
}

function withWarning(result: Bound, warning: Warning): Bound {
  const [main, ...others] = result.bindings;
  return { ...result, bindings: [{ ...main, warnings: [...main.warnings, warning] }, ...others] };
}

function subsetNote({ examples }: Binding, count: number): Warning {
  const message = `This is a check of ${count} of ${written(examples!)} examples, chosen at random, since one of all would be slow.`;
  return { code: 'subset', message, line: null };
}

/** `60,000`. */
function written(count: number): string {
  return count.toLocaleString('en-GB');
}
