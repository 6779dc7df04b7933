import { bind } from '../core/binding/bind';
import { statesCost } from '../core/binding/bindFile';
import type { BindingResult, BindOptions, Warning } from '../core/binding/binding';
import type { Inventory } from '../core/binding/inventory';
import { HostError, type ModelHost } from '../hosts/ModelHost';
import type { Opened } from '../source/mainBlock';
import type { CheckRequest } from './checkModel';
import type { ModelText } from './languages';
import { loadRequestOf } from './loadRequest';

/** A model file in a process of its own, and how it is to be called. */
export interface OpenedModel {
  readonly model: ModelText;
  readonly host: ModelHost;
  readonly inventory: Inventory;
  readonly bindOptions: BindOptions;
  readonly result: BindingResult;
}

export interface Opening {
  readonly request: CheckRequest;
  /** As `BindOptions.ownSizes`. */
  readonly ownSizes?: boolean;
  /** Starts a process for the model. */
  readonly start: () => ModelHost;
  /** Called when the model is loaded. */
  readonly onLoaded: (inventory: Inventory) => void;
}

/** Loads and binds a file; with its main block, where nothing else gives a model. */
export async function openModel(model: ModelText, opening: Opening): Promise<OpenedModel> {
  const plain = await open(model, opening);
  const { otherwise } = model;
  if (otherwise === undefined || opening.request.options.subject !== null || bindsModel(plain.result, true))
    return plain;
  const other = await open(otherwise, opening).catch((error: unknown) => {
    // Statements that cannot be run here say nothing about the rest of the file.
    if (opening.request.signal.aborted || !(error instanceof HostError)) throw error;
    return null;
  });
  if (other === null || !bindsModel(other.result, bindsModel(plain.result, false))) {
    await other?.host.dispose();
    return plain;
  }
  await plain.host.dispose();
  return { ...other, result: withNote(other.result, otherwise.opened) };
}

async function open(
  model: ModelText,
  { request, ownSizes = false, start, onLoaded }: Opening,
): Promise<OpenedModel> {
  const host = start();
  const inventory = await host.load(loadRequestOf(model, request));
  onLoaded(inventory);
  const { reading, subject, seed, examples } = request.options;
  const { loops = [], calls = [] } = model;
  const bindOptions: BindOptions = { reading, subject, seed, examples, loops, calls, ownSizes };
  return { model, host, inventory, bindOptions, result: await bind(inventory, host, bindOptions) };
}

/** True if a model was found and not only layers; with a cost that the file states, if that is asked for. */
function bindsModel(result: BindingResult, stated: boolean): boolean {
  return result.ok && result.bindings[0].subject === 'model' && (!stated || statesCost(result.bindings[0]));
}

function withNote(result: BindingResult, opened: Opened | undefined): BindingResult {
  if (!result.ok || opened === undefined) return result;
  const { name, line } = opened;
  const note: Warning = {
    code: 'main-block',
    message: `The statements of \`${name}\` that do not train were run, as they make the data and the parameters.`,
    line,
  };
  const [first, ...others] = result.bindings;
  return { ...result, bindings: [{ ...first, warnings: [...first.warnings, note] }, ...others] };
}
