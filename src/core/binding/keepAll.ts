import { callsOf, passed, stepsOf, type Call } from './called';
import type { Description, FunctionFact, Inventory, ParameterFact } from './inventory';
import type { Plan, Source, Step } from './plan';
import { roleOfArgument } from './roles';
import { inside, leavesOf, partName } from './values';

/**
 * Dropout makes a cost random. Where the probability to keep a unit, or to drop it, has a name, it can be set so that
 * every unit is kept. Which of both a name such as `p` means has to be tried.
 */

/** A plan in which every number of one name has another value. */
export interface KeepSetting {
  readonly name: string;
  readonly value: number | boolean;
  readonly plan: Plan;
  /** Gives the numbers back what they were. */
  readonly undo: readonly Step[];
}

/** An object that a plan uses, with the source that it is at. */
export interface Holder {
  readonly source: Source;
  readonly value: Description;
}

/** Drops some units where a plan's calls were given a probability that keeps every one; null where none were. */
export function droppingSome(
  plan: Plan,
  inventory: Inventory,
): { readonly name: string; readonly value: number; readonly plan: Plan } | null {
  const facts = new Map(callsOf(stepsOf(plan), inventory).map(({ call, fact }) => [call, fact]));
  let found: { readonly name: string; readonly value: number } | null = null;
  const changed = (step: Step): Step => {
    const fact = facts.get(step as Call);
    if (!fact) return step;
    let call = step as Call;
    for (const parameter of fact.parameters) {
      const role = roleOfArgument(parameter.name);
      const source = passed(call, fact, parameter);
      if ((role !== 'keep' && role !== 'dropout') || source?.from !== 'literal') continue;
      const value = role === 'keep' ? 1 : 0;
      if (source.value !== value) continue;
      // Not a half, where p and 1 − p could not be told apart.
      const other: Source = { from: 'literal', value: role === 'keep' ? 0.8 : 0.2 };
      found ??= { name: parameter.name, value };
      const swap = (one: Source): Source => (one === source ? other : one);
      call = {
        ...call,
        positional: call.positional.map(swap),
        keywords: Object.fromEntries(Object.entries(call.keywords).map(([name, one]) => [name, swap(one)])),
      };
    }
    return call;
  };
  const cost = plan.cost.map(changed);
  const gradient = plan.gradient.map(changed);
  return found === null
    ? null
    : { ...(found as { name: string; value: number }), plan: { ...plan, cost, gradient } };
}

type Meaning = 'keep' | 'drop' | 'either';

/** Where such a number is: a value to assign, or an argument that has it as its default. */
type Found = { readonly name: string; readonly meaning: Meaning } & (
  | { readonly at: Source; readonly was: number | boolean }
  | { readonly at: null; readonly was: number | boolean }
);

/** Settings to try, the plainest names first: values of the module, of the objects that are used, and arguments. */
export function keepSettings(
  plan: Plan,
  inventory: Inventory,
  holders: readonly Holder[],
): readonly KeepSetting[] {
  const module = inventory.values.map(({ name, value }): Holder => ({
    source: { from: 'module', name },
    value,
  }));
  const values = [...module, ...holders].flatMap(({ source, value }) =>
    leavesOf(value, 5).flatMap(({ path, value: leaf }): Found[] => {
      const part = path.at(-1);
      const name = part !== undefined ? String(partName(part)) : source.from === 'module' ? source.name : '';
      const meaning = meaningOf(name);
      const was = numberOf(leaf);
      return meaning === null || was === null ? [] : [{ name, meaning, at: inside(source, path), was }];
    }),
  );
  const defaults = callsOf(stepsOf(plan), inventory).flatMap(({ call, fact }) =>
    fact.parameters.flatMap((parameter): Found[] => {
      const was = leftToDefault(call, fact, parameter);
      const meaning = meaningOf(parameter.name);
      return was === null || meaning === null ? [] : [{ name: parameter.name, meaning, at: null, was }];
    }),
  );
  const all = [...values, ...defaults];
  const names = [...new Set(all.map(({ name }) => name))];
  return (['keep', 'drop', 'either'] as const).flatMap((meaning) =>
    names
      .filter((name) => meaningOf(name) === meaning)
      .flatMap((name) => {
        const own = all.filter((one) => one.name === name);
        return valuesToTry(meaning, own[0]!.was).map((value) => settingOf(name, value, own, plan, inventory));
      }),
  );
}

function settingOf(
  name: string,
  value: number | boolean,
  own: readonly Found[],
  plan: Plan,
  inventory: Inventory,
): KeepSetting {
  const assigned = own.flatMap(({ at, was }) => (at === null ? [] : [{ at, was }]));
  const assign = (of: (one: { readonly was: number | boolean }) => number | boolean): readonly Step[] =>
    assigned.map((one) => ({ slot: name, assign: one.at, to: { from: 'literal', value: of(one) } }));
  const facts = new Map(callsOf(stepsOf(plan), inventory).map(({ call, fact }) => [call, fact]));
  const withArgument = (step: Step): Step => {
    const fact = facts.get(step as Call);
    const parameter = fact?.parameters.find((one) => one.name === name);
    if (!fact || !parameter || leftToDefault(step as Call, fact, parameter) === null) return step;
    const call = step as Call;
    return { ...call, keywords: { ...call.keywords, [name]: { from: 'literal', value } } };
  };
  const before = assign(() => value);
  return {
    name,
    value,
    plan: {
      ...plan,
      cost: [...before, ...plan.cost.map(withArgument)],
      gradient: [...before, ...plan.gradient.map(withArgument)],
    },
    undo: assign(({ was }) => was),
  };
}

/** The default of an argument that nothing is passed for, if that is a probability or a switch. */
function leftToDefault(call: Call, fact: FunctionFact, parameter: ParameterFact): number | boolean | null {
  const { default: value } = parameter;
  return value === undefined || passed(call, fact, parameter) !== null ? null : numberOf(value);
}

function meaningOf(name: string): Meaning | null {
  const role = roleOfArgument(name);
  if (role === 'keep') return 'keep';
  if (/^_?(p|prob|probability|rate|ratio|dropout_?keep|p_?dropout)$/i.test(name)) return 'either';
  return role === 'dropout' ? 'drop' : null;
}

function valuesToTry(meaning: Meaning, was: number | boolean): readonly (number | boolean)[] {
  if (typeof was === 'boolean') return [false];
  return meaning === 'keep' ? [1] : meaning === 'drop' ? [0] : [1, 0];
}

/** A probability that leaves something to chance, or a switch that is on. */
function numberOf(value: Description): number | boolean | null {
  if (value.type === 'boolean') return value.value ? true : null;
  const isShare =
    value.type === 'number' && typeof value.value === 'number' && value.value > 0 && value.value < 1;
  return isShare ? (value.value as number) : null;
}
