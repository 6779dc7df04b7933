import type { Binding, BindingEntry, LoopDoubts, Warning } from '../binding';
import { dataOfModule } from '../data';
import type { Inventory } from '../inventory';
import { listed } from '../parameters';
import type { Plan, PlannedTensor } from '../plan';
import { roleOfArgument } from '../roles';
import { Misfit, type Session } from '../session';
import { isScalar, scalarValue, shapeOf } from '../values';
import { assumedScriptCosts, namedCosts, type ScriptCost } from './cost';
import { unusableParameter } from '../unusable';
import { whyDoubtful } from './doubts';
import { runPass, type Pass } from './pass';
import { stateOf } from './state';
import { scriptTensors, type ScriptTensor } from './tensors';
import type { TrainingLoop } from './trainingLoop';

/**
 * Binds a script that trains in a loop at its top level: one pass of the loop gives the cost and the gradients, and all
 * that it changes is put back before the next.
 */
export async function bindScript(
  loop: TrainingLoop,
  inventory: Inventory,
  session: Session,
): Promise<Binding> {
  const pass = await runPass(loop, inventory, session);
  const { tensors, mistaken } = scriptTensors(pass);
  if (tensors.length === 0) {
    const unusable = unusableParameter(inventory);
    if (unusable !== null) throw new Misfit('unusable-parameters', unusable, loop.line, inventory.file);
    throw misfit(loop, inventory, 'no-parameters', 'updates nothing that is an array of numbers');
  }
  const named = namedCosts(pass);
  const costs = named.length === 0 ? await assumedScriptCosts(pass, session) : named.slice(0, 1);
  const [first] = costs;
  if (first === undefined)
    throw misfit(loop, inventory, 'no-cost', 'computes no cost before it updates the parameters');
  const changes = tensors.some(({ gradient }) => gradient === null);
  if (changes && pass.loop.steps.length === 0)
    throw misfit(loop, inventory, 'no-gradients', 'leaves no gradient under a name that was recognised');
  const rate = changes ? learningRate(pass) : null;
  const plan = (one: ScriptCost): Plan => planOf(one, pass, tensors, changes ? (rate?.value ?? 1) : null);
  const planned = (all: readonly ScriptCost[]) => all.map((one) => ({ name: one.name, plan: plan(one) }));
  const loopDoubts: LoopDoubts = {
    cost: first.name,
    otherCosts: first.assumed ? [] : planned(await assumedScriptCosts(pass, session)),
    besides: planned(besides(first, named, loop)),
    changes,
    why: whyDoubtful(first, loop, changes ? stateOf(pass, tensors, inventory) : []),
  };
  return {
    subject: 'model',
    plan: plan(first),
    ...(changes && rate === null && { upTo: 'learning-rate' }),
    ...(first.assumed && { assumedCosts: planned(costs) }),
    loop: loopDoubts,
    entries: entriesOf(pass, tensors, first, rate?.name ?? null, changes),
    readings: [scriptLabel(loop)],
    warnings: mistaken.length === 0 ? [] : [notChecked(mistaken)],
    examples: examplesOf(inventory),
    classes: null,
    backward: { name: 'training loop', file: inventory.file, line: loop.updateLine },
  };
}

/** Other costs of the pass of which neither is made of the other, as those of two networks. */
function besides(
  first: ScriptCost,
  named: readonly ScriptCost[],
  { costs }: TrainingLoop,
): readonly ScriptCost[] {
  const partsOf = (name: string): readonly string[] => costs.find((one) => one.name === name)?.parts ?? [];
  return named.filter(
    ({ name }) =>
      name !== first.name && !partsOf(first.name).includes(name) && !partsOf(name).includes(first.name),
  );
}

function notChecked(names: readonly string[]): Warning {
  const [shown, rest] = [names.slice(0, 4), names.length - 4];
  const all = rest > 0 ? `${shown.join(', ')} and ${rest} more` : listed(shown);
  const message = `${all} got no gradient and ${names.length === 1 ? 'was' : 'were'} not taken for a parameter.`;
  return { code: 'not-checked', message, line: null };
}

export function scriptLabel({ line, where = `line ${line}` }: TrainingLoop): string {
  return `training loop, ${where}`;
}

function planOf(cost: ScriptCost, pass: Pass, tensors: readonly ScriptTensor[], rate: number | null): Plan {
  return {
    cost: cost.steps,
    J: cost.J,
    gradient: [pass.step],
    tensors: tensors.map(({ tensor, gradient }): PlannedTensor => ({
      name: tensor.name,
      parameter: tensor.source,
      gradient: rate === null ? gradient!.source : { from: 'change', rate },
    })),
    reseed: null,
    restore: true,
  };
}

/** The learning rate, where every update reads it and the loop leaves it alone. */
function learningRate(pass: Pass): { readonly name: string; readonly value: number } | null {
  const found = pass.others.find(
    ({ name, value }) =>
      pass.loop.stepNames.includes(name) &&
      roleOfArgument(name) === 'learningRate' &&
      isScalar(value) &&
      scalarValue(value) > 0,
  );
  return found === undefined ? null : { name: found.name, value: scalarValue(found.value) };
}

function entriesOf(
  pass: Pass,
  tensors: readonly ScriptTensor[],
  cost: ScriptCost,
  rate: string | null,
  changes: boolean,
): readonly BindingEntry[] {
  const { loop } = pass;
  const how = changes
    ? `one pass of the loop; the gradient is (before − after) / ${rate ?? 'a learning rate that is not known'}`
    : 'one pass of the loop';
  return [
    { role: 'gradients', name: 'training loop', line: loop.line, how },
    {
      role: 'cost',
      name: cost.assumed ? 'none' : cost.name,
      line: cost.line,
      how: cost.assumed
        ? 'the loop has none: textbook costs of the output and the labels are tried'
        : 'by its name, before the update',
    },
    {
      role: 'parameters',
      name: listed(tensors.map(({ tensor }) => tensor.name)),
      line: null,
      how: loop.steps.length > 0 ? 'what the loop updates' : 'by their names',
    },
  ];
}

function examplesOf(inventory: Inventory): number | null {
  const [data] = dataOfModule(inventory);
  if (data === undefined) return null;
  const labels = data.labelsValue === null ? null : shapeOf(data.labelsValue);
  const shared = labels?.find((length) => length > 1 && data.inputsShape.includes(length));
  return shared ?? null;
}

function misfit(loop: TrainingLoop, inventory: Inventory, code: string, why: string): Misfit {
  return new Misfit(
    code,
    `the loop that trains ${why}. Add a \`gradient_lens()\` function with the command *Insert Model Contract*.`,
    loop.line,
    inventory.file,
  );
}
