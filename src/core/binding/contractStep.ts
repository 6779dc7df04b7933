import { problem, required, type Keys } from './contractKeys';
import type { Description, FunctionFact } from './inventory';
import type { Source, Step } from './plan';
import { inside } from './values';
import { described } from './words';

/** `step=(step, cost, learning_rate)` of a contract: one step of training instead of gradients. */
export interface ContractStep {
  readonly fact: FunctionFact;
  readonly cost: Source;
  readonly costLine: number;
  /** The rate of the contract, which counts where the step cannot be given another. */
  readonly rate: number;
  /** True if the step takes the rate as its argument. */
  readonly takesRate: boolean;
  readonly stepAt: (rate: number) => Step;
}

const form =
  'it must be a tuple (step, cost, learning_rate): a function that makes one step at the rate it is given, a function ' +
  'that returns J, and a number';

export function contractStep(
  fact: FunctionFact,
  keys: Keys,
  at: (key: string) => Source,
): ContractStep | null {
  if (!keys.has('step')) return null;
  const value = required(fact, keys, 'step', '');
  const items: readonly Description[] = value.type === 'sequence' ? value.items : [];
  const [step, cost, rate] = items;
  if (
    step?.type !== 'function' ||
    cost?.type !== 'function' ||
    rate?.type !== 'number' ||
    !(Number(rate.value) > 0)
  )
    throw problem(
      fact,
      'contract',
      `\`step\` of \`${fact.name}\` is ${described(value)}; ${form}.`,
      fact.line,
    );
  const call = inside(at('step'), [{ item: 0 }]);
  const takesRate = step.function.parameters.some(({ kind }) => kind === 'positional');
  return {
    fact: step.function,
    cost: inside(at('step'), [{ item: 1 }]),
    costLine: cost.function.line,
    rate: Number(rate.value),
    takesRate,
    stepAt: (given) => ({
      slot: 'step',
      call,
      positional: takesRate ? [{ from: 'literal', value: given }] : [],
      keywords: {},
    }),
  };
}
