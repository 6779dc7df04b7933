import { problemOfFailure } from '../../problems/failureProblem';
import type { Problem } from '../../problem';
import type { Binding, BindOptions, Runner, Unbound } from '../binding';
import type { Inventory } from '../inventory';
import { isFinal } from '../explore';
import { Misfit, Session, StepFailure } from '../session';
import { bindingOfClass, bindingOfPair } from './layerBinding';
import { classPairsOf, type ClassPair } from './classPairs';
import { pairsOf, type Pair } from './pairs';
import { tryClass } from './tryClass';
import { tryPair } from './tryFunctions';
import { Trials } from './tried';

/** What of a file can be checked as a layer of its own. */
export type Layer =
  { readonly of: 'functions'; readonly pair: Pair } | { readonly of: 'class'; readonly pair: ClassPair };

/** Calls that finding out how one layer is called may cost. */
const callsPerLayer = 240;

/** All layers of a file, in its order. */
export function layersOf(inventory: Inventory): readonly Layer[] {
  const line = (layer: Layer): number =>
    layer.of === 'class' ? layer.pair.fact.line : layer.pair.forward.line;
  return [
    ...pairsOf(inventory).map((pair): Layer => ({ of: 'functions', pair })),
    ...classPairsOf(inventory).map((pair): Layer => ({ of: 'class', pair })),
  ].sort((a, b) => line(a) - line(b));
}

/** Names by which a layer can be asked for: of either half, or the common one. */
export function namesOf({ of, pair }: Layer): readonly string[] {
  return of === 'class' ? [pair.name] : [pair.name, pair.forward.name, pair.backward.name];
}

export interface BoundLayers {
  readonly bindings: readonly Binding[];
  readonly unbound: readonly Unbound[];
}

/** Binds each of these layers by itself. */
export async function bindLayers(
  layers: readonly Layer[],
  inventory: Inventory,
  runner: Runner,
  options: BindOptions,
): Promise<BoundLayers> {
  const bindings: Binding[] = [];
  const unbound: Unbound[] = [];
  for (const [index, layer] of layers.entries()) {
    const session = new LayerSession(runner, `${layer.pair.name} ${index + 1}`);
    const trying = { inventory, session, seed: options.seed + index };
    const trials = new Trials();
    const subject = layer.pair.name;
    try {
      const binding = await bindLayer(layer, trying, trials);
      if (binding !== null) bindings.push(binding);
      else if (isMeant(layer, trials))
        unbound.push({ subject, problem: problemOf(layer, trials, inventory) });
    } catch (error) {
      if (error instanceof Misfit) {
        const { code, message, line } = error;
        const file = error.file ?? inventory.file;
        unbound.push({ subject, problem: { code, message, file, line, column: null, details: '' } });
        continue;
      }
      if (!(error instanceof StepFailure) || isFinal(error)) throw error;
      trials.fail(error, 3);
      unbound.push({ subject, problem: problemOf(layer, trials, inventory) });
    }
  }
  return { bindings, unbound };
}

/** True if something is surely meant to be a layer: then it is told that it could not be checked. */
function isMeant({ of, pair }: Layer, { missing }: Trials): boolean {
  if (of === 'functions')
    return pair.kind === 'layer' || (pair.backward !== pair.forward && pair.kind === 'loss');
  // What is built with a function is a base of other layers.
  return missing === null || !/activation|prime|deriv|func|fn|callable/i.test(missing);
}

async function bindLayer(
  layer: Layer,
  trying: Parameters<typeof tryPair>[1],
  trials: Trials,
): Promise<Binding | null> {
  if (layer.of === 'class') {
    const tried = await tryClass(layer.pair, trying, trials);
    return tried === null ? null : bindingOfClass(layer.pair, tried);
  }
  await tryPair(layer.pair, trying, trials);
  const { best } = trials;
  return best === null ? null : bindingOfPair(layer.pair, best, trials.found);
}

/** Slots live as long as the host: those of one layer are not to hide those of another. */
class LayerSession extends Session {
  constructor(
    runner: Runner,
    private readonly prefix: string,
  ) {
    super(runner, callsPerLayer);
  }

  override slot(name: string): string {
    return super.slot(`${this.prefix} ${name}`);
  }
}

function problemOf(layer: Layer, trials: Trials, inventory: Inventory): Problem {
  const { forward, backward } = layer.pair;
  const contract =
    `To give others, return layer=(forward, backward, arguments, with_respect_to) from a \`gradient_lens()\` function, ` +
    'which the command *Insert Model Contract* writes';
  const at = (message: string, line: number, code = 'layer'): Problem => ({
    code,
    message,
    file: inventory.file,
    line,
    column: null,
    details: '',
  });
  if (trials.failure instanceof StepFailure) {
    const told = problemOfFailure(trials.failure.failure, { file: inventory.file, stage: 'bind' });
    const what = told.message.replace(/ If it was called.*$/, '');
    return { ...told, message: `${what} Its arguments were made to suit their names. ${contract}.` };
  }
  if (trials.missing !== null && trials.found.length === 0)
    return at(
      `nothing tells what to pass for \`${trials.missing}\` of \`${forward.name}\`. ${contract}.`,
      forward.line,
      'unknown-argument',
    );
  return at(
    `\`${backward.name}\` returned no gradient of the shape of an argument of \`${forward.name}\`, ` +
      `whatever shapes the arguments were given. ${contract}.`,
    backward.line,
    'no-gradients',
  );
}
