import { requiredOf } from '../functionKinds';
import type { ClassFact, FunctionFact, Inventory } from '../inventory';
import { roleOfArgument } from '../roles';
import { upstreamArguments } from './pairs';

/** A class that is one layer or one loss: its objects go forward and backward. */
export interface ClassPair {
  readonly name: string;
  readonly fact: ClassFact;
  readonly forward: FunctionFact;
  readonly backward: FunctionFact;
  readonly kind: 'layer' | 'loss';
}

const forwardNames =
  /^_*(forward|fprop|forward_?(pass|prop|propagation|propagate)|call|__call__|feed_?forward)$/i;
const backwardNames =
  /^_*(backward|bprop|backprop|backward_?(pass|prop|propagation|propagate)|back_?propagate)$/i;

/** The classes of a file that can be checked as layers, in its order. */
export function classPairsOf(inventory: Inventory): readonly ClassPair[] {
  return inventory.classes
    .filter((fact) => fact.file === inventory.file)
    .flatMap((fact) => {
      const forward =
        fact.methods.find(({ name }) => name === 'forward') ??
        fact.methods.find(({ name }) => forwardNames.test(name));
      const backward =
        fact.methods.find(({ name }) => name === 'backward') ??
        fact.methods.find(({ name }) => backwardNames.test(name));
      if (forward === undefined || backward === undefined) return [];
      // A base class whose methods are there to be overridden.
      if (forward.returns.every((texts) => texts.length === 0)) return [];
      const kind = kindOf(forward, backward);
      return kind === null ? [] : [{ name: fact.name, fact, forward, backward, kind }];
    })
    .sort((a, b) => a.fact.line - b.fact.line);
}

function kindOf(forward: FunctionFact, backward: FunctionFact): ClassPair['kind'] | null {
  const data = requiredOf(forward);
  const labels = data.some(({ name }) => roleOfArgument(name, 'cost') === 'labels');
  if (data.length === 2 && labels) return 'loss';
  if (data.length !== 1) return null;
  const required = requiredOf(backward);
  const others = required.filter(({ name }) => roleOfArgument(name, 'backward') !== 'learningRate');
  if (others.length !== 1) return null;
  const [only] = others;
  const named = upstreamArguments(backward).includes(only!.name);
  return named || roleOfArgument(only!.name, 'backward') !== 'labels' ? 'layer' : null;
}
