import type { FunctionFact, Inventory, ParameterFact } from './inventory';
import { partName, leavesOf } from './values';
import type { Plan, Source, Step } from './plan';

export type Call = Extract<Step, { readonly call: Source }>;

/** The calls of a plan whose functions are known, each with its function. */
export function callsOf(
  steps: readonly Step[],
  inventory: Inventory,
): readonly { readonly call: Call; readonly fact: FunctionFact }[] {
  return steps.flatMap((step) => {
    const fact = 'call' in step ? factOf(step.call, inventory) : null;
    return fact === null ? [] : [{ call: step as Call, fact }];
  });
}

/** The function or method that a source names, by its last name. */
function factOf(source: Source, { functions, classes }: Inventory): FunctionFact | null {
  if (source.from !== 'slot' && source.from !== 'module') return null;
  const part = source.path?.at(-1);
  if (part === undefined)
    return source.from === 'module' ? (functions.find(({ name }) => name === source.name) ?? null) : null;
  const methods = classes.flatMap((one) => one.methods);
  return methods.find(({ name }) => name === partName(part)) ?? null;
}

/** What a call passes for an argument; null if nothing, so that its default holds. */
export function passed(call: Call, { parameters }: FunctionFact, { name }: ParameterFact): Source | null {
  const named = call.keywords[name];
  if (named !== undefined) return named;
  const at = parameters.filter(({ kind }) => kind === 'positional').findIndex((one) => one.name === name);
  return (at < 0 ? undefined : call.positional[at]) ?? null;
}

/** Every step that a plan takes for a cost or a gradient. */
export function stepsOf({ cost, gradient }: Plan): readonly Step[] {
  return [...cost, ...gradient];
}

/** Numbers of the module, on their own or inside its objects, whose name satisfies the condition. */
export function namedNumbers({ values }: Inventory, condition: (name: string) => boolean): readonly number[] {
  return values.flatMap(({ name, value }) =>
    leavesOf(value, 3).flatMap(({ path, value: leaf }) => {
      const last = path.at(-1);
      const own = last === undefined ? name : String(partName(last));
      return leaf.type === 'number' && typeof leaf.value === 'number' && condition(own) ? [leaf.value] : [];
    }),
  );
}
