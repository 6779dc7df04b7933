import type { Problem } from '../problem';
import type { Binding, BindingResult, BindOptions, Runner } from './binding';
import { bindByNames } from './byNames';
import { contextOf, isFinal } from './explore';
import type { Inventory } from './inventory';
import { bindLayers, layersOf, namesOf, type Layer } from './layers/bindLayers';
import { unusedLayers } from './layers/unused';
import { nothingFits } from './nothingFits';
import { bindObjectives } from './objective/bindObjective';
import { problemOf } from './problemOf';
import { bindScript, scriptLabel } from './script/bindScript';
import { Session } from './session';

/**
 * The ways to understand a file without a contract, the surest first: the layer that was asked for, an objective whose
 * arguments are the file's own values, a model by its names, a loop that trains, layers alone.
 */

/** What an objective may cost, which is tried even where the other ways have spent their calls. */
const objectiveCalls = 20;

/** The model, and the layers that it does not use; or the layers alone. */
export async function bindFile(
  inventory: Inventory,
  runner: Runner,
  options: BindOptions,
  session: Session,
): Promise<BindingResult> {
  const layers = layersOf(inventory);
  const asked = layers.filter(
    (layer) => options.subject !== null && namesOf(layer).includes(options.subject),
  );
  const alone = async (wanted: readonly Layer[]): Promise<BindingResult | null> => {
    const { bindings, unbound } = await bindLayers(wanted, inventory, runner, options);
    const [main, ...others] = bindings;
    return main === undefined ? null : { ok: true, bindings: [main, ...others], unbound };
  };
  // The file's own values under the names of the arguments say more than any role of a name.
  const objective = async (needed: boolean): Promise<BindingResult | null> => {
    if (options.reading !== null) return null;
    const calls = new Session(runner, objectiveCalls);
    const [main, ...others] = await bindObjectives(inventory, calls, options.subject, needed);
    return main === undefined ? null : { ok: true, bindings: [main, ...others], unbound: [] };
  };
  const stated = await objective(true);
  if (asked.length > 0 && stated === null) {
    const result = await bindLayers(asked, inventory, runner, options);
    const [main, ...others] = result.bindings;
    if (main !== undefined) return { ok: true, bindings: [main, ...others], unbound: result.unbound };
    if (asked.some(({ of }) => of === 'functions'))
      return (await objective(false)) ?? { ok: false, problem: result.unbound[0]!.problem };
  }
  const context = await contextOf(inventory, options, session);
  const byNames = stated ?? (await bindByNames(context, layers));
  const model = byNames.ok ? byNames : ((await objective(false)) ?? byNames);
  if (!model.ok || !statesCost(model.bindings[0])) {
    const script = options.subject === null ? await bindLoops(inventory, options, session) : null;
    if (script?.ok === true) return script;
    if (!model.ok) {
      if (options.subject !== null || layers.length === 0) return script ?? model;
      return (
        withoutModel(await alone(layers), model.problem, inventory, layers.every(isDerivative)) ??
        script ??
        model
      );
    }
  }
  const bound = new Set(model.bindings.flatMap(({ readings }) => readings[0]?.split(' → ') ?? []));
  const free = layers.filter((layer) => !namesOf(layer).some((name) => bound.has(name)));
  const unused = options.subject === null ? unusedLayers(free, model.bindings[0], inventory) : [];
  if (unused.length === 0) return model;
  const rest = await bindLayers(unused, inventory, runner, options);
  return {
    ...model,
    bindings: [...model.bindings, ...rest.bindings],
    unbound: [...model.unbound, ...rest.unbound],
  };
}

/**
 * Layers that are right say nothing of a model that is there and could not be called: it is told beside them. A layer's own
 * method that could not be called as a model's is none.
 */
function withoutModel(
  layers: BindingResult | null,
  problem: Problem,
  inventory: Inventory,
  helpersOnly: boolean,
): BindingResult | null {
  if (layers?.ok !== true) return layers;
  const isNone = problem.message === nothingFits(inventory, null).message;
  if (isNone && !(helpersOnly && mayTrain(inventory))) return layers;
  if (layers.bindings.some(({ subject }) => holds(subject, problem, inventory))) return layers;
  return { ...layers, unbound: [{ subject: 'model', problem }, ...layers.unbound] };
}

/** True if a problem is one of a method of this class. */
function holds(name: string, { file, line }: Problem, { classes }: Inventory): boolean {
  return classes
    .filter((one) => one.name === name)
    .flatMap(({ methods }) => methods)
    .some((method) => method.file === file && line !== null && method.line <= line && line <= method.endLine);
}

/** `sigmoid` and `sigmoid_prime`: right or wrong, they are not what the file is about. */
function isDerivative({ of, pair }: Layer): boolean {
  return of === 'functions' && pair.kind === 'derivative';
}

/** True if something in the file may well hold a model, although it was not understood. */
function mayTrain({ classes, functions }: Inventory): boolean {
  const trains = /(train|fit|learn|update|step|back|grad|optimi[sz]e)/i;
  return (
    functions.some(({ name }) => trains.test(name) && !/(deriv|prime|_grad(ient)?$)/i.test(name)) ||
    classes.some(({ methods }) => methods.some(({ name }) => trains.test(name)))
  );
}

/** False where J had to be made up: a loop of the file that trains knows better. */
export function statesCost({ assumedCosts, meanOver }: Binding): boolean {
  return assumedCosts === undefined && meanOver === undefined;
}

/** The script's training loops, the last one first: what comes before it is often a first try. Null if it has none. */
async function bindLoops(
  inventory: Inventory,
  { loops = [], reading }: BindOptions,
  session: Session,
): Promise<BindingResult | null> {
  let failed: BindingResult | null = null;
  for (const loop of [...loops].reverse()) {
    if (reading !== null && reading !== scriptLabel(loop)) continue;
    try {
      return only(await bindScript(loop, inventory, session));
    } catch (error) {
      if (isFinal(error)) throw error;
      failed ??= { ok: false, problem: problemOf(error, inventory) };
    }
  }
  return failed;
}

function only(binding: Binding): BindingResult {
  return { ok: true, bindings: [binding], unbound: [] };
}
