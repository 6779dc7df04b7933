import type { Binding, BindingEntry, Warning } from './binding';
import { callable, entriesOf, problem, required, tensorsOfContract, type Keys } from './contractKeys';
import { matchGradients } from './gradients';
import type { Description, FunctionFact, Inventory } from './inventory';
import type { Source, Step } from './plan';
import type { Session } from './session';
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
  'inputs',
  'labels',
  'splits',
  'reset',
  'seed',
  'update',
]);

/** Binds by what the file says about itself. Throws a `Misfit` that names the key which is missing or ill-typed. */
export async function bindContract(fact: FunctionFact, session: Session): Promise<Binding> {
  const slot = session.slot('contract');
  const call: Source = { from: 'module', name: fact.name };
  const value = await session.run({ slot, call, positional: [], keywords: {} });
  const keys = entriesOf(fact, value);
  const at = (key: string): Source => inside({ from: 'slot', slot }, [{ item: key }]);

  const parameters = required(fact, keys, 'parameters', 'a dict from names to arrays');
  const tensors = tensorsOfContract(fact, at('parameters'), parameters);
  const cost = callable(fact, keys, 'cost', 'that returns J as a number');
  const gradients = callable(
    fact,
    keys,
    'gradients',
    'that returns a dict with the same names as `parameters`',
  );
  const reset = optionalCall(fact, keys, 'reset', at);

  const costSteps: readonly Step[] = [
    ...reset,
    { slot: 'cost', call: at('cost'), positional: [], keywords: {} },
  ];
  const gradientSteps: readonly Step[] = [
    ...reset,
    { slot: 'gradients', call: at('gradients'), positional: [], keywords: {} },
  ];
  const J = await runAll(costSteps, session);
  if (!isNumeric(J) || !isScalar(J))
    throw problem(fact, 'cost-not-scalar', `\`cost\` ${notANumber(J)}`, cost.line);
  const returned = await runAll(gradientSteps, session);
  const source: Source = { from: 'slot', slot: 'gradients' };
  const matches = matchGradients(tensors, [{ name: null, source, value: returned, onlyMarked: false }]);
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
  const seed = keys.get('seed');
  return {
    subject: 'model',
    plan: {
      cost: costSteps,
      J: { from: 'slot', slot: 'cost' },
      gradient: gradientSteps,
      tensors: tensors.map((tensor, index) => ({
        name: tensor.name,
        parameter: tensor.source,
        gradient: matches[index]?.source ?? null,
      })),
      reseed: seed?.type === 'number' && typeof seed.value === 'number' ? seed.value : null,
    },
    entries: entriesFor(fact, keys),
    readings: [`${fact.name}()`],
    warnings: warningsFor(
      fact,
      keys,
      tensors.filter((_, index) => matches[index] === null).map((tensor) => tensor.name),
    ),
    examples: examplesIn(keys),
    classes: null,
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
  return [...keys.keys()]
    .filter((key) => knownKeys.has(key))
    .map((key) => {
      const value = keys.get(key)!;
      const line = value.type === 'function' ? value.function.line : fact.line;
      return { role: key, name: key, line, how: `by the contract \`${fact.name}\`` };
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
