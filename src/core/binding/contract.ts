import type { Binding, BindingEntry, Warning } from './binding';
import { callable, entriesOf, problem, required, type Keys } from './contractKeys';
import { tensorsOfContract, type ContractTensor } from './contractParameters';
import { contractStep } from './contractStep';
import { matchGradients, type Holder } from './gradients';
import type { Description, FunctionFact, Inventory } from './inventory';
import type { Plan, Source, Step } from './plan';
import type { Session } from './session';
import { updateRates } from './updateAttempt';
import { inside, isNumeric, isScalar, shapeOf } from './values';
import { described, notANumber } from './words';

/** `gradient_lens()` or, in JavaScript and TypeScript, `gradientLens()`. */
export function contractOf(inventory: Inventory): FunctionFact | null {
  return (
    inventory.functions.find((fact) => fact.name === 'gradient_lens' || fact.name === 'gradientLens') ?? null
  );
}

const knownKeys: ReadonlySet<string> = new Set([
  'parameters',
  'cost',
  'gradients',
  'step',
  'inputs',
  'labels',
  'splits',
  'reset',
  'seed',
  'update',
  'layer',
  'layers',
]);

/** Binds by what the file says about itself. Throws a `Misfit` that names the key which is missing or ill-typed. */
export async function bindContract(fact: FunctionFact, session: Session): Promise<Binding> {
  const slot = session.slot('contract');
  const call: Source = { from: 'module', name: fact.name };
  const value = await session.run({ slot, call, positional: [], keywords: {} });
  const keys = entriesOf(fact, value);
  const at = (key: string): Source => inside({ from: 'slot', slot }, [{ item: key }]);

  const parameters = required(fact, keys, 'parameters', 'a dict from names to arrays');
  const tensors = await tensorsOfContract(fact, at('parameters'), parameters, session);
  const reset = optionalCall(fact, keys, 'reset', at);
  const step = contractStep(fact, keys, at);
  const cost = step === null ? callable(fact, keys, 'cost', 'that returns J as a number') : null;
  const costSteps: readonly Step[] = [
    ...reset,
    { slot: 'cost', call: step?.cost ?? at('cost'), positional: [], keywords: {} },
  ];
  const J = await runAll(costSteps, session);
  if (!isNumeric(J) || !isScalar(J))
    throw problem(fact, 'cost-not-scalar', `\`cost\` ${notANumber(J)}`, step?.costLine ?? cost!.line);

  const seed = keys.get('seed');
  const reseed = seed?.type === 'number' && typeof seed.value === 'number' ? seed.value : null;
  const common = { cost: costSteps, J: { from: 'slot', slot: 'cost' } as const, reseed };
  const parameterOf = ({ accessors, source }: ContractTensor) => accessors ?? source;
  const binding = {
    subject: 'model',
    entries: entriesFor(fact, keys),
    readings: [`${fact.name}()`],
    examples: examplesIn(keys),
    classes: null,
  };
  if (step !== null) {
    const planAt = (rate: number): Plan => ({
      ...common,
      gradient: [...reset, step.stepAt(rate)],
      tensors: tensors.map((tensor) => ({
        name: tensor.name,
        parameter: parameterOf(tensor),
        gradient: { from: 'change', rate },
      })),
    });
    return {
      ...binding,
      plan: planAt(step.takesRate ? updateRates.main : step.rate),
      ...(step.takesRate && { otherRate: planAt(updateRates.other) }),
      warnings: warningsFor(fact, keys, []),
      backward: { name: step.fact.name, file: step.fact.file, line: step.fact.line },
    };
  }
  const gradients = callable(
    fact,
    keys,
    'gradients',
    'that returns a dict with the same names as `parameters`',
  );
  const gradientSteps: readonly Step[] = [
    ...reset,
    { slot: 'gradients', call: at('gradients'), positional: [], keywords: {} },
  ];
  const returned = await runAll(gradientSteps, session);
  const holder: Holder =
    returned.type === 'none'
      ? {
          name: null,
          source: at('parameters'),
          value: await session.run({ slot: 'parameters seen', value: at('parameters') }),
          onlyMarked: true,
        }
      : { name: null, source: { from: 'slot', slot: 'gradients' }, value: returned, onlyMarked: false };
  const matches = matchGradients(tensors, [holder]);
  if (matches.every((match) => match === null)) {
    throw problem(
      fact,
      'no-gradients',
      `\`gradients\` returned ${described(returned)}, in which no name of \`parameters\` was found. ` +
        `Return a dict with the keys ${tensors
          .slice(0, 3)
          .map((tensor) => `"${tensor.name}"`)
          .join(', ')}.`,
      gradients.line,
    );
  }
  return {
    ...binding,
    plan: {
      ...common,
      gradient: gradientSteps,
      tensors: tensors.map((tensor, index) => ({
        name: tensor.name,
        parameter: parameterOf(tensor),
        gradient: matches[index]?.source ?? null,
      })),
    },
    warnings: warningsFor(
      fact,
      keys,
      tensors.filter((_, index) => matches[index] === null).map((tensor) => tensor.name),
    ),
    backward: { name: gradients.name, file: gradients.file, line: gradients.line },
  };
}

function optionalCall(
  fact: FunctionFact,
  keys: Keys,
  key: string,
  at: (key: string) => Source,
): readonly Step[] {
  const value = keys.get(key);
  if (value === undefined || value.type === 'none') return [];
  callable(fact, keys, key, 'that prepares the model for the next evaluation');
  return [{ slot: key, call: at(key), positional: [], keywords: {} }];
}

async function runAll(steps: readonly Step[], session: Session): Promise<Description> {
  let last: Description = { type: 'none' };
  for (const step of steps) last = await session.run(step);
  return last;
}

function entriesFor(fact: FunctionFact, keys: Keys): readonly BindingEntry[] {
  // An expression model is nothing but such entries; its author wrote no function of that name.
  const how = /\.gradient\.(json|ya?ml)$/i.test(fact.file)
    ? 'as the file says'
    : `by the contract \`${fact.name}\``;
  return [...keys.keys()]
    .filter((key) => knownKeys.has(key))
    .map((key) => {
      const value = keys.get(key)!;
      const line = value.type === 'function' ? value.function.line : fact.line;
      return { role: key, name: key, line, how };
    });
}

function warningsFor(fact: FunctionFact, keys: Keys, without: readonly string[]): readonly Warning[] {
  const unknown = [...keys.keys()].filter((key) => !knownKeys.has(key));
  return [
    ...unknown.map((key) => ({
      code: 'unknown-key',
      message: `The key "${key}" of \`${fact.name}\` is not one that Gradient Lens knows; it was not used.`,
      line: fact.line,
    })),
    ...without.map((name) => ({
      code: 'no-gradient',
      message: `\`gradients\` returns nothing for ${name}.`,
      line: fact.line,
    })),
  ];
}

function examplesIn(keys: Keys): number | null {
  const labels = keys.get('labels');
  const inputs = keys.get('inputs');
  const [a, b] = [inputs, labels].map((value) => (value === undefined ? null : shapeOf(value)));
  if (a === null || b === null || a === undefined || b === undefined) return null;
  return a[0] === b[0] ? (a[0] ?? null) : a.at(-1) === b.at(-1) ? (a.at(-1) ?? null) : null;
}
