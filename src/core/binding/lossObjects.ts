import { requiredOf } from './functionKinds';
import type { ClassFact, Description, FunctionFact, Inventory } from './inventory';
import type { PathPart, Source } from './plan';
import type { Member } from './members';
import { roleOfArgument } from './roles';
import type { Session } from './session';
import { inside } from './values';

/**
 * Costs that are objects or classes: `criterion = MSELoss()` with `forward(prediction, target)` and `backward()`, or a
 * class of static methods that a network keeps, as in `self.cost.fn(a, y)`.
 */

const costMethods = /^(forward|__call__|call|loss|cost|fn|f|compute|calculate|value|evaluate)$/i;
const derivativeMethods = /^(backward|gradient|grad|derivative|prime|deriv|compute_gradient|d|backprop)$/i;
const keptUnder =
  /^_*(loss|cost|criterion|loss_?(fn|func|function|layer)|cost_?(fn|func|function)|objective)$/i;

/** Those that an object keeps in an attribute of its own. */
export function keptLosses(instance: Source, value: Description, inventory: Inventory): readonly Member[] {
  if (value.type !== 'object') return [];
  return value.attributes.flatMap((attribute) => {
    if (!keptUnder.test(attribute.name)) return [];
    const source = inside(instance, [{ attribute: attribute.name }]);
    if (attribute.value.type === 'object') return membersOf(source, attribute.value.methods, true);
    // A class itself: whichever it is, its methods have the names of those in the file.
    if (attribute.value.type !== 'other' || attribute.value.className !== 'type') return [];
    const methods = inventory.classes
      .flatMap((fact) => fact.methods)
      .filter((fact) => /^(fn|cost|loss)$/.test(fact.name));
    return membersOf(source, methods.slice(0, 1), false);
  });
}

/** Those that the module keeps as values. */
export function moduleLosses(inventory: Inventory): readonly Member[] {
  return inventory.values.flatMap(({ name, value }) =>
    keptUnder.test(name) && value.type === 'object'
      ? membersOf({ from: 'module', name }, value.methods, true)
      : [],
  );
}

/** What the classes of the file could give, before there is any object of them. */
export function possibleLosses(inventory: Inventory): readonly Member[] {
  return lossClasses(inventory).flatMap((fact) =>
    membersOf({ from: 'module', name: fact.name }, fact.methods, true),
  );
}

/** Builds an object of the first class that stands for a cost and needs nothing to be built. */
export async function builtLoss(inventory: Inventory, session: Session): Promise<readonly Member[]> {
  const fact = lossClasses(inventory).find(
    (candidate) => requiredOf({ parameters: candidate.constructorParameters }).length === 0,
  );
  if (fact === undefined) return [];
  const slot = session.slot('criterion');
  await session.run({ slot, call: { from: 'module', name: fact.name }, positional: [], keywords: {} });
  return membersOf({ from: 'slot', slot }, fact.methods, true);
}

function lossClasses(inventory: Inventory): readonly ClassFact[] {
  const losses = inventory.classes.filter((fact) => {
    const kinds = membersOf({ from: 'module', name: fact.name }, fact.methods, true).map(({ kind }) => kind);
    const named = /(loss|cost|entropy|mse|error|criterion)/i.test(fact.name);
    return kinds.includes('cost') && (named || kinds.includes('costDerivative'));
  });
  // A class of the bare name is what the others derive from.
  const bare = /^(abstract|base)?_?(loss|cost|criterion)(es|s)?_?(function|base|fn)?$/i;
  return [...losses.filter(({ name }) => !bare.test(name)), ...losses.filter(({ name }) => bare.test(name))];
}

function membersOf(source: Source, methods: readonly FunctionFact[], stateful: boolean): readonly Member[] {
  const at = (part: PathPart): Source => inside(source, [part]);
  return methods.flatMap((fact): readonly Member[] => {
    const roles = requiredOf(fact).map((parameter) => roleOfLossArgument(parameter.name));
    const compares = roles.includes('output') && roles.includes('labels') && roles.length === 2;
    const target = at({ attribute: fact.name });
    if (costMethods.test(fact.name) && compares) return [{ fact, kind: 'cost', target, stateful }];
    const plain = roles.length === 0 || compares;
    if (derivativeMethods.test(fact.name) && plain)
      return [{ fact, kind: 'costDerivative', target, stateful }];
    return [];
  });
}

function roleOfLossArgument(name: string): string | null {
  const role = roleOfArgument(name, 'cost');
  return role === 'inputs' ? 'output' : role;
}
