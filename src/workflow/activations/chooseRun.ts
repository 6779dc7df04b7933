import { networkOf } from '../../core/activation/structure/networkOf';
import { bindForward } from '../../core/binding/forwardOnly';
import type { Binding, Warning } from '../../core/binding/binding';
import type { ActivationReport } from '../../protocol/activations';
import { HostError, type ObservedRun } from '../../hosts/ModelHost';
import type { OpenedModel } from '../openModel';

/** What of a file is run, so that its layers can be seen. */
export type ChosenRun =
  | {
      readonly run: Exclude<ActivationReport['run'], 'load'>;
      readonly binding: Binding;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly run: 'load';
      readonly binding: null;
      readonly warnings: readonly Warning[];
      readonly seen: ObservedRun;
    };

/** The model with its gradients; else the file's own statements, if they make a network; else its forward pass alone. */
export async function chooseRun({ result, host, inventory, bindOptions }: OpenedModel): Promise<ChosenRun> {
  const [model] = result.ok ? result.bindings : [];
  if (model?.subject === 'model')
    return { run: 'gradient', binding: model, warnings: [...model.warnings, ...madeSizes(model)] };
  const seen = await host.scales('load');
  const load = { run: 'load', binding: null, warnings: [], seen } as const;
  if (networkOf(seen.trace, [], null).layers.length > 0) return load;
  try {
    const forward = await bindForward(inventory, host, bindOptions);
    if (!forward.ok) return load;
    const [binding] = forward.bindings;
    const name = binding.readings[0]?.replace(/^class /, '') ?? 'forward';
    const why =
      result.ok || result.problem.code === 'no-backward' ? '' : ` ${sentence(result.problem.message)}`;
    const message = `No cost with gradients was found, so \`${name}\` alone was run.${why}`;
    return {
      run: 'cost',
      binding,
      warnings: [{ code: 'forward-only', message, line: null }, ...binding.warnings, ...madeSizes(binding)],
    };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return load;
  }
}

/** Says with which sizes the network was made, and how to see it in its own if they are not. */
function madeSizes({ entries }: Binding): readonly Warning[] {
  const made = entries.find(({ how }) =>
    /^(called (with|as in)|built( as in line \d+)?: \w+\().*\d/.test(how),
  );
  if (made === undefined) return [];
  const call = made.how.startsWith('called')
    ? `\`${made.name}\` was ${made.how}`
    : `the network was ${made.how}`;
  const written = /^\w+ as in line (\d+)/.exec(made.how);
  const remedy = written ? '' : ' To see it in its own size, make it at the top level of the file.';
  const line = written ? Number(written[1]) : made.line;
  return [{ code: 'made-sizes', message: `${sentence(call)}.${remedy}`, line }];
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
