import { isLayerStep, kindOfFunction } from './functionKinds';
import type { Item, Parameters } from './environment';
import type { BindingEntry } from './binding';
import type { Description, FunctionFact, Inventory } from './inventory';
import { looksLikeParameter } from './names';
import { partsOf } from './results';
import { roleOfArgument, type Role } from './roles';
import type { Session } from './session';
import type { Sizes } from './networkSizes';
import { calledText, sizedArguments, sizesFrom } from './sizes';
import { tensorsOfContainer, tensorsOfModule, tensorAt, type FoundTensor } from './tensors';
import type { Source } from './plan';
import { isFloating, isNumeric, leavesOf, partName } from './values';
import type { WrittenCall } from './writtenCalls';

/** A way to get hold of the parameters; `obtain` runs what it needs. */
export interface ParameterChoice {
  readonly obtain: (session: Session) => Promise<Obtained>;
}

export interface Obtained {
  readonly parameters: Parameters;
  readonly entry: BindingEntry;
  /** Said as a warning where the parameters are not the file's own. */
  readonly made: boolean;
}

/**
 * Parameters that the module already holds: one dict or list of them, and globals of their own.
 * @param separate true if the functions take several of them, so that globals come first.
 */
export function moduleChoices(inventory: Inventory, separate: boolean): readonly ParameterChoice[] {
  const containers = inventory.values.filter(
    ({ name, value }) =>
      roleOfArgument(name.replace(/\d+$/, '')) === 'parameters' &&
      !/(grad|init|best|old|hist|shape|names)/i.test(name) &&
      value.type !== 'object' &&
      leavesOf(value).some(({ path, value: leaf }) => {
        const part = path.at(-1);
        const isNamed = part !== undefined && looksLikeParameter(String(partName(part)));
        return leaf.type === 'array' && (isFloating(leaf) || (isNamed && isNumeric(leaf)));
      }),
  );
  const choices = containers.map(({ name, value }): ParameterChoice => {
    const source: Source = { from: 'module', name };
    return chosen({
      parameters: {
        tensors: tensorsOfContainer(source, value, name),
        container: source,
        items: [],
        guessed: false,
      },
      entry: { role: 'parameters', name, line: null, how: 'by its name' },
      made: false,
    });
  });
  const beside = takenBesideParameters(inventory);
  const isParameter = (name: string): boolean => looksLikeParameter(name) || beside.has(name);
  const tensors = tensorsOfModule(inventory.values, isParameter);
  if (tensors.length === 0) return choices;
  const items = inventory.values
    .filter(({ name, value }) => isParameter(name) && (isNumeric(value) || value.type === 'sequence'))
    .map(({ name, value }): Item => ({ name, role: null, source: { from: 'module', name }, value }));
  const globals = chosen({
    parameters: { tensors, container: null, items, guessed: true },
    entry: {
      role: 'parameters',
      name: listed(items.map((item) => item.name)),
      line: null,
      how: 'by their names, as values of the module',
    },
    made: false,
  });
  return separate ? [globals, ...choices] : [...choices, globals];
}

const notTrained: ReadonlySet<Role | null> = new Set<Role>([
  'inputs',
  'labels',
  'output',
  'cache',
  'upstream',
  'gradients',
  'state',
]);

/** Names of float arrays that functions take together with parameters, as the bias `c` beside the kernel `K`. */
function takenBesideParameters({ functions, values }: Inventory): ReadonlySet<string> {
  const arrays = values.filter(({ value }) => value.type === 'array' && isFloating(value));
  const names = new Set(arrays.map(({ name }) => name));
  return new Set(
    functions
      .map(({ parameters }) => parameters.map(({ name }) => name))
      .filter((taken) => taken.some(looksLikeParameter))
      .flat()
      .filter((name) => names.has(name) && !notTrained.has(roleOfArgument(name, 'cost'))),
  );
}

/** Parameters that a function of the file initialises, for each of the sizes. */
export function initialiserChoices(
  inventory: Inventory,
  sizes: readonly Sizes[],
  calls: readonly WrittenCall[],
): readonly ParameterChoice[] {
  const functions = inventory.functions
    .filter((fact) => kindOfFunction(fact) === 'initialize' && !isLayerStep(fact))
    .sort((a, b) => merit(b) - merit(a));
  return functions.flatMap((fact) => {
    const sized = fact.parameters.length === 0 ? sizes.slice(0, 1) : sizesFrom(calls, fact.name, sizes);
    return sized.map((size) => ({
      obtain: (session: Session) => initialise(fact, size, inventory, session),
    }));
  });
}

function merit(fact: FunctionFact): number {
  const zeros = /zero/i.test(fact.name) ? -3 : 0;
  const deep = /(deep|param|he$|_he|xavier|weights|model)/i.test(fact.name) ? 1 : 0;
  return zeros + deep + Math.min(fact.endLine - fact.line, 40) / 40;
}

async function initialise(
  fact: FunctionFact,
  sizes: Sizes,
  inventory: Inventory,
  session: Session,
): Promise<Obtained> {
  const made = sizedArguments(fact, fact.parameters, sizes, inventory.values);
  const { positional, keywords } = made;
  const slot = session.slot('parameters');
  const call: Source = { from: 'module', name: fact.name };
  const value = await session.run({ slot, call, positional, keywords });
  return {
    parameters: await parametersOf(fact, { from: 'slot', slot }, value, session),
    entry: { role: 'parameters', name: fact.name, line: fact.line, how: calledText(made) },
    made: false,
  };
}

/**
 * Parameters in what an initialisation returned. The members of a tuple get slots of their own: a number in a tuple
 * could not be replaced there.
 */
async function parametersOf(
  fact: FunctionFact,
  source: Source,
  value: Description,
  session: Session,
): Promise<Parameters> {
  const parts = partsOf(fact, source, value);
  if (parts.length === 1) {
    const name = parts[0]!.name ?? 'parameters';
    return { tensors: tensorsOfContainer(source, value, name), container: source, items: [], guessed: false };
  }
  const tensors: FoundTensor[] = [];
  const items: Item[] = [];
  for (const [index, part] of parts.entries()) {
    const name = part.name ?? `parameter ${index + 1}`;
    const role = roleOfArgument(name);
    if (!isNumeric(part.value) && part.value.type !== 'mapping' && part.value.type !== 'sequence') continue;
    if (role !== null && role !== 'parameters' && !looksLikeParameter(name)) continue;
    const kept = await session.keep(name, part.source);
    items.push({ name, role: null, source: kept.source, value: kept.value });
    tensors.push(
      ...(isNumeric(kept.value)
        ? [tensorAt(kept.source, kept.value, [name])]
        : tensorsOfContainer(kept.source, kept.value, name)),
    );
  }
  return { tensors, container: items.length === 1 ? items[0]!.source : source, items, guessed: false };
}

export function chosen(obtained: Obtained): ParameterChoice {
  return { obtain: () => Promise.resolve(obtained) };
}

/** `W1, b1, W2 and b2`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
