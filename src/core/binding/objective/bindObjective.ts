import type { Binding, BindingEntry } from '../binding';
import type { FunctionFact, Inventory } from '../inventory';
import { listed } from '../parameters';
import type { Source, Step } from '../plan';
import { costAmong, partsOf, type Part } from '../results';
import { roleOfArgument } from '../roles';
import { Misfit, StepFailure, type Session } from '../session';
import { scalarValue, shapeOf } from '../values';
import { needsStated, statedArguments, type StatedArgument } from './arguments';
import { namedAfter, objectivePairs, type ObjectivePair } from './pairs';
import { parametersAmong, type MatchedParameters } from './parameters';

const pairsTried = 4;

/**
 * Binds every objective of a file whose cost and gradient take its own values by name: `loss(W, b, x1, x2, same)` beside arrays of these
 * names. Which of them are parameters, the returned gradients tell. Beside the first, only those whose gradient is named
 * after their cost are bound, each with functions of its own.
 * @param needed true to look only at functions that the usual roles cannot fill.
 */
export async function bindObjectives(
  inventory: Inventory,
  session: Session,
  subject: string | null,
  needed: boolean,
): Promise<readonly Binding[]> {
  const pairs = objectivePairs(inventory.functions, inventory.file)
    .filter(({ cost, gradient }) => subject === null || [cost.name, gradient.name].includes(subject))
    .filter(({ gradient }) => !needed || needsStated(gradient))
    .map((pair) => ({ pair, stated: statedArguments(pair.gradient, inventory.values) }))
    .filter((one): one is { pair: ObjectivePair; stated: readonly StatedArgument[] } => one.stated !== null);
  const found: Binding[] = [];
  const taken = new Set<FunctionFact>();
  for (const { pair, stated } of pairs.slice(0, pairsTried)) {
    const { cost, gradient } = pair;
    const another = found.length > 0;
    if (another && (taken.has(cost) || taken.has(gradient) || !namedAfter(gradient, cost))) continue;
    try {
      const binding = await bindPair(pair, stated, inventory, session);
      if (binding === null) continue;
      found.push(another ? { ...binding, subject: cost.name } : binding);
      taken.add(cost).add(gradient);
    } catch (error) {
      const other = error instanceof Misfit || (error instanceof StepFailure && !error.final);
      if (!other) throw error;
    }
  }
  return found;
}

async function bindPair(
  { cost, gradient }: ObjectivePair,
  stated: readonly StatedArgument[],
  inventory: Inventory,
  session: Session,
): Promise<Binding | null> {
  const gradientCall = await called(gradient, stated, session);
  const costCall = cost === gradient ? gradientCall : await called(cost, stated, session);
  const J = costAmong(costCall.parts, false);
  if (J === null || !Number.isFinite(scalarValue(J.value))) return null;
  const parameters = parametersAmong(
    stated,
    gradientCall.parts,
    cost === gradient ? J : null,
    gradientCall.whole,
  );
  if (parameters === null) return null;
  return {
    subject: 'model',
    plan: {
      cost: [costCall.step],
      J: J.source,
      gradient: [gradientCall.step],
      tensors: parameters.tensors.map((tensor, index) => ({
        name: tensor.name,
        parameter: tensor.source,
        gradient: parameters.gradients[index]!.source,
      })),
      reseed: null,
    },
    entries: entriesOf(cost, gradient, stated, parameters, inventory),
    readings: [cost === gradient ? gradient.name : `${cost.name} → ${gradient.name}`],
    warnings: [],
    ...countsOf(stated),
    ...(parameters.byPosition && { byPosition: true }),
    backward: { name: gradient.name, file: gradient.file, line: gradient.line },
  };
}

interface Called {
  readonly step: Step;
  readonly parts: readonly Part[];
  readonly whole: Part;
}

async function called(
  fact: FunctionFact,
  stated: readonly StatedArgument[],
  session: Session,
): Promise<Called> {
  const keywords: Record<string, Source> = {};
  const positional: Source[] = [];
  for (const parameter of fact.parameters) {
    const argument = stated.find(({ name }) => name === parameter.name);
    if (argument === undefined) continue;
    if (parameter.kind === 'positional' && positional.length === fact.parameters.indexOf(parameter))
      positional.push(argument.source);
    else keywords[parameter.name] = argument.source;
  }
  const slot = session.slot(`${fact.name}()`);
  const step = { slot, call: { from: 'module', name: fact.name } as const, positional, keywords };
  const value = await session.run(step);
  const source: Source = { from: 'slot', slot };
  return { step, parts: partsOf(fact, source, value), whole: { name: null, text: '', source, value } };
}

function entriesOf(
  cost: FunctionFact,
  gradient: FunctionFact,
  stated: readonly StatedArgument[],
  parameters: MatchedParameters,
  inventory: Inventory,
): readonly BindingEntry[] {
  const function_ = (role: string, { name, file, line }: FunctionFact): BindingEntry => ({
    role,
    name,
    line: file === inventory.file ? line : null,
    how: `by its name${file === inventory.file ? '' : `, in ${file.replace(/^.*[\\/]/, '')}`}`,
  });
  const others = stated.filter((argument) => !parameters.arguments.includes(argument));
  return [
    ...(cost === gradient
      ? [function_('cost and gradients', gradient)]
      : [function_('cost', cost), function_('gradients', gradient)]),
    {
      role: 'parameters',
      name: listed(parameters.arguments.map(({ value }) => value.name)),
      line: null,
      how: 'by the names of the arguments, as values of the module',
    },
    ...others.map(({ name, value }): BindingEntry => {
      const role = roleOfArgument(name, 'cost');
      return {
        role: role === 'inputs' || role === 'labels' ? role : 'argument',
        name: value.name,
        line: null,
        how: value.name === name ? 'by its name' : `by its name, for \`${name}\``,
      };
    }),
  ];
}

/** How many examples the data has: the length that inputs and labels share. */
function countsOf(stated: readonly StatedArgument[]): Pick<Binding, 'examples' | 'classes'> {
  const shapesOf = (wanted: string) =>
    stated.flatMap(({ name, value }) =>
      roleOfArgument(name, 'cost') === wanted ? [shapeOf(value.value) ?? []] : [],
    );
  const labels = shapesOf('labels').flat();
  const shared = shapesOf('inputs')
    .flat()
    .find((length) => length > 1 && labels.includes(length));
  return { examples: shared ?? null, classes: null };
}
