import { problemOfFailure } from '../problems/failureProblem';
import type { Problem } from '../problem';
import type { Bind, Binding, BindingResult, BindOptions, Runner } from './binding';
import { classReadings } from './classes';
import { bindContract, contractOf } from './contract';
import { layerClass, networkClass } from './functionKinds';
import { contextOf, Findings, isFinal, isVague, type Context } from './explore';
import { functionReadings, type Reading } from './functions';
import { furtherCandidates } from './further';
import type { Inventory } from './inventory';
import { bindLayers, layersOf, namesOf, type Layer } from './layers/bindLayers';
import { bindContractLayers } from './layers/contractLayers';
import { unusedLayers } from './layers/unused';
import { nothingFits } from './nothingFits';
import { bindObjective } from './objective/bindObjective';
import { bindingOf } from './outcome';
import { bindScript, scriptLabel } from './script/bindScript';
import { Misfit, Session, StepFailure } from './session';

/** Calls that finding out how the model is called may cost; the usual file takes fewer than ten. */
const callLimit = 400;

/** What an objective may cost, which is tried even where the other ways have spent their calls. */
const objectiveCalls = 20;

/** Finds out how a loaded module is to be called: by the contract it declares, or by names and by trying. */
export const bind: Bind = async (inventory, runner, options) => {
  const session = new Session(runner, callLimit);
  try {
    const contract = contractOf(inventory);
    if (contract !== null && contractWanted(contract.name, options)) {
      const declared = await bindContractLayers(contract, inventory, session, options.seed);
      const model = declared.besideModel || declared.bindings.length === 0;
      const [main, ...others] = [
        ...(model ? [await bindContract(contract, session)] : []),
        ...declared.bindings,
      ];
      return { ok: true, bindings: [main!, ...others], unbound: [] };
    }
    return await bindFile(inventory, runner, options, session);
  } catch (error) {
    return { ok: false, problem: problemOf(error, inventory) };
  }
};

/** True for a reading that ends in one half of a layer: the layer is checked alone, and is no model. */
function isOfLayer(reading: Reading, layers: readonly Layer[]): boolean {
  const classes = layers.filter(({ of }) => of === 'class').map(({ pair }) => pair.name);
  const own = classes.find((name) => reading.label === `class ${name}`);
  if (own !== undefined)
    return !networkClass.test(own) && (reading.singleLayer || layerClass.test(own) || classes.length > 1);
  const last = reading.subjects.at(-1);
  return layers.some(
    ({ of, pair }) =>
      of === 'functions' &&
      pair.kind !== 'derivative' &&
      !/^$|model|net/i.test(pair.name) &&
      pair.backward.name === last,
  );
}

function only(binding: Binding): BindingResult {
  return { ok: true, bindings: [binding], unbound: [] };
}

/** Layers that are right say nothing of a model that is there and could not be called: it is told beside them. */
function withoutModel(
  layers: BindingResult | null,
  problem: Problem,
  inventory: Inventory,
): BindingResult | null {
  if (layers?.ok !== true || problem.message === nothingFits(inventory, null).message) return layers;
  return { ...layers, unbound: [{ subject: 'model', problem }, ...layers.unbound] };
}

function contractWanted(name: string, { reading, subject }: BindOptions): boolean {
  return (reading === null || reading === `${name}()`) && (subject === null || subject === name);
}

/** The model, and the layers that it does not use; or the layers alone. */
async function bindFile(
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
  if (asked.length > 0) {
    const result = await bindLayers(asked, inventory, runner, options);
    const [main, ...others] = result.bindings;
    if (main !== undefined) return { ok: true, bindings: [main, ...others], unbound: result.unbound };
    if (asked.some(({ of }) => of === 'functions')) return { ok: false, problem: result.unbound[0]!.problem };
  }
  const context = await contextOf(inventory, options, session);
  // The file's own values under the names of the arguments say more than any role of a name.
  const objective = async (needed: boolean): Promise<BindingResult | null> => {
    const found =
      options.reading === null
        ? await bindObjective(inventory, new Session(runner, objectiveCalls), options.subject, needed)
        : null;
    return found && only(found);
  };
  const stated = await objective(true);
  const byNames = stated ?? (await bindByNames(context, layers));
  const model = byNames.ok ? byNames : ((await objective(false)) ?? byNames);
  if (!model.ok || !statesCost(model.bindings[0])) {
    const script = options.subject === null ? await bindLoops(inventory, options, session) : null;
    if (script?.ok === true) return script;
    if (!model.ok) {
      if (options.subject !== null || layers.length === 0) return script ?? model;
      return withoutModel(await alone(layers), model.problem, inventory) ?? script ?? model;
    }
  }
  const unused = options.subject === null ? unusedLayers(layers, model.bindings[0], inventory) : [];
  if (unused.length === 0) return model;
  const rest = await bindLayers(unused, inventory, runner, options);
  return {
    ...model,
    bindings: [...model.bindings, ...rest.bindings],
    unbound: [...model.unbound, ...rest.unbound],
  };
}

/** False where J had to be made up: a loop of the file that trains knows better. */
function statesCost({ assumedCosts, meanOver }: Binding): boolean {
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

async function bindByNames(context: Context, layers: readonly Layer[]): Promise<BindingResult> {
  const { inventory, options, session } = context;
  const own = (readings: readonly Reading[]) => readings.filter((reading) => !isOfLayer(reading, layers));
  const further = own(furtherReadingsOf(context));
  const wanted = chosen([...own(readingsOf(context)), ...further], options);
  if (wanted.length === 0) return { ok: false, problem: nothingFits(inventory, options.subject) };
  let reason: unknown = null;
  for (const [index, reading] of wanted.entries()) {
    const findings = new Findings();
    try {
      await reading.explore(context, findings);
    } catch (error) {
      if (isFinal(error)) throw error;
      findings.fail(error, null, -1);
    }
    if (findings.best !== null) {
      const others = [...wanted.slice(index + 1), ...wanted.slice(0, index)].filter(
        (other) => further.includes(other) === further.includes(reading),
      );
      return only(bindingOf(findings.best, reading, others, context));
    }
    // The best reading's failure is the one that helps: it is what the file is most likely meant to be.
    if (!further.includes(reading) || !isVague(findings.reason)) reason ??= findings.reason;
    if (session.spent) break;
  }
  return {
    ok: false,
    problem: reason === null ? nothingFits(inventory, options.subject) : problemOf(reason, inventory),
  };
}

function readingsOf(context: Context): readonly Reading[] {
  const all = byMerit([...functionReadings(context), ...classReadings(context)]);
  // Single layers are no models where there is one.
  const plausible = all.filter((reading) => !reading.singleLayer);
  return plausible.length > 0 ? plausible : all;
}

/** For files without a cost that goes with gradients: updates in place, forward and backward passes alone. */
function furtherReadingsOf(context: Context): readonly Reading[] {
  return byMerit([
    ...functionReadings(context, (members, file) => furtherCandidates(members, file, false)),
    ...classReadings(context, furtherCandidates),
  ]).filter((reading) => !reading.singleLayer);
}

function byMerit(readings: readonly Reading[]): readonly Reading[] {
  return [...readings].sort((a, b) => b.merit - a.merit);
}

/** The readings to try: those of the subject, the one asked for first. */
function chosen(readings: readonly Reading[], { reading, subject }: BindOptions): readonly Reading[] {
  const about =
    subject === null ? readings : readings.filter((candidate) => candidate.subjects.includes(subject));
  if (reading === null) return about;
  const first = about.filter(
    (candidate) => candidate.label === reading || candidate.labels.includes(reading),
  );
  return [...first, ...about.filter((candidate) => !first.includes(candidate))];
}

function problemOf(error: unknown, inventory: Inventory): Problem {
  if (error instanceof StepFailure)
    return problemOfFailure(error.failure, { file: inventory.file, stage: 'bind' });
  if (error instanceof Misfit) {
    const file = error.file ?? inventory.file;
    return { code: error.code, message: error.message, file, line: error.line, column: null, details: '' };
  }
  throw error;
}
